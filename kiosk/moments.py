"""Dates and times as the centre's people say them, in the centre's own time zone, whatever this machine believes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from kiosk.language import Words
from queue_server.protocol.messages import WindowInfo


def local(instant: int, zone: str) -> datetime:
    """Milliseconds since 1970 UTC → the time on the centre's wall."""
    return datetime.fromtimestamp(instant / 1000, ZoneInfo(zone))


def clock(when: datetime) -> str:
    return f"{when:%H:%M}"


def day(when: datetime, words: Words) -> str:
    month_name = words.each("date.months")[when.month - 1]
    return words("date.day", day=when.day, month=when.month, month_name=month_name, year=when.year)


def weekday(when: datetime, words: Words) -> str:
    return words.each("date.weekdays")[when.weekday()]


def spoken_minute(minute: int, words: Words) -> str:
    """A minute of the day as in running text: 900 is "15 giờ"."""
    hour, rest = divmod(minute, 60)
    return words("date.hour_minute", hour=hour, minute=rest) if rest else words("date.hour", hour=hour)


def week(hours: Sequence[Sequence[WindowInfo]], words: Words) -> tuple[str, ...]:
    """The usual opening hours, days that are alike on one line: "Thứ Hai đến Thứ Sáu: 07:00–11:00, 13:00–17:00"."""
    names = words.each("date.weekdays")
    lines = []
    for windows, days in groupby(range(len(hours)), key=lambda day: tuple(hours[day])):
        alike = list(days)
        if windows:
            spans = ", ".join(f"{_minute(each.opens)}–{_minute(each.closes)}" for each in windows)
            key = "closed.days" if len(alike) > 1 else "closed.day"
            lines.append(words(key, first=names[alike[0]], last=names[alike[-1]], hours=spans))
    return tuple(lines)


def _minute(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def opening(next_opening: datetime, now: datetime, words: Words) -> tuple[str, str]:
    """When numbers are given again: large, such as "13:00 hôm nay", and the date for beneath it."""
    date = words("closed.opens_date", weekday=weekday(next_opening, words), date=day(next_opening, words))
    time = clock(next_opening)
    if next_opening.date() == now.date():
        return words("closed.opens_today", time=time), date
    if next_opening.date() == now.date() + timedelta(days=1):
        return words("closed.opens_tomorrow", time=time), date
    return words("closed.opens_later", time=time, weekday=weekday(next_opening, words)), date
