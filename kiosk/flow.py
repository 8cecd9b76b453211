# ruff: noqa: ARG001 — the handlers of a table share one shape
"""Which screen follows, and what is to be done: `step(state, event, now)` gives the next state and the effects.

Pure: no window, no clock, no network. An event that makes no sense on the present screen, such as the second half of
a double tap, changes nothing. One visit has one request id, so however it is touched it takes one ticket.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hardware.printer.base import JobState
from kiosk import events as ev
from kiosk import search
from kiosk.identity import holder_token
from kiosk.modes import Mode
from kiosk.search import holding
from kiosk.state import (
    ANSWER_PATIENCE,
    BEFORE_ASKING,
    COUNTDOWN,
    IDLE,
    MOST_COPIES,
    MOVES,
    NUMBER_SHOWN,
    PRINTING_LONGEST,
    REFUSAL_SHOWN,
    RESTING,
    SLIP_SHOWN,
    WARNED_WHEN_IDLE,
    Screen,
    State,
    Visit,
    alone,
    patience,
    resting,
)
from queue_server.protocol.messages import Taken

Step = tuple[State, tuple[ev.Effect, ...]]


def step(state: State, event: ev.Event, now: float) -> Step:
    """The next state and what to do now, in that order. Never raises for an event at the wrong moment."""
    handler = _ANYWHERE.get(type(event)) or _TABLE.get((state.screen, type(event)))
    if handler is None:
        return state, ()
    following, effects = handler(state, event, now)
    if following.screen is not state.screen:
        assert following.screen in MOVES[state.screen], f"{state.screen} → {following.screen} by {event}"
        following = replace(following, shown=now, touched=now, warned=None, choosing_modes=False)
        if following.screen in RESTING:
            following = replace(following, visit=None, search=None, typed="")
    return following, effects


# ------------------------------------------------------------------------------------------- the citizen's touches


def _touched(state: State, event: ev.Touched, now: float) -> Step:
    if state.warned is not None:
        return state, ()  # the dialog's own buttons decide
    return replace(state, touched=now), ()


def _more_time(state: State, event: ev.MoreTimeAsked, now: float) -> Step:
    return replace(state, touched=now, warned=None), ()


def _language(state: State, event: ev.LanguageChosen, now: float) -> Step:
    return replace(state, language=event.language, touched=now, warned=None), ()


def _modes_shown(state: State, event: ev.ModesShown, now: float) -> Step:
    return replace(state, choosing_modes=event.shown, touched=now, warned=None), ()


def _mode_switched(state: State, event: ev.ModeSwitched, now: float) -> Step:
    return replace(state, modes=state.modes ^ {event.mode}, touched=now, warned=None), ()


def _service(state: State, event: ev.ServiceChosen, now: float) -> Step:
    if alone(state, now) and event.service not in state.reserve:
        return state, ()
    visit = Visit(
        request=event.request,
        service=event.service,
        listed=event.listed,
        only=event.only,
        priority=state.person.priority if state.person else "",
        purpose=event.purpose or state.purpose,
        appointment=event.appointment,
    )
    state = replace(state, visit=visit)
    if not event.issued and not alone(state, now):
        return replace(state, screen=Screen.REFUSED), ()
    if not state.printer.can_print:
        return replace(state, screen=Screen.NO_PAPER), ()
    return _after_notice(state, ev.NoticeAccepted(), now)


def _after_notice(state: State, event: ev.NoticeAccepted, now: float) -> Step:
    visit = _visit(state)
    if visit.listed:
        return replace(state, screen=Screen.PROCEDURES), ()
    return _chosen(state, visit.only)


def _procedure(state: State, event: ev.ProcedureChosen, now: float) -> Step:
    return _chosen(state, event.procedure)


def _chosen(state: State, procedure: str | None) -> Step:
    visit = replace(_visit(state), procedure=procedure)
    ahead = ev.DrawAhead(visit.service, procedure, state.language)
    return replace(state, screen=Screen.BEFORE, visit=visit), (ahead,)


def _priority(state: State, event: ev.PriorityDeclared, now: float) -> Step:
    visit = _visit(state)
    chosen = "" if visit.priority == event.priority else event.priority
    return replace(state, visit=replace(visit, priority=chosen)), ()


def _ask(state: State, event: ev.NumberAsked, now: float) -> Step:
    visit = _visit(state)
    by_itself = not state.link_up and visit.service in state.reserve
    holder = holder_token(state.person.token, visit.service) if state.person and state.person.token else ""
    asking = ev.AskForTicket(
        visit.request,
        visit.service,
        visit.procedure,
        visit.priority,
        state.language,
        holder=holder,
        purpose=visit.purpose,
        appointment=visit.appointment.code if visit.appointment and not by_itself else "",
        alone=by_itself,
    )
    return replace(state, screen=Screen.PRINTING), (asking,)


def _back(state: State, event: ev.BackAsked, now: float) -> Step:
    if state.screen is Screen.BEFORE and _visit(state).listed:
        return replace(state, screen=Screen.PROCEDURES), ()
    return replace(state, screen=resting(state, now)), ()


def _home(state: State, event: ev.HomeAsked, now: float) -> Step:
    # Who has a number is gone; who has only looked around goes on as it suits them.
    modes = frozenset[Mode]() if state.visit and state.visit.taken else state.modes
    return replace(state, screen=resting(state, now), person=None, purpose="", modes=modes), ()


def _in_hand(state: State, event: ev.SlipInHand, now: float) -> Step:
    taken = _taken(state)
    following, _ = _home(state, ev.HomeAsked(), now)
    return following, (ev.ReportInHand(taken.ticket.id),)


def _noted(state: State, event: ev.NumberNoted, now: float) -> Step:
    taken = _taken(state)
    following, _ = _home(state, ev.HomeAsked(), now)
    return following, (ev.ReportNoted(taken.ticket.id),)


def _no_slip_seen(state: State, event: ev.ReprintAsked, now: float) -> Step:
    return replace(state, screen=Screen.NUMBER, visit=replace(_visit(state), slip=JobState.UNCONFIRMED)), ()


def _reprint(state: State, event: ev.ReprintAsked, now: float) -> Step:
    visit = _visit(state)
    if visit.copies >= MOST_COPIES or not state.printer.can_print:
        return state, ()
    visit = replace(visit, copies=visit.copies + 1, slip=None)
    printing = ev.PrintSlip(_taken(state), state.language, visit.copies)
    return replace(state, screen=Screen.PRINTING, visit=visit), (printing,)


# ------------------------------------------------------------------------------------- the server and the printer


def _answered(state: State, event: ev.Answered, now: float) -> Step:
    visit = state.visit
    if visit is None or visit.request != event.taken.request:
        return state, (ev.ReportOrphan(event.taken.ticket.id),)
    if visit.taken is not None and visit.taken.ticket.id != event.taken.ticket.id:
        # The server's answer comes after the kiosk gave a number of its own.
        return state, (ev.ReportOrphan(event.taken.ticket.id),)
    if visit.taken is not None or state.screen not in (Screen.PRINTING, Screen.UNANSWERED):
        return state, ()
    visit = replace(visit, taken=event.taken)
    # The time for printing counts from here.
    state = replace(state, screen=Screen.PRINTING, visit=visit, shown=now, touched=now)
    return state, (ev.PrintSlip(event.taken, state.language),)


def _refused(state: State, event: ev.RefusedByServer, now: float) -> Step:
    visit = state.visit
    if visit is None or visit.request != event.request or visit.taken is not None:
        return state, ()
    if event.ticket is not None:
        return holding(state, event, now)
    return replace(state, screen=Screen.REFUSED, visit=replace(visit, refusal=event)), ()


def _slip(state: State, event: ev.SlipReported, now: float) -> Step:
    visit = _visit(state)
    if visit.taken is None or visit.taken.ticket.id != event.ticket:
        return state, ()
    good = event.state in (JobState.CONFIRMED, JobState.ACCEPTED)
    screen = Screen.TAKE if good else Screen.NUMBER
    return replace(state, screen=screen, visit=replace(visit, slip=event.state)), ()


def _link(state: State, event: ev.LinkChanged, now: float) -> Step:
    if event.up == state.link_up:
        return state, ()
    return _settle(replace(state, link_up=event.up, link_since=now), now)


def _day(state: State, event: ev.DayChanged, now: float) -> Step:
    return _settle(replace(state, issuing=event.issuing), now)


def _reserve(state: State, event: ev.ReserveChanged, now: float) -> Step:
    return _settle(replace(state, reserve=event.services), now)


def _scanner(state: State, event: ev.ScannerChanged, now: float) -> Step:
    return replace(state, scanner=event.ready), ()


def _printer(state: State, event: ev.PrinterChanged, now: float) -> Step:
    return replace(state, printer=event.status), ()


# ------------------------------------------------------------------------------------------------- time goes by


def _tick(state: State, event: ev.Tick, now: float) -> Step:
    settled, _ = _settle(state, now)
    if settled.screen is not state.screen:
        return settled, ()
    idle = now - state.touched
    if state.screen is Screen.HOME:
        found = replace(state, touched=now, shown=now, person=None, purpose="")
        return (_anew(found) if idle >= patience(state, IDLE) else state), ()
    if state.screen in RESTING:  # closed, or out of order
        return (_anew(state) if idle >= patience(state, IDLE) else state), ()
    if state.screen is Screen.PRINTING:
        return _lose_patience(state, now)
    if state.screen is Screen.TAKE:
        return _go_home_after(state, now, SLIP_SHOWN)
    if state.screen is Screen.LOOKING:
        return (replace(state, screen=Screen.NOT_FOUND) if now - state.shown >= ANSWER_PATIENCE else state), ()
    if state.screen in (Screen.REFUSED, Screen.NOT_FOUND, Screen.USELESS):
        return _go_home_after(state, now, REFUSAL_SHOWN)
    if state.screen in WARNED_WHEN_IDLE:
        return _warn(state, now)
    return state, ()


def _lose_patience(state: State, now: float) -> Step:
    answered = _visit(state).taken is not None
    if now - state.shown < (PRINTING_LONGEST if answered else ANSWER_PATIENCE):
        return state, ()
    return replace(state, screen=Screen.NUMBER if answered else Screen.UNANSWERED), ()


def _go_home_after(state: State, now: float, seconds: float) -> Step:
    if now - state.touched < patience(state, seconds):
        return state, ()
    return _leave(state, now)


def _warn(state: State, now: float) -> Step:
    if state.warned is None:
        idle = NUMBER_SHOWN if state.screen is Screen.NUMBER else IDLE
        return (replace(state, warned=now) if now - state.touched >= patience(state, idle) else state), ()
    return _leave(state, now) if now - state.warned >= patience(state, COUNTDOWN) else (state, ())


def _leave(state: State, now: float) -> Step:
    """Nobody is there any more: the next citizen finds the first screen in the centre's own language."""
    home, _ = _home(state, ev.HomeAsked(), now)
    return _anew(home), ()


def _anew(state: State) -> State:
    """As the centre wants its kiosk to be found."""
    return replace(state, language=state.home_language, modes=frozenset(), choosing_modes=False)


def _settle(state: State, now: float) -> Step:
    """What the server and the calendar demand, where they may interrupt."""
    wanted = resting(state, now)
    if state.screen in RESTING or (state.screen in BEFORE_ASKING and wanted is not Screen.HOME):
        return replace(state, screen=wanted), ()
    return state, ()


# ---------------------------------------------------------------------------------------------------- the tables


def _visit(state: State) -> Visit:
    assert state.visit is not None, f"{state.screen} without a visit"
    return state.visit


def _taken(state: State) -> Taken:
    taken = _visit(state).taken
    assert taken is not None, f"{state.screen} without a ticket"
    return taken


Handler = Callable[[State, Any, float], Step]

_ANYWHERE: dict[type, Handler] = {
    ev.Touched: _touched,
    ev.MoreTimeAsked: _more_time,
    ev.LanguageChosen: _language,
    ev.ModesShown: _modes_shown,
    ev.ModeSwitched: _mode_switched,
    ev.Answered: _answered,
    ev.LinkChanged: _link,
    ev.DayChanged: _day,
    ev.ReserveChanged: _reserve,
    ev.PrinterChanged: _printer,
    ev.ScannerChanged: _scanner,
    ev.Tick: _tick,
}

_TABLE: dict[tuple[Screen, type], Handler] = {
    (Screen.HOME, ev.ServiceChosen): _service,
    (Screen.NO_PAPER, ev.NoticeAccepted): _after_notice,
    (Screen.NO_PAPER, ev.BackAsked): _back,
    (Screen.NO_PAPER, ev.HomeAsked): _home,
    (Screen.PROCEDURES, ev.ProcedureChosen): _procedure,
    (Screen.PROCEDURES, ev.BackAsked): _back,
    (Screen.PROCEDURES, ev.HomeAsked): _home,
    (Screen.BEFORE, ev.PriorityDeclared): _priority,
    (Screen.BEFORE, ev.NumberAsked): _ask,
    (Screen.BEFORE, ev.BackAsked): _back,
    (Screen.BEFORE, ev.HomeAsked): _home,
    (Screen.PRINTING, ev.RefusedByServer): _refused,
    (Screen.PRINTING, ev.SlipReported): _slip,
    (Screen.UNANSWERED, ev.NumberAsked): _ask,
    (Screen.UNANSWERED, ev.RefusedByServer): _refused,
    (Screen.UNANSWERED, ev.HomeAsked): _home,
    (Screen.REFUSED, ev.HomeAsked): _home,
    (Screen.TAKE, ev.HomeAsked): _home,
    (Screen.TAKE, ev.ReprintAsked): _no_slip_seen,
    (Screen.NUMBER, ev.SlipReported): _slip,
    (Screen.NUMBER, ev.SlipInHand): _in_hand,
    (Screen.NUMBER, ev.NumberNoted): _noted,
    (Screen.NUMBER, ev.ReprintAsked): _reprint,
    (Screen.NUMBER, ev.HomeAsked): _home,
    (Screen.ENTER, ev.HomeAsked): _home,
    (Screen.STANDING, ev.HomeAsked): _home,
    (Screen.DOSSIER, ev.HomeAsked): _home,
    (Screen.DOSSIER, ev.ServiceChosen): _service,
    (Screen.APPOINTMENT, ev.HomeAsked): _home,
    (Screen.APPOINTMENT, ev.ServiceChosen): _service,
    (Screen.NOT_FOUND, ev.HomeAsked): _home,
    (Screen.USELESS, ev.HomeAsked): _home,
    **search.TABLE,
}
