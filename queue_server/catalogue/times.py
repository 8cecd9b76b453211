"""Readers of times and dates: windows, weekdays, the opening week. All minutes after local midnight."""

from __future__ import annotations

import re
from datetime import date

from queue_server.catalogue.combine import choice, list_of, located, scalar
from queue_server.catalogue.place import Located, Place, Reader, Wrong, attempt, pairs
from queue_server.catalogue.problems import Phrase
from queue_server.catalogue.shape import Kind, Shape
from queue_server.core.plan import Window

DAY_MINUTES = 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Windows = tuple[Located[Window], ...]


def _minute(written: str) -> int | None:
    match = re.fullmatch(r"([01]?[0-9]|2[0-4]):([0-5][0-9])", written)
    minute = int(match[1]) * 60 + int(match[2]) if match else DAY_MINUTES + 1
    return minute if minute <= DAY_MINUTES else None


time_of_day = scalar("bad-time", Phrase("a time such as 15:00", "một giờ, ví dụ 15:00"), _minute)


def _window(place: Place) -> Window:
    ends = [_minute(end) for end in re.split(r"\s*[-–]\s*", place.text or "")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise Wrong("bad-window", window.expected)
    if ends[0] >= ends[1]:
        later = Phrase("a window that closes after it opens", "khung giờ kết thúc sau giờ bắt đầu")
        raise Wrong("closes-before-opens", later)
    return Window(opens=ends[0], closes=ends[1])


window = Reader(Phrase("a time window such as 07:00-11:00", "một khung giờ, ví dụ 07:00-11:00"), _window)
_window_list = list_of(located(window))


def _windows(place: Place) -> Windows:
    found: list[Located[Window]] = []
    for item in _window_list(place):
        if found and item.value.opens < found[-1].value.closes:
            later = Phrase("a window that begins after the one before it ends", "khung giờ bắt đầu sau khung giờ trước")
            item.place.wrong("overlap", later)
        else:
            found.append(item)
    return tuple(found)


windows: Reader[Windows] = Reader(_window_list.expected, _windows, _window_list.shape)


def _iso_date(written: str) -> str | None:
    try:
        return written if date.fromisoformat(written).isoformat() == written else None
    except ValueError:
        return None


_date = scalar("bad-date", Phrase("a date such as 2026-09-02", "một ngày, ví dụ 2026-09-02"), _iso_date)
iso_date = Reader(_date.expected, _date, Shape(kind=Kind.DATE))
weekday: Reader[int] = choice({name: index for index, name in enumerate(WEEKDAYS)})


def _weekday_range(written: str) -> range | None:
    first, _, last = written.partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS or written.endswith("-"):
        return None
    days = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
    return days if days else None


_weekdays = scalar(
    "bad-weekday",
    Phrase("a weekday or a range such as mon-fri", "một ngày trong tuần hoặc khoảng như mon-fri"),
    _weekday_range,
)


def _week(place: Place) -> tuple[Windows, ...]:
    days: list[Windows] = [()] * 7
    given: set[int] = set()
    for _, key, value in pairs(place, week.expected):
        covered = attempt(_weekdays, key)
        if covered is None:
            continue
        if given.intersection(covered):
            key.wrong("duplicate", Phrase("each weekday once", "mỗi ngày trong tuần một lần"))
            continue
        given.update(covered)
        opening = () if value.nothing else attempt(windows, value)
        for day in covered:
            days[day] = opening or ()
    return tuple(days)


week: Reader[tuple[Windows, ...]] = Reader(
    Phrase(
        "weekdays with their windows, such as mon-fri: [07:00-11:00]",
        "các ngày với khung giờ, ví dụ mon-fri: [07:00-11:00]",
    ),
    _week,
    Shape(kind=Kind.WEEK),
)
