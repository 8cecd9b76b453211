"""A page reads out what the board's window reads out: notices, and that tickets will not be taken much longer."""

from __future__ import annotations

import random

import msgspec
import pytest

from display.board import reminder
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import encode
from tests.display.hall import Hall, at, centre, day
from tests.display.test_web_rest import HOUR
from tests.display.web_board import SOUND, Show, wav

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

QUICK = msg.SpeechInfo(chime="none", repeat=1)
RULE = """async (cases) => {
    const { reminder } = await import("/static/board/aloud.js");
    return cases.map(([day, now]) => reminder(JSON.parse(day), now));
}"""


def notice(hall: Hall, number: int, **more: bool) -> None:
    hall.tell(msg.Notice(id=number, words={"vi": "Mời chủ xe 82A ra bãi xe"}, at=hall.now, **more))


def asked(board: object) -> list[str]:
    return [each.rpartition("/")[2] for each in board.web.files_asked if each.startswith("/api")]  # type: ignore[attr-defined]


async def test_notices_are_read_once_and_old_ones_never(shown: Show) -> None:
    hall = Hall(centre=msgspec.structs.replace(centre(), speech=QUICK))
    hall.open()
    notice(hall, 1, aloud=True)
    async with shown(hall, SOUND, speech=wav(0.05)) as board:
        notice(hall, 2)
        notice(hall, 3, aloud=True)
        board.web.bring()
        await board.web.until(lambda: asked(board) == ["notice.wav"])
        notice(hall, 3, aloud=True, withdrawn=True)
        call = hall.call("L021", "3")
        board.web.bring()
        await board.web.until(lambda: any(each.spoken for each in board.web.reports(call)))
        assert asked(board) == ["notice.wav"]
        assert board.complaints == []


async def test_an_urgent_one_is_read_in_quiet_hours_too(shown: Show) -> None:
    quiet = msgspec.structs.replace(QUICK, quiet=(msg.WindowInfo(opens=0, closes=24 * 60),))
    hall = Hall(centre=msgspec.structs.replace(centre(), speech=quiet))
    async with shown(hall, SOUND, speech=wav(0.05), ready=".board") as board:
        await board.page.wait_for_selector("footer .hint")
        notice(hall, 2, aloud=True)
        notice(hall, 3, aloud=True, urgent=True)
        board.web.bring()
        await board.web.until(lambda: asked(board) != [])
        call = hall.call("L021", "3")
        board.web.bring()
        await board.web.until(lambda: any(each.failed == "quiet_hours" for each in board.web.reports(call)))
        assert asked(board) == ["notice.wav"], "of two"


async def test_only_the_voice_of_a_hall_reads(shown: Show) -> None:
    info = msg.BoardInfo(id="b1", hall="sanh")
    hall = Hall(centre=msgspec.structs.replace(centre(boards=(info,)), speech=QUICK), now=at("2026-11-23 16:40"))
    hall.open()
    hall.tell(msg.Voices(speakers={"sanh": "b2"}))
    async with shown(hall, SOUND, speech=wav(0.05)) as board:
        notice(hall, 2, aloud=True)
        call = hall.call("L021", "3")
        board.web.bring()
        await board.web.until(lambda: any(each.drawn for each in board.web.reports(call)))
        assert asked(board) == []
        hall.tell(msg.Voices(speakers={"sanh": "b1"}))
        board.web.bring()
        await board.web.until(lambda: asked(board) == ["closing.wav"])


async def test_the_hall_is_told_that_it_closes_when_the_window_would(shown: Show) -> None:
    lot = random.Random(3)
    cases = [
        (day(issuing=lot.random() < 0.8), at("2026-11-23 16:45") + lot.randrange(-HOUR, HOUR // 4)) for _ in range(200)
    ]
    async with shown(Hall()) as board:
        found = await board.page.evaluate(RULE, [[encode(each).decode(), now] for each, now in cases])
    assert found == [reminder(each, now=now) for each, now in cases]
    assert 20 < sum(each is not None for each in found) < 180


async def test_with_many_calls_each_is_said_briefly(shown: Show) -> None:
    hall = Hall(centre=msgspec.structs.replace(centre(), speech=QUICK))
    async with shown(hall, SOUND, speech=wav(0.05)) as board:
        calls = [hall.call(f"L{place:03}", desk.id) for place, desk in enumerate(hall.centre.desks)]
        board.web.bring()
        await board.web.until(lambda: all(any(r.spoken for r in board.web.reports(each)) for each in calls))
        said = {each for each in board.web.files_asked if each.startswith("L")}
        assert "L000 call brief 2" in said, "seven wait behind it"
        assert any(each.endswith("brief 1") for each in said)
        assert "L007 call" in said, "nobody waits behind the last"
