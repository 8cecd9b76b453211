"""Instants as people read them on a wall, in the centre's own time zone. Pure: the zone comes with the instant."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from queue_server.protocol.messages import Instant

_WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def clock(at: Instant, zone: str) -> str:
    """Such as 07:05."""
    return f"{_local(at, zone):%H:%M}"


def date(at: Instant, zone: str, language: str) -> str:
    """Such as "Thứ Hai, 23/11/2026"."""
    when = _local(at, zone)
    return f"{_weekday(when, language)}, {when:%d/%m/%Y}"


def opening(at: Instant, zone: str, language: str, *, now: Instant) -> str:
    """When something opens, seen from now: "13:00", "07:00 sáng mai", "07:00 Thứ Hai, 23/11"."""
    when, today = _local(at, zone), _local(now, zone)
    days = (when.date() - today.date()).days
    if days <= 0:
        return f"{when:%H:%M}"
    if days == 1:
        return f"{when:%H:%M} {_tomorrow(when, language)}"
    return f"{when:%H:%M} {_weekday(when, language)}, {when:%d/%m}"


def _tomorrow(when: datetime, language: str) -> str:
    if language == "en":
        return "tomorrow"
    return "sáng mai" if when.hour < 11 else "chiều mai"


def _weekday(when: datetime, language: str) -> str:
    return _WEEKDAYS.get(language, _WEEKDAYS["vi"])[when.weekday()]


def _local(at: Instant, zone: str) -> datetime:
    return datetime.fromtimestamp(at / 1000, tz=ZoneInfo(zone))


def iso_day(at: Instant, zone: str) -> str:
    """The day, such as 2026-11-23: days in order are texts in order."""
    return f"{_local(at, zone):%Y-%m-%d}"


def minute_of_day(at: Instant, zone: str) -> int:
    """Minutes after midnight by the clock on the wall."""
    when = _local(at, zone)
    return when.hour * 60 + when.minute
