"""Which calls this board is likely to speak next: whom its desks would call now, and who may be called again.

Pure. The web board does the same in queue_server/web/static/board/state.js.
"""

from __future__ import annotations

from dataclasses import dataclass

from display.board import Board
from queue_server.client.view import View
from queue_server.protocol.messages import CallKind, DeskState

#: How a call that stands is repeated.
_AGAIN = (CallKind.RECALL, CallKind.LAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """A call that may come: all that is said of it."""

    number: str
    desk: str
    kind: CallKind
    priority: bool


def expected(board: Board, view: View) -> tuple[Likely, ...]:
    """Those who would be called first, before those who would be called again; none where another board speaks."""
    if not board.speaker:
        return ()
    coming = [
        Likely(number=each.number, desk=each.desk, kind=CallKind.CALL, priority=each.priority)
        for each in (view.coming.calls if view.coming else ())
        if board.concerns(each.service, each.desk)
    ]
    standing = [
        Likely(number=call.number, desk=call.desk, kind=kind, priority=call.priority)
        for call in board.calls
        if (desk := board.desks.get(call.desk)) and desk.state is DeskState.CALLING and desk.ticket == call.ticket
        for kind in _AGAIN
    ]
    return tuple(dict.fromkeys(coming + standing))
