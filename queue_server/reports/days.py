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
    days: list[Stretch] = []
    for version, hash_, event in events:
        if isinstance(event, DayOpened):
            days.append(Stretch(day=event.day, first=version, last=version, hash=hash_))
        elif days:
            days[-1].last, days[-1].hash = version, hash_
    return days
