"""Whose turn it is, and why: lane heads with a head start.

A ticket's effective time is its arrival minus the head start of its class; a desk takes the smallest effective time
among the lanes it serves, after adding its offset for services it merely helps out with. The order of two waiting
tickets never changes, so every call can be explained, and checked again from the journal.
Affine accumulating priority with equal slopes; the rule of a real bank's call centre (Technion, "Anonymous Bank").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from queue_server.core.lane import Entry, Lane, Lanes
from queue_server.core.plan import MINUTE, ORDINARY, DeskPlan, Instant, Policy, PriorityClass

#: The head start of a strict class: beyond any wait, so that such tickets are ordered among themselves and come first.
STRICT: int = 10**12

#: A lane's head as it competes: effective time with the offset, order of issue (no two are equal), lane, offset.
Head = tuple[int, int, Lane, int]

#: Rules under which the policy itself chose; the others are a person's choice.
BY_POLICY = frozenset({"normal", "overflow", "reserved", "guard"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """The head of a lane as it was compared; all times in milliseconds. `key` = arrival − credit + offset."""

    ticket: str
    service: str
    priority: str
    waited: int
    credit: int
    offset: int
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a ticket was called. `rule`: normal, overflow, reserved, guard, override or resume."""

    policy: str
    rule: str
    chosen: Contender
    runners_up: tuple[Contender, ...] = ()
    eligible: int = 0


def head_start(priority: PriorityClass | None, /) -> int:
    """The waiting credit of a class in milliseconds; none for ordinary citizens."""
    if priority is None:
        return 0
    return STRICT if priority.head_start_minutes is None else int(priority.head_start_minutes * MINUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Everything that the choice depends on besides the desk. `released` says whether a reservation has lapsed."""

    lanes: Lanes
    policy: Policy
    classes: dict[str, PriorityClass]
    released: Callable[[Lane], bool]
    now: Instant

    def choose(self, desk: DeskPlan, *, streak: int) -> Why | None:
        """The ticket that this desk calls next, or None when nobody is eligible.

        `streak` is the number of priority calls in a row in the desk's skill group.
        """
        heads = self._heads(desk)
        if not heads:
            return None
        heads.sort()
        order = heads
        guarded = streak >= self.policy.guard_in_a_row and self._guarded(heads)
        if guarded:
            order = sorted(heads, key=lambda head: head[2].priority != ORDINARY)
        _, _, lane, offset = order[0]
        if guarded and heads[0][2] is not lane:
            rule = "guard"
        elif lane.reserved == desk.id:
            rule = "reserved"
        else:
            rule = "overflow" if offset else "normal"
        return Why(
            policy=f"{self.policy.name}/{self.policy.version}",
            rule=rule,
            chosen=self.contender(lane.head, lane=lane, offset=offset),
            runners_up=tuple(self.contender(other.head, lane=other, offset=extra) for _, _, other, extra in order[1:3]),
            eligible=sum(each[2].length for each in heads),
        )

    def contender(self, entry: Entry, *, lane: Lane, offset: int = 0) -> Contender:
        """The record of one lane head. For a strict class `credit` is the pseudo credit `STRICT`."""
        effective, _, ticket = entry
        credit = head_start(self.classes.get(lane.priority))
        return Contender(
            ticket=ticket,
            service=lane.service,
            priority=lane.priority,
            waited=max(0, self.now - effective - credit),
            credit=credit,
            offset=offset,
            key=effective + offset,
        )

    def _heads(self, desk: DeskPlan) -> list[Head]:
        """The heads of all lanes that this desk may call from, in no order."""
        overflow = int(self.policy.overflow_minutes * MINUTE)
        heads: list[Head] = []
        for skill in desk.skills:
            helping = overflow if skill.overflow else 0
            for lane in self.lanes.of(skill.service):
                offset = helping
                if lane.reserved is not None:
                    if lane.reserved == desk.id:
                        offset = 0
                    elif not self.released(lane):
                        continue
                effective, issued, _ = lane.head
                heads.append((effective + offset, issued, lane, offset))
        for lane in self.lanes.reserved_for(desk.id):
            if not any(skill.service == lane.service for skill in desk.skills):
                heads.append((lane.head[0], lane.head[1], lane, 0))
        return heads

    def _guarded(self, heads: list[Head]) -> bool:
        """Whether an ordinary citizen has waited so long that the guard lets no more priority calls pass."""
        limit = self.now - int(self.policy.guard_after_minutes * MINUTE)
        return any(lane.priority == ORDINARY and lane.head[0] <= limit for _, _, lane, _ in heads)
