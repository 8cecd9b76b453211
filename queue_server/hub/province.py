"""What all centres of a province are doing now: each is its own core, fed with the events that arrive. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.events import Event
from queue_server.core.plan import Instant, Words
from queue_server.core.ticket import TicketState


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreNow:
    """One line of the province's page. `longest` in milliseconds; `heard` is when its last event happened."""

    id: str
    names: Words
    day: str
    tickets: int
    waiting: int
    longest: int
    desks_open: int
    desks: int
    warn: float
    breach: float
    heard: Instant


@dataclass(slots=True)
class Province:
    """The centres by id."""

    centres: dict[str, Centre] = field(default_factory=dict)

    def begin(self, centre: str) -> None:
        """Forget what was known of a centre: another epoch of it begins to arrive."""
        self.centres[centre] = Centre()

    def hear(self, centre: str, events: Iterable[Event]) -> None:
        """Carry out events in the order of their versions, from the first one on."""
        known = self.centres.setdefault(centre, Centre())
        for event in events:
            apply(known, event)

    def now(self, now: Instant) -> list[CentreNow]:
        """Every centre whose plan has arrived, by name."""
        return sorted(
            (_line(each, now) for each in self.centres.values() if each.ready), key=lambda each: each.names["vi"]
        )


def _line(centre: Centre, now: Instant) -> CentreNow:
    waiting = [ticket for ticket in centre.tickets.values() if ticket.state is TicketState.WAITING]
    today = centre.calendar.service_day(now) == centre.day
    return CentreNow(
        id=centre.plan.id,
        names=centre.plan.names,
        day=centre.day,
        tickets=len(centre.tickets) if today else 0,
        waiting=len(waiting) if today else 0,
        longest=max((now - ticket.queued_at for ticket in waiting), default=0) if today else 0,
        desks_open=sum(desk.open for desk in centre.desks.values()) if today else 0,
        desks=len(centre.desks),
        warn=centre.plan.thresholds.warn,
        breach=centre.plan.thresholds.breach,
        heard=centre.now,
    )
