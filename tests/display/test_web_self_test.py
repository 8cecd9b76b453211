"""Before the first opening of a day a page tries voice, picture and clock as the board's window does, and says so."""

from __future__ import annotations

import random

import pytest

from queue_server.protocol import messages as msg
from queue_server.protocol.codec import encode
from tests.display.hall import Hall, at, day
from tests.display.test_web_rest import HOUR, some_day
from tests.display.web_board import SOUND, Show, Shown, wav
from windows.before_opening import clock_check, due

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

BOTH = """async ([cases, ahead]) => {
    const { clockCheck, due } = await import("/static/board/self_test.js");
    return [cases.map(([day, now, tested, well]) => due(JSON.parse(day), now, tested, well)), ahead.map(clockCheck)];
}"""


async def test_the_same_rules_as_the_window(shown: Show) -> None:
    lot = random.Random(11)
    cases = []
    for _ in range(600):
        now = at("2026-11-23 06:00") + lot.randrange(3 * HOUR)
        soon = msg.Day(
            service_day="2026-11-23", issuing=lot.random() < 0.1, reason="", next_opening=now + lot.randrange(HOUR)
        )
        tested = lot.choice([None, now - lot.randrange(12 * HOUR)])
        cases.append((lot.choice([soon, some_day(lot, now)]), now, tested, lot.random() < 0.5))
    ahead = [0, -400, 400, 59_900, 60_000, 60_100, -60_100, 1_000_000]
    async with shown(Hall()) as board:
        told = [[encode(each).decode(), *rest] for each, *rest in cases]
        found, clocks = await board.page.evaluate(BOTH, [told, ahead])
    wanted = [due(each, now=now, tested=tested, well=well) for each, now, tested, well in cases]
    assert found == wanted
    assert 60 < sum(wanted) < 540, "both happen"
    checks = [clock_check(each) for each in ahead]
    assert clocks == [{"what": each.what, "good": each.good, "found": each.found} for each in checks]


def early() -> Hall:
    return Hall(now=at("2026-11-23 06:45"))


async def told_of(board: Shown) -> dict[str, msg.Check]:
    """What the page said that it found. It hears of the day when it can sound: a real one has stood there all night."""
    board.web.hall.tell(day(issuing=False, reason="before_opening", opens="2026-11-23 07:00"))
    board.web.bring()
    await board.web.until(lambda: any(_tested(each) for each in board.web.asked))
    tests = [each for each in board.web.asked if isinstance(each, msg.ReportHealth) and each.tested]
    assert 0 <= (tests[0].tested or 0) - board.web.hall.now < 60_000
    return {each.what: each for each in tests[0].checks}


def _tested(command: msg.Command) -> bool:
    return isinstance(command, msg.ReportHealth) and command.tested is not None


async def test_what_is_heard_and_seen_is_told_once(shown: Show) -> None:
    async with shown(early(), SOUND, speech=wav(0.1)) as board:
        checks = await told_of(board)
        assert (checks["sound"].good, checks["sound"].found) == (True, "")
        assert checks["picture"].good
        assert not checks["clock"].good, "this machine has another day than the hall"
        assert board.web.files_asked == ["/api/boards/b1/test.wav"]
        assert board.complaints == []


@pytest.mark.parametrize(("flags", "why"), [((), "sound_blocked"), ((SOUND,), "voice_missing")])
async def test_what_nobody_would_hear_is_told_with_the_reason(shown: Show, flags: tuple[str, ...], why: str) -> None:
    async with shown(early(), *flags) as board:
        checks = await told_of(board)
        assert (checks["sound"].good, checks["sound"].found) == (False, why)
        assert checks["picture"].good


async def test_while_it_is_open_nothing_is_tried(shown: Show) -> None:
    async with shown(Hall(), SOUND, speech=wav(0.1)) as board:
        call = board.web.hall.call("L021", "3")
        board.web.bring()
        await board.web.until(lambda: any(each.spoken for each in board.web.reports(call)))
        assert not any(_tested(each) for each in board.web.asked)
        assert "/api/boards/b1/test.wav" not in board.web.files_asked
