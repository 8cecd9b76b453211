"""All that is told of a service day after it: its report, ratings and answers. Pure.

A day is summed up once, when it is over; what several days come to is made of their sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from queue_server.core.centre import Centre
from queue_server.core.events import DayOpened, Event
from queue_server.reports.day import DayReport, report
from queue_server.reports.ratings import RatingReport, ratings
from queue_server.reports.surveys import Answered, surveys

#: Records of a journal: version and event.
Told = Sequence[tuple[int, Event]]


@dataclass(slots=True, kw_only=True)
class DaySums:
    """The service day whose first record has version `first`."""

    day: str
    first: int
    report: DayReport = field(default_factory=DayReport)
    ratings: RatingReport = field(default_factory=RatingReport)
    answers: Answered = field(default_factory=dict)


def sums(told: Told, centre: Centre, *, first: int) -> list[DaySums]:
    """Of the day at which `centre` stands, begun with record `first`, and of those after it; the centre goes along.

    Several days come of people who were kept overnight. None where no day has begun.
    """
    parts: list[tuple[str, int, list[Event]]] = [(centre.day, first, [])]
    for version, event in told:
        if isinstance(event, DayOpened):
            parts.append((event.day, version, []))
        parts[-1][2].append(event)
    begun = [each for each in parts if each[0]]
    reports = report((event for _, event in told), centre=centre)
    return [
        DaySums(day=day, first=version, report=found, ratings=ratings(events), answers=surveys(events))
        for (day, version, events), found in zip(begun, reports, strict=True)
    ]
