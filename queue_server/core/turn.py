"""Whose turn it is, and why: lane heads with a head start.

A ticket's effective time is its arrival minus the head start of its class; a desk takes the smallest effective time
among the lanes it serves, after adding its offset for services it merely helps out with. Who has an appointment
competes from some minutes before it on, or where nobody else waits. The order of two waiting tickets never changes, so
every call can be explained, and checked again from the journal.
Affine accumulating priority with equal slopes; the rule of a real bank's call centre (Technion, "Anonymous Bank").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from queue_server.core.lane import Group, Lane, Lanes
from queue_server.core.plan import MINUTE, ORDINARY, DeskPlan, Instant, Policy, PriorityClass
from queue_server.core.record import maker, record

#: The head start of a strict class: beyond any wait, so that such tickets are ordered among themselves and come first.
STRICT: int = 10**12

#: A lane's head as it competes: effective time with the offset, order of issue (no two are equal), lane, offset.
Head = tuple[int, int, Lane, int]

#: How many are compared on record: who was chosen, and two runners-up.
_ON_RECORD = 3

#: Rules under which the policy itself chose; the others are a person's choice.
BY_POLICY = frozenset({"normal", "overflow", "reserved", "guard", "early"})


@record
class Contender:
    """The head of a lane as it was compared; all times in milliseconds. `key` = arrival − credit + offset.

    For an appointment, `appointed` stands in the place of arrival.
    """

    ticket: str
    service: str
    priority: str
    waited: int
    credit: int
    offset: int
    key: int
    appointed: Instant | None = None


@record
class Why:
    """Why a ticket was called. `rule`: normal, overflow, reserved, guard, early, override or resume.

    `early`: an appointment before its time, because nobody else waited. `passed_over` are appointments that would have
    come before the chosen one, had their time come.
    """

    policy: str
    rule: str
    chosen: Contender
    runners_up: tuple[Contender, ...] = ()
    eligible: int = 0
    passed_over: tuple[Contender, ...] = ()


_contender, _why = maker(Contender), maker(Why)


def head_starts(classes: Iterable[PriorityClass]) -> dict[str, int]:
    """The waiting credit of each class in milliseconds, and of ordinary citizens, who have none."""
    given = {each.id: each.head_start_minutes for each in classes}
    return {ORDINARY: 0} | {key: STRICT if each is None else int(each * MINUTE) for key, each in given.items()}


@dataclass(slots=True, kw_only=True)
class Turn:
    """Everything that the choice depends on besides the desk: `credits` by class, as `head_starts` gives them, and
    `released`, which says whether a reservation has lapsed by an instant."""

    lanes: Lanes
    policy: Policy
    credits: Mapping[str, int]
    released: Callable[[Lane, Instant], bool]
    now: Instant

    def choose(self, desk: DeskPlan, *, streak: int) -> Why | None:
        """The ticket that this desk calls next, or None when nobody is eligible.

        `streak` is the number of priority calls in a row in the desk's skill group.
        """
        groups, early, eligible = self._groups(desk)
        alone = not groups
        if alone:
            groups, early = early, []
            eligible = sum(lane.length for *_, lanes, _ in groups for lane in lanes.values())
        if not groups:
            return None
        groups.sort()
        guarded = streak >= self.policy.guard_in_a_row and self._guarded(groups)
        # Whoever comes first, second or third is in one of the first three groups; the guard looks for others.
        heads = _apart(groups if guarded else groups[:_ON_RECORD])
        first = heads[0][2]
        if guarded:
            heads.sort(key=lambda head: head[2].priority != ORDINARY)
        _, _, lane, offset = heads[0]
        if alone:
            rule = "early"
        elif lane is not first:
            rule = "guard"
        elif lane.reserved == desk.id:
            rule = "reserved"
        else:
            rule = "overflow" if offset else "normal"
        chosen, *runners_up = self._on_record(heads[:_ON_RECORD])
        passed_over = [head for head in _apart(early) if head < heads[0]] if early else []
        return _why(
            policy=f"{self.policy.name}/{self.policy.version}",
            rule=rule,
            chosen=chosen,
            runners_up=tuple(runners_up),
            eligible=eligible,
            passed_over=tuple(self._on_record(passed_over[:_ON_RECORD])),
        )

    def _on_record(self, heads: list[Head]) -> list[Contender]:
        """These heads as they are compared. For a strict class `credit` is the pseudo credit `STRICT`."""
        compared = []
        for key, _, lane, offset in heads:
            effective, _, ticket = lane.head
            appointed = None if lane.head_start is None else effective + lane.head_start
            credit = self.credits.get(lane.priority, 0) if lane.head_start is None else lane.head_start
            waited = self.now - effective - credit
            compared.append(
                _contender(
                    ticket=ticket,
                    service=lane.service,
                    priority=lane.priority,
                    waited=waited if waited > 0 else 0,
                    credit=credit,
                    offset=offset,
                    key=key,
                    appointed=appointed,
                )
            )
        return compared

    def _groups(self, desk: DeskPlan) -> tuple[list[Group], list[Group], int]:
        """All lanes that this desk may call from, in no order; those of appointments whose time has not come; and how
        many wait in the former."""
        overflow = int(self.policy.overflow_minutes * MINUTE)
        line_of = self.lanes.lines.get
        groups: list[Group] = []
        early: list[Group] = []
        eligible = 0
        for skill in desk.skills:
            line = line_of(skill.service)
            if line is not None and (group := line.group) is not None:
                if skill.overflow:
                    key, seq, lanes, _ = group
                    group = key + overflow, seq, lanes, overflow
                groups.append(group)
                eligible += line.length
        for lane in self.lanes.apart.values():
            offset = self._offset_apart(lane, desk, overflow=overflow)
            if offset is not None:
                due = self._due(lane)
                (groups if due else early).append((lane.head[0] + offset, lane.head[1], {lane.priority: lane}, offset))
                eligible += due
        return groups, early, eligible

    def _due(self, lane: Lane) -> int:
        """How many at the front of this lane are called in their turn by now, and need not wait for their time."""
        if lane.head_start is None:
            return lane.length
        expected = self.now + int(self.policy.appointment_early_minutes * MINUTE)
        return lane.ahead_of((expected - lane.head_start + 1, 0, ""))

    def _offset_apart(self, lane: Lane, desk: DeskPlan, *, overflow: int) -> int | None:
        """Those who wait for this desk are called whatever it serves; for another desk, once they need not any more."""
        if lane.reserved == desk.id:
            return 0
        skill = next((skill for skill in desk.skills if skill.service == lane.service), None)
        if skill is None or (lane.reserved is not None and not self.released(lane, self.now)):
            return None
        return overflow if skill.overflow else 0

    def _guarded(self, groups: list[Group]) -> bool:
        """Whether an ordinary citizen has waited so long that the guard lets no more priority calls pass."""
        limit = self.now - int(self.policy.guard_after_minutes * MINUTE)
        for key, _, lanes, offset in groups:
            if key - offset > limit:  # so has nobody in these lanes
                continue
            ordinary = lanes.get(ORDINARY)
            if ordinary is not None and ordinary.head[0] + (ordinary.head_start or 0) <= limit:
                return True
        return False


def _apart(groups: list[Group]) -> list[Head]:
    """The heads of all lanes in these groups, in order."""
    heads: list[Head] = []
    for _, _, lanes, offset in groups:
        for lane in lanes.values():
            effective, seq, _ = lane.head
            heads.append((effective + offset, seq, lane, offset))
    heads.sort()
    return heads
