"""Lanes: tickets of one service, class and reservation, in order of effective time.

Joining at the back, leaving at the front and counting who is ahead are O(log n) or better at any length.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from queue_server.core.plan import Instant

#: (effective time, order of issue, ticket id): a total order, so that turns are deterministic.
Entry = tuple[Instant, int, str]

_NOBODY: Entry = (0, 0, "")
_COMPACT = 64


@dataclass(slots=True, kw_only=True, eq=False)
class Lane:
    """One first-in-first-out line by effective time. `head` is the next entry while there is one.

    Served entries stay before `_front` until compacted. Both ends, where nearly everything happens, need no search.
    """

    service: str
    priority: str
    reserved: str | None
    length: int = 0
    head: Entry = _NOBODY
    _entries: list[Entry] = field(default_factory=list)
    _front: int = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries[self._front :])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lane) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def join(self, entry: Entry) -> None:
        if not self.length or entry > self._entries[-1]:
            self._entries.append(entry)
        else:
            insort(self._entries, entry, lo=self._front)
        self.length += 1
        self.head = self._entries[self._front]

    def leave(self, entry: Entry) -> None:
        """Remove an entry, which must be there."""
        if entry == self.head:
            self._front += 1
            if self._front > _COMPACT and self._front * 2 > len(self._entries):
                del self._entries[: self._front]
                self._front = 0
        else:
            at = bisect_left(self._entries, entry, lo=self._front)
            if at >= len(self._entries) or self._entries[at] != entry:
                raise AssertionError(f"{entry} is not in lane {self.service}/{self.priority}")
            del self._entries[at]
        self.length -= 1
        self.head = self._entries[self._front] if self.length else _NOBODY

    def ahead_of(self, entry: Entry) -> int:
        """How many entries come before this place."""
        if not self.length or entry > self._entries[-1]:
            return self.length
        return bisect_left(self._entries, entry, lo=self._front) - self._front


LaneKey = tuple[str, str | None]


@dataclass(slots=True)
class Lanes:
    """All lanes of a centre, by service and, where they are reserved, by desk; empty lanes are forgotten."""

    by_service: dict[str, dict[LaneKey, Lane]] = field(default_factory=dict)
    by_desk: dict[str, list[Lane]] = field(default_factory=dict)
    #: How many wait in all of them.
    length: int = 0

    def join(self, service: str, priority: str, reserved: str | None, entry: Entry) -> None:
        lanes = self.by_service.setdefault(service, {})
        lane = lanes.get((priority, reserved))
        if lane is None:
            lane = lanes[priority, reserved] = Lane(service=service, priority=priority, reserved=reserved)
            if reserved is not None:
                self.by_desk.setdefault(reserved, []).append(lane)
        lane.join(entry)
        self.length += 1

    def leave(self, service: str, priority: str, reserved: str | None, entry: Entry) -> None:
        lanes = self.by_service[service]
        lane = lanes[priority, reserved]
        lane.leave(entry)
        self.length -= 1
        if not lane.length:
            del lanes[priority, reserved]
            if reserved is not None:
                self.by_desk[reserved].remove(lane)
            if not lanes:
                del self.by_service[service]

    def of(self, service: str) -> Iterable[Lane]:
        """The lanes of a service that somebody waits in."""
        return self.by_service.get(service, {}).values()

    def reserved_for(self, desk: str) -> Iterable[Lane]:
        """The lanes that only this desk may call from, whatever their service."""
        return self.by_desk.get(desk, ())

    def waiting(self, service: str) -> int:
        return sum(lane.length for lane in self.by_service.get(service, {}).values())
