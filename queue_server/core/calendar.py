"""The centre's day: which service day it is, when numbers are issued, when the centre closes.

Pure: `now` is always an argument, in milliseconds UTC; the zone comes with the opening hours. Days and minutes are
those of the centre's own wall clock, also where the clocks change twice a year. It knows nothing of tickets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from queue_server.core.plan import MINUTE, Instant, OpeningHours, Window
from queue_server.core.record import record

Reason = Literal["open", "before_opening", "after_closing", "lunch", "holiday", "closed_day"]

#: How far ahead an opening is looked for. Longer than any closure a centre comes back from.
HORIZON_DAYS = 400

_DAY = 24 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@record
class Issuing:
    """Whether numbers are given out now, and why not.

    `until` is when issuing stops: set while open. `next_opening` is when it starts again: set while closed, None
    when nothing opens within `HORIZON_DAYS`. "lunch" is any pause between two windows of the day; "after_closing"
    begins when the last number has been given, which is before the desks go home.
    """

    open: bool
    reason: Reason
    until: Instant | None = None
    next_opening: Instant | None = None


@record
class Day:
    """One service day on the centre's wall clock: from `begins` to just before `ends`, both midnights.

    `spans` are the issuing times in order, `open` the desks' hours, `closes` the end of these: None when closed all
    day, and where work goes on `all_night`, into the next day.
    """

    date: date
    name: str
    begins: Instant
    ends: Instant
    spans: tuple[tuple[Instant, Instant], ...]
    open: tuple[tuple[Instant, Instant], ...]
    closes: Instant | None
    all_night: bool


@dataclass(slots=True)
class Calendar:
    """Opening hours on the wall clock. Remembers the day that it was last asked about, because most ask about today."""

    hours: OpeningHours
    _latest: Day | None = field(default=None, compare=False, repr=False)

    def day(self, now: Instant) -> Day:
        """The service day of `now`."""
        if self._latest is None or not self._latest.begins <= now < self._latest.ends:
            self._latest = _day(self.hours, _local(self.hours, now).date())
        return self._latest

    def instant(self, day: date, minute: int) -> Instant:
        """The instant of a minute of that day on the centre's wall clock."""
        return _instant(self.hours, day, minute)

    def service_day(self, now: Instant) -> str:
        """The centre's date at `now`, as an ISO string. Numbers start again when it changes."""
        return self.day(now).name

    def minute_of_day(self, now: Instant) -> int:
        """Minutes since midnight on the centre's wall clock."""
        local = _local(self.hours, now)
        return local.hour * 60 + local.minute

    def closing_at(self, now: Instant) -> Instant | None:
        """When the last window of the service day of `now` ends; None without one, and where work goes on all night."""
        return self.day(now).closes

    def open_minutes_left(self, now: Instant) -> float:
        """Minutes of opening hours that are left of the service day of `now`, pauses left out."""
        return sum(max(0, end - max(start, now)) for start, end in self.day(now).open) / MINUTE

    def next_day_opening(self, now: Instant) -> Instant | None:
        """When numbers are given again on a later day than that of `now`; None when nothing opens in the horizon."""
        return next(_starts(self.hours, self.day(now).date + timedelta(days=1)), None)

    def open_since(self, former: str, now: Instant) -> bool:
        """Whether the centre did not close between a service day and that of `now`."""
        today = self.day(now).date
        yesterday = today - timedelta(days=1)
        return former == yesterday.isoformat() and _through_midnight(self.hours, yesterday)

    def issuing_until(self, now: Instant) -> Instant | None:
        """When issuing stops; None where no ticket may be taken at `now`."""
        for start, end in self.day(now).spans:
            if start <= now < end:
                return end
        return None

    def issuing(self, now: Instant) -> Issuing:
        """Whether a ticket may be taken at `now`, until when, or when it may again."""
        until = self.issuing_until(now)
        if until is not None:
            return Issuing(open=True, reason="open", until=until)
        day = self.day(now)
        return Issuing(
            open=False, reason=_why_closed(self.hours, day, now), next_opening=_next_start(self.hours, day.date, now)
        )

    def issuing_times(self, day: str) -> tuple[tuple[Instant, Instant], ...]:
        """From when until when tickets are issued on a service day, in order."""
        return tuple(_spans(self.hours, date.fromisoformat(day)))

    def issuing_days(self, now: Instant, *, count: int) -> tuple[str, ...]:
        """The next service days on which tickets will still be issued, the present one first if it is one of them."""
        first = self.day(now).date
        ahead = (first + timedelta(days=each) for each in range(HORIZON_DAYS + 1))
        days = (day.isoformat() for day in ahead if any(end > now for _, end in _spans(self.hours, day)))
        return tuple(islice(days, count))


def _day(hours: OpeningHours, on: date) -> Day:
    windows, all_night = _windows(hours, on), _through_midnight(hours, on)
    return Day(
        date=on,
        name=on.isoformat(),
        begins=_instant(hours, on, 0),
        ends=_instant(hours, on + timedelta(days=1), 0),
        spans=tuple(_spans(hours, on)),
        open=tuple((_instant(hours, on, each.opens), _instant(hours, on, each.closes, last=True)) for each in windows),
        closes=_instant(hours, on, windows[-1].closes, last=True) if windows and not all_night else None,
        all_night=all_night,
    )


def _why_closed(hours: OpeningHours, day: Day, now: Instant) -> Reason:
    if day.name in hours.holidays:
        return "holiday"
    if not day.spans:
        return "closed_day"
    if now < day.spans[0][0]:
        return "before_opening"
    return "after_closing" if now >= day.spans[-1][1] else "lunch"


def _next_start(hours: OpeningHours, day: date, now: Instant) -> Instant | None:
    return next((start for start in _starts(hours, day) if start > now), None)


def _starts(hours: OpeningHours, first: date) -> Iterator[Instant]:
    for ahead in range(HORIZON_DAYS + 1):
        for start, _ in _spans(hours, first + timedelta(days=ahead)):
            yield start


def _spans(hours: OpeningHours, day: date) -> list[tuple[Instant, Instant]]:
    """The issuing times of a day, in order, those that touch joined. They never reach into another day."""
    spans: list[tuple[Instant, Instant]] = []
    for window in _windows(hours, day):
        start = _instant(hours, day, max(0, window.opens - hours.issue_before_open))
        cut = 0 if window.closes == _DAY and _through_midnight(hours, day) else hours.issue_until_before_close
        end = _instant(hours, day, window.closes - cut, last=True)
        if end <= start:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _through_midnight(hours: OpeningHours, day: date) -> bool:
    """Whether the last window of a day goes on in the first of the next."""
    today, tomorrow = _windows(hours, day), _windows(hours, day + timedelta(days=1))
    return bool(today and tomorrow) and today[-1].closes == _DAY and tomorrow[0].opens == 0


def _windows(hours: OpeningHours, day: date) -> tuple[Window, ...]:
    iso = day.isoformat()
    if iso in hours.holidays:
        return ()
    weekday = (hours.swapped_days or {}).get(iso, day.weekday())
    return hours.week[weekday]


def _local(hours: OpeningHours, now: Instant) -> datetime:
    return (_EPOCH + now * _MILLISECOND).astimezone(ZoneInfo(hours.timezone))


def _instant(hours: OpeningHours, day: date, minute: int, *, last: bool = False) -> Instant:
    """The instant of a wall-clock minute. Where the clocks go back it comes twice: the first, or the `last`.

    Where they go forward it may not come at all: then it lies as far behind the jump as it lay behind its start.
    """
    wall = datetime.combine(day, time(), tzinfo=ZoneInfo(hours.timezone)) + timedelta(minutes=minute)
    first = (wall.astimezone(UTC) - _EPOCH) // _MILLISECOND
    if not last:
        return first
    return max(first, (wall.replace(fold=1).astimezone(UTC) - _EPOCH) // _MILLISECOND)
