"""Whose speech is made beforehand."""

from __future__ import annotations

from display.board import Board
from display.expected import Likely, expected
from queue_server.protocol import messages as msg
from tests.display.hall import Hall, centre

COMING = msg.Coming(
    calls=(
        msg.ComingCall(number="L022", service="dat-dai", desk="1"),
        msg.ComingCall(number="H005", service="thue", desk="4", priority=True),
    )
)
L022 = Likely(number="L022", desk="1", kind=msg.CallKind.CALL, priority=False)
H005 = Likely(number="H005", desk="4", kind=msg.CallKind.CALL, priority=True)


def seen(hall: Hall) -> tuple[Likely, ...]:
    board, _ = Board(device="b1").told(hall.view, now=0)
    return expected(board, hall.view)


def test_whom_desks_would_call_and_who_may_be_called_again() -> None:
    hall = Hall()
    hall.open()
    assert seen(hall) == ()
    hall.tell(COMING)
    hall.call("L021", "3")
    again = [
        Likely(number="L021", desk="3", kind=kind, priority=False) for kind in (msg.CallKind.RECALL, msg.CallKind.LAST)
    ]
    assert seen(hall) == (L022, H005, *again)
    hall.serve("3")
    assert seen(hall) == (L022, H005), "who has come is not called again"


def test_only_what_this_board_would_say() -> None:
    hall = Hall(centre=centre(boards=(msg.BoardInfo(id="b1", services=("thue",), hall="sanh"),)))
    hall.open()
    hall.tell(COMING, msg.Voices(speakers={"sanh": "b1"}))
    assert seen(hall) == (H005,)
    hall.tell(msg.Voices(speakers={"sanh": "b2"}))
    assert seen(hall) == (), "another board speaks in this hall"
