"""A web board that is never reloaded: its memory, its page and the screen's sleep.

`python -m bench.board` plays a month of calls to it and prints what it measured; here a short one must stay level.
"""

from __future__ import annotations

import pytest

from bench.board import grown, hall, lived
from tests.display.hall import Hall
from tests.display.web_board import SOUND, Show, wav

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


async def test_hundreds_of_calls_leave_nothing_behind(shown: Show) -> None:
    async with shown(hall(), SOUND, speech=wav(0.01)) as board:
        before, after = await lived(board.page, board.web, calls=240, warm=120)
    more = grown(before, after)
    assert more.nodes < 200, f"{before} then {after}"
    assert more.listeners < 50, f"{before} then {after}"
    assert more.heap < 1_500_000, f"{before} then {after}"


LOCKS = """
  const locks = { asked: 0, held: null };
  class Lock extends EventTarget {}
  const wakeLock = { request: async (kind) => { locks.asked += 1; locks.kind = kind; locks.held = new Lock(); return locks.held; } };
  Object.defineProperty(navigator, "wakeLock", { value: wakeLock });
  window.locks = locks;
"""  # noqa: E501


async def test_the_screen_is_kept_awake_also_after_the_browser_let_go(shown: Show) -> None:
    async with shown(Hall(), script=LOCKS) as board:
        await board.page.wait_for_function("() => window.locks.asked === 1")
        assert await board.page.evaluate("window.locks.kind") == "screen"
        await board.page.evaluate("window.locks.held.dispatchEvent(new Event('release'))")
        await board.page.wait_for_function("() => window.locks.asked === 2")
        await board.page.keyboard.press("a")
        assert await board.page.evaluate("window.locks.asked") == 2, "what is held is not asked for"
