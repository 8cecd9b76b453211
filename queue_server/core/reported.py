"""The rules for what machines report: how a slip was printed, who saw and heard a call."""

from __future__ import annotations

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.calls import Heard
from queue_server.core.centre import Centre
from queue_server.core.checks import Rule
from queue_server.core.plan import Instant
from queue_server.core.refusals import Refusal


def _report_slip(centre: Centre, command: cmd.ReportSlip, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if ticket.slip == command.state and not (ticket.order and ticket.order.open):
        return []
    return [ev.SlipReported(at=now, ticket=ticket.id, state=command.state, detail=command.detail)]


def _report_call(centre: Centre, command: cmd.ReportCall, now: Instant) -> list[ev.Event]:
    if not any(call.id == command.call for call in centre.calls):
        raise Refusal("unknown_call")
    known = centre.heard.get((command.call, command.board), Heard())
    heard = Heard(
        drawn=known.drawn or command.drawn,
        spoken=known.spoken or command.spoken,
        failed=None if known.spoken or command.spoken else command.failed or known.failed,
    )
    if heard == known:
        return []
    return [
        ev.CallReported(
            at=now,
            call=command.call,
            board=command.board,
            drawn=heard.drawn,
            spoken=heard.spoken,
            failed=heard.failed,
        )
    ]


#: Who answers which command.
RULES: dict[type, Rule] = {
    cmd.ReportSlip: _report_slip,
    cmd.ReportCall: _report_call,
}
