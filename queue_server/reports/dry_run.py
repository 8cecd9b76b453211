"""A changed plan tried on a past day: the same citizens, walks, times at the desk and officers, called by another rule.

Assumed: whoever waited in vain takes the usual minutes; a desk that was not there that day is staffed from the first
opening to the last closing; what people chose by hand (overrides, reservations, a supervisor's acts) is not repeated.
Therefore the plan of that day is tried too, and it is these two trials that are compared. Pure and deterministic.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from statistics import median

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.desk import DeskState
from queue_server.core.plan import MINUTE, CentrePlan, Instant, Skill
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import TicketState
from queue_server.reports.day import DayReport, report
from queue_server.reports.demands import Demands, Shift, Visit, demands

#: What somebody needs to the desk on a day on which nobody was seen walking.
_USUAL_WALK: Instant = 30_000

#: What is tried instead of the plan of that day.
Change = Callable[[CentrePlan], CentrePlan]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A day as it would have been. `turned_away` counts by refusal, `unserved` those still waiting at the end."""

    report: DayReport
    turned_away: Counter[str]
    unserved: Counter[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """`real` is what happened; `before` and `after` are trials under the plan of that day and under the new one."""

    day: str
    real: DayReport
    before: Trial
    after: Trial


def dry_run(events: Iterable[ev.Event], change: CentrePlan | Change, *, day: str) -> DryRun:
    """Try a plan, or a change of the plan of that day, on a day (ISO date) of a journal.

    Raises `NoSuchDay`, and whatever `change` raises.
    """
    asked = demands(events, day)
    plan = change if isinstance(change, CentrePlan) else change(asked.plan)
    [real] = report([ev.PlanAdopted(at=asked.began, plan=asked.plan), *asked.events])
    return DryRun(day=day, real=real, before=_Trial(asked, asked.plan).run(), after=_Trial(asked, plan).run())


def reassigned(plan: CentrePlan, *, desk: str, skills: tuple[Skill, ...]) -> CentrePlan:
    """The plan with other services at a desk. Raises `LookupError` where it knows no such desk or service."""
    if desk not in {each.id for each in plan.desks}:
        raise LookupError(desk)
    unknown = {skill.service for skill in skills} - {service.id for service in plan.services}
    if unknown:
        raise LookupError(min(unknown))
    return replace(plan, desks=tuple(replace(each, skills=skills) if each.id == desk else each for each in plan.desks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Minutes that those who took a number at a service waited for their first call. None where nobody was called."""

    tickets: int
    mean: float | None
    p90: float | None
    longest: float | None
    unserved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One service, or all where `service` is empty: as it was, as tried under the former plan, and under the new."""

    service: str
    real: Waits
    before: Waits
    after: Waits


def compared(run: DryRun) -> list[Compared]:
    """All services together, then each that somebody came for, the busiest first."""
    busy = sorted(run.real.services, key=lambda key: -run.real.services[key].tickets)
    real_left = Counter({key: each.tickets - len(each.waits) for key, each in run.real.services.items()})
    return [
        Compared(
            service=key,
            real=_waits(run.real, real_left, key),
            before=_waits(run.before.report, run.before.unserved, key),
            after=_waits(run.after.report, run.after.unserved, key),
        )
        for key in ("", *busy)
    ]


def _waits(day: DayReport, unserved: Counter[str], service: str) -> Waits:
    found = day.of(service) if service else day.whole
    return Waits(
        tickets=found.tickets,
        mean=found.mean,
        p90=found.quantile(90),
        longest=max(found.waits, default=None),
        unserved=unserved[service] if service else unserved.total(),
    )


@dataclass(order=True, slots=True)
class _Due:
    """A command at its time; `place` keeps the order of those of one instant."""

    at: Instant
    place: int
    command: cmd.Command | Shift = field(compare=False)


class _Trial:
    def __init__(self, asked: Demands, plan: CentrePlan) -> None:
        self._asked = asked
        self._plan = plan
        self._centre = Centre()
        self._events: list[ev.Event] = []
        self._turned_away: Counter[str] = Counter()
        self._due: list[_Due] = []
        self._places = itertools.count()
        self._there: dict[str, Shift] = {}
        walks = [visit.walk for visit in asked.visits.values() if visit.walk is not None and not visit.absent]
        self._walk = int(median(walks)) if walks else _USUAL_WALK

    def run(self) -> Trial:
        self._do(cmd.AdoptPlan(plan=self._plan), self._asked.began)
        self._do(cmd.OpenDay(), self._asked.began)
        for shift in (*self._asked.shifts, *self._new_desks()):
            if shift.desk in self._centre.desks:
                self._at(shift.at, shift)
        for visit in self._asked.visits.values():
            self._at(max(visit.came, self._asked.began), _taking(visit))
        while self._due:
            due = heapq.heappop(self._due)
            if isinstance(due.command, Shift):
                self._there[due.command.desk] = due.command
            else:
                self._do(due.command, due.at)
            self._staff(due.at)
        [found] = report(self._events)
        return Trial(report=found, turned_away=self._turned_away, unserved=self._unserved())

    def _new_desks(self) -> list[Shift]:
        former = {desk.id for desk in self._asked.plan.desks}
        opened = [shift.at for shift in self._asked.shifts if shift.there]
        closed = [shift.at for shift in self._asked.shifts if not shift.there]
        if not opened:
            return []
        ends = max(closed, default=self._asked.events[-1].at)
        return [
            Shift(at=at, desk=desk.id, officer=desk.id, there=there)
            for desk in self._plan.desks
            if desk.id not in former
            for at, there in ((min(opened), True), (ends, False))
        ]

    def _at(self, at: Instant, command: cmd.Command | Shift) -> None:
        heapq.heappush(self._due, _Due(at, next(self._places), command))

    def _do(self, command: cmd.Command, now: Instant) -> None:
        """Carry out a command; what cannot be done any more (a number given up that was called since) is left."""
        try:
            happened = handle(self._centre, command, now)
        except Refusal as refusal:
            if isinstance(command, cmd.TakeTicket):
                self._turned_away[refusal.code] += 1
            return
        self._events += happened
        for event in happened:
            self._follow(event, now)

    def _follow(self, event: ev.Event, now: Instant) -> None:
        """What this citizen does next."""
        visit = self._asked.visits.get(getattr(event, "ticket", ""))
        if visit is None:
            return
        match event:
            case ev.TicketTaken(ticket=ticket) if visit.left is not None:
                self._at(max(visit.left, now), cmd.Cancel(ticket=ticket))
            case ev.TicketCalled(ticket=ticket, desk=desk):
                walk = self._walk if visit.walk is None else visit.walk
                gone = visit.absent
                self._at(now + walk, cmd.Cancel(ticket=ticket) if gone else cmd.StartServing(desk=desk, ticket=ticket))
            case ev.ServingStarted(ticket=ticket, desk=desk):
                self._at(now + self._work(visit, ticket), cmd.Finish(desk=desk, ticket=ticket))
            case _:
                pass

    def _work(self, visit: Visit, key: str) -> int:
        """Milliseconds at the desk for the present leg: as it was, or as is usual."""
        ticket = self._centre.tickets[key]
        if ticket.leg < len(visit.works) and visit.works[ticket.leg]:
            return visit.works[ticket.leg]
        known = self._centre.procedure(ticket.legs[0], ticket.procedure) if ticket.leg == 0 else None
        minutes = known.minutes if known else self._centre.usual_minutes({ticket.service})
        return int(minutes * MINUTE)

    def _staff(self, now: Instant) -> None:
        """Officers come and go where no citizen is at the desk, and call whoever is next."""
        for key, shift in self._there.items():
            desk = self._centre.desks[key]
            if shift.there and not desk.open:
                self._do(cmd.OpenDesk(desk=key, officer=f"{shift.officer}@{key}"), now)
            if not shift.there and desk.open:
                self._do(cmd.CloseDesk(desk=key), now)
            if desk.state is DeskState.IDLE and not desk.plan.automatic:
                self._do(cmd.CallNext(desk=key), now)

    def _unserved(self) -> Counter[str]:
        waiting = (ticket for ticket in self._centre.tickets.values() if ticket.state is TicketState.WAITING)
        return Counter(ticket.legs[0] for ticket in waiting)


def _taking(visit: Visit) -> cmd.TakeTicket:
    taken = visit.taken
    return cmd.TakeTicket(
        ticket=taken.ticket,
        service=taken.service,
        procedure=taken.procedure,
        priority=taken.priority,
        slow=taken.slow,
        dossiers=taken.dossiers,
        appointment=taken.appointment,
    )
