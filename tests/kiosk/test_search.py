"""Cards, slips, receipts and codes by touch, as lists of steps with no window."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from hardware.printer.base import JobState, PrinterStatus
from kiosk import events as ev
from kiosk.flow import step
from kiosk.identity import holder_token
from kiosk.scanned import Unusable
from kiosk.search import ERASE
from kiosk.state import ANSWER_PATIENCE, IDLE, LINK_GRACE, REFUSAL_SHOWN, Screen, State, at_rest
from queue_server.protocol.messages import TicketState
from tools.kiosk_samples import appointment, at, dossier, found, taken

CARD = ev.CardShown("3f" * 32, "elderly")
LAND = ev.ServiceChosen("dat-dai", "r1")
WORDS = {"vi": "Không được", "en": "No"}


@dataclass
class Kiosk:
    state: State = field(default_factory=State)
    now: float = 0.0
    effects: list[ev.Effect] = field(default_factory=list)

    def happens(self, *events: ev.Event) -> Screen:
        for event in events:
            self.state, effects = step(self.state, event, self.now)
            self.effects.extend(effect for effect in effects if not isinstance(effect, ev.DrawAhead))
        return self.state.screen

    def waits(self, seconds: float) -> Screen:
        until = self.now + seconds
        while self.now < until:
            self.now += 0.5
            self.happens(ev.Tick())
        return self.state.screen


@pytest.fixture
def kiosk() -> Kiosk:
    kiosk = Kiosk()
    kiosk.happens(ev.PrinterChanged(PrinterStatus.READY), ev.DayChanged(True), ev.LinkChanged(True))
    return kiosk


def test_where_the_server_is_known_to_be_away_nobody_waits_for_it(kiosk: Kiosk) -> None:
    kiosk.happens(ev.ReserveChanged(frozenset({"dat-dai"})), ev.LinkChanged(False))
    assert kiosk.happens(ev.TicketShown("t1", "r1")) is Screen.LOOKING, "a moment's break is nobody's business"
    kiosk.waits(ANSWER_PATIENCE + LINK_GRACE)
    kiosk.happens(ev.HomeAsked())
    assert kiosk.happens(ev.TicketShown("t1", "r2")) is Screen.NOT_FOUND
    assert kiosk.waits(REFUSAL_SHOWN - 1) is Screen.NOT_FOUND
    assert kiosk.happens(ev.AppointmentShown("LH-7KQ2M9", "r3")) is Screen.NOT_FOUND
    assert kiosk.waits(REFUSAL_SHOWN - 1) is Screen.NOT_FOUND, "the second one has its time too"
    assert kiosk.effects[-1] == ev.AskForAppointment("r3", "LH-7KQ2M9")
    kiosk.happens(ev.LinkChanged(True))
    answer = found(TicketState.WAITING)
    assert kiosk.happens(ev.FoundOut("r3", answer)) is Screen.STANDING, "the server is back and answers"


# ------------------------------------------------------------------------------------------------------------ cards


def test_a_card_before_the_service_gives_priority_and_a_token(kiosk: Kiosk) -> None:
    kiosk.happens(CARD, LAND)
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.priority == "elderly"
    kiosk.happens(ev.NumberAsked())
    [asked] = kiosk.effects
    assert asked == ev.AskForTicket("r1", "dat-dai", None, "elderly", "vi", holder_token(CARD.person, "dat-dai"))


def test_a_card_on_the_page_before_the_number(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, CARD)
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.priority == "elderly"
    kiosk.happens(ev.PriorityDeclared("elderly"))
    assert kiosk.state.visit.priority == "", "it may be taken back by touch"


def test_a_young_persons_card_takes_back_nothing_that_was_declared(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.PriorityDeclared("disabled"), ev.CardShown("4e" * 32, ""))
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.priority == "disabled"


def test_without_a_card_nobody_is_held_to_one_number(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.NumberAsked())
    assert kiosk.effects == [ev.AskForTicket("r1", "dat-dai", None, "", "vi")]


def test_nothing_of_a_card_outlives_its_visit(kiosk: Kiosk) -> None:
    kiosk.happens(CARD, LAND, ev.BackAsked())
    assert kiosk.state.person is not None, "a wrong tile does not ask for the card again"
    kiosk.happens(LAND, ev.HomeAsked())
    assert kiosk.state.person is None
    kiosk.happens(CARD)
    kiosk.waits(IDLE + 1)
    assert kiosk.state.person is None
    kiosk.happens(CARD, LAND, ev.NumberAsked(), ev.Answered(taken("dat-dai", "L012")))
    kiosk.happens(ev.SlipReported("ticket-L012", JobState.CONFIRMED), ev.HomeAsked())
    assert kiosk.state.person is None


@pytest.mark.parametrize("kind", Unusable)
def test_a_card_that_is_read_at_the_second_try_begins_a_visit(kiosk: Kiosk, kind: Unusable) -> None:
    assert kiosk.happens(ev.UselessShown(kind)) is Screen.USELESS
    assert kiosk.happens(CARD) is Screen.HOME
    kiosk.happens(LAND)
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.priority == "elderly"


@pytest.mark.parametrize(("listed", "screen"), [(True, Screen.PROCEDURES), (False, Screen.BEFORE)])
def test_who_shows_something_of_no_use_in_the_middle_is_told_and_goes_on(
    kiosk: Kiosk, listed: bool, screen: Screen
) -> None:
    service = ev.ServiceChosen("dat-dai", "r1", listed=listed)
    assert kiosk.happens(service, ev.UselessShown(Unusable.DAMAGED)) is Screen.USELESS
    assert kiosk.happens(ev.BackAsked()) is screen
    assert kiosk.happens(ev.UselessShown(Unusable.DAMAGED), CARD) is screen
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.priority == "elderly"
    kiosk.happens(ev.UselessShown(Unusable.DAMAGED), ev.DayChanged(False))
    assert kiosk.happens(CARD) is Screen.CLOSED


def test_the_next_citizens_slip_is_answered_where_the_one_before_went_away(kiosk: Kiosk) -> None:
    kiosk.happens(LAND)
    kiosk.waits(IDLE + 1)
    assert kiosk.state.warned is not None
    assert kiosk.happens(ev.TicketShown("t9", "r2")) is Screen.LOOKING
    assert kiosk.state.visit is None
    assert kiosk.happens(ev.FoundOut("r2", found(TicketState.WAITING)), ev.HomeAsked()) is Screen.HOME


def test_the_next_citizens_card_ends_what_the_one_before_looked_up(kiosk: Kiosk) -> None:
    kiosk.happens(ev.TicketShown("t9", "r1"), ev.FoundOut("r1", found(TicketState.WAITING)))
    assert kiosk.happens(CARD) is Screen.HOME
    assert kiosk.state.search is None
    assert kiosk.state.person is not None


def test_a_card_while_no_numbers_are_given_lights_the_screen_and_is_not_kept(kiosk: Kiosk) -> None:
    kiosk.happens(ev.DayChanged(False))
    kiosk.now = 1000.0
    assert at_rest(kiosk.state, kiosk.now)
    assert kiosk.happens(CARD) is Screen.CLOSED
    assert not at_rest(kiosk.state, kiosk.now)
    assert kiosk.state.person is None
    assert kiosk.happens(ev.UselessShown(Unusable.DAMAGED), CARD) is Screen.CLOSED
    assert kiosk.state.person is None


def test_who_holds_a_number_already_is_shown_that_one(kiosk: Kiosk) -> None:
    kiosk.happens(CARD, LAND, ev.NumberAsked())
    assert kiosk.happens(ev.RefusedByServer("r1", "already_holding", WORDS, "t9")) is Screen.LOOKING
    asking = kiosk.effects[-1]
    assert asking == ev.AskWhereTicket("r1-held", "t9")
    assert kiosk.happens(ev.FoundOut("r1-held", found(TicketState.WAITING))) is Screen.STANDING
    assert kiosk.state.search is not None
    assert kiosk.state.search.held
    assert kiosk.happens(ev.ReprintAsked()) is Screen.PRINTING
    printing = kiosk.effects[-1]
    assert isinstance(printing, ev.PrintSlip)
    assert (printing.copy, printing.asking) == (1, "r1-held")
    assert kiosk.happens(ev.SlipReported("ticket-L012", JobState.CONFIRMED)) is Screen.TAKE


# ---------------------------------------------------------------------------------------------- tickets and dossiers


@pytest.mark.parametrize("state", TicketState)
def test_a_slip_says_where_it_stands_in_any_state(kiosk: Kiosk, state: TicketState) -> None:
    assert kiosk.happens(ev.TicketShown("t1", "r1")) is Screen.LOOKING
    assert kiosk.happens(ev.FoundOut("r1", found(state))) is Screen.STANDING
    assert kiosk.happens(ev.HomeAsked()) is Screen.HOME
    assert kiosk.state.search is None


def test_who_was_called_while_away_comes_back(kiosk: Kiosk) -> None:
    kiosk.happens(ev.TicketShown("t1", "r1"), ev.FoundOut("r1", found(TicketState.ABSENT)))
    assert kiosk.happens(ev.ComeBackAsked()) is Screen.LOOKING
    assert kiosk.effects[-1] == ev.BringBack("r1-again", "ticket-L012")
    assert kiosk.happens(ev.FoundOut("r1", found(TicketState.ABSENT))) is Screen.LOOKING, "the older answer is late"
    assert kiosk.happens(ev.FoundOut("r1-again", found(TicketState.WAITING))) is Screen.STANDING
    assert kiosk.happens(ev.ComeBackAsked()) is Screen.STANDING, "only who is absent"


def test_who_is_too_late_is_told(kiosk: Kiosk) -> None:
    kiosk.happens(ev.TicketShown("t1", "r1"), ev.FoundOut("r1", found(TicketState.ABSENT)), ev.ComeBackAsked())
    assert kiosk.happens(ev.RefusedByServer("r1-again", "return_too_late", WORDS)) is Screen.NOT_FOUND
    assert kiosk.waits(REFUSAL_SHOWN + 1) is Screen.HOME


def test_a_dossier_leads_to_a_number(kiosk: Kiosk) -> None:
    kiosk.happens(ev.DossierShown("H34-221013-0012", "r1"), ev.FoundOut("r1", dossier(9)))
    assert kiosk.state.screen is Screen.DOSSIER
    kiosk.happens(ev.ServiceChosen("tra-ket-qua", "r2", only="tkq", purpose="collect"), ev.NumberAsked())
    assert kiosk.effects[-1] == ev.AskForTicket("r2", "tra-ket-qua", "tkq", "", "vi", "", "collect")


def test_a_dossier_of_an_unknown_service_lets_the_citizen_choose(kiosk: Kiosk) -> None:
    kiosk.happens(ev.DossierShown("H34-221013-0012", "r1"), ev.FoundOut("r1", dossier(5)))
    assert kiosk.happens(ev.PurposeChosen("supplement")) is Screen.HOME
    kiosk.happens(LAND, ev.NumberAsked())
    assert kiosk.effects[-1] == ev.AskForTicket("r1", "dat-dai", None, "", "vi", "", "supplement")
    kiosk.happens(ev.RefusedByServer("r1", "not_issuing", WORDS), ev.HomeAsked(), LAND)
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.purpose == "", "the next citizen has another matter"


def test_a_server_that_says_nothing_is_given_up(kiosk: Kiosk) -> None:
    kiosk.happens(ev.DossierShown("H34-221013-0012", "r1"))
    assert kiosk.waits(ANSWER_PATIENCE + 1) is Screen.NOT_FOUND
    assert kiosk.happens(ev.FoundOut("r1", dossier(9))) is Screen.DOSSIER, "better late"


def test_something_of_no_use_is_said_and_forgotten(kiosk: Kiosk) -> None:
    assert kiosk.happens(ev.UselessShown(Unusable.INSURANCE_CARD)) is Screen.USELESS
    assert kiosk.happens(ev.TicketShown("t1", "r1")) is Screen.LOOKING
    kiosk.happens(ev.RefusedByServer("r1", "unknown_ticket", WORDS), ev.UselessShown(Unusable.UNKNOWN))
    assert kiosk.waits(REFUSAL_SHOWN + 1) is Screen.HOME


# ------------------------------------------------------------------------------------------------------ appointments

BOOKED = appointment(at(9))
CHECK_IN = ev.ServiceChosen("dat-dai", "r1-take", only="dd-ld", appointment=BOOKED)


def test_an_appointment_leads_to_a_number_with_its_code(kiosk: Kiosk) -> None:
    assert kiosk.happens(ev.AppointmentShown("LH-7KQ2M9", "r1")) is Screen.LOOKING
    assert kiosk.effects == [ev.AskForAppointment("r1", "LH-7KQ2M9")]
    assert kiosk.happens(ev.FoundOut("r1", BOOKED)) is Screen.APPOINTMENT
    assert kiosk.happens(CARD) is Screen.APPOINTMENT, "a card adds the class of its age"
    assert kiosk.happens(CHECK_IN) is Screen.BEFORE
    kiosk.happens(ev.NumberAsked())
    asked = kiosk.effects[-1]
    assert isinstance(asked, ev.AskForTicket)
    assert (asked.service, asked.procedure, asked.priority) == ("dat-dai", "dd-ld", "elderly")
    assert asked.appointment == "LH-7KQ2M9"


def test_one_that_was_used_shows_its_number(kiosk: Kiosk) -> None:
    kiosk.happens(ev.AppointmentShown("LH-7KQ2M9", "r1"))
    assert kiosk.happens(ev.FoundOut("r1", found(TicketState.WAITING))) is Screen.STANDING
    assert kiosk.happens(ev.ReprintAsked()) is Screen.PRINTING, "whoever has the code may have another paper"


def test_one_that_is_used_at_two_kiosks_at_once_shows_its_number(kiosk: Kiosk) -> None:
    kiosk.happens(ev.AppointmentShown("LH-7KQ2M9", "r1"), ev.FoundOut("r1", BOOKED), CHECK_IN, ev.NumberAsked())
    kiosk.happens(ev.RefusedByServer("r1-take", "already_checked_in", WORDS, "t9"))
    assert kiosk.effects[-1] == ev.AskWhereTicket("r1-take-held", "t9")
    assert kiosk.happens(ev.FoundOut("r1-take-held", found(TicketState.WAITING))) is Screen.STANDING
    assert kiosk.state.search is not None
    assert not kiosk.state.search.held


def test_an_appointment_without_a_server_gets_an_ordinary_number(kiosk: Kiosk) -> None:
    kiosk.happens(ev.ReserveChanged(frozenset({"dat-dai"})))
    kiosk.happens(ev.AppointmentShown("LH-7KQ2M9", "r1"), ev.FoundOut("r1", BOOKED), CHECK_IN)
    kiosk.happens(ev.LinkChanged(False))
    kiosk.waits(5)
    assert kiosk.happens(ev.NumberAsked()) is Screen.PRINTING
    assert kiosk.effects[-1] == ev.AskForTicket("r1-take", "dat-dai", "dd-ld", "", "vi", alone=True)


def test_an_appointment_that_nobody_can_look_up_is_said(kiosk: Kiosk) -> None:
    kiosk.happens(ev.LinkChanged(False), ev.AppointmentShown("LH-7KQ2M9", "r1"))
    assert kiosk.waits(ANSWER_PATIENCE + 1) is Screen.NOT_FOUND
    assert kiosk.happens(ev.FoundOut("r1", BOOKED)) is Screen.APPOINTMENT, "better late"


def test_an_appointment_by_touch_has_no_second_paper(kiosk: Kiosk) -> None:
    assert enter(kiosk, "LH-7KQ2M9") is Screen.LOOKING
    assert kiosk.effects == [ev.AskForAppointment("r1", "LH-7KQ2M9")]
    kiosk.happens(ev.FoundOut("r1", found(TicketState.WAITING)))
    assert kiosk.happens(ev.ReprintAsked()) is Screen.STANDING


@pytest.mark.parametrize(
    "event", [ev.TicketShown("t", "r2"), ev.DossierShown("c", "r2"), ev.AppointmentShown("LH-7KQ2M9", "r2")]
)
def test_a_scan_never_takes_away_a_visit_under_way(kiosk: Kiosk, event: ev.Event) -> None:
    kiosk.happens(LAND)
    assert kiosk.happens(event) is Screen.BEFORE
    kiosk.happens(ev.NumberAsked())
    assert kiosk.happens(event, CARD) is Screen.PRINTING
    assert len(kiosk.effects) == 1


# ------------------------------------------------------------------------------------------------------- by touch


def enter(kiosk: Kiosk, text: str) -> Screen:
    kiosk.happens(ev.EnterAsked(), *(ev.KeyTyped(letter) for letter in text))
    return kiosk.happens(ev.CodeEntered("r1"))


def test_a_dossier_by_touch(kiosk: Kiosk) -> None:
    assert enter(kiosk, "H34-221013-0012") is Screen.LOOKING
    assert kiosk.effects == [ev.AskForDossier("r1", "H34-221013-0012")]


def test_a_ticket_by_touch_may_come_back_but_have_no_paper(kiosk: Kiosk) -> None:
    assert enter(kiosk, "L012") is Screen.LOOKING
    assert kiosk.effects == [ev.AskWhereTicket("r1", "L012")]
    kiosk.happens(ev.FoundOut("r1", found(TicketState.WAITING)))
    assert kiosk.happens(ev.ReprintAsked()) is Screen.STANDING, "the number is on the board for all to see"


def test_half_a_code_is_not_asked_for(kiosk: Kiosk) -> None:
    assert enter(kiosk, "H34-22") is Screen.ENTER
    assert kiosk.state.mistyped
    kiosk.happens(ev.KeyTyped(ERASE))
    assert (kiosk.state.typed, kiosk.state.mistyped) == ("H34-2", False)
    kiosk.happens(*[ev.KeyTyped(ERASE)] * 9, *[ev.KeyTyped("9")] * 99)
    assert len(kiosk.state.typed) == 40
    assert kiosk.effects == []
    assert kiosk.waits(IDLE + 25) is Screen.HOME
    assert kiosk.state.typed == ""


def test_after_issuing_ended_slips_are_still_looked_up(kiosk: Kiosk) -> None:
    assert kiosk.happens(ev.DayChanged(False)) is Screen.CLOSED
    kiosk.happens(ev.TicketShown("t1", "r1"), ev.FoundOut("r1", found(TicketState.WAITING)))
    assert kiosk.state.screen is Screen.STANDING
    assert kiosk.happens(ev.HomeAsked()) is Screen.CLOSED
