"""What citizens thought: ratings by service and by desk, as the portal counts them, and reasons for low ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

from queue_server.core import events as ev


def likely_share(count: int, *, of: int) -> tuple[float, float]:
    """Between which shares the truth lies with 95 % confidence when so many of so many said so (Wilson's interval).

    Few answers make it wide: three of three are 44 to 100 %, not 100.
    """
    if not of:
        return 0.0, 1.0
    z2 = 1.96**2
    middle = (count + z2 / 2) / (of + z2)
    half = 1.96 / (of + z2) * sqrt(count * (of - count) / of + z2 / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(slots=True, kw_only=True)
class Ratings:
    """Ratings of one service, desk or day. `portal` counts like, none and dislike (QĐ 766/QĐ-TTg)."""

    values: list[int] = field(default_factory=list)
    portal: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, event: ev.VisitRated) -> None:
        self.values.append(event.value)
        self.portal[event.portal] += 1
        self.reasons.update(event.reasons)

    def merge(self, other: Ratings) -> None:
        """Count those of another day in."""
        self.values += other.values
        self.portal.update(other.portal)
        self.reasons.update(other.reasons)

    @property
    def likely(self) -> tuple[float, float]:
        """Between which shares those who are content lie, with 95 % confidence."""
        return likely_share(self.portal["like"], of=len(self.values))

    @property
    def mean(self) -> float | None:
        """The mean step of the scale."""
        return sum(self.values) / len(self.values) if self.values else None


@dataclass(slots=True, kw_only=True)
class RatingReport:
    """`visits` is how many could have been rated."""

    visits: int = 0
    whole: Ratings = field(default_factory=Ratings)
    services: dict[str, Ratings] = field(default_factory=dict)
    desks: dict[str, Ratings] = field(default_factory=dict)

    def merge(self, other: RatingReport) -> None:
        """Count those of another day in."""
        self.visits += other.visits
        self.whole.merge(other.whole)
        for mine, others in ((self.services, other.services), (self.desks, other.desks)):
            for key, found in others.items():
                mine.setdefault(key, Ratings()).merge(found)


def ratings(events: Iterable[ev.Event], *, first: str = "", last: str = "") -> RatingReport:
    """The ratings from one service day to another (ISO dates, both in; "" for no limit)."""
    report, today = RatingReport(), ""
    for event in events:
        if isinstance(event, ev.DayOpened):
            today = event.day
        if today < first or (last and today > last):
            continue
        match event:
            case ev.TicketFinished() | ev.TicketMoved(journey=True):
                report.visits += 1
            case ev.VisitRated():
                report.whole.add(event)
                report.services.setdefault(event.service, Ratings()).add(event)
                report.desks.setdefault(event.desk, Ratings()).add(event)
            case _:
                pass
    return report
