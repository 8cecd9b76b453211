"""How one board is set up and speaks, out of the `centre` thing. The same for the server and for every board."""

from __future__ import annotations

from msgspec import structs

from queue_server.protocol.messages import BoardInfo, Centre, SpeechInfo


def board_of(centre: Centre | None, device: str) -> BoardInfo:
    """The board as the centre's file has it; a main board where it is not named there."""
    boards = centre.boards if centre else ()
    return next((board for board in boards if board.id == device), BoardInfo(id=device))


def speech_of(centre: Centre, device: str) -> SpeechInfo:
    """How a board speaks: in its own manner or the centre's, and in the languages of its own hall."""
    board = board_of(centre, device)
    speech = board.speech or centre.speech
    return structs.replace(speech, languages=board.languages or centre.speech.languages)
