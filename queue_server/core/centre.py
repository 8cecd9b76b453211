"""The centre as it stands: everything that may be read of it.

It changes only through `apply` (apply.py), with events that `decide` (decide.py) made of commands.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from queue_server.core.appointment import Appointment, eligible_from, place
from queue_server.core.block import FIRST, Block
from queue_server.core.calendar import Calendar
from queue_server.core.calls import Alarm, CallRecord, Heard
from queue_server.core.desk import Crew, Desk, DeskState
from queue_server.core.hall import Alert, Hall
from queue_server.core.lane import Entry, Lane, Lanes
from queue_server.core.pace import Pace
from queue_server.core.plan import MINUTE, ORDINARY, CentrePlan, Instant, PriorityClass, Procedure, Service
from queue_server.core.record import maker
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket
from queue_server.core.tide import Tide
from queue_server.core.turn import Turn, Why, head_starts
from queue_server.core.undoable import Undoable
from queue_server.core.wait import Experience, Outlook, cold_start, rounded

#: How many calls a board that starts late is shown.
_CALLS_KEPT = 50

_outlook, _turn = maker(Outlook), maker(Turn)


class Centre:
    """One centre's day. Built by `AdoptPlan`; equal to another exactly when nothing tells them apart."""

    def __init__(self) -> None:
        self.version = 0
        self.now: Instant = 0
        self.experience = Experience()
        #: When the journal was last gone on with from a copy.
        self.restored: Instant | None = None
        self.pace = Pace()
        self.alerts: dict[str, Alert] = {}
        self.desks: dict[str, Desk] = {}
        self.services: dict[str, Service] = {}
        self.classes: dict[str, PriorityClass] = {}
        self.credits = head_starts(())
        self.blocks: dict[str, tuple[Block, ...]] = {}
        self.delivered: dict[tuple[str, str], int] = {}
        self._plan: CentrePlan | None = None
        #: Desks that call by themselves.
        self.automatic: tuple[Desk, ...] = ()
        self._servers: dict[str, tuple[Desk, ...]] = {}
        self._own_desks: dict[str, tuple[str, ...]] = {}
        self._crews: dict[str, Crew] = {}
        self._usual: dict[str, tuple[float, float]] = {}
        self._decides: dict[tuple[str, str | None], str] = {}
        self.begin("", at=0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Centre) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    # ------------------------------------------------------------------------------------------------ state

    @property
    def plan(self) -> CentrePlan:
        """The plan in force. A centre without one can only adopt one."""
        assert self._plan is not None, "no plan was adopted yet"
        return self._plan

    @property
    def ready(self) -> bool:
        return self._plan is not None

    def adopt(self, plan: CentrePlan) -> None:
        """Run by this plan; what desks are doing goes on where the desk still exists."""
        self._plan = plan
        self.calendar = Calendar(plan.hours)
        self.services = {service.id: service for service in plan.services}
        self.classes = {each.id: each for each in plan.priority_classes}
        self.credits = head_starts(plan.priority_classes)
        former, self.desks = self.desks, {}
        for each in plan.desks:
            self.desks[each.id] = former.pop(each.id) if each.id in former else Desk(plan=each)
        # A desk that was taken out while somebody is served there stays until the day ends.
        self.desks |= {key: desk for key, desk in former.items() if desk.ticket is not None}
        self._usual = {service.id: _work(service) for service in plan.services}
        self._decides = {
            (service.id, procedure): plan.decides(service.id, procedure)
            for service in plan.services
            for procedure in (None, *(each.id for each in service.procedures))
        }
        self.assign()

    def assign(self) -> None:
        """Give every desk the services that it serves today: those of the plan, or what a supervisor wants."""
        # One set for all desks that serve the same: a streak is looked for by it, and found at once.
        same = {served: served for served in self.streaks}
        for planned in self.plan.desks:
            desk = self.desks[planned.id]
            desk.plan = self.hall.today(planned, known=self.services)
            served = frozenset(skill.service for skill in desk.plan.skills)
            desk.served = same.setdefault(served, served)
            desk.helps = frozenset(skill.service for skill in desk.plan.skills if skill.overflow)
        self._servers = {
            service: tuple(
                desk for desk in self.desks.values() if any(skill.service == service for skill in desk.plan.skills)
            )
            for service in self.services
        }
        self._own_desks = {
            service: tuple(desk.plan.id for desk in desks if service not in desk.helps)
            or tuple(desk.plan.id for desk in desks)
            for service, desks in self._servers.items()
        }
        self.automatic = tuple(desk for desk in self.desks.values() if desk.plan.automatic)
        self.muster()

    def muster(self) -> None:
        """See who works at each service now. To be called whenever a desk begins or stops to work."""
        self._crews = {service: self._crew(service, desks) for service, desks in self._servers.items()}

    def _crew(self, service: str, servers: tuple[Desk, ...]) -> Crew:
        working = tuple(desk for desk in servers if desk.working)
        rivals = frozenset({service}).union(*(desk.served for desk in working or servers))
        return Crew(
            working=working,
            strength=sum((0.5 if service in desk.helps else 1.0 for desk in working), 0.0),
            rivals=rivals,
            minutes=self.usual_minutes({service}),
            minutes_of_rivals=self.usual_minutes(rivals),
        )

    def begin(self, day: str, *, at: Instant) -> None:
        """Forget the former day; what was learned about waits stays, and what kiosks hold for days to come."""
        self.day = day
        self._keep_blocks(since=day)
        self.seq = 0
        self.given: dict[str, int] = {}
        #: How many took a number of each service today, for quotas; not by appointment.
        self.taken: dict[str, int] = {}
        self.tickets: dict[str, Ticket] = {}
        self.numbers: dict[str, str] = {}
        self.lanes = Lanes()
        #: Priority calls in a row, counted together by desks that serve the same.
        self.streaks: dict[frozenset[str], int] = {}
        self.calls: deque[CallRecord] = deque(maxlen=_CALLS_KEPT)
        self.heard: dict[tuple[int, str], Heard] = {}
        self.alarms: dict[int, Alarm] = {}
        self.undoable: dict[str, deque[Undoable]] = {}
        #: Waiting tickets with several dossiers.
        self.bundles: set[str] = set()
        #: Tickets whose citizens have stepped out.
        self.outside: set[str] = set()
        self.hall = Hall()
        self.tide = Tide()
        self.alerts = {cause: alert for cause, alert in self.alerts.items() if alert.over is None}
        for desk in self.desks.values():
            desk.state, desk.since = DeskState.CLOSED, at
            desk.officer = desk.employer = desk.ticket = desk.ended = None
            desk.reason = ""
        if self.ready:
            self.assign()

    def go_on(self, day: str, *, at: Instant) -> None:
        """Another day with the same people: what is open stays as it is, the rest is forgotten."""
        self._keep_blocks(since=self.day)
        self.day = day
        self.tickets = {key: ticket for key, ticket in self.tickets.items() if not ticket.state.closed}
        for ticket in self.tickets.values():
            ticket.kept = True
        first = {ticket.legs[0] for ticket in self.tickets.values()}
        self.given = {service: count for service, count in self.given.items() if service in first}
        self.numbers = {number: key for number, key in self.numbers.items() if key in self.tickets}
        self.calls = deque((call for call in self.calls if call.ticket in self.tickets), maxlen=_CALLS_KEPT)
        calls = {call.id for call in self.calls}
        self.heard = {key: heard for key, heard in self.heard.items() if key[0] in calls}
        self.taken = {}
        self.tide = Tide()
        if self.lanes.length:
            self.tide.note(at, waiting=self.lanes.length)
        self.hall = Hall(moved=self.hall.moved)
        self.alerts = {cause: alert for cause, alert in self.alerts.items() if alert.over is None}
        self.assign()

    def skip_numbers(self) -> None:
        """Leave out at least a hundred numbers of each service: they may have been given, and nobody here knows."""
        self.given = {key: (self.given.get(key, 0) // 100 + 2) * 100 for key in self.services}

    # ---------------------------------------------------------------------------------------------- reading

    @property
    def inside(self) -> int:
        """How many are at the desks, or on their way there."""
        return sum(desk.ticket is not None for desk in self.desks.values())

    @property
    def full(self) -> bool:
        """Whether as many are at the desks as a supervisor lets in."""
        return self.hall.cap is not None and self.inside >= self.hall.cap

    def day_due(self, now: Instant) -> bool:
        """Whether the clock has reached another service day than the one that is open."""
        return self.ready and self.calendar.service_day(now) != self.day

    def overdue(self, now: Instant) -> list[str]:
        """Tickets whose time outside is over, in the order of their issue."""
        if not self.outside:
            return []
        back = [self.tickets[key] for key in self.outside if (self.tickets[key].away_until or 0) <= now]
        return [ticket.id for ticket in sorted(back, key=lambda ticket: ticket.seq)]

    def find(self, key: str) -> Ticket:
        """A ticket of today by id or by number. Raises `Refusal` unknown_ticket."""
        ticket = self.tickets.get(key) or self.tickets.get(self.numbers.get(key.upper(), ""))
        if ticket is None:
            raise Refusal("unknown_ticket")
        return ticket

    def open_ticket_of(self, holder: str) -> Ticket | None:
        """The ticket that this person holds now; a token stands for a person at one service. None without a token."""
        if not holder:
            return None
        mine = (ticket for ticket in self.tickets.values() if ticket.holder == holder and not ticket.state.closed)
        return next(mine, None)

    def next_number(self, service: str) -> int:
        """The number that the next ticket of a service gets: the next after the last that is in nobody's block."""
        number = self.given.get(service, 0) + 1
        while (block := self.block_of(service, number)) is not None:
            number = block.last + 1
        return number

    def next_block(self, service: str, *, length: int, above: int = 0) -> int:
        """Where a further block of a service may begin: clear of all that was given or leased, for whatever day."""
        prefix = self.services[service].prefix
        first = max(FIRST, self.given.get(service, 0) + 1, above + 1)
        while True:
            numbers = range(first, first + length)
            hindered = [
                block.last
                for block in self.blocks.get(service, ())
                if block.first <= numbers[-1] and first <= block.last
            ]
            hindered += [number for number in numbers if f"{prefix}{number:03d}" in self.numbers]
            if not hindered:
                return first
            first = max(hindered) + 1

    def block_of(self, service: str, number: int) -> Block | None:
        """The block that a number lies in."""
        for block in self.blocks.get(service, ()):
            if block.first <= number <= block.last:
                return block
        return None

    def _keep_blocks(self, *, since: str) -> None:
        """Forget the blocks of days before."""
        self.blocks = {
            service: kept
            for service, blocks in self.blocks.items()
            if (kept := tuple(block for block in blocks if block.day >= since))
        }

    def procedure(self, service: str, key: str | None) -> Procedure | None:
        """The procedure of that id in a service. Raises `Refusal` unknown_procedure."""
        if key is None:
            return None
        for procedure in self.services[service].procedures:
            if procedure.id == key:
                return procedure
        raise Refusal("unknown_procedure")

    def decides(self, service: str, procedure: str | None) -> str:
        """Who decides what is brought there, where the plan alone says so; else ""."""
        return self._decides[service, procedure]

    def desks_of(self, service: str) -> tuple[Desk, ...]:
        """Every desk that serves a service, its own first."""
        return self._servers.get(service, ())

    def own_desks(self, service: str) -> tuple[str, ...]:
        """The desks that serve a service other than to help out; all of them when none does."""
        return self._own_desks.get(service, ())

    def outlook(
        self,
        service: str,
        *,
        priority: str = ORDINARY,
        procedure: str | None = None,
        dossiers: int = 1,
        appointment: Appointment | None = None,
        now: Instant,
    ) -> Outlook:
        """What someone who joins this line now is to be told."""
        first = place(appointment, arrived=now, credit=self.credits.get(priority, 0), policy=self.plan.policy)
        expected = None if appointment is None or appointment.late else appointment.at
        entry = (first, self.seq + 1, "")
        return self._outlook(service, priority, procedure, entry=entry, expected=expected, dossiers=dossiers, now=now)

    def outlook_of(self, ticket: Ticket, *, now: Instant) -> Outlook:
        """What the holder of a waiting ticket is to be told now."""
        entry = (ticket.effective_at, ticket.seq, ticket.id)
        expected = None if ticket.head_start is None else ticket.effective_at + ticket.head_start
        # The procedure is one of the first service's; a later leg is reckoned by its service's usual minutes.
        procedure = ticket.procedure if ticket.leg == 0 else None
        return self._outlook(
            ticket.service,
            ticket.priority,
            procedure,
            entry=entry,
            expected=expected,
            dossiers=ticket.dossiers,
            now=now,
        )

    def _outlook(
        self,
        service: str,
        priority: str,
        procedure: str | None,
        *,
        entry: Entry,
        expected: Instant | None,
        dossiers: int,
        now: Instant,
    ) -> Outlook:
        crew = self._crews[service]
        ahead, desks = self.lanes.ahead_of(entry, crew.rivals), crew.strength
        learned = self.experience.quantiles(service, priority, ahead=ahead, desks=desks)
        least, most = learned or cold_start(
            ahead=ahead,
            desks=desks,
            minutes=crew.minutes_of_rivals,
            idle=any(desk.state is DeskState.IDLE for desk in crew.working),
        )
        longer = self._bundled_minutes(crew.rivals, entry) / max(desks, 0.5) if self.bundles else 0.0
        if expected is not None and not crew.rivals.isdisjoint(self.lanes.lines):
            # As for one who comes then: others are called until that.
            longer += max(0, eligible_from(expected, self.plan.policy) - now) / MINUTE
        low, high = rounded(least + longer, most + longer)
        chosen = self.procedure(service, procedure)
        own = (chosen.minutes if chosen else crew.minutes) + self._extra_minutes(dossiers)
        ends = now + int((high + own) * MINUTE)
        closing = self.calendar.closing_at(now)
        return _outlook(
            ahead=ahead,
            desks=desks,
            low=low,
            high=high,
            experienced=learned is not None,
            fits_today=closing is None or ends <= closing,
        )

    def _extra_minutes(self, dossiers: int) -> float:
        """What one person with so many dossiers takes longer than with one."""
        return (dossiers - 1) * self.plan.policy.minutes_per_dossier

    def _bundled_minutes(self, services: Iterable[str], entry: Entry) -> float:
        """How much longer those ahead take who bring several dossiers."""
        tickets = [self.tickets[key] for key in self.bundles]
        return sum(
            self._extra_minutes(each.dossiers)
            for each in tickets
            if each.service in services and (each.effective_at, each.seq, each.id) < entry
        )

    def usual_minutes(self, services: Iterable[str]) -> float:
        """Mean minutes at the desk over the procedures of these services, by their shares."""
        known = [self._usual[key] for key in services if key in self._usual]
        total = sum(shares for shares, _ in known)
        return sum(minutes for _, minutes in known) / total if total else 10.0

    def turn(self, now: Instant) -> Turn:
        """The assignment rule on the lines as they stand."""
        return _turn(lanes=self.lanes, policy=self.plan.policy, credits=self.credits, released=self._released, now=now)

    def next_for(self, desk: Desk, now: Instant) -> Why | None:
        """What the policy would call to this desk now."""
        return self.turn(now).choose(desk.plan, streak=self.streaks.get(desk.served, 0))

    def _released(self, lane: Lane, now: Instant) -> bool:
        """A reservation lapses when its desk is closed, so that nobody waits for an officer who went home, and when
        the first in its line has waited too long for that desk alone."""
        desk = self.desks.get(lane.reserved or "")
        if desk is None or not desk.open:
            return True
        patience = self.plan.policy.reserved_minutes
        return patience is not None and now - self.tickets[lane.head[2]].queued_at >= patience * MINUTE


def _work(service: Service) -> tuple[float, float]:
    """The shares of a service's procedures together, and the minutes that they weigh."""
    shares = [(each.share, each.minutes * each.share) for each in service.procedures]
    return sum(share for share, _ in shares), sum(minutes for _, minutes in shares)
