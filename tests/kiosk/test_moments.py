"""Dates and times in the centre's zone and the citizen's language."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk import moments
from kiosk.language import Words
from queue_server.protocol.messages import WindowInfo

ZONE = "Asia/Ho_Chi_Minh"
VI, EN = Words("vi"), Words("en")
NOW = datetime(2022, 10, 11, 12, 10, tzinfo=ZoneInfo(ZONE))


def test_the_zone_is_the_centres() -> None:
    when = moments.local(1_665_450_300_000, ZONE)  # 2022-10-11 01:05 UTC
    assert moments.clock(when) == "08:05"
    assert (moments.weekday(when, VI), moments.day(when, VI)) == ("Thứ Ba", "11/10/2022")
    assert (moments.weekday(when, EN), moments.day(when, EN)) == ("Tuesday", "11 October 2022")


@pytest.mark.parametrize(
    ("minute", "vi", "en"), [(900, "15 giờ", "15:00"), (905, "15 giờ 05", "15:05"), (450, "7 giờ 30", "07:30")]
)
def test_a_minute_of_the_day_is_said_as_people_say_it(minute: int, vi: str, en: str) -> None:
    assert (moments.spoken_minute(minute, VI), moments.spoken_minute(minute, EN)) == (vi, en)


@pytest.mark.parametrize(
    ("opens", "large", "date"),
    [
        (NOW.replace(hour=13, minute=0), "13:00 hôm nay", "Thứ Ba, 11/10/2022"),
        (NOW.replace(day=12, hour=7, minute=0), "07:00 ngày mai", "Thứ Tư, 12/10/2022"),
        (NOW.replace(day=17, hour=7, minute=0), "07:00, Thứ Hai", "Thứ Hai, 17/10/2022"),
    ],
)
def test_the_next_opening_is_today_tomorrow_or_a_weekday(opens: datetime, large: str, date: str) -> None:
    assert moments.opening(opens, NOW, VI) == (large, date)


def test_days_that_are_alike_share_a_line() -> None:
    office = (WindowInfo(opens=420, closes=660), WindowInfo(opens=780, closes=1020))
    week = (*[office] * 5, office[:1], ())
    assert moments.week(week, VI) == ("Thứ Hai đến Thứ Sáu: 07:00–11:00, 13:00–17:00", "Thứ Bảy: 07:00–11:00")
    assert moments.week((), EN) == ()
