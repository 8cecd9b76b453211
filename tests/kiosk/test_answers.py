"""What is said of a ticket, a dossier or a scan, as data; and that no state of them is left without words."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec import structs

from hardware.printer.base import PrinterStatus
from kiosk import events as ev
from kiosk.answers import ANSWERS, answer
from kiosk.language import Words
from kiosk.notice import Notice
from kiosk.scanned import Unusable
from kiosk.scene import Scene
from kiosk.state import Looked, Screen, Search, State, Visit
from queue_server.core.refusals import REFUSALS
from queue_server.protocol.messages import AppointmentFound, Day, DossierFound, Found, TicketState
from tools.kiosk_samples import ZONE, appointment, at, centre, day, dossier, found, lines

CITY = centre("kt-tp")
NOW = datetime(2022, 10, 11, 8, 5, tzinfo=ZONE)


def said(
    screen: Screen, *, language: str = "vi", issuing: bool = True, day: Day | None = None, **more: object
) -> Notice:
    state = State(screen=screen, issuing=issuing, printer=PrinterStatus.READY, **more)  # type: ignore[arg-type]
    notice = answer(Scene(state=state, words=Words(language), now=NOW, centre=CITY, day=day))
    assert notice is not None
    return notice


def looked_up(result: Found | DossierFound | AppointmentFound, **more: bool) -> Search:
    return Search("r1", "k", answer=result, **more)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("state", TicketState)
def test_every_state_of_a_ticket_has_words(state: TicketState, language: str) -> None:
    notice = said(Screen.STANDING, language=language, search=looked_up(found(state)))
    assert notice.title
    assert notice.lead
    assert (notice.large, bool(notice.small)) == ("L012", True)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("state", range(1, 11))
def test_every_state_of_a_dossier_has_words_and_three_lead_to_a_number(state: int, language: str) -> None:
    notice = said(Screen.DOSSIER, language=language, search=looked_up(dossier(state)))
    assert notice.title
    assert notice.lead
    assert notice.primary is not None
    assert isinstance(notice.primary.event, ev.ServiceChosen) == (state in (5, 6, 9))


def test_where_one_goes_and_how_long_it_is() -> None:
    waiting = said(Screen.STANDING, search=looked_up(found(TicketState.WAITING)))
    assert "5 người" in waiting.small
    assert "10–25" in waiting.small
    assert said(Screen.STANDING, search=looked_up(found(TicketState.CALLED))).small == "Quầy 3"


def test_before_the_first_desk_opens_no_wait_is_told() -> None:
    shut = {key: structs.replace(line, desks_open=0) for key, line in lines(CITY).items()}
    state = State(screen=Screen.STANDING, search=looked_up(found(TicketState.WAITING)))
    notice = answer(Scene(state=state, words=Words("vi"), now=NOW, centre=CITY, lines=shut))
    assert notice is not None
    assert notice.small == "Trước Ông/Bà: 5 người · Quầy chưa mở"


@pytest.mark.parametrize("state", TicketState)
def test_only_who_is_still_to_be_called_is_told_to_watch_the_board(state: TicketState) -> None:
    steps = said(Screen.STANDING, search=looked_up(found(state))).steps
    watching = ("users", "Theo dõi bảng gọi số, đến quầy khi được gọi") in steps
    assert watching == (state in (TicketState.WAITING, TicketState.ABSENT, TicketState.AWAY))


def test_another_paper_only_for_whoever_has_the_slip_or_the_card() -> None:
    typed = said(Screen.STANDING, search=looked_up(found(TicketState.WAITING)))
    assert typed.secondary is None
    trusted = said(Screen.STANDING, search=looked_up(found(TicketState.WAITING), trusted=True, held=True))
    assert trusted.secondary is not None
    assert trusted.secondary.event == ev.ReprintAsked()
    assert trusted.title == "Ông/Bà đang giữ số này"


def test_who_was_absent_may_come_back() -> None:
    notice = said(Screen.STANDING, search=looked_up(found(TicketState.ABSENT)))
    assert notice.primary is not None
    assert notice.primary.event == ev.ComeBackAsked()


def test_a_dossier_of_no_known_service_asks_for_it() -> None:
    unknown = DossierFound(request="r1", version=1, code="H34-221013-0012", state=9)
    notice = said(Screen.DOSSIER, search=looked_up(unknown))
    assert notice.primary is not None
    assert notice.primary.event == ev.PurposeChosen("collect")
    assert all(icon != "calendar" for icon, _ in notice.steps)


DAY = 24 * 60 * 60 * 1000


@pytest.mark.parametrize(
    ("booked", "title", "button"),
    [
        (appointment(at(9)), "Lịch hẹn hôm nay", "LẤY SỐ THEO HẸN"),
        (appointment(at(8)), "Lịch hẹn hôm nay", "LẤY SỐ THEO HẸN"),
        (appointment(at(7, 30), "late"), "Đã quá giờ hẹn", "LẤY SỐ THỨ TỰ"),
        (appointment(at(9) + DAY, "other_day"), "Lịch hẹn vào ngày khác", "Về trang đầu"),
        (appointment(at(9) - DAY, "other_day"), "Ngày hẹn đã qua", "Về trang đầu"),
    ],
)
def test_an_appointment_says_when_it_is_and_what_to_do(booked: AppointmentFound, title: str, button: str) -> None:
    notice = said(Screen.APPOINTMENT, search=looked_up(booked))
    assert (notice.title, notice.label) == (title, "Đất đai")
    assert notice.lead
    assert notice.primary is not None
    assert notice.primary.text == button
    if isinstance(notice.primary.event, ev.ServiceChosen):
        assert notice.primary.event == ev.ServiceChosen("dat-dai", "r1-take", only="dd-ld", appointment=booked)
    english = said(Screen.APPOINTMENT, search=looked_up(booked), language="en")
    assert english.title != notice.title
    closed = said(Screen.APPOINTMENT, search=looked_up(booked), issuing=False)
    assert closed.primary is not None
    assert closed.primary.text == "Về trang đầu", "no number is promised while none are given"


def test_where_no_numbers_are_given_an_appointment_sends_nobody_to_take_one() -> None:
    def closed(booked: AppointmentFound, *, opens: int) -> str:
        today = day("closed", next_opening=opens)
        return said(Screen.APPOINTMENT, search=looked_up(booked), issuing=False, day=today).lead

    assert "khi máy mở lại" in closed(appointment(at(13)), opens=at(13))
    assert "đưa mã hẹn cho cán bộ" in closed(appointment(at(16, 55)), opens=at(7) + DAY), "tomorrow is too late"
    for booked in (appointment(at(9) + DAY, "other_day"), appointment(at(9) - DAY, "other_day")):
        assert "như thường" not in closed(booked, opens=at(7) + DAY)


def test_an_appointment_shows_its_time_and_day() -> None:
    notice = said(Screen.APPOINTMENT, search=looked_up(appointment(at(9) + 2 * DAY, "other_day")))
    assert (notice.large, notice.small) == ("09:00", "Thứ Năm, 13/10/2022")


def test_the_ticket_of_an_appointment_says_when_it_is_called() -> None:
    waiting = found(TicketState.WAITING)
    booked = structs.replace(waiting, ticket=structs.replace(waiting.ticket, appointed=at(9)))
    assert ("calendar", "Được gọi vào khoảng giờ hẹn 09:00") in said(Screen.STANDING, search=looked_up(booked)).steps
    assert said(Screen.STANDING, search=looked_up(booked)).small == "Quầy 1, 2, 3", "the time is told, and no wait"
    due = structs.replace(waiting, ticket=structs.replace(waiting.ticket, appointed=at(8)))
    assert "10–25" in said(Screen.STANDING, search=looked_up(due)).small
    late = structs.replace(waiting, ticket=structs.replace(waiting.ticket, appointed=at(9), late=True))
    assert "10–25" in said(Screen.STANDING, search=looked_up(late)).small
    assert "calendar" not in dict(said(Screen.STANDING, search=looked_up(late)).steps)


def test_an_appointment_that_cannot_be_seen_leads_to_a_number_all_the_same() -> None:
    unseen = said(Screen.NOT_FOUND, search=Search("r1", "k", Looked.APPOINTMENT))
    assert "lấy số như thường" in unseen.lead
    assert unseen.primary is not None
    assert (unseen.primary.event, unseen.primary.text) == (ev.HomeAsked(), "LẤY SỐ THỨ TỰ")
    closed = said(Screen.NOT_FOUND, search=Search("r1", "k", Looked.APPOINTMENT), issuing=False)
    assert closed.primary is not None
    assert closed.primary.event == ev.EnterAsked()


def test_a_refusal_is_shown_as_it_was_said() -> None:
    refusal = ev.RefusedByServer("r1", "unknown_dossier", REFUSALS["unknown_dossier"])
    assert said(Screen.NOT_FOUND, search=Search("r1", "k", refusal=refusal)).lead == REFUSALS["unknown_dossier"]["vi"]
    assert "chưa trả lời" in said(Screen.NOT_FOUND, search=Search("r1", "k")).lead


@pytest.mark.parametrize("kind", Unusable)
def test_every_scan_of_no_use_has_words(kind: Unusable) -> None:
    notice = said(Screen.USELESS, useless=kind)
    assert notice.title
    assert notice.lead


@pytest.mark.parametrize("kind", [Unusable.INSURANCE_CARD, Unusable.DAMAGED])
def test_who_shows_what_nobody_can_type_is_led_to_a_number(kind: Unusable) -> None:
    button = said(Screen.USELESS, useless=kind).primary
    assert button is not None
    assert (button.event, button.text) == (ev.BackAsked(), "LẤY SỐ THỨ TỰ")
    closed = said(Screen.USELESS, useless=kind, issuing=False).primary
    assert closed is not None
    assert closed.text != button.text, "no number is promised while none are given"


def test_an_unknown_code_may_be_typed() -> None:
    button = said(Screen.USELESS, useless=Unusable.UNKNOWN).primary
    assert button is not None
    assert button.event == ev.EnterAsked()


@pytest.mark.parametrize("kind", Unusable)
def test_whatever_is_scanned_in_the_middle_of_a_visit_leads_back_to_it(kind: Unusable) -> None:
    visit = Visit(request="r1", service="dat-dai", listed=True, only=None, priority="elderly")
    button = said(Screen.USELESS, useless=kind, visit=visit).primary
    assert button is not None
    assert button.event == ev.BackAsked()


def test_elsewhere_it_says_nothing() -> None:
    for screen in set(Screen) - ANSWERS | {Screen.STANDING, Screen.DOSSIER, Screen.APPOINTMENT, Screen.USELESS}:
        assert answer(Scene(state=State(screen=screen), words=Words("vi"), now=NOW, centre=CITY)) is None
