"""A day in numbers, from the journal: tickets, waits, no-shows, calls heard, slips printed. All waits in minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean, quantiles

from queue_server.core import events as ev
from queue_server.core.plan import MINUTE


@dataclass(slots=True, kw_only=True)
class ServiceDay:
    """One service's day. `waits` from taking the ticket to the first call, of those who were called."""

    service: str
    tickets: int = 0
    waits: list[float] = field(default_factory=list)
    servings: list[float] = field(default_factory=list)
    absent: int = 0
    inside_range: int = 0

    @property
    def mean(self) -> float | None:
        return fmean(self.waits) if self.waits else None

    def quantile(self, percent: int) -> float | None:
        """The wait that this percentage of tickets did not exceed."""
        if len(self.waits) < 2:
            return self.waits[0] if self.waits else None
        return quantiles(self.waits, n=100, method="inclusive")[percent - 1]


@dataclass(slots=True, kw_only=True)
class DayReport:
    day: str = ""
    services: dict[str, ServiceDay] = field(default_factory=dict)
    calls: int = 0
    recalls: int = 0
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
            total.tickets += each.tickets
            total.absent += each.absent
            total.inside_range += each.inside_range
            total.waits += each.waits
            total.servings += each.servings
        return total


def report(events: Iterable[ev.Event]) -> list[DayReport]:
    """One report per service day, in order."""
    days: list[DayReport] = []
    taken: dict[str, ev.TicketTaken] = {}
    started: dict[str, int] = {}
    first_call: set[str] = set()
    for event in events:
        if isinstance(event, ev.DayOpened):
            days.append(DayReport(day=event.day))
            if not event.kept:
                taken.clear()
                first_call.clear()
            continue
        if not days:
            continue
        today = days[-1]
        match event:
            case ev.TicketTaken():
                taken[event.ticket] = event
                today.of(event.service).tickets += 1
            case ev.TicketCalled():
                today.calls += 1
                if event.ticket not in first_call:
                    first_call.add(event.ticket)
                    _waited(today, taken[event.ticket], event.at)
            case ev.CallRepeated():
                today.recalls += 1
            case ev.ServingStarted():
                started[event.ticket] = event.at
            case ev.TicketFinished():
                today.finished += 1
                service = today.of(taken[event.ticket].service)
                service.servings.append((event.at - started.pop(event.ticket, event.at)) / MINUTE)
            case ev.TicketAbsent():
                today.of(taken[event.ticket].service).absent += 1
            case ev.TicketExpired():
                today.expired += 1
            case ev.TicketCancelled():
                today.cancelled += 1
            case ev.SlipReported():
                today.slips[event.state] = today.slips.get(event.state, 0) + 1
            case ev.CallReported():
                today.drawn |= {event.call} if event.drawn else set()
                today.heard |= {event.call} if event.spoken else set()
            case _:
                pass
    return days


def _waited(today: DayReport, ticket: ev.TicketTaken, called_at: int) -> None:
    service = today.of(ticket.service)
    wait = (called_at - ticket.at) / MINUTE
    service.waits.append(wait)
    service.inside_range += ticket.low <= wait <= ticket.high
