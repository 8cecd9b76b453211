# ruff: noqa: ARG001 — the handlers of a table share one shape
"""The part of the flow that looks things up: cards, tickets, dossiers and appointments that are scanned or typed.

Pure, like `flow`, which asks the tables here. Of a card nothing arrives but a token of today and a priority class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kiosk import events as ev
from kiosk.scanned import AppointmentCode, OwnTicket, typed
from kiosk.state import MOST_COPIES, RESTING, Looked, Person, Screen, Search, State, Visit, alone, resting
from queue_server.protocol.dossiers import LONGEST
from queue_server.protocol.messages import AppointmentFound, DossierFound, Found, Taken, TicketState

Step = tuple[State, tuple[ev.Effect, ...]]
Handler = Callable[[State, Any, float], Step]

#: The states of a dossier that bring its owner to a desk, and what for.
PURPOSES = {5: "supplement", 6: "pay", 9: "collect"}

ERASE = "erase"

# ------------------------------------------------------------------------------------------------------------ cards


def card_shown(state: State, event: ev.CardShown, now: float) -> Step:
    """Whose visit this is, and whether their age gives priority. It may be taken back by touch, as when declared."""
    person = Person(event.person, event.priority)
    visit = state.visit and replace(state.visit, priority=event.priority or state.visit.priority)
    return replace(state, person=person, visit=visit, touched=now, warned=None), ()


def _card_begins(state: State, event: ev.CardShown, now: float) -> Step:
    """Whoever holds a card before an answer to something else wants a number, as after "please scan it again"."""
    found = replace(state, screen=_where_they_were(state, now))
    return (found, ()) if found.screen in RESTING - {Screen.HOME} else card_shown(found, event, now)


def _card_in_vain(state: State, event: ev.CardShown, now: float) -> Step:
    """No numbers are given: a dark screen is lit, and says when they are. Nothing of the card is kept."""
    return replace(state, touched=now), ()


def holding(state: State, event: ev.RefusedByServer, now: float) -> Step:
    """The person has a ticket already, of this service or of this appointment: show them that one."""
    assert event.ticket is not None, f"{event.code} names the ticket"
    held = event.code == "already_holding"  # who they are is known by their card
    return _look(state, Search(f"{event.request}-held", event.ticket, held=held, trusted=held), now)


# ------------------------------------------------------------------------------- tickets, dossiers, appointments


def _ticket_shown(state: State, event: ev.TicketShown, now: float) -> Step:
    return _look(replace(state, visit=None), Search(event.request, event.ticket, trusted=True), now)


def _dossier_shown(state: State, event: ev.DossierShown, now: float) -> Step:
    return _look(replace(state, visit=None), Search(event.request, event.code, Looked.DOSSIER), now)


def _appointment_shown(state: State, event: ev.AppointmentShown, now: float) -> Step:
    search = Search(event.request, event.code, Looked.APPOINTMENT, trusted=True)
    return _look(replace(state, visit=None), search, now)


def _the_next_one(handler: Handler) -> Handler:
    """Nobody's scan takes away a visit under way, unless the kiosk asks already whether anybody is there."""

    def handle(state: State, event: ev.Event, now: float) -> Step:
        return handler(state, event, now) if state.warned is not None else (state, ())

    return handle


def _useless(state: State, event: ev.UselessShown, now: float) -> Step:
    return replace(state, screen=Screen.USELESS, useless=event.kind, touched=now, shown=now), ()


def _go_on(state: State, event: ev.BackAsked, now: float) -> Step:
    return replace(state, screen=_where_they_were(state, now)), ()


def _where_they_were(state: State, now: float) -> Screen:
    """Who held up something of no use in the middle of a visit goes on with it; others begin."""
    rest, visit = resting(state, now), state.visit
    if rest is not Screen.HOME or state.screen is not Screen.USELESS or visit is None:
        return rest
    return Screen.PROCEDURES if visit.listed and visit.procedure is None else Screen.BEFORE


def _look(state: State, search: Search, now: float) -> Step:
    """Where the server is known to be away it is said at once; should it answer yet, that is shown."""
    asking = _ASKING[search.of](search.request, search.key)
    screen = Screen.NOT_FOUND if alone(state, now) else Screen.LOOKING
    return replace(state, screen=screen, search=search, typed="", touched=now, shown=now), (asking,)


def _found(state: State, event: ev.FoundOut, now: float) -> Step:
    search = _search(state)
    if event.request != search.request:
        return state, ()
    return replace(state, screen=_SHOWS[type(event.answer)], search=replace(search, answer=event.answer)), ()


def _not_found(state: State, event: ev.RefusedByServer, now: float) -> Step:
    search = _search(state)
    if event.request != search.request:
        return state, ()
    return replace(state, screen=Screen.NOT_FOUND, search=replace(search, refusal=event)), ()


def _come_back(state: State, event: ev.ComeBackAsked, now: float) -> Step:
    search, found = _search(state), _standing(state)
    if found.ticket.state is not TicketState.ABSENT:
        return state, ()
    back = replace(search, request=f"{search.request[:50]}-again", answer=None)
    return replace(state, screen=Screen.LOOKING, search=back), (ev.BringBack(back.request, found.ticket.id),)


def _reprint(state: State, event: ev.ReprintAsked, now: float) -> Step:
    """Another paper of the ticket that was looked up. Not for who typed its number: it may be another's."""
    search, found = _search(state), _standing(state)
    if not (search.trusted and state.printer.can_print):
        return state, ()
    taken = as_taken(found)
    visit = Visit(search.request, found.ticket.service, listed=False, only=None, taken=taken, copies=MOST_COPIES)
    printing = ev.PrintSlip(taken, state.language, copy=1, asking=search.request)
    return replace(state, screen=Screen.PRINTING, visit=visit, search=None), (printing,)


def as_taken(found: Found) -> Taken:
    """A ticket that was found, as its slip needs it now."""
    return Taken(
        request=found.request,
        version=found.version,
        ticket=found.ticket,
        ahead=found.ahead or 0,
        low=found.low or 0,
        high=found.high or 0,
        experienced=found.experienced,
        fits_today=found.fits_today is not False,
        desks=found.desks,
        follow=found.follow,
    )


def _for_a_dossier(state: State, event: ev.PurposeChosen, now: float) -> Step:
    """A number is wanted for a dossier, and nobody knows at which service: the citizen does."""
    return replace(state, screen=Screen.HOME if state.issuing else Screen.CLOSED, purpose=event.purpose), ()


# -------------------------------------------------------------------------------------------------- the keyboard


def _enter(state: State, event: ev.EnterAsked, now: float) -> Step:
    return replace(state, screen=Screen.ENTER, typed="", mistyped=False), ()


def _key(state: State, event: ev.KeyTyped, now: float) -> Step:
    text = state.typed[:-1] if event.key == ERASE else state.typed + event.key
    return replace(state, typed=text[:LONGEST], mistyped=False, touched=now), ()


def _entered(state: State, event: ev.CodeEntered, now: float) -> Step:
    code = typed(state.typed)
    if code is None:
        return replace(state, mistyped=True, touched=now), ()
    if isinstance(code, OwnTicket):
        return _look(state, Search(event.request, code.key), now)
    looked = Looked.APPOINTMENT if isinstance(code, AppointmentCode) else Looked.DOSSIER
    return _look(state, Search(event.request, code.text, looked), now)


# ---------------------------------------------------------------------------------------------------- the tables


def _search(state: State) -> Search:
    assert state.search is not None, f"{state.screen} without anything looked up"
    return state.search


def _standing(state: State) -> Found:
    answer = _search(state).answer
    assert isinstance(answer, Found), f"{state.screen} without a ticket"
    return answer


_ASKING: dict[Looked, Callable[[str, str], ev.Question]] = {
    Looked.TICKET: ev.AskWhereTicket,
    Looked.DOSSIER: ev.AskForDossier,
    Looked.APPOINTMENT: ev.AskForAppointment,
}

_SHOWS = {Found: Screen.STANDING, DossierFound: Screen.DOSSIER, AppointmentFound: Screen.APPOINTMENT}

#: What was looked up, and where something may be held before the scanner: nobody is in the middle of anything else.
_LOOKED_UP = (Screen.STANDING, Screen.DOSSIER, Screen.APPOINTMENT, Screen.NOT_FOUND, Screen.USELESS)
_OPEN = (Screen.HOME, Screen.CLOSED, Screen.ENTER, *_LOOKED_UP)
#: Where a number is being chosen.
_MIDWAY = (Screen.PROCEDURES, Screen.BEFORE)
#: Where a card says something about the visit that has begun, or is about to.
_CARD = (Screen.HOME, Screen.APPOINTMENT, Screen.NO_PAPER, Screen.PROCEDURES, Screen.BEFORE)
#: Where it ends what was looked up, and begins a visit.
_CARD_BEGINS = (Screen.ENTER, Screen.STANDING, Screen.DOSSIER, Screen.NOT_FOUND, Screen.USELESS)

TABLE: dict[tuple[Screen, type], Handler] = {
    **{(screen, ev.TicketShown): _ticket_shown for screen in _OPEN},
    **{(screen, ev.DossierShown): _dossier_shown for screen in _OPEN},
    **{(screen, ev.AppointmentShown): _appointment_shown for screen in _OPEN},
    **{(screen, ev.UselessShown): _useless for screen in (*_OPEN, *_MIDWAY)},
    **{(screen, ev.TicketShown): _the_next_one(_ticket_shown) for screen in _MIDWAY},
    **{(screen, ev.DossierShown): _the_next_one(_dossier_shown) for screen in _MIDWAY},
    **{(screen, ev.AppointmentShown): _the_next_one(_appointment_shown) for screen in _MIDWAY},
    **{(screen, ev.CardShown): card_shown for screen in _CARD},
    **{(screen, ev.CardShown): _card_begins for screen in _CARD_BEGINS},
    (Screen.CLOSED, ev.CardShown): _card_in_vain,
    (Screen.HOME, ev.EnterAsked): _enter,
    (Screen.CLOSED, ev.EnterAsked): _enter,
    (Screen.NOT_FOUND, ev.EnterAsked): _enter,
    (Screen.USELESS, ev.EnterAsked): _enter,
    (Screen.USELESS, ev.BackAsked): _go_on,
    (Screen.ENTER, ev.KeyTyped): _key,
    (Screen.ENTER, ev.CodeEntered): _entered,
    (Screen.LOOKING, ev.FoundOut): _found,
    (Screen.NOT_FOUND, ev.FoundOut): _found,
    (Screen.LOOKING, ev.RefusedByServer): _not_found,
    (Screen.STANDING, ev.ComeBackAsked): _come_back,
    (Screen.STANDING, ev.ReprintAsked): _reprint,
    (Screen.DOSSIER, ev.PurposeChosen): _for_a_dossier,
}
