"""Lanes: tickets of one service, class, reservation and head start of appointments, in order of effective time.

Joining at the back, leaving at the front and counting who is ahead are O(log n) or better at any length.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from queue_server.core.plan import Instant

#: (effective time, order of issue, ticket id): a total order, so that turns are deterministic.
Entry = tuple[Instant, int, str]

_NOBODY: Entry = (0, 0, "")
_COMPACT = 64


@dataclass(slots=True, kw_only=True, eq=False)
class Lane:
    """One first-in-first-out line by effective time. `head` is the next entry while there is one.

    A lane of appointments has a `head_start`: each of its people is expected so long after their effective time.

    Served entries stay before `_front` until compacted. Both ends, where nearly everything happens, need no search.
    """

    service: str
    priority: str
    reserved: str | None
    head_start: int | None = None
    length: int = 0
    head: Entry = _NOBODY
    _entries: list[Entry] = field(default_factory=list)
    _front: int = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries[self._front :])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lane) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    @property
    def last(self) -> Entry:
        """The entry at the very end while there is one."""
        return self._entries[-1]

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


#: Several lanes with one offset, by class, as they compete with others: effective time of the first of them with the
#: offset, its order of issue, the lanes, the offset.
Group = tuple[int, int, Mapping[str, Lane], int]


@dataclass(slots=True, eq=False)
class Line:
    """Those at one service whom any of its desks may call: a lane for each class.

    `head` is the first of them all and `last` the last, None where there is nobody; `group` is how they compete.
    """

    lanes: dict[str, Lane] = field(default_factory=dict)
    length: int = 0
    head: Entry | None = None
    last: Entry | None = None
    group: Group | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Line) and self.lanes == other.lanes

    __hash__ = None  # type: ignore[assignment]  # it changes

    def join(self, service: str, priority: str, entry: Entry) -> None:
        lane = self.lanes.get(priority)
        if lane is None:
            lane = self.lanes[priority] = Lane(service=service, priority=priority, reserved=None)
        lane.join(entry)
        self.length += 1
        if self.head is None or entry < self.head:
            self._begin_with(entry)
        if self.last is None or entry > self.last:
            self.last = entry

    def leave(self, priority: str, entry: Entry) -> None:
        lane = self.lanes[priority]
        lane.leave(entry)
        self.length -= 1
        if not lane.length:
            del self.lanes[priority]
        if entry == self.head:
            first: Entry | None = None
            for each in self.lanes.values():
                if first is None or each.head < first:
                    first = each.head
            self._begin_with(first)
        if entry == self.last:
            self.last = max((each.last for each in self.lanes.values()), default=None)

    def _begin_with(self, head: Entry | None) -> None:
        self.head = head
        self.group = None if head is None else (head[0], head[1], self.lanes, 0)

    def ahead_of(self, entry: Entry) -> int:
        """How many of them come before this place."""
        if self.last is None or entry > self.last:
            return self.length
        return sum(lane.ahead_of(entry) for lane in self.lanes.values())


@dataclass(slots=True)
class Lanes:
    """Everybody who waits in a centre; what is empty is forgotten."""

    lines: dict[str, Line] = field(default_factory=dict)
    #: Who does not wait for any desk from now on, by desk if for one, service, class, and head start if appointed.
    apart: dict[tuple[str | None, str, str, int | None], Lane] = field(default_factory=dict)
    #: How many wait in all of them.
    length: int = 0

    def join(
        self, service: str, priority: str, reserved: str | None, entry: Entry, *, head_start: int | None = None
    ) -> None:
        self.length += 1
        if reserved is None and head_start is None:
            line = self.lines.get(service)
            if line is None:
                line = self.lines[service] = Line()
            line.join(service, priority, entry)
            return
        key = reserved, service, priority, head_start
        if key not in self.apart:
            self.apart[key] = Lane(service=service, priority=priority, reserved=reserved, head_start=head_start)
        self.apart[key].join(entry)

    def leave(
        self, service: str, priority: str, reserved: str | None, entry: Entry, *, head_start: int | None = None
    ) -> None:
        if reserved is None and head_start is None:
            line = self.lines[service]
            line.leave(priority, entry)
            if not line.length:
                del self.lines[service]
        else:
            key = reserved, service, priority, head_start
            lane = self.apart[key]
            lane.leave(entry)
            if not lane.length:
                del self.apart[key]
        self.length -= 1

    def ahead_of(self, entry: Entry, services: Collection[str]) -> int:
        """How many who wait at these services come before this place."""
        ahead = 0
        for service in services:
            line = self.lines.get(service)
            if line is not None:
                ahead += line.ahead_of(entry)
        for lane in self.apart.values():
            if lane.service in services:
                ahead += lane.ahead_of(entry)
        return ahead

    def waiting(self, service: str) -> int:
        free = self.lines[service].length if service in self.lines else 0
        return free + sum(lane.length for lane in self.apart.values() if lane.service == service)
