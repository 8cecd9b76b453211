"""How a web board speaks: its own manner, quiet hours, and files that are there before they are needed."""

from __future__ import annotations

import msgspec
import pytest

from hardware.speaker.chime import CHIMES
from queue_server.protocol import messages as msg
from tests.display.hall import Hall, centre
from tests.display.web_board import SOUND, Show, wav

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

FETCHED = "() => performance.getEntriesByType('resource').some((each) => each.name.includes('speech.wav'))"
ALL_DAY = (msg.WindowInfo(opens=0, closes=24 * 60),)


async def test_in_quiet_hours_it_chimes_and_says_so(shown: Show) -> None:
    hall = Hall(centre=msgspec.structs.replace(centre(), speech=msg.SpeechInfo(quiet=ALL_DAY)))
    async with shown(hall, SOUND, speech=wav(0.1)) as board:
        call = hall.call("L021", "3")
        board.web.bring()
        await board.web.until(lambda: any(each.failed for each in board.web.reports(call)))
        assert [each.failed for each in board.web.reports(call) if each.failed] == ["quiet_hours"]
        assert board.web.files_asked == [], "what is not said is not made"
        await board.web.until(lambda: any(each.drawn for each in board.web.reports(call)))


async def test_a_board_with_its_own_manner_speaks_while_the_others_are_quiet(shown: Show) -> None:
    own = msg.BoardInfo(id="b1", speech=msg.SpeechInfo(chime="none"))
    hall = Hall(centre=msgspec.structs.replace(centre(boards=(own,)), speech=msg.SpeechInfo(quiet=ALL_DAY)))
    async with shown(hall, SOUND, speech=wav(0.1)) as board:
        call = hall.call("L021", "3")
        board.web.bring()
        await board.web.until(lambda: any(each.spoken for each in board.web.reports(call)))


async def test_speech_is_there_before_it_is_needed(shown: Show) -> None:
    """Of calls that wait, of those that the server says may come, and of what may be repeated; each is fetched once."""
    hall = Hall(centre=msgspec.structs.replace(centre(), speech=msg.SpeechInfo(chime="none")))
    async with shown(hall, SOUND, speech=wav(0.2)) as board:
        hall.tell(msg.Coming(calls=(msg.ComingCall(number="L021", service="dat-dai", desk="3"),)))
        board.web.bring()
        await board.web.until(lambda: board.web.files_asked == ["L021 call"])
        # It is there, and nothing is being fetched, when the call comes: what may be repeated is fetched all the same.
        await board.page.wait_for_function(FETCHED)
        hall.tell(msg.Coming())
        first = hall.call("L021", "3")
        board.web.bring()
        await board.web.until(lambda: any(each.spoken for each in board.web.reports(first)))
        await board.web.until(lambda: len(board.web.files_asked) == 3)
        again = hall.call("L021", "3", kind=msg.CallKind.RECALL)
        board.web.bring()
        await board.web.until(lambda: any(each.spoken for each in board.web.reports(again)))
        assert board.web.files_asked == ["L021 call", "L021 recall", "L021 last"]


async def test_the_chimes_are_those_of_the_window(shown: Show) -> None:
    async with shown(Hall()) as board:
        page = await board.page.evaluate('import("/static/board/sound.js").then(({ CHIMES }) => CHIMES)')
    assert page == {name: [list(note) for note in notes] for name, notes in CHIMES.items()}
