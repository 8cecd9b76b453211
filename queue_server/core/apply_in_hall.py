"""What the events of the hall do to a centre: a supervisor's acts and the alerts. Never refuses, never decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from queue_server.core import events as ev
from queue_server.core.hall import Alert, Notice
from queue_server.core.moves import join, leave
from queue_server.core.ticket import Ticket

if TYPE_CHECKING:
    from queue_server.core.centre import Centre


def _desk_reassigned(centre: Centre, event: ev.DeskReassigned) -> None:
    if event.skills:
        centre.hall.skills[event.desk] = event.skills
    else:
        centre.hall.skills.pop(event.desk, None)
    centre.assign()


def _service_closed(centre: Centre, event: ev.ServiceClosed) -> None:
    centre.hall.closed[event.service] = event.words


def _service_opened(centre: Centre, event: ev.ServiceOpened) -> None:
    centre.hall.closed.pop(event.service, None)


def _quota_set(centre: Centre, event: ev.QuotaSet) -> None:
    centre.hall.quotas[event.service] = event.quota


def _line_moved(centre: Centre, event: ev.LineMoved) -> None:
    for key in event.tickets:
        if key in centre.tickets:  # an act is kept longer than its tickets (docs/decisions/0137)
            _keep(centre, centre.tickets[key], event.desk)


def _keep(centre: Centre, ticket: Ticket, desk: str | None) -> None:
    """Keep a waiting ticket for one desk, or for none; it keeps its place in time. A held one is in no lane."""
    waits = not ticket.held
    if waits:
        leave(centre, ticket)
    ticket.reserved = desk
    if waits:
        join(centre, ticket)
    if desk is None:
        centre.hall.moved.pop(ticket.id, None)
    else:
        centre.hall.moved[ticket.id] = desk


def _notice_posted(centre: Centre, event: ev.NoticePosted) -> None:
    centre.hall.notices[centre.version] = Notice(
        id=centre.version,
        words=event.words,
        at=event.at,
        until=event.until,
        urgent=event.urgent,
        aloud=event.aloud,
    )


def _notice_withdrawn(centre: Centre, event: ev.NoticeWithdrawn) -> None:
    centre.hall.notices[event.notice] = replace(centre.hall.notices[event.notice], withdrawn=True)


def _admission_set(centre: Centre, event: ev.AdmissionSet) -> None:
    centre.hall.cap = event.cap


def _alert_raised(centre: Centre, event: ev.AlertRaised) -> None:
    known = centre.alerts.get(event.cause)
    if known is not None and known.over is None:
        known.level, known.words = event.level, event.words
    else:
        centre.alerts[event.cause] = Alert(cause=event.cause, level=event.level, words=event.words, since=event.at)


def _alert_ended(centre: Centre, event: ev.AlertEnded) -> None:
    centre.alerts[event.cause].over = event.at


def _alert_told(centre: Centre, event: ev.AlertTold) -> None:
    alert = centre.alerts[event.cause]
    alert.told, alert.note = event.at, event.note


def _only_told(_: Centre, __: ev.Administered | ev.JournalSealed | ev.Erased) -> None:
    """The queue is as it was."""


def _remembered(happens: Callable[[Centre, Any], None]) -> Callable[[Centre, Any], None]:
    """An act is also kept, for the list of what was done today."""

    def both(centre: Centre, event: ev.HallAct) -> None:
        happens(centre, event)
        centre.hall.acts[centre.version] = event

    return both


HAPPENS: dict[type, Callable[[Centre, Any], None]] = {
    ev.DeskReassigned: _remembered(_desk_reassigned),
    ev.ServiceClosed: _remembered(_service_closed),
    ev.ServiceOpened: _remembered(_service_opened),
    ev.QuotaSet: _remembered(_quota_set),
    ev.LineMoved: _remembered(_line_moved),
    ev.NoticePosted: _remembered(_notice_posted),
    ev.NoticeWithdrawn: _remembered(_notice_withdrawn),
    ev.AdmissionSet: _remembered(_admission_set),
    ev.AlertRaised: _alert_raised,
    ev.AlertEnded: _alert_ended,
    ev.AlertTold: _alert_told,
    ev.Administered: _only_told,
    ev.JournalSealed: _only_told,
    ev.Erased: _only_told,
}
