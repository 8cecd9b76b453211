"""What is said of a ticket, a dossier or a scan, as data; and that no state of them is left without words."""

from __future__ import annotations

from datetime import datetime

import pytest

from hardware.printer.base import PrinterStatus
from kiosk import events as ev
from kiosk.answers import ANSWERS, answer
from kiosk.language import Words
from kiosk.notice import Notice
from kiosk.scanned import Unusable
from kiosk.scene import Scene
from kiosk.state import Screen, Search, State
from queue_server.core.refusals import REFUSALS
from queue_server.protocol.messages import DossierFound, Found, TicketState
from tools.kiosk_samples import ZONE, centre, dossier, found

CITY = centre("kt-tp")
NOW = datetime(2022, 10, 11, 8, 5, tzinfo=ZONE)


def said(screen: Screen, *, language: str = "vi", issuing: bool = True, **more: object) -> Notice:
    state = State(screen=screen, issuing=issuing, printer=PrinterStatus.READY, **more)  # type: ignore[arg-type]
    notice = answer(Scene(state=state, words=Words(language), now=NOW, centre=CITY))
    assert notice is not None
    return notice


def looked_up(result: Found | DossierFound, **more: bool) -> Search:
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


def test_a_refusal_is_shown_as_it_was_said() -> None:
    refusal = ev.RefusedByServer("r1", "unknown_dossier", REFUSALS["unknown_dossier"])
    assert said(Screen.NOT_FOUND, search=Search("r1", "k", refusal=refusal)).lead == REFUSALS["unknown_dossier"]["vi"]
    assert "chưa trả lời" in said(Screen.NOT_FOUND, search=Search("r1", "k")).lead


@pytest.mark.parametrize("kind", Unusable)
def test_every_scan_of_no_use_has_words(kind: Unusable) -> None:
    notice = said(Screen.USELESS, useless=kind)
    assert notice.title
    assert notice.lead


@pytest.mark.parametrize("kind", [Unusable.INSURANCE_CARD, Unusable.APPOINTMENT, Unusable.DAMAGED])
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


def test_elsewhere_it_says_nothing() -> None:
    for screen in set(Screen) - ANSWERS | {Screen.STANDING, Screen.DOSSIER, Screen.USELESS}:
        assert answer(Scene(state=State(screen=screen), words=Words("vi"), now=NOW, centre=CITY)) is None
