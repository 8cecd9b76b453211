"""Lanes: tickets of one service, class and reservation, in order of effective time.

Joining at the back, leaving at the front and counting who is ahead are O(log n) or better at any length.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field

from queue_server.core.plan import Instant

#: (effective time, order of issue, ticket id): a total order, so that turns are deterministic.
Entry = tuple[Instant, int, str]

_COMPACT = 64


@dataclass(slots=True, kw_only=True)
class Lane:
    """One first-in-first-out line by effective time. Served entries stay before `_front` until compacted."""

    service: str
    priority: str
    reserved: str | None
    _entries: list[Entry] = field(default_factory=list)
    _front: int = 0

    def __len__(self) -> int:
        return len(self._entries) - self._front

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries[self._front :])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lane) and list(self) == list(other)

    @property
    def head(self) -> Entry:
        """The next entry. The lane must not be empty."""
        return self._entries[self._front]

    def join(self, entry: Entry) -> None:
        insort(self._entries, entry, lo=self._front)

    def leave(self, entry: Entry) -> None:
        """Remove an entry, which must be there."""
        at = bisect_left(self._entries, entry, lo=self._front)
        if at >= len(self._entries) or self._entries[at] != entry:
            raise AssertionError(f"{entry} is not in lane {self.service}/{self.priority}")
        if at > self._front:
            del self._entries[at]
            return
        self._front += 1
        if self._front > _COMPACT and self._front * 2 > len(self._entries):
            del self._entries[: self._front]
            self._front = 0

    def ahead_of(self, entry: Entry) -> int:
        """How many entries come before this place."""
        return bisect_left(self._entries, entry, lo=self._front) - self._front


LaneKey = tuple[str, str | None]


@dataclass(slots=True)
class Lanes:
    """All lanes of a centre, by service; empty lanes are forgotten."""

    by_service: dict[str, dict[LaneKey, Lane]] = field(default_factory=dict)

    def join(self, service: str, priority: str, reserved: str | None, entry: Entry) -> None:
        lanes = self.by_service.setdefault(service, {})
        lane = lanes.get((priority, reserved))
        if lane is None:
            lane = lanes[priority, reserved] = Lane(service=service, priority=priority, reserved=reserved)
        lane.join(entry)

    def leave(self, service: str, priority: str, reserved: str | None, entry: Entry) -> None:
        lanes = self.by_service[service]
        lane = lanes[priority, reserved]
        lane.leave(entry)
        if not lane:
            del lanes[priority, reserved]
            if not lanes:
                del self.by_service[service]

    def of(self, service: str) -> list[Lane]:
        """The lanes of a service that somebody waits in."""
        return list(self.by_service.get(service, {}).values())

    def reserved_for(self, desk: str) -> list[Lane]:
        """The lanes that only this desk may call from, whatever their service."""
        return [lane for lanes in self.by_service.values() for (_, reserved), lane in lanes.items() if reserved == desk]

    def waiting(self, service: str) -> int:
        return sum(len(lane) for lane in self.by_service.get(service, {}).values())
