"""A day in numbers, from the journal: tickets, waits, walks, time at desks, no-shows, calls heard, slips. In minutes.

The day is replayed, so that what a desk could have done at each moment is known; an act that was undone is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean, quantiles

from queue_server.core import desk_events as de
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.plan import MINUTE, Employer
from queue_server.core.ticket import TicketState
from queue_server.core.undo import act_of
from queue_server.reports.desk_time import DeskTime, spend


@dataclass(slots=True, kw_only=True)
class Waits:
    """Waits from taking the ticket to the first call, and how many of them were as long as the slip had said."""

    waits: list[float] = field(default_factory=list)
    inside_range: int = 0

    def add(self, other: Waits) -> None:
        self.waits += other.waits
        self.inside_range += other.inside_range

    @property
    def mean(self) -> float | None:
        return fmean(self.waits) if self.waits else None

    def quantile(self, percent: int) -> float | None:
        """The wait that this percentage of tickets did not exceed."""
        if len(self.waits) < 2:
            return self.waits[0] if self.waits else None
        return quantiles(self.waits, n=100, method="inclusive")[percent - 1]


@dataclass(slots=True, kw_only=True)
class ServiceDay(Waits):
    """One service's day, of those who were called; `walks` from a call to the start at the desk; `servings` of each
    leg that came to its end here; `hours` by the hour of the clock in which the number was taken."""

    service: str
    tickets: int = 0
    walks: list[float] = field(default_factory=list)
    servings: list[float] = field(default_factory=list)
    absent: int = 0
    hours: dict[int, Waits] = field(default_factory=dict)

    def merge(self, other: ServiceDay) -> None:
        """Count another service, or another day of this one, in."""
        self.add(other)
        self.tickets += other.tickets
        self.absent += other.absent
        self.walks += other.walks
        self.servings += other.servings
        for hour, waits in other.hours.items():
            self.hours.setdefault(hour, Waits()).add(waits)


@dataclass(slots=True, kw_only=True)
class DayReport:
    """`procedures` are the minutes that each took at the desk, by service and procedure."""

    day: str = ""
    services: dict[str, ServiceDay] = field(default_factory=dict)
    officers: dict[tuple[str, Employer], DeskTime] = field(default_factory=dict)
    procedures: dict[tuple[str, str | None], list[float]] = field(default_factory=dict)
    calls: int = 0
    recalls: int = 0
    undone: int = 0
    heard: set[int] = field(default_factory=set)
    drawn: set[int] = field(default_factory=set)
    slips: dict[str, int] = field(default_factory=dict)
    finished: int = 0
    expired: int = 0
    cancelled: int = 0

    def of(self, service: str) -> ServiceDay:
        """That service's day, begun when it is first spoken of."""
        return self.services.setdefault(service, ServiceDay(service=service))

    @property
    def whole(self) -> ServiceDay:
        """All services together."""
        total = ServiceDay(service="")
        for each in self.services.values():
            total.merge(each)
        return total

    @property
    def desk_time(self) -> DeskTime:
        """All officers together."""
        total = DeskTime()
        for each in self.officers.values():
            total.add(each)
        return total


def together(days: Iterable[DayReport]) -> DayReport:
    """Several days as one; its `day` is empty."""
    total = DayReport()
    for day in days:
        for service in day.services.values():
            total.of(service.service).merge(service)
        for officer, time in day.officers.items():
            total.officers.setdefault(officer, DeskTime()).add(time)
        for procedure, minutes in day.procedures.items():
            total.procedures.setdefault(procedure, []).extend(minutes)
        for name in ("calls", "recalls", "undone", "finished", "expired", "cancelled"):
            setattr(total, name, getattr(total, name) + getattr(day, name))
        for state, count in day.slips.items():
            total.slips[state] = total.slips.get(state, 0) + count
    return total


def report(events: Iterable[ev.Event], *, centre: Centre | None = None) -> list[DayReport]:
    """One report per service day, in order. A `centre` is as its day has begun, and goes through the events."""
    happened = list(events)
    undone = _undone(happened)
    reader = _Reader(centre=centre or Centre())
    if reader.centre.day:
        reader.days.append(DayReport(day=reader.centre.day))
    for place, event in enumerate(happened):
        reader.read(event, counts=place not in undone)
    return reader.days


def _undone(events: list[ev.Event]) -> set[int]:
    """The places of the acts that were taken back."""
    last: dict[tuple[str, str, str], int] = {}
    found: set[int] = set()
    for place, event in enumerate(events):
        if isinstance(event, de.ActionUndone):
            found.add(last.pop((event.desk, event.ticket, event.what)))
        elif (what := act_of(event)) is not None:
            last[getattr(event, "desk", ""), getattr(event, "ticket", ""), what] = place
    return found


@dataclass(slots=True)
class _Reader:
    """Goes through a journal once, with the centre as it stood before each event."""

    days: list[DayReport] = field(default_factory=list)
    centre: Centre = field(default_factory=Centre)
    low: dict[str, int] = field(default_factory=dict)
    first_called: set[str] = field(default_factory=set)
    slipped: set[int] = field(default_factory=set)

    def read(self, event: ev.Event, *, counts: bool) -> None:
        if isinstance(event, ev.DayOpened):
            self.days.append(DayReport(day=event.day))
            if not event.kept:
                self.first_called.clear()
                self.low.clear()
        elif self.days:
            spend(self.centre, until=event.at, officers=self.days[-1].officers)
            if counts:
                self._count(self.days[-1], event)
        apply(self.centre, event)
        if isinstance(event, ev.TicketCalled) and not counts:
            self.slipped.add(self.centre.version)

    def _count(self, today: DayReport, event: ev.Event) -> None:
        match event:
            case ev.TicketTaken():
                self.low[event.ticket] = event.low
                today.of(event.service).tickets += 1
            case ev.TicketCalled():
                today.calls += 1
                if event.ticket not in self.first_called:
                    self.first_called.add(event.ticket)
                    self._waited(today, event)
            case ev.CallRepeated():
                today.recalls += 1
            case ev.ServingStarted():
                self._walked(today, event)
            case ev.TicketFinished() | ev.TicketMoved():
                today.finished += isinstance(event, ev.TicketFinished)
                self._worked(today, event)
                self._served(today, event)
            case ev.TicketParked() | de.TicketReleased():
                self._worked(today, event)
            case ev.TicketAbsent():
                today.of(self.centre.tickets[event.ticket].legs[0]).absent += 1
            case ev.TicketExpired():
                today.expired += 1
            case ev.TicketCancelled():
                today.cancelled += 1
            case ev.SlipReported():
                today.slips[event.state] = today.slips.get(event.state, 0) + 1
            case ev.CallReported() if event.call not in self.slipped:
                today.drawn |= {event.call} if event.drawn else set()
                today.heard |= {event.call} if event.spoken else set()
            case de.ActionUndone():
                today.undone += 1
            case _:
                pass

    def _waited(self, today: DayReport, event: ev.TicketCalled) -> None:
        ticket = self.centre.tickets[event.ticket]
        service = today.of(ticket.legs[0])
        told = (event.at - ticket.taken_at) / MINUTE
        wait = max(0, event.at - ticket.due_at) / MINUTE
        kept = Waits(waits=[wait], inside_range=self.low[ticket.id] <= told <= ticket.promised)
        hour = self.centre.calendar.minute_of_day(ticket.taken_at) // 60
        service.hours.setdefault(hour, Waits()).add(kept)
        service.add(kept)

    def _walked(self, today: DayReport, event: ev.ServingStarted) -> None:
        ticket = self.centre.tickets[event.ticket]
        if ticket.called_at is not None:
            today.of(ticket.service).walks.append((event.at - ticket.called_at) / MINUTE)

    def _served(self, today: DayReport, event: ev.TicketFinished | ev.TicketMoved) -> None:
        ticket, desk = self.centre.tickets[event.ticket], self.centre.desks[event.desk]
        if ticket.serving_at is not None:
            today.of(ticket.service).servings.append((event.at - ticket.serving_at) / MINUTE)
        if desk.officer is not None and desk.employer is not None:
            today.officers.setdefault((desk.officer, desk.employer), DeskTime()).served += 1

    def _worked(
        self, today: DayReport, event: ev.TicketFinished | ev.TicketMoved | ev.TicketParked | de.TicketReleased
    ) -> None:
        ticket = self.centre.tickets[event.ticket]
        if ticket.state is not TicketState.SERVING or ticket.serving_at is None:
            return
        works = [work for work in ticket.works if work.began_at >= ticket.serving_at]
        ends = [*(work.began_at for work in works[1:]), event.at]
        for work, end in zip(works, ends, strict=True):
            spent = today.procedures.setdefault((work.service, work.procedure), [])
            spent.append((end - work.began_at) / MINUTE)
