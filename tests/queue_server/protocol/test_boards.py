"""How one board is set up and speaks."""

from __future__ import annotations

from msgspec import structs

from queue_server.protocol import messages as msg
from queue_server.protocol.boards import board_of, speech_of
from tests.display.hall import centre

OWN = msg.BoardInfo(id="b2", speech=msg.SpeechInfo(rate=120, languages=("vi", "en", "sed")), languages=("en",))


def test_a_board_that_the_file_does_not_name_is_a_main_board() -> None:
    assert board_of(centre(), "b9") == msg.BoardInfo(id="b9")
    assert board_of(None, "b1") == msg.BoardInfo(id="b1")


def test_a_board_speaks_as_the_centre_unless_it_has_a_manner_of_its_own() -> None:
    hall = structs.replace(centre(boards=(msg.BoardInfo(id="b1"), OWN)), speech=msg.SpeechInfo(rate=160))
    assert speech_of(hall, "b1") == hall.speech
    assert speech_of(hall, "b2") == msg.SpeechInfo(rate=120, languages=("en",))
    silent = structs.replace(hall, boards=(structs.replace(OWN, languages=()),))
    assert speech_of(silent, "b2").languages == ("vi", "en"), "the languages of the centre's speech"
