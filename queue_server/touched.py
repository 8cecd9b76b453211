"""What a batch of events changed of what clients are told. Beside `wire`, which tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from queue_server.core import desk_events as de
from queue_server.core import events as ev


@dataclass(slots=True)
class Touched:
    """What a batch of events changed; `everything` when only a snapshot will do."""

    tickets: set[str] = field(default_factory=set)
    desks: set[str] = field(default_factory=set)
    calls: list[int] = field(default_factory=list)
    heard: set[tuple[int, str]] = field(default_factory=set)
    alerts: set[str] = field(default_factory=set)
    acts: list[int] = field(default_factory=list)
    notices: set[int] = field(default_factory=set)
    alarms: set[int] = field(default_factory=set)
    orders: set[str] = field(default_factory=set)
    undone: set[str] = field(default_factory=set)
    everything: bool = False


def touched(events: Iterable[ev.Event], first: int) -> Touched:
    """What these events changed; `first` is the version of the first of them."""
    result = Touched()
    for version, event in enumerate(events, start=first):
        if isinstance(event, ev.TicketTaken):  # most often
            result.tickets.add(event.ticket)
            continue
        if isinstance(event, ev.HallAct):
            result.acts.append(version)
        match event:
            case ev.PlanAdopted() | ev.DayOpened() | ev.JournalRestored() | ev.DeskReassigned():
                result.everything = True
            case ev.NumbersLeased() | ev.TicketSetAside() | ev.Administered() | ev.JournalSealed() | ev.Erased():
                continue
            case ev.SurveyAnswered():
                continue
            case ev.AlertRaised() | ev.AlertEnded() | ev.AlertTold():
                result.alerts.add(event.cause)
            case ev.VisitRated():
                result.desks.add(event.desk)
            case ev.CallReported():
                result.heard.add((event.call, event.board))
            case de.AlarmRaised():
                result.alarms.add(version)
            case de.AlarmAnswered():
                result.alarms.add(event.alarm)
            case ev.DeskOpened() | ev.DeskClosed() | de.DeskPaused() | de.DeskContinued():
                result.desks.add(event.desk)
            case (
                ev.TicketReturned()
                | ev.TicketResumed()
                | ev.SlipReported()
                | ev.TicketExpired()
                | de.TicketReserved()
                | de.TicketSteppedOut()
                | de.TicketSteppedIn()
                | de.TicketAmended()
                | de.DossierLinked()
            ):
                result.tickets.add(event.ticket)
                if isinstance(event, ev.SlipReported):
                    result.orders.add(event.ticket)
            case de.SlipOrdered():
                result.orders.add(event.ticket)
            case ev.TicketCancelled():
                result.tickets.add(event.ticket)
                if event.desk is not None:
                    result.desks.add(event.desk)
            case ev.LineMoved():
                result.tickets |= set(event.tickets)
            case ev.NoticePosted():
                result.notices.add(version)
            case ev.NoticeWithdrawn():
                result.notices.add(event.notice)
            case ev.ServiceClosed() | ev.ServiceOpened() | ev.QuotaSet() | ev.AdmissionSet():
                continue  # told with the figures of the lines
            case _:
                result.tickets.add(event.ticket)
                result.desks.add(event.desk)
                if isinstance(event, ev.TicketCalled | ev.CallRepeated):
                    result.calls.append(version)
                elif isinstance(event, de.ActionUndone):
                    result.undone.add(event.ticket)
    return result
