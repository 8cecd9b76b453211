"""The service days in a journal: which records are a day's, and the hash that a third party may keep. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from queue_server.core.events import DayOpened, Event


@dataclass(slots=True, kw_only=True)
class Stretch:
    """The records of one service day; `hash` is that of the last, and binds all records before it too."""

    day: str
    first: int
    last: int
    hash: str


def stretches(events: Iterable[tuple[int, str, Event]]) -> list[Stretch]:
    """Every service day of a journal, from (version, hash, event) in order."""
    found = Stretches()
    for version, hash_, event in events:
        found.look(version, hash_, event)
    return found.days


class Stretches:
    """The same record by record: `days` are those so far."""

    def __init__(self) -> None:
        self.days: list[Stretch] = []

    def look(self, version: int, hash_: str, event: Event) -> None:
        """The next record."""
        if isinstance(event, DayOpened):
            self.days.append(Stretch(day=event.day, first=version, last=version, hash=hash_))
        elif self.days:
            self.days[-1].last, self.days[-1].hash = version, hash_
