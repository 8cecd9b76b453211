"""What a past day asked of a centre, whatever rule it was called by: who came when, how long each took, who worked.

Read from the journal for `dry_run`. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from queue_server.core import desk_events as de
from queue_server.core import events as ev
from queue_server.core.plan import CentrePlan, Instant


@dataclass(slots=True, kw_only=True)
class Visit:
    """One citizen. `works` are milliseconds at the desk by leg; a transfer counts to the leg it interrupted.

    `walk` is from the call to the desk, None where nobody saw it; `left` when the number was given up before it came
    to a desk. Who was `absent` let a desk wait for as long as `walk` says.
    """

    taken: ev.TicketTaken
    works: list[int] = field(default_factory=list)
    walk: int | None = None
    left: Instant | None = None
    absent: bool = False

    @property
    def came(self) -> Instant:
        """When the number was given, also by a kiosk that told of it only later."""
        return self.taken.spooled.taken_at if self.taken.spooled else self.taken.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An officer came to a desk (`there`) or went away from it, for a break or for the day."""

    at: Instant
    desk: str
    officer: str
    there: bool


@dataclass(slots=True, kw_only=True)
class Demands:
    """One service day, from its opening at `began`, under the `plan` that was in force then."""

    day: str
    began: Instant
    plan: CentrePlan
    visits: dict[str, Visit] = field(default_factory=dict)
    shifts: list[Shift] = field(default_factory=list)
    events: list[ev.Event] = field(default_factory=list)


class NoSuchDay(LookupError):
    """The journal has no day of that date that began with nobody waiting."""


def demands(events: Iterable[ev.Event], day: str) -> Demands:
    """What that day (ISO date) asked. Raises `NoSuchDay`."""
    plan: CentrePlan | None = None
    reader: _Reader | None = None
    for event in events:
        if isinstance(event, ev.DayOpened):
            if reader is not None:
                break
            if event.day == day and plan is not None and not event.kept:
                reader = _Reader(Demands(day=day, began=event.at, plan=plan))
        elif isinstance(event, ev.PlanAdopted):
            plan = event.plan
        if reader is not None:
            reader.read(event)
    if reader is None:
        raise NoSuchDay(day)
    return reader.found


class _Reader:
    def __init__(self, found: Demands) -> None:
        self.found = found
        self._called: dict[str, Instant] = {}
        self._serving: dict[str, Instant] = {}
        self._leg: dict[str, int] = {}
        self._officers: dict[str, str] = {}

    def read(self, event: ev.Event) -> None:
        if not isinstance(event, ev.AlertEvent):  # an alert of the day before may end on this one
            self.found.events.append(event)
        match event:
            case ev.TicketTaken():
                self.found.visits[event.ticket] = Visit(taken=event)
            case ev.DeskOpened():
                self._officers[event.desk] = event.officer
                self._shift(event.at, event.desk, there=True)
            case de.DeskContinued():
                self._shift(event.at, event.desk, there=True)
            case ev.DeskClosed() | de.DeskPaused():
                self._shift(event.at, event.desk, there=False)
            case _:
                visit = self.found.visits.get(getattr(event, "ticket", ""))
                if visit is not None:
                    self._of(visit, event, getattr(event, "ticket", ""))

    def _shift(self, at: Instant, desk: str, *, there: bool) -> None:
        self.found.shifts.append(Shift(at=at, desk=desk, officer=self._officers.get(desk, desk), there=there))

    def _of(self, visit: Visit, event: ev.Event, ticket: str) -> None:
        match event:
            case ev.TicketCalled():
                self._called[ticket] = event.at
            case ev.ServingStarted():
                visit.walk = event.at - self._called.get(ticket, event.at)
                self._serving[ticket] = event.at
            case ev.TicketFinished() | ev.TicketMoved() | ev.TicketParked() | de.TicketReleased():
                self._worked(visit, ticket, until=event.at)
                if isinstance(event, ev.TicketMoved) and event.journey:
                    self._leg[ticket] = self._leg.get(ticket, 0) + 1
            case de.ActionUndone(what="finish"):
                self._serving[ticket] = event.at
            case ev.TicketAbsent():
                visit.absent, visit.walk = True, event.at - self._called.get(ticket, event.at)
            case ev.TicketReturned() | de.ActionUndone(what="absence"):
                visit.absent, visit.walk = False, None
            case ev.TicketCancelled() if not visit.works and ticket not in self._serving:
                visit.left = event.at
            case _:
                pass

    def _worked(self, visit: Visit, ticket: str, *, until: Instant) -> None:
        since = self._serving.pop(ticket, None)
        if since is None:
            return
        leg = self._leg.get(ticket, 0)
        visit.works += [0] * (leg + 1 - len(visit.works))
        visit.works[leg] += until - since
