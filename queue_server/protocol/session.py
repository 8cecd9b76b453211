"""The rules of a conversation: which role may ask for what. Pure."""

from __future__ import annotations

from queue_server.protocol import messages as msg

#: The requests that each role may make; everything else is answered with `not_allowed`.
ALLOWED: dict[msg.Role, frozenset[type]] = {
    msg.Role.KIOSK: frozenset({msg.TakeTicket, msg.FindTicket, msg.ReportSlip, msg.ReportHealth}),
    msg.Role.BOARD: frozenset({msg.ReportCall, msg.ReportHealth}),
    msg.Role.DESK: frozenset(msg.Command.__args__) - {msg.ReportSlip, msg.ReportCall, msg.ReportHealth},
}
