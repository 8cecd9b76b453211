"""Which screen follows, and what is to be done: `step(state, event, now)` gives the next state and the effects.

Pure: no window, no clock, no network. An event that makes no sense on the present screen, such as the second half of
a double tap, changes nothing. One visit has one request id, so however it is touched it takes one ticket.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from hardware.printer.base import JobState, PrinterStatus
from kiosk import events as ev
from queue_server.protocol.messages import Taken

# Seconds. EN 301 549 and WCAG 2.2 SC 2.2.1: warn at least 20 s before, and let the citizen have more time.
IDLE = 60.0
COUNTDOWN = 20.0
SLIP_SHOWN = 15.0
REFUSAL_SHOWN = 30.0
#: No answer for so long: the citizen is told. The asking goes on, with the same id.
ANSWER_PATIENCE = 8.0
#: A slow serial line needs this long; then the number is what counts and the citizen is asked about the paper.
PRINTING_LONGEST = 25.0
#: A broken line that heals within this time is nobody's business.
LINK_GRACE = 3.0
MOST_COPIES = 2


class Screen(Enum):
    HOME = "home"
    NO_PAPER = "no_paper"
    PROCEDURES = "procedures"
    BEFORE = "before"
    PRINTING = "printing"
    UNANSWERED = "unanswered"
    REFUSED = "refused"
    TAKE = "take"
    NUMBER = "number"
    CLOSED = "closed"
    OUT_OF_ORDER = "out_of_order"


_RESTING = frozenset({Screen.HOME, Screen.CLOSED, Screen.OUT_OF_ORDER})

#: The legal moves. A step that would make another one is a fault in this file.
MOVES: dict[Screen, frozenset[Screen]] = {
    Screen.HOME: _RESTING | {Screen.NO_PAPER, Screen.PROCEDURES, Screen.BEFORE},
    Screen.NO_PAPER: _RESTING | {Screen.PROCEDURES, Screen.BEFORE},
    Screen.PROCEDURES: _RESTING | {Screen.BEFORE},
    Screen.BEFORE: _RESTING | {Screen.PROCEDURES, Screen.PRINTING},
    Screen.PRINTING: frozenset({Screen.TAKE, Screen.NUMBER, Screen.REFUSED, Screen.UNANSWERED}),
    Screen.UNANSWERED: _RESTING | {Screen.PRINTING, Screen.REFUSED},
    Screen.REFUSED: _RESTING,
    Screen.TAKE: _RESTING | {Screen.NUMBER},
    Screen.NUMBER: _RESTING | {Screen.PRINTING, Screen.TAKE},
    Screen.CLOSED: _RESTING,
    Screen.OUT_OF_ORDER: _RESTING,
}

#: Screens that the end of the day or a lost server takes away. The others hold a number or wait for one.
_BEFORE_ASKING = _RESTING | {Screen.NO_PAPER, Screen.PROCEDURES, Screen.BEFORE}
_WARNED_WHEN_IDLE = frozenset({Screen.NO_PAPER, Screen.PROCEDURES, Screen.BEFORE, Screen.UNANSWERED, Screen.NUMBER})


@dataclass(frozen=True, slots=True)
class Visit:
    """One citizen, from the first tile to the last screen."""

    request: str
    service: str
    listed: bool
    only: str | None
    procedure: str | None = None
    priority: str = ""
    taken: Taken | None = None
    slip: JobState | None = None
    copies: int = 0
    refusal: ev.RefusedByServer | None = None


@dataclass(frozen=True, slots=True)
class State:
    """All that the screens depend on, besides what the server tells. Times are the caller's seconds."""

    screen: Screen = Screen.OUT_OF_ORDER
    language: str = "vi"
    home_language: str = "vi"
    visit: Visit | None = None
    touched: float = 0.0
    shown: float = 0.0
    warned: float | None = None
    link_up: bool = False
    link_since: float = 0.0
    issuing: bool = False
    printer: PrinterStatus = PrinterStatus.GONE


Step = tuple[State, tuple[ev.Effect, ...]]


def step(state: State, event: ev.Event, now: float) -> Step:
    """The next state and what to do now, in that order. Never raises for an event at the wrong moment."""
    handler = _ANYWHERE.get(type(event)) or _TABLE.get((state.screen, type(event)))
    if handler is None:
        return state, ()
    following, effects = handler(state, event, now)
    if following.screen is not state.screen:
        assert following.screen in MOVES[state.screen], f"{state.screen} → {following.screen} by {event}"
        following = replace(following, shown=now, touched=now, warned=None)
        if following.screen in _RESTING:
            following = replace(following, visit=None)
    return following, effects


def seconds_left(state: State, now: float) -> int:
    """How many whole seconds are left before the visit ends by itself; 0 when nobody has been warned."""
    return 0 if state.warned is None else max(0, math.ceil(state.warned + COUNTDOWN - now))


def resting(state: State, now: float) -> Screen:
    """The screen that this kiosk shows when nobody is using it."""
    lost = not state.link_up and (now - state.link_since >= LINK_GRACE or state.screen is Screen.OUT_OF_ORDER)
    if lost:
        return Screen.OUT_OF_ORDER
    return Screen.HOME if state.issuing else Screen.CLOSED


# ------------------------------------------------------------------------------------------- the citizen's touches


def _touched(state: State, event: ev.Touched, now: float) -> Step:
    if state.warned is not None:
        return state, ()  # the dialog's own buttons decide
    return replace(state, touched=now), ()


def _more_time(state: State, event: ev.MoreTimeAsked, now: float) -> Step:
    return replace(state, touched=now, warned=None), ()


def _language(state: State, event: ev.LanguageChosen, now: float) -> Step:
    return replace(state, language=event.language, touched=now, warned=None), ()


def _service(state: State, event: ev.ServiceChosen, now: float) -> Step:
    visit = Visit(request=event.request, service=event.service, listed=event.listed, only=event.only)
    state = replace(state, visit=visit)
    if not state.printer.can_print:
        return replace(state, screen=Screen.NO_PAPER), ()
    return _after_notice(state, ev.NoticeAccepted(), now)


def _after_notice(state: State, event: ev.NoticeAccepted, now: float) -> Step:
    visit = _visit(state)
    if visit.listed:
        return replace(state, screen=Screen.PROCEDURES), ()
    return replace(state, screen=Screen.BEFORE, visit=replace(visit, procedure=visit.only)), ()


def _procedure(state: State, event: ev.ProcedureChosen, now: float) -> Step:
    return replace(state, screen=Screen.BEFORE, visit=replace(_visit(state), procedure=event.procedure)), ()


def _priority(state: State, event: ev.PriorityDeclared, now: float) -> Step:
    visit = _visit(state)
    chosen = "" if visit.priority == event.priority else event.priority
    return replace(state, visit=replace(visit, priority=chosen)), ()


def _ask(state: State, event: ev.NumberAsked, now: float) -> Step:
    visit = _visit(state)
    asking = ev.AskForTicket(visit.request, visit.service, visit.procedure, visit.priority, state.language)
    return replace(state, screen=Screen.PRINTING), (asking,)


def _back(state: State, event: ev.BackAsked, now: float) -> Step:
    if state.screen is Screen.BEFORE and _visit(state).listed:
        return replace(state, screen=Screen.PROCEDURES), ()
    return _home(state, ev.HomeAsked(), now)


def _home(state: State, event: ev.HomeAsked, now: float) -> Step:
    return replace(state, screen=resting(state, now)), ()


def _in_hand(state: State, event: ev.SlipInHand, now: float) -> Step:
    taken = _taken(state)
    following, _ = _home(state, ev.HomeAsked(), now)
    return following, (ev.ReportInHand(taken.ticket.id),)


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


def _printer(state: State, event: ev.PrinterChanged, now: float) -> Step:
    return replace(state, printer=event.status), ()


# ------------------------------------------------------------------------------------------------- time goes by


def _tick(state: State, event: ev.Tick, now: float) -> Step:
    settled, _ = _settle(state, now)
    if settled.screen is not state.screen:
        return settled, ()
    idle = now - state.touched
    if state.screen is Screen.HOME:
        home = replace(state, language=state.home_language, touched=now, shown=now)
        return (home if idle >= IDLE else state), ()
    if state.screen is Screen.PRINTING:
        return _lose_patience(state, now)
    if state.screen is Screen.TAKE:
        return _go_home_after(state, now, SLIP_SHOWN)
    if state.screen is Screen.REFUSED:
        return _go_home_after(state, now, REFUSAL_SHOWN)
    if state.screen in _WARNED_WHEN_IDLE:
        return _warn(state, now)
    return state, ()


def _lose_patience(state: State, now: float) -> Step:
    answered = _visit(state).taken is not None
    if now - state.shown < (PRINTING_LONGEST if answered else ANSWER_PATIENCE):
        return state, ()
    return replace(state, screen=Screen.NUMBER if answered else Screen.UNANSWERED), ()


def _go_home_after(state: State, now: float, seconds: float) -> Step:
    if now - state.touched < seconds:
        return state, ()
    return _leave(state, now)


def _warn(state: State, now: float) -> Step:
    if state.warned is None:
        return (replace(state, warned=now) if now - state.touched >= IDLE else state), ()
    return _leave(state, now) if now - state.warned >= COUNTDOWN else (state, ())


def _leave(state: State, now: float) -> Step:
    """Nobody is there any more: the next citizen finds the first screen in the centre's own language."""
    return replace(state, screen=resting(state, now), language=state.home_language), ()


def _settle(state: State, now: float) -> Step:
    """What the server and the calendar demand, where they may interrupt."""
    wanted = resting(state, now)
    if state.screen in _RESTING or (state.screen in _BEFORE_ASKING and wanted is not Screen.HOME):
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
    ev.Answered: _answered,
    ev.LinkChanged: _link,
    ev.DayChanged: _day,
    ev.PrinterChanged: _printer,
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
    (Screen.NUMBER, ev.ReprintAsked): _reprint,
    (Screen.NUMBER, ev.HomeAsked): _home,
}
