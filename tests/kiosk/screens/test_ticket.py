"""The screens that hold a number: nobody loses it because of paper."""

from __future__ import annotations

import pytest
from msgspec import structs

from hardware.printer.base import JobState, PrinterStatus
from kiosk import events as ev
from kiosk.state import COUNTDOWN, NUMBER_SHOWN
from tests.kiosk.conftest import Opened
from tools.kiosk_samples import appointment, at, centre, day, lines, taken
from tools.kiosk_stage import Stage


def numbered(kiosk: Opened, state: JobState, **more: object) -> Stage:
    stage = kiosk(**more)
    stage.touch("service:thue")
    if stage.screen.name == "notice":
        stage.touch("go_on")
    stage.touch("take")
    asking = stage.effects[0]
    assert isinstance(asking, ev.AskForTicket)
    stage.app.happened(ev.Answered(taken("thue", "T007", request=asking.request, experienced=False)))
    stage.app.happened(ev.SlipReported("ticket-T007", state))
    stage.play(0.5)
    return stage


@pytest.mark.parametrize("state", [JobState.CONFIRMED, JobState.ACCEPTED])
def test_take_your_slip(kiosk: Opened, state: JobState) -> None:
    stage = numbered(kiosk, state)
    assert {"Mời Ông/Bà nhận phiếu", "T007", "ước tính khi chưa đủ dữ liệu"} <= set(stage.texts())
    stage.touch("done")
    assert stage.screen.name == "home"


def test_before_the_first_desk_opens_no_wait_is_promised(kiosk: Opened) -> None:
    stage = kiosk()
    told = centre("kt-tp")
    shut = {key: structs.replace(line, desks_open=0) for key, line in lines(told).items()}
    stage.link.say(told, day(), shut)
    stage.touch("service:thue")
    stage.touch("take")
    asking = stage.effects[0]
    assert isinstance(asking, ev.AskForTicket)
    stage.app.happened(ev.Answered(taken("thue", "T007", request=asking.request)))
    stage.app.happened(ev.SlipReported("ticket-T007", JobState.CONFIRMED))
    stage.play(0.5)
    assert "Quầy chưa mở" in stage.texts()
    assert not any("phút" in text for text in stage.texts())


def test_no_slip_there_leads_to_the_number(kiosk: Opened) -> None:
    stage = numbered(kiosk, JobState.ACCEPTED)
    stage.touch("not_seen")
    assert "Ông/Bà đã nhận được phiếu chưa?" in stage.texts()


def test_an_unconfirmed_slip_is_asked_about(kiosk: Opened) -> None:
    stage = numbered(kiosk, JobState.UNCONFIRMED)
    assert {"T007", "Ghi nhớ số T007"} <= set(stage.texts())
    stage.touch("reprint")
    assert stage.screen.name == "printing"
    assert "Đang in lại phiếu…" in stage.texts()
    assert stage.effects[-1] == ev.PrintSlip(stage.effects[1].taken, "vi", copy=1)  # type: ignore[union-attr]
    stage.app.happened(ev.SlipReported("ticket-T007", JobState.UNCONFIRMED))
    stage.play(0.5)
    stage.touch("in_hand")
    assert stage.screen.name == "home"
    assert stage.effects[-1] == ev.ReportInHand("ticket-T007")


def test_who_holds_no_slip_is_never_made_to_say_otherwise(kiosk: Opened) -> None:
    """The printer stopped midway: there is nothing to print with, and perhaps nothing in the citizen's hand."""
    stage = numbered(kiosk, JobState.UNCONFIRMED, printer=PrinterStatus.PAPER_OUT)
    assert "Máy in dừng giữa chừng. Số dưới đây vẫn có giá trị." in stage.texts()
    assert {"in_hand", "noted"} <= {each.test_name for each in stage.touchables()}
    stage.touch("noted")
    assert stage.screen.name == "home"
    assert stage.effects[-1] == ev.ReportNoted("ticket-T007")


def test_a_printer_that_is_well_again_may_print(kiosk: Opened) -> None:
    stage = numbered(kiosk, JobState.UNCONFIRMED, printer=PrinterStatus.PAPER_OUT)
    stage.app.happened(ev.PrinterChanged(PrinterStatus.READY))
    stage.play(0.5)
    stage.touch("reprint")
    assert stage.screen.name == "printing"


def test_without_paper_there_is_nothing_to_print_again(kiosk: Opened) -> None:
    stage = numbered(kiosk, JobState.FAILED, printer=PrinterStatus.PAPER_OUT)
    assert {"Máy không in được phiếu", "T007"} <= set(stage.texts())
    assert "reprint" not in [each.test_name for each in stage.touchables()]
    stage.touch("in_hand")
    assert stage.screen.name == "home"
    assert stage.effects[-1] == ev.ReportNoted("ticket-T007"), "there is no slip in any hand, but the number is known"


def test_a_number_on_the_screen_is_not_taken_away_soon(kiosk: Opened) -> None:
    stage = numbered(kiosk, JobState.FAILED)
    stage.play(NUMBER_SHOWN + 1)
    assert stage.screen.name == "number"
    assert "Số của Ông/Bà vẫn có giá trị. Xin ghi lại số trước khi rời đi." in stage.texts()
    stage.play(COUNTDOWN)
    assert stage.screen.name == "home"


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ("in_time", {"Giờ hẹn", "09:00", "sớm hơn nếu không còn ai chờ"}),
        ("late", {"Thời gian chờ", "khoảng 10–25 phút", "Đã quá giờ hẹn 07:30: chờ như mọi người"}),
    ],
)
def test_a_number_by_appointment_says_when_it_is_called(kiosk: Opened, standing: str, said: set[str]) -> None:
    """From the scan to the slip, by touch."""
    stage, late = kiosk(), standing == "late"
    time = at(7, 30) if late else at(9)
    stage.app.happened(ev.AppointmentShown("LH-7KQ2M9", "r1"))
    stage.app.happened(ev.FoundOut("r1", appointment(time, standing)))
    stage.play(0.5)
    stage.touch("take_number")
    assert stage.screen.name == "before"
    assert ("Giờ hẹn" if standing == "in_time" else "Thời gian chờ") in stage.texts()
    stage.touch("take")
    asking = stage.effects[-1]
    assert isinstance(asking, ev.AskForTicket)
    assert asking.appointment == "LH-7KQ2M9"
    stage.app.happened(ev.Answered(taken("dat-dai", "L012", request=asking.request, appointed=time, late=late)))
    stage.app.happened(ev.SlipReported("ticket-L012", JobState.CONFIRMED))
    stage.play(0.5)
    assert {"L012", *said} <= set(stage.texts())
