"""What applying an event leaves behind, whatever wrote it. The rest is tried with the rules that make the events."""

from __future__ import annotations

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import MINUTE


def test_an_event_of_an_earlier_time_does_not_set_the_centre_back(centre: Centre) -> None:
    """As in a journal that was written by a release which did not watch its clock."""
    now = centre.now
    apply(centre, ev.AdmissionSet(at=now - 5 * MINUTE, cap=1, former=None, officer="an", reason=""))
    assert centre.now == now
    apply(centre, ev.AdmissionSet(at=now + MINUTE, cap=None, former=1, officer="an", reason=""))
    assert centre.now == now + MINUTE


def test_what_boards_said_of_a_call_is_forgotten_with_it(centre: Centre) -> None:
    now = centre.now
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    for place in range(60):
        handle(centre, cmd.TakeTicket(ticket=f"t{place}", service="ho-tich"), now)
        handle(centre, cmd.CallNext(desk="1"), now)
        handle(centre, cmd.StartServing(desk="1", ticket=f"t{place}"), now)
        handle(centre, cmd.Finish(desk="1", ticket=f"t{place}"), now)
        for board in ("b1", "b2", "b3"):
            handle(centre, cmd.ReportCall(call=centre.calls[-1].id, board=board, drawn=True), now)
    assert list(centre.heard) == [(call.id, board) for call in centre.calls for board in ("b1", "b2", "b3")]
