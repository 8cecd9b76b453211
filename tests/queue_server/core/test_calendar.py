"""The centre's day on the wall clock: lunch, holidays, swapped days, clocks that change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from queue_server.core.calendar import Calendar, Issuing
from queue_server.core.plan import MINUTE, Instant, OpeningHours, Window

HANOI = "Asia/Ho_Chi_Minh"
WARSAW = "Europe/Warsaw"
DAY = 24 * 60

OFFICE_DAY = (Window(opens=7 * 60, closes=11 * 60), Window(opens=13 * 60, closes=17 * 60))
SATURDAY = (Window(opens=7 * 60 + 30, closes=11 * 60),)


def office(**changes: object) -> OpeningHours:
    settings: dict[str, object] = {
        "timezone": HANOI,
        "week": (OFFICE_DAY,) * 5 + (SATURDAY, ()),
        "issue_until_before_close": 15,
    }
    return OpeningHours(**(settings | changes))  # type: ignore[arg-type]


def at(text: str, *, zone: str = HANOI, fold: int = 0) -> Instant:
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return round(local.timestamp() * 1000)


# 2022-10-13 was the Thursday of the visit to Kon Tum.
@pytest.mark.parametrize(
    ("now", "reason", "until", "next_opening"),
    [
        ("2022-10-13T06:59:59.999", "before_opening", None, "2022-10-13T07:00"),
        ("2022-10-13T07:00", "open", "2022-10-13T10:45", None),
        ("2022-10-13T10:44:59.999", "open", "2022-10-13T10:45", None),
        ("2022-10-13T10:45", "lunch", None, "2022-10-13T13:00"),
        ("2022-10-13T13:00", "open", "2022-10-13T16:45", None),
        ("2022-10-13T16:45", "after_closing", None, "2022-10-14T07:00"),
        ("2022-10-13T23:59:59.999", "after_closing", None, "2022-10-14T07:00"),
        ("2022-10-14T00:00", "before_opening", None, "2022-10-14T07:00"),
        ("2022-10-15T08:00", "open", "2022-10-15T10:45", None),
        ("2022-10-15T12:00", "after_closing", None, "2022-10-17T07:00"),
        ("2022-10-16T09:00", "closed_day", None, "2022-10-17T07:00"),
    ],
)
def test_a_week_at_the_office(now: str, reason: str, until: str | None, next_opening: str | None) -> None:
    assert Calendar(office()).issuing(at(now)) == Issuing(
        open=reason == "open",
        reason=reason,  # type: ignore[arg-type]
        until=at(until) if until else None,
        next_opening=at(next_opening) if next_opening else None,
    )


def test_numbers_may_be_given_before_the_desks_open_but_not_on_the_day_before() -> None:
    early = office(issue_before_open=45)
    assert Calendar(early).issuing(at("2022-10-13T06:15")).open
    assert not Calendar(early).issuing(at("2022-10-13T06:14:59.999")).open
    night = office(week=((Window(opens=10, closes=60),),) * 7, issue_before_open=45)
    assert Calendar(night).issuing(at("2022-10-13T00:00")).open
    assert not Calendar(night).issuing(at("2022-10-12T23:59")).open


def test_a_long_holiday_names_the_first_day_after_it() -> None:
    tet = office(holidays=tuple(f"2022-01-{day}" for day in (29, 31)) + tuple(f"2022-02-0{day}" for day in range(1, 6)))
    assert Calendar(tet).issuing(at("2022-01-31T09:00")) == Issuing(
        open=False, reason="holiday", next_opening=at("2022-02-07T07:00")
    )
    assert Calendar(tet).issuing(at("2022-01-28T20:00")).next_opening == at("2022-02-07T07:00")
    assert Calendar(tet).closing_at(at("2022-02-01T09:00")) is None


def test_a_swapped_saturday_is_worked_as_the_day_it_replaces() -> None:
    # Monday 31 August 2026 was free; Saturday 22 August was worked in its place (notice 9441/TB-BNV).
    swapped = office(holidays=("2026-08-31", "2026-09-01"), swapped_days={"2026-08-22": 0, "2026-08-31": 0})
    assert Calendar(swapped).issuing(at("2026-08-22T15:00")).open
    assert Calendar(swapped).closing_at(at("2026-08-22T06:00")) == at("2026-08-22T17:00")
    assert not Calendar(swapped).issuing(at("2026-08-15T15:00")).open
    assert Calendar(swapped).issuing(at("2026-08-31T15:00")).reason == "holiday"


def test_a_centre_that_never_opens_says_so() -> None:
    never = office(week=((),) * 7)
    assert Calendar(never).issuing(at("2022-10-13T09:00")) == Issuing(open=False, reason="closed_day")
    too_short = office(week=((Window(opens=420, closes=435),),) * 7)
    assert Calendar(too_short).issuing(at("2022-10-13T07:05")) == Issuing(open=False, reason="closed_day")


def test_closing_of_the_day() -> None:
    now = at("2022-10-13T12:00")
    assert Calendar(office()).closing_at(now) == at("2022-10-13T17:00")
    late = office(week=((Window(opens=20 * 60, closes=DAY),),) * 7)
    assert Calendar(late).closing_at(now) == at("2022-10-14T00:00")


def test_the_service_day_is_the_centres_own_date() -> None:
    midnight = at("2022-10-14T00:00")
    assert Calendar(office()).service_day(midnight - 1) == "2022-10-13"
    assert Calendar(office()).service_day(midnight) == "2022-10-14"
    assert Calendar(office()).minute_of_day(midnight - 1) == DAY - 1
    assert Calendar(office()).minute_of_day(midnight) == 0
    assert Calendar(office(timezone="UTC")).service_day(midnight) == "2022-10-13"


def test_windows_that_touch_are_one() -> None:
    day = (Window(opens=420, closes=660), Window(opens=660, closes=1020))
    assert Calendar(office(week=(day,) * 7, issue_until_before_close=0)).issuing(at("2022-10-13T08:00")).until == at(
        "2022-10-13T17:00"
    )


def test_clocks_forward_in_warsaw() -> None:
    # 31 March 2024: 02:00 became 03:00.
    hours = office(timezone=WARSAW, week=((Window(opens=60, closes=150),),) * 7, issue_until_before_close=0)
    start = at("2024-03-31T01:00", zone=WARSAW)
    assert Calendar(hours).issuing(start).until == start + 90 * MINUTE
    day = office(timezone=WARSAW, week=(OFFICE_DAY,) * 7)
    assert Calendar(day).issuing(at("2024-03-30T18:00", zone=WARSAW)).next_opening == at(
        "2024-03-31T07:00", zone=WARSAW
    )
    assert Calendar(day).minute_of_day(start + 60 * MINUTE) == 180


def test_clocks_back_in_warsaw() -> None:
    # 27 October 2024: 03:00 became 02:00; the hour from two to three came twice.
    hours = office(timezone=WARSAW, week=((Window(opens=60, closes=150),),) * 7, issue_until_before_close=0)
    start = at("2024-10-27T01:00", zone=WARSAW)
    assert Calendar(hours).issuing(start).until == at("2024-10-27T02:30", zone=WARSAW, fold=1) == start + 150 * MINUTE
    assert Calendar(hours).service_day(at("2024-10-27T23:59", zone=WARSAW)) == "2024-10-27"


def a_day(cuts: list[int]) -> tuple[Window, ...]:
    ends = iter(sorted(cuts))
    return tuple(Window(opens=opens, closes=closes) for opens, closes in zip(ends, ends, strict=False))


WINDOWS = st.lists(st.integers(0, DAY), max_size=6, unique=True).map(a_day)
BUSY = st.lists(st.integers(0, DAY), min_size=4, max_size=8, unique=True).map(a_day)
YEAR = st.dates(min_value=date(2022, 1, 1), max_value=date(2022, 12, 31)).map(str)
ZONES = st.sampled_from([HANOI, WARSAW, "UTC", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"])


def centres(days: st.SearchStrategy[tuple[Window, ...]]) -> st.SearchStrategy[OpeningHours]:
    return st.builds(
        OpeningHours,
        timezone=ZONES,
        week=st.tuples(*[days] * 7),
        issue_before_open=st.integers(0, 120),
        issue_until_before_close=st.integers(0, 120),
        holidays=st.lists(YEAR, max_size=20).map(tuple),
        swapped_days=st.none() | st.dictionaries(YEAR, st.integers(0, 6), max_size=5),
    )


NOW = st.integers(at("2022-01-01T00:00"), at("2022-12-31T23:59"))


@settings(deadline=None)
@given(hours=centres(BUSY), now=NOW)
def test_open_lasts_exactly_until_until(hours: OpeningHours, now: Instant) -> None:
    state = Calendar(hours).issuing(now)
    now = now if state.open else state.next_opening or now
    state = Calendar(hours).issuing(now)
    assume(state.open)
    assert state.until is not None
    assert state.until > now
    assert state.next_opening is None
    assert Calendar(hours).issuing(state.until - 1) == state
    assert Calendar(hours).issuing(state.until).until != state.until
    assert Calendar(hours).service_day(now) not in hours.holidays
    assert Calendar(hours).closing_at(now) is not None or Calendar(hours).day(now).all_night


@settings(deadline=None)
@given(hours=centres(WINDOWS), now=NOW, part=st.floats(0, 1, exclude_max=True))
def test_closed_lasts_exactly_until_the_next_opening(hours: OpeningHours, now: Instant, part: float) -> None:
    state = Calendar(hours).issuing(now)
    assume(not state.open)
    assert state.reason != "open"
    assert state.until is None
    if state.next_opening is None:
        return
    assert state.next_opening > now
    assert Calendar(hours).issuing(state.next_opening).open
    between = now + int((state.next_opening - now) * part)
    assert not Calendar(hours).issuing(between).open


@settings(deadline=None)
@given(hours=centres(BUSY), zone=st.sampled_from([HANOI, "UTC"]), now=NOW)
def test_without_clock_changes_open_is_what_the_wall_clock_says(hours: OpeningHours, zone: str, now: Instant) -> None:
    hours = replace(hours, timezone=zone)
    local = datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    day = local.date().isoformat()
    weekday = (hours.swapped_days or {}).get(day, local.weekday())
    minute = local.hour * 60 + local.minute
    expected = day not in hours.holidays and any(
        max(0, window.opens - hours.issue_before_open) <= minute < window.closes - hours.issue_until_before_close
        or (window.closes == DAY and window.opens <= minute and Calendar(hours).day(now).all_night)
        for window in hours.week[weekday]
    )
    assert Calendar(hours).issuing(now).open == expected


@settings(deadline=None)
@given(hours=centres(WINDOWS), now=NOW)
def test_a_service_day_never_comes_back(hours: OpeningHours, now: Instant) -> None:
    assert Calendar(hours).service_day(now) <= Calendar(hours).service_day(now + 60 * MINUTE)
    assert 0 <= Calendar(hours).minute_of_day(now) < DAY
