"""The way through the screens as lists of steps, with no window; and what no sequence of events may ever do."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.printer.base import JobState, PrinterStatus
from kiosk import events as ev
from kiosk.flow import step
from kiosk.modes import Mode
from kiosk.scanned import Unusable
from kiosk.state import (
    ANSWER_PATIENCE,
    COUNTDOWN,
    IDLE,
    MOST_COPIES,
    MOVES,
    NUMBER_SHOWN,
    PRINTING_LONGEST,
    RESTING,
    SLIP_SHOWN,
    Screen,
    State,
    seconds_left,
)
from queue_server.protocol.messages import Taken, Ticket, TicketState
from tools.kiosk_samples import dossier, found


def taken(request: str = "r1", ticket: str = "t1") -> Taken:
    return Taken(
        request=request,
        version=7,
        ticket=Ticket(
            id=ticket,
            number="L012",
            service="land",
            state=TicketState.WAITING,
            taken_at=0,
            queued_at=0,
            legs=("land",),
            leg=0,
        ),
        ahead=3,
        low=10,
        high=25,
        experienced=True,
        fits_today=True,
        desks=("1",),
        follow="http://centre/t/x",
    )


@dataclass
class Kiosk:
    """A kiosk that is only its flow: `happens` takes events, `waits` lets time go by.

    What is only drawn ahead is kept apart from what is done.
    """

    state: State = field(default_factory=State)
    now: float = 0.0
    effects: list[ev.Effect] = field(default_factory=list)
    drawn: list[ev.DrawAhead] = field(default_factory=list)

    def happens(self, *events: ev.Event) -> Screen:
        for event in events:
            self.state, effects = step(self.state, event, self.now)
            self.effects.extend(effect for effect in effects if not isinstance(effect, ev.DrawAhead))
            self.drawn.extend(effect for effect in effects if isinstance(effect, ev.DrawAhead))
        return self.state.screen

    def waits(self, seconds: float) -> Screen:
        until = self.now + seconds
        while self.now < until:
            self.now = min(until, self.now + 0.5)
            self.happens(ev.Tick())
        return self.state.screen


@pytest.fixture
def kiosk() -> Kiosk:
    """Connected, in issuing hours, with paper."""
    kiosk = Kiosk()
    ready = ev.PrinterChanged(PrinterStatus.READY)
    assert kiosk.happens(ready, ev.DayChanged(True), ev.LinkChanged(True)) is Screen.HOME
    return kiosk


LAND = ev.ServiceChosen("land", request="r1", listed=True)


def test_the_plain_way(kiosk: Kiosk) -> None:
    assert kiosk.happens(LAND) is Screen.PROCEDURES
    assert kiosk.happens(ev.ProcedureChosen("transfer")) is Screen.BEFORE
    assert kiosk.happens(ev.PriorityDeclared("elderly")) is Screen.BEFORE
    assert kiosk.happens(ev.NumberAsked()) is Screen.PRINTING
    assert kiosk.effects == [ev.AskForTicket("r1", "land", "transfer", "elderly", "vi")]
    assert kiosk.happens(ev.Answered(taken())) is Screen.PRINTING
    assert kiosk.effects[1:] == [ev.PrintSlip(taken(), "vi")]
    assert kiosk.happens(ev.SlipReported("t1", JobState.CONFIRMED)) is Screen.TAKE
    assert kiosk.waits(SLIP_SHOWN - 1) is Screen.TAKE
    assert kiosk.waits(1) is Screen.HOME
    assert kiosk.state.visit is None


def test_a_slip_is_drawn_ahead_as_soon_as_it_is_known_what_for(kiosk: Kiosk) -> None:
    kiosk.happens(ev.LanguageChosen("en"), LAND)
    assert kiosk.drawn == []
    kiosk.happens(ev.ProcedureChosen("transfer"), ev.BackAsked(), ev.BackAsked())
    kiosk.happens(ev.ServiceChosen("collect", request="r2", only="due"))
    assert kiosk.drawn == [ev.DrawAhead("land", "transfer", "en"), ev.DrawAhead("collect", "due", "en")]


def test_a_service_with_one_procedure_or_none_needs_no_list(kiosk: Kiosk) -> None:
    assert kiosk.happens(ev.ServiceChosen("collect", request="r1", only="due")) is Screen.BEFORE
    assert kiosk.happens(ev.NumberAsked()) is Screen.PRINTING
    assert kiosk.effects == [ev.AskForTicket("r1", "collect", "due", "", "vi")]


def test_something_else_is_a_ticket_without_procedure(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked())
    assert kiosk.effects == [ev.AskForTicket("r1", "land", None, "", "vi")]


def test_a_priority_touched_twice_is_taken_back_and_none_is_chosen_before(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None))
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.priority == ""
    kiosk.happens(ev.PriorityDeclared("elderly"), ev.PriorityDeclared("disabled"), ev.PriorityDeclared("disabled"))
    assert kiosk.state.visit.priority == ""


@pytest.mark.parametrize("bounces", [2, 3, 20])
def test_a_bounced_finger_takes_one_ticket_and_one_slip(kiosk: Kiosk, bounces: int) -> None:
    kiosk.happens(*[LAND] * bounces, *[ev.ProcedureChosen("transfer")] * bounces, *[ev.NumberAsked()] * bounces)
    kiosk.happens(*[ev.Answered(taken())] * bounces, *[ev.SlipReported("t1", JobState.ACCEPTED)] * bounces)
    assert [type(effect) for effect in kiosk.effects] == [ev.AskForTicket, ev.PrintSlip]


def test_back_goes_to_the_list_and_then_home(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen("transfer"))
    assert kiosk.happens(ev.BackAsked()) is Screen.PROCEDURES
    assert kiosk.happens(ev.BackAsked()) is Screen.HOME
    kiosk.happens(ev.ServiceChosen("collect", request="r2", only="due"))
    assert kiosk.happens(ev.BackAsked()) is Screen.HOME


def test_idle_is_warned_of_and_can_be_put_off_at_least_ten_times(kiosk: Kiosk) -> None:
    kiosk.happens(LAND)
    for _ in range(12):
        kiosk.waits(IDLE)
        assert seconds_left(kiosk.state, kiosk.now) == COUNTDOWN >= 20
        assert kiosk.waits(COUNTDOWN - 1) is Screen.PROCEDURES
        kiosk.happens(ev.MoreTimeAsked())
        assert seconds_left(kiosk.state, kiosk.now) == 0
    kiosk.waits(IDLE)
    assert kiosk.waits(COUNTDOWN) is Screen.HOME
    assert kiosk.effects == [], "time running out never takes or prints anything"


def test_a_touch_puts_off_the_warning_but_does_not_close_it(kiosk: Kiosk) -> None:
    kiosk.happens(LAND)
    kiosk.waits(IDLE - 1)
    kiosk.happens(ev.Touched())
    kiosk.waits(IDLE - 1)
    assert kiosk.state.warned is None
    kiosk.waits(2)
    kiosk.happens(ev.Touched())
    assert kiosk.state.warned is not None, "the dialog's own buttons decide"


def test_the_next_citizen_finds_the_centres_own_language(kiosk: Kiosk) -> None:
    kiosk.happens(ev.LanguageChosen("en"), LAND)
    assert kiosk.state.language == "en"
    kiosk.waits(IDLE + COUNTDOWN)
    assert (kiosk.state.screen, kiosk.state.language) == (Screen.HOME, "vi")
    kiosk.happens(ev.LanguageChosen("en"))
    kiosk.waits(IDLE)
    assert kiosk.state.language == "vi"


def test_without_paper_the_citizen_is_told_before_and_sees_the_number(kiosk: Kiosk) -> None:
    kiosk.happens(ev.PrinterChanged(PrinterStatus.PAPER_OUT))
    assert kiosk.happens(LAND) is Screen.NO_PAPER
    assert kiosk.happens(ev.NoticeAccepted()) is Screen.PROCEDURES
    kiosk.happens(ev.ProcedureChosen(None), ev.NumberAsked(), ev.Answered(taken()))
    assert kiosk.happens(ev.SlipReported("t1", JobState.FAILED)) is Screen.NUMBER
    assert kiosk.waits(NUMBER_SHOWN - 1) is Screen.NUMBER, "a number that is only on the screen stays"
    assert kiosk.state.warned is None
    assert kiosk.waits(1 + COUNTDOWN - 1) is Screen.NUMBER
    assert kiosk.waits(1) is Screen.HOME, "but not for ever"


def test_a_service_without_numbers_is_explained_at_once_and_never_asked_for(kiosk: Kiosk) -> None:
    assert kiosk.happens(ev.ServiceChosen("land", request="r1", listed=True, issued=False)) is Screen.REFUSED
    assert not [effect for effect in kiosk.effects if isinstance(effect, ev.AskForTicket)]
    assert kiosk.happens(ev.HomeAsked()) is Screen.HOME
    assert kiosk.state.visit is None


def test_an_unconfirmed_slip_is_asked_about_and_printed_again_only_on_request(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked(), ev.Answered(taken()))
    assert kiosk.happens(ev.SlipReported("t1", JobState.UNCONFIRMED)) is Screen.NUMBER
    assert kiosk.happens(ev.ReprintAsked(), ev.ReprintAsked()) is Screen.PRINTING
    assert kiosk.effects[2:] == [ev.PrintSlip(taken(), "vi", copy=1)]
    kiosk.happens(ev.SlipReported("t1", JobState.UNCONFIRMED))
    assert kiosk.happens(ev.SlipInHand()) is Screen.HOME
    assert kiosk.effects[3:] == [ev.ReportInHand("t1")]


def test_a_number_read_from_the_screen_is_reported(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked(), ev.Answered(taken()))
    kiosk.happens(ev.SlipReported("t1", JobState.FAILED))
    assert kiosk.happens(ev.NumberNoted()) is Screen.HOME
    assert kiosk.effects[2:] == [ev.ReportNoted("t1")]


def test_curious_fingers_do_not_empty_the_roll(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked(), ev.Answered(taken()))
    for _ in range(10):
        kiosk.happens(ev.SlipReported("t1", JobState.CONFIRMED), ev.ReprintAsked(), ev.ReprintAsked())
    papers = [effect for effect in kiosk.effects if isinstance(effect, ev.PrintSlip)]
    assert [paper.copy for paper in papers] == list(range(MOST_COPIES + 1))


def test_a_printer_that_never_reports_does_not_hold_the_screen(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked())
    kiosk.waits(2)
    kiosk.happens(ev.Answered(taken()))
    assert kiosk.waits(PRINTING_LONGEST - 1) is Screen.PRINTING
    assert kiosk.waits(1) is Screen.NUMBER
    assert kiosk.happens(ev.SlipReported("t1", JobState.CONFIRMED)) is Screen.TAKE, "late, but it came"


def test_a_refusal_is_shown_and_goes_away(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked())
    refusal = ev.RefusedByServer("r1", "day_full", {"vi": "Hôm nay đã hết số."})
    assert kiosk.happens(refusal) is Screen.REFUSED
    assert kiosk.waits(30) is Screen.HOME


def test_no_answer_asks_again_with_the_same_id(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked())
    assert kiosk.waits(ANSWER_PATIENCE) is Screen.UNANSWERED
    assert kiosk.happens(ev.NumberAsked()) is Screen.PRINTING
    first, second = kiosk.effects
    assert first == second
    assert kiosk.happens(ev.Answered(taken())) is Screen.PRINTING
    assert kiosk.effects[2:] == [ev.PrintSlip(taken(), "vi")]


def test_an_answer_that_comes_late_is_shown_to_who_still_stands_there(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked())
    kiosk.waits(ANSWER_PATIENCE)
    assert kiosk.happens(ev.Answered(taken())) is Screen.PRINTING


def test_a_ticket_for_someone_who_left_is_reported_not_printed(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked())
    kiosk.waits(ANSWER_PATIENCE)
    kiosk.happens(ev.HomeAsked(), ev.ServiceChosen("land", request="r2", listed=True))
    kiosk.happens(ev.Answered(taken("r1", "t1")))
    assert kiosk.effects[1:] == [ev.ReportOrphan("t1")]
    assert kiosk.state.screen is Screen.PROCEDURES


def test_a_lost_server_is_shown_after_a_moment_and_heals_by_itself(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.LinkChanged(False))
    assert kiosk.waits(2) is Screen.PROCEDURES
    assert kiosk.happens(ev.LinkChanged(True)) is Screen.PROCEDURES
    kiosk.happens(ev.LinkChanged(False))
    assert kiosk.waits(3) is Screen.OUT_OF_ORDER
    assert kiosk.state.visit is None
    assert kiosk.happens(ev.LinkChanged(True)) is Screen.HOME


def test_a_lost_server_takes_no_number_from_the_screen(kiosk: Kiosk) -> None:
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked(), ev.Answered(taken()), ev.LinkChanged(False))
    kiosk.happens(ev.SlipReported("t1", JobState.UNCONFIRMED))
    assert kiosk.waits(NUMBER_SHOWN) is Screen.NUMBER
    assert kiosk.waits(COUNTDOWN) is Screen.OUT_OF_ORDER


def test_closing_time_interrupts_choosing_but_no_number(kiosk: Kiosk) -> None:
    kiosk.happens(LAND)
    assert kiosk.happens(ev.DayChanged(False)) is Screen.CLOSED
    assert kiosk.happens(LAND) is Screen.CLOSED
    assert kiosk.happens(ev.DayChanged(True)) is Screen.HOME
    kiosk.happens(LAND, ev.ProcedureChosen(None), ev.NumberAsked(), ev.DayChanged(False))
    assert kiosk.happens(ev.Answered(taken()), ev.SlipReported("t1", JobState.CONFIRMED)) is Screen.TAKE
    assert kiosk.waits(SLIP_SHOWN) is Screen.CLOSED


# --------------------------------------------------------------------------------------------- any order of events

REQUESTS = ("r1", "r2", "r3")
anything = st.one_of(
    st.builds(ev.Touched),
    st.builds(
        ev.ServiceChosen, st.just("land"), request=st.sampled_from(REQUESTS), listed=st.booleans(), only=st.none()
    ),
    st.builds(ev.NoticeAccepted),
    st.builds(ev.ProcedureChosen, st.sampled_from([None, "transfer"])),
    st.builds(ev.PriorityDeclared, st.sampled_from(["elderly", "disabled"])),
    st.builds(ev.NumberAsked),
    st.sampled_from([ev.Answered(taken(request, f"t-{request}")) for request in REQUESTS]),
    st.builds(ev.RefusedByServer, st.sampled_from(REQUESTS), st.just("closed"), st.just({"vi": "Đã đóng."})),
    st.builds(ev.SlipReported, st.sampled_from([f"t-{request}" for request in REQUESTS]), st.sampled_from(JobState)),
    st.builds(ev.SlipInHand),
    st.builds(ev.NumberNoted),
    st.builds(ev.ReprintAsked),
    st.builds(ev.MoreTimeAsked),
    st.builds(ev.BackAsked),
    st.builds(ev.HomeAsked),
    st.builds(ev.LanguageChosen, st.sampled_from(["vi", "en"])),
    st.builds(ev.LinkChanged, st.booleans()),
    st.builds(ev.DayChanged, st.booleans()),
    st.builds(ev.PrinterChanged, st.sampled_from(PrinterStatus)),
    st.builds(ev.CardShown, st.sampled_from(["", "3f" * 32]), st.sampled_from(["", "elderly"])),
    st.builds(
        ev.RefusedByServer, st.sampled_from(REQUESTS), st.just("already_holding"), st.just({"vi": "…"}), st.just("t")
    ),
    st.builds(ev.TicketShown, st.just("t"), st.just("search")),
    st.builds(ev.DossierShown, st.just("H34-221013-0012"), st.just("search")),
    st.builds(ev.UselessShown, st.sampled_from(Unusable)),
    st.builds(ev.EnterAsked),
    st.builds(ev.KeyTyped, st.sampled_from(["A", "1", "erase"])),
    st.builds(ev.CodeEntered, st.just("search")),
    st.builds(
        ev.FoundOut,
        st.sampled_from(["search", "search-again", *(f"{request}-held" for request in REQUESTS)]),
        st.one_of(st.sampled_from(TicketState).map(found), st.just(dossier(9))),
    ),
    st.builds(ev.ComeBackAsked),
    st.builds(ev.PurposeChosen, st.just("collect")),
    st.just(ev.Tick()),
)
pauses = st.sampled_from([0.0, 0.0, 0.0, 0.4, 9.0, 26.0, 61.0])


@settings(max_examples=400)
@given(st.lists(st.tuples(anything, pauses), max_size=60))
def test_whatever_happens_one_visit_takes_one_ticket_and_ends(happenings: list[tuple[ev.Event, float]]) -> None:
    kiosk = Kiosk()
    kiosk.happens(ev.PrinterChanged(PrinterStatus.READY), ev.DayChanged(True), ev.LinkChanged(True))
    visits: list[str] = []
    for event, pause in happenings:
        before, done = kiosk.state, len(kiosk.effects)
        kiosk.happens(event)
        if kiosk.state.visit is not None and before.visit is None:
            visits.append(kiosk.state.visit.request)
        for effect in kiosk.effects[done:]:
            if isinstance(effect, ev.AskForTicket | ev.PrintSlip):
                assert kiosk.state.visit is not None
                request = effect.request if isinstance(effect, ev.AskForTicket) else effect.taken.request
                assert request == kiosk.state.visit.request, "only this visit's own ticket"
            if isinstance(effect, ev.AskForTicket):
                assert isinstance(event, ev.NumberAsked), "no ticket without a touch"
            if isinstance(effect, ev.PrintSlip):
                assert isinstance(event, ev.Answered if effect.copy == 0 else ev.ReprintAsked)
        kiosk.waits(pause)

    asked = [effect for effect in kiosk.effects if isinstance(effect, ev.AskForTicket)]
    assert len({effect.request for effect in asked}) <= len(visits)
    papers = [effect for effect in kiosk.effects if isinstance(effect, ev.PrintSlip)]
    assert sum(paper.copy == 0 for paper in papers) <= len(visits)
    assert all(paper.copy <= MOST_COPIES for paper in papers)
    kiosk.waits(PRINTING_LONGEST + NUMBER_SHOWN + COUNTDOWN + ANSWER_PATIENCE + 1)
    assert kiosk.state.screen in RESTING, "it always comes home"
    assert kiosk.state.visit is None


@pytest.mark.parametrize("screen", Screen)
def test_every_legal_move_leads_to_a_screen_that_can_be_left(screen: Screen) -> None:
    assert MOVES[screen], "no screen is a dead end"
    reached, todo = set(), [screen]
    while todo:
        here = todo.pop()
        reached.add(here)
        todo.extend(MOVES[here] - reached)
    assert Screen.HOME in reached


def test_what_makes_the_kiosk_easier_lasts_to_the_end_of_the_visit(kiosk: Kiosk) -> None:
    easier = frozenset({Mode.STARK, Mode.LOW})
    kiosk.happens(ev.ModesShown(True), ev.ModeSwitched(Mode.STARK), ev.ModeSwitched(Mode.LOW), ev.ModesShown(False))
    kiosk.happens(LAND, ev.HomeAsked())
    assert kiosk.state.modes == easier, "who has only looked around goes on as it suits them"
    kiosk.happens(LAND, ev.ProcedureChosen("transfer"), ev.NumberAsked(), ev.Answered(taken()))
    kiosk.happens(ev.SlipReported("t1", JobState.CONFIRMED))
    assert kiosk.state.modes == easier
    assert kiosk.happens(ev.HomeAsked()) is Screen.HOME
    assert kiosk.state.modes == frozenset(), "the next citizen finds the kiosk as it always is"


def test_a_mode_is_turned_off_by_a_second_touch(kiosk: Kiosk) -> None:
    kiosk.happens(ev.ModeSwitched(Mode.LOW), ev.ModeSwitched(Mode.STARK), ev.ModeSwitched(Mode.LOW))
    assert kiosk.state.modes == {Mode.STARK}


def test_who_walks_away_leaves_no_mode_behind(kiosk: Kiosk) -> None:
    kiosk.happens(ev.ModesShown(True), ev.ModeSwitched(Mode.STARK))
    kiosk.waits(IDLE + 1)
    assert (kiosk.state.modes, kiosk.state.choosing_modes) == (frozenset(), False)
    kiosk.happens(ev.ModeSwitched(Mode.STARK), LAND)
    assert kiosk.waits(IDLE + COUNTDOWN + 2) is Screen.HOME
    assert kiosk.state.modes == frozenset()
