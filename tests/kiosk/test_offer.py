"""Tiles, procedures and the page before the number, as words."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import offer
from kiosk.language import Words
from kiosk.offer import Light
from queue_server.protocol.messages import Line
from tools.kiosk_samples import ZONE, centre, lines, taken

VI, EN = Words("vi"), Words("en")
MORNING = datetime(2022, 10, 11, 8, 5, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (10, 25, "khoảng 10–25 phút"),
        (10, 10, "khoảng 10 phút"),
        (0, 0, "dưới 5 phút"),
        (0, 12, "dưới 12 phút"),
        (2, 4, "dưới 5 phút"),
        (130, 200, "trên 2 giờ"),
        (115, 470, "khoảng 1–8 giờ"),
        (40, 180, "khoảng 40–180 phút"),
    ],
)
def test_a_wait_is_a_range(low: int, high: int, said: str) -> None:
    assert offer.wait_range(low, high, VI) == said


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_every_wait_can_be_said(low: int, more: int) -> None:
    said = offer.wait_range(low, low + more, EN)
    assert any(digit in said for digit in "0123456789")
    assert "about 0" not in said


def line(**figures: object) -> Line:
    usual = {"service": "x", "waiting": 3, "ahead": 3, "low": 5, "high": 10, "desks_open": 1}
    return Line(**{**usual, **figures})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figures", "light"),
    [
        ({"high": 15}, Light.QUIET),
        ({"high": 16}, Light.BUSY),
        ({"high": 30}, Light.BUSY),
        ({"high": 31}, Light.CROWDED),
        ({"desks_open": 0}, Light.NO_DESK),
        ({"fits_today": False, "desks_open": 0}, Light.NOT_TODAY),
    ],
)
def test_the_traffic_light_follows_the_targets(figures: dict[str, object], light: Light) -> None:
    assert offer.light_of(line(**figures)) is light


@pytest.mark.parametrize("light", Light)
def test_a_light_always_has_its_word(light: Light) -> None:
    assert VI(f"wait.{light.value}") != EN(f"wait.{light.value}")


def test_tiles_keep_the_centres_order_and_survive_a_missing_line() -> None:
    city = centre("kt-tp")
    found = offer.tiles(city, {}, VI)
    assert [tile.service for tile in found] == [service.id for service in city.services]
    assert all(tile.light is None and tile.waiting == "" for tile in found)
    told = offer.tiles(city, lines(city), EN)[0]
    assert (told.name, told.prefix, told.waiting, told.wait) == ("Land", "L", "14 waiting", "about 25–45 min")


def test_the_last_procedure_is_for_who_does_not_know() -> None:
    civil = offer.find_service(centre("kt-truongchinh"), "ho-tich")
    assert civil is not None
    found = offer.rows(civil, VI)
    assert found[-1] == offer.Row(None, "Việc khác hoặc không rõ", "")
    assert found[0] == offer.Row("ks", "Đăng ký khai sinh", "14 phút")


def brief(procedure: str | None, when: datetime, **figures: object) -> offer.Briefing:
    city = centre("kt-tp")
    civil = offer.find_service(city, "ho-tich")
    assert civil is not None
    return offer.briefing(city, civil, procedure=procedure, line=line(**figures), now=when, words=VI)


def test_after_three_the_result_comes_the_next_day() -> None:
    rule = "Nộp sau 15 giờ: nhận kết quả ngày làm việc tiếp theo."
    likely = "Dự kiến đến lượt sau 15 giờ: nhận kết quả ngày làm việc tiếp theo."
    morning = brief("tl", MORNING)
    assert (morning.rules, morning.warnings) == ((rule,), ())
    late = brief("tl", MORNING.replace(hour=14, minute=50), high=10)
    assert (late.rules, late.warnings) == ((), (likely,))
    assert brief(None, MORNING.replace(hour=16)).warnings == ()


def test_a_line_that_does_not_fit_into_today_is_said_before() -> None:
    said = brief("tl", MORNING, fits_today=False).warnings
    assert len(said) == 1
    assert said[0].startswith("Có thể không kịp trong hôm nay")
    assert brief("tl", MORNING, desks_open=0).wait == "–"


def test_little_experience_is_said() -> None:
    assert brief("tl", MORNING, experienced=False).hint == "ước tính khi chưa đủ dữ liệu"
    assert brief("tl", MORNING, experienced=True).hint == ""


def test_priorities_are_the_centres() -> None:
    assert [key for key, _ in brief("tl", MORNING).priorities] == [info.id for info in centre("kt-tp").priorities]


def test_desks_are_counted_as_people_do() -> None:
    assert offer.desk_list(("10", "2", "1")) == "1, 2, 10"
    ticket = taken("dat-dai", "L012", desks=("9", "1"))
    assert offer.near(ticket.desks, VI, place="quầy") == "Quầy 1, 9"
    assert offer.near(ticket.desks, EN, place="phòng") == "Room 1, 9"
    assert offer.near((), VI, place="quầy") == "Xem bảng gọi số"


def closed(reason: str, said: dict[str, str] | None = None) -> Line:
    line = lines(centre("kt-tp"))["dat-dai"]
    return msgspec.structs.replace(line, issuing=False, reason=reason, left=0, words=said)


@pytest.mark.parametrize("reason", [*offer.NOT_ISSUED, "a_reason_of_tomorrow"])
def test_a_service_without_numbers_says_why_on_its_tile_and_can_be_asked(reason: str) -> None:
    for words in (VI, EN):
        first = offer.tiles(centre("kt-tp"), {"dat-dai": closed(reason)}, words)[0]
        assert (first.service, first.light, first.open) == ("dat-dai", Light.NOT_ISSUED, True)
        assert first.light_word
        assert first.waiting == ""


def test_the_supervisors_own_words_come_first() -> None:
    said = {"vi": "Quầy chuyển sang tầng 2", "en": "Desks have moved upstairs"}
    assert offer.not_issued(closed("service_closed", said), EN) == said["en"]
    assert "tạm ngừng" in offer.not_issued(closed("service_closed"), VI)


@pytest.mark.parametrize(("left", "said"), [(None, "14 người chờ"), (11, "14 người chờ"), (10, "còn 10 số")])
def test_the_last_numbers_are_counted(left: int | None, said: str) -> None:
    line = msgspec.structs.replace(lines(centre("kt-tp"))["dat-dai"], left=left)
    assert offer.tiles(centre("kt-tp"), {"dat-dai": line}, VI)[0].waiting == said


def appointed(hour: int, minute: int = 0, *, alone: bool = False) -> offer.Briefing:
    """The page before the number of someone with an appointment, at 08:05."""
    city = centre("kt-tp")
    crowded = line(high=90, low=60, fits_today=False)
    at = MORNING.replace(hour=hour, minute=minute)
    return offer.briefing(
        city,
        city.services[0],
        procedure=None,
        line=crowded,
        now=MORNING,
        words=VI,
        alone=alone,
        booked=True,
        appointed=at,
    )


def test_an_appointment_is_told_its_time_and_not_the_wait_of_the_line() -> None:
    told = appointed(9)
    assert (told.ahead, told.wait_heading, told.wait) == ("–", "Giờ hẹn", "09:00"), "no time of day is a waiting time"
    assert told.hint == "sớm hơn nếu không còn ai chờ"
    assert told.warnings == ()


def test_once_the_appointed_time_has_come_only_the_line_counts() -> None:
    told = appointed(8)
    assert told.wait_heading == "Thời gian chờ"
    assert told.hint == "xếp hàng theo giờ hẹn, thường sớm hơn"
    assert "khoảng" not in told.ahead


def test_without_the_server_an_appointment_is_an_ordinary_number_and_says_so() -> None:
    assert any("đưa mã hẹn cho cán bộ" in each for each in appointed(9, alone=True).warnings)
