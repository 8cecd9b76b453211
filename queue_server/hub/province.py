"""What all centres of a province are doing now: each is its own core, fed with the events that arrive. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.events import Event, PlanAdopted
from queue_server.core.plan import Instant, Words
from queue_server.core.ticket import TicketState
from queue_server.hub.alike import Alike
from queue_server.reports.authorities import Handling


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


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Way:
    """Ids of who helped, received and decides, and who employs the officer; "" where nobody has said."""

    helped: str
    received: str
    employer: str
    decides: str


@dataclass(slots=True)
class Province:
    """The centres by id."""

    centres: dict[str, Centre] = field(default_factory=dict)
    _alike: Alike = field(default_factory=Alike)
    _handling: dict[str, Handling] = field(default_factory=dict)

    def begin(self, centre: str) -> None:
        """Forget what was known of a centre: another epoch of it begins to arrive."""
        self.centres[centre], self._handling[centre] = Centre(), Handling()

    def hear(self, centre: str, events: Iterable[Event]) -> None:
        """Carry out events in the order of their versions, from the first one on."""
        known, handling = self.centres.setdefault(centre, Centre()), self._handling.setdefault(centre, Handling())
        for event in events:
            if isinstance(event, PlanAdopted):
                event = replace(event, plan=self._alike.shared(event.plan))
            handling.note(known, event)
            apply(known, event)

    def now(self, now: Instant) -> list[CentreNow]:
        """Every centre whose plan has arrived, by name."""
        return sorted(
            (_line(each, now) for each in self.centres.values() if each.ready), key=lambda each: each.names["vi"]
        )

    def ways(self, now: Instant) -> Counter[Way]:
        """Today's finished visits in which a dossier was received, where centres say by whom."""
        return Counter(
            Way(helped=key, received=each.received, employer=each.employer, decides=each.decides)
            for key, centre in self.centres.items()
            if centre.ready and centre.plan.authorities and centre.calendar.service_day(now) == centre.day
            for each in self._handling[key].ended.values()
            if each.received or each.decides
        )

    def authorities(self) -> Mapping[str, Words]:
        """The names of all bodies that some centre lists."""
        ready = [each.plan for each in self.centres.values() if each.ready]
        return {body.id: body.names for plan in ready for body in plan.authorities}


def _line(centre: Centre, now: Instant) -> CentreNow:
    waiting = [ticket for ticket in centre.tickets.values() if ticket.state is TicketState.WAITING]
    today = centre.calendar.service_day(now) == centre.day
    return CentreNow(
        id=centre.plan.id,
        names=centre.plan.names,
        day=centre.day,
        tickets=len(centre.tickets) if today else 0,
        waiting=len(waiting) if today else 0,
        longest=max((0, *(now - ticket.queued_at for ticket in waiting))) if today else 0,
        desks_open=sum(desk.open for desk in centre.desks.values()) if today else 0,
        desks=len(centre.desks),
        warn=centre.plan.thresholds.warn,
        breach=centre.plan.thresholds.breach,
        heard=centre.now,
    )
