"""What is called is as large on a page as in a window, in every shape and arrangement, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import expect

from display.theme import CROWDED, DIGIT, plan_for
from queue_server.protocol import messages as msg
from tests.display.conftest import BoardWindow
from tests.display.hall import Hall, centre, many_desks
from tests.display.web_board import Show

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

LINES = msg.BoardInfo(id="b1", panels=("clock", "calls", "lines", "ticker"))
GROUP = msg.BoardInfo(id="b1", desks=("1", "2", "3"))
DESK = msg.BoardInfo(id="b1", panels=("desk",), desks=("3",))
#: Sizes of windows and what such a board shows.
BOARDS = {
    "lying": ((1920, 1080), None),
    "upright with lines": ((1080, 1920), LINES),
    "21:9": ((2560, 1080), None),
    "32:9 with lines": ((1920, 540), LINES),
    "a group": ((1920, 1080), GROUP),
    "over a desk, 32:9": ((1920, 540), DESK),
}
SIZES = """Object.fromEntries(Array.from(document.querySelectorAll(".calls .number, .alone .number"),
    (each) => [each.textContent, parseFloat(getComputedStyle(each).fontSize)]))"""
#: Digits and desks that are not whole within their card; a line of type has empty room above and below its digits.
CUT = """Array.from(document.querySelectorAll(".row .number, .row .place, .alone .number, .said p")).filter((each) => {
    const card = each.closest(".row, .now, .said").getBoundingClientRect(), box = each.getBoundingClientRect();
    const spare = 0.25 * parseFloat(getComputedStyle(each).fontSize);
    return box.bottom - spare > card.bottom || box.top + spare < card.top || box.right > card.right + 1;
}).map((each) => each.textContent)"""


def a_morning(info: msg.BoardInfo | None) -> Hall:
    hall = Hall(centre=centre(boards=(info,) if info else ()))
    hall.open()
    words = {"vi": "Máy in số 2 tạm dừng, mời dùng máy số 1", "en": "Ticket machine 2 is out of order"}
    hall.tell(msg.Notice(id=1, words=words, at=hall.now))
    if info is LINES:
        hall.tell(
            *(msg.Line(service=key, waiting=9, ahead=9, low=5, high=9, desks_open=1) for key in ("thue", "ho-tich"))
        )
    for number, desk in (("K014", "7"), ("H011", "4"), ("L020", "1"), ("L021", "3")):
        hall.call(number, desk)
    return hall


def in_the_window(board: BoardWindow) -> dict[str, float]:
    scene: Any = board.app.frame.calls if board.app.frame else None
    shown = [slot.ids.line.ids.number for slot in scene.slots] if hasattr(scene, "slots") else [scene.ids.number]
    return {each.text: each.font_size for each in shown if each.text}


@pytest.mark.parametrize("name", BOARDS)
async def test_numbers_are_as_large_as_in_the_window(
    window: Callable[..., BoardWindow], shown: Show, name: str
) -> None:
    size, info = BOARDS[name]
    hall = a_morning(info)
    board = window(hall, size)
    board.link.bring(snapshot=True)
    board.harness.frames(4)
    wanted = in_the_window(board)
    async with shown(hall, size=size, ready=".row.first .number, .alone .number") as page:
        await page.typeset()
        found = await page.page.evaluate(SIZES)
        assert set(found) == set(wanted)
        assert found == {number: pytest.approx(most, rel=0.06) for number, most in wanted.items()}
        assert await page.page.evaluate(CUT) == []
        assert page.complaints == []


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (3840, 1080)])
async def test_of_many_calls_more_are_shown_at_once_and_no_digit_is_small(
    window: Callable[..., BoardWindow], shown: Show, size: tuple[int, int]
) -> None:
    """Twenty-five desks call: the rows take the whole board, alike in window and page."""
    hall = Hall(centre=many_desks(25))
    hall.open()
    for desk in hall.centre.desks:
        hall.call(f"{'LHAKR'[int(desk.id) % 5]}{100 + int(desk.id)}", desk.id)
    board = window(hall, size)
    board.link.bring(snapshot=True)
    board.harness.frames(4)
    wanted = in_the_window(board).values()
    rows = CROWDED[plan_for(*size).shape.value][0]
    assert board.app.frame
    assert len(board.app.frame.calls.slots) == rows
    async with shown(hall, size=size, ready=".crowded .number") as page:
        await page.page.evaluate("document.fonts.ready")
        await page.page.wait_for_selector(".crowded .number")
        # Pages turn meanwhile: other numbers, as large.
        found = (await page.page.evaluate(SIZES)).values()
        assert (min(found), max(found)) == pytest.approx((min(wanted), max(wanted)), rel=0.06)
        assert min(found) * DIGIT * 1080 / min(size) >= 99
        assert await page.page.evaluate(CUT) == []
        assert await page.page.locator(".recent").count() == 0
        await expect(page.page.locator(".first .foot > :first-child")).to_contain_text(f"/ {-(-25 // rows)}")
        assert page.complaints == []


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 540)])
async def test_a_long_emergency_is_seen_whole(shown: Show, size: tuple[int, int]) -> None:
    hall = Hall()
    hall.open()
    vi = "Mời mọi người bình tĩnh ra ngoài bằng cửa chính và tập trung ở sân trước trụ sở, không dùng thang máy"
    words = {
        "vi": vi,
        "en": "Please leave calmly by the main entrance, gather in the front yard and do not use the lift",
    }
    hall.tell(msg.Notice(id=2, words=words, at=hall.now, urgent=True))
    async with shown(hall, size=size, ready=".emergency") as board:
        await board.typeset()
        assert await board.page.evaluate(CUT) == []
        assert await board.page.evaluate("document.documentElement.scrollHeight") == size[1]
