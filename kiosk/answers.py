"""What the screens say when something was looked up or scanned: a ticket, a dossier, an appointment, or why not. Pure.

Of a dossier its state and dates, of an appointment its time; never a name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kiosk import events as ev
from kiosk import moments, offer
from kiosk.notice import Button, Notice, home_button, hotline
from kiosk.scanned import Unusable
from kiosk.scene import Scene
from kiosk.search import PURPOSES
from kiosk.state import Looked, Screen, Search
from queue_server.protocol.messages import AppointmentFound, DossierFound, Found, ServiceInfo, TicketState

ANSWERS = frozenset(
    {Screen.LOOKING, Screen.STANDING, Screen.DOSSIER, Screen.APPOINTMENT, Screen.NOT_FOUND, Screen.USELESS}
)

_TO_BE_CALLED = frozenset({TicketState.WAITING, TicketState.ABSENT, TicketState.AWAY})
_TICKET_ICONS = {TicketState.CALLED: "map-pin", TicketState.ABSENT: "clock", TicketState.PARKED: "hourglass"}
#: Portal states that ask nothing of anybody, and those that end badly.
_DOSSIER_ICONS = {3: "x", 5: "file-text", 6: "cash", 7: "x", 8: "x", 9: "circle-check", 10: "circle-check"}


def answer(scene: Scene) -> Notice | None:
    """What the present screen says, or None where it is not one of these."""
    say = _SAY.get(scene.state.screen)
    return None if say is None else say(scene)


def _looking(scene: Scene) -> Notice:
    words = scene.words
    return Notice(icon="hourglass", title=words("looking.title"), lead=words("looking.hint"))


def _standing(scene: Scene) -> Notice | None:
    search = scene.state.search
    if search is None or not isinstance(search.answer, Found):
        return None
    words, found = scene.words, search.answer
    state = found.ticket.state
    primary, secondary = _ticket_buttons(scene, search, found)
    return Notice(
        icon=_TICKET_ICONS.get(state, "ticket"),
        tone="care" if state in _TICKET_ICONS else "calm",
        title=words("standing.held" if search.held else f"standing.{state.value}"),
        lead=words("standing.one_each" if search.held else f"standing.{state.value}_hint"),
        label=_service_name(scene, found),
        large=found.ticket.number,
        small=_whereabouts(scene, found),
        steps=(
            *_appointed(scene, found),
            ("users", words("no_paper.step3" if state in _TO_BE_CALLED else "standing.ask")),
        ),
        primary=primary,
        secondary=secondary,
    )


def _appointed(scene: Scene, found: Found) -> tuple[tuple[str, str], ...]:
    """The time of the appointment that a ticket was taken with, while it waits for that."""
    ticket, centre = found.ticket, scene.centre
    if centre is None or ticket.appointed is None or ticket.late or ticket.state is not TicketState.WAITING:
        return ()
    time = moments.clock(moments.local(ticket.appointed, centre.timezone))
    return (("calendar", scene.words("appointment.called_at", time=time)),)


def _ticket_buttons(scene: Scene, search: Search, found: Found) -> tuple[Button, Button | None]:
    words = scene.words
    if found.ticket.state is TicketState.ABSENT:
        return Button(words("standing.back"), ev.ComeBackAsked(), "come_back", "check"), home_button(words)
    done = Button(words("take.done"), ev.HomeAsked(), "done", "check")
    if search.trusted and found.ticket.state is TicketState.WAITING and scene.state.printer.can_print:
        return done, Button(words("number.reprint_again"), ev.ReprintAsked(), "reprint", "printer")
    return done, None


def _service_name(scene: Scene, found: Found) -> str:
    service = offer.find_service(scene.centre, found.ticket.service) if scene.centre else None
    return scene.words.of(service.names) if service else ""


def _whereabouts(scene: Scene, found: Found) -> str:
    """Where to go, or how long it will be. Until an appointed time has come its holder is told that, and no wait."""
    words, appointed = scene.words, found.ticket.appointed
    by_time = appointed is not None and not found.ticket.late and appointed > scene.now.timestamp() * 1000
    if by_time or found.ahead is None or found.low is None or found.high is None:
        desks = (found.ticket.desk,) if found.ticket.desk else found.desks
        return offer.near(desks, words, place=scene.centre.speech.desk_word if scene.centre else "quầy")
    told = offer.has_desk(scene.lines.get(found.ticket.service))
    wait = offer.wait_range(found.low, found.high, words) if told else words("wait.no_desk")
    return words("standing.wait", people=offer.people(found.ahead, words), wait=wait)


def _dossier(scene: Scene) -> Notice | None:
    search = scene.state.search
    if search is None or not isinstance(search.answer, DossierFound):
        return None
    words, found = scene.words, search.answer
    dates = [
        words(f"dossier.{key}", date=_day(scene, text))
        for key, text in (("due", found.due), ("updated", found.updated))
        if text
    ]
    return Notice(
        icon=_DOSSIER_ICONS.get(found.state, "file-text"),
        tone="care" if found.state in PURPOSES else "calm",
        title=words(f"dossier.state_{found.state}"),
        lead=words(f"dossier.hint_{PURPOSES.get(found.state, 'none')}"),
        label=words("dossier.code"),
        small=found.code,
        steps=(
            *((("calendar", " · ".join(dates)),) if dates else ()),
            ("users", words("dossier.ask")),
        ),
        primary=_number_button(scene, search, found) or home_button(words),
        secondary=home_button(words) if _number_button(scene, search, found) else None,
    )


def _number_button(scene: Scene, search: Search, found: DossierFound) -> Button | None:
    purpose = PURPOSES.get(found.state)
    if purpose is None or not scene.state.issuing or scene.centre is None:
        return None
    service = offer.find_service(scene.centre, found.service) if found.service else None
    chosen: ev.Event = ev.PurposeChosen(purpose)
    if service is not None:
        chosen = replace(_choose(service, found.procedure, request=f"{search.request[:50]}-take"), purpose=purpose)
    return Button(scene.words(f"dossier.take_{purpose}"), chosen, "take_number", "ticket")


def _appointment(scene: Scene) -> Notice | None:
    search, centre = scene.state.search, scene.centre
    if search is None or centre is None or not isinstance(search.answer, AppointmentFound):
        return None
    words, found = scene.words, search.answer
    at = moments.local(found.at, centre.timezone)
    service = offer.find_service(centre, found.service)
    standing = found.standing
    if at <= scene.now:
        standing = {"other_day": "day_over", "in_time": "due"}.get(standing, standing)
    check_in = None if found.standing == "other_day" else _check_in(scene, search, found)
    return Notice(
        icon="calendar",
        tone="calm" if found.standing == "in_time" else "care",
        title=words(f"appointment.{standing}"),
        lead=words(_what_to_do(scene, standing, today=found.standing != "other_day")),
        label=words.of(service.names) if service else "",
        large=moments.clock(at),
        small=f"{moments.weekday(at, words)}, {moments.day(at, words)}",
        steps=(("users", words("dossier.ask")),),
        primary=check_in or home_button(words),
        secondary=home_button(words) if check_in else None,
    )


def _what_to_do(scene: Scene, standing: str, *, today: bool) -> str:
    """The words for who has an appointment that stands so: nobody is sent to take a number where none is given."""
    if scene.state.issuing:
        return f"appointment.{standing}_hint"
    if not today:
        return f"appointment.{standing}_closed"
    opens, centre = scene.day.next_opening if scene.day else None, scene.centre
    if opens is not None and centre is not None and moments.local(opens, centre.timezone).date() == scene.now.date():
        return "appointment.closed"
    return "appointment.closed_today"


def _check_in(scene: Scene, search: Search, found: AppointmentFound) -> Button | None:
    service = offer.find_service(scene.centre, found.service) if scene.centre and scene.state.issuing else None
    if service is None:
        return None
    chosen = _choose(service, found.procedure, request=f"{search.request[:50]}-take")
    text = scene.words("appointment.take_late" if found.standing == "late" else "appointment.take")
    return Button(text, replace(chosen, appointment=found), "take_number", "ticket")


def _choose(service: ServiceInfo, procedure: str | None, *, request: str) -> ev.ServiceChosen:
    """A touch on that service, with what is known already."""
    only = procedure or (service.procedures[0].id if len(service.procedures) == 1 else None)
    return ev.ServiceChosen(service.id, request, listed=only is None and len(service.procedures) > 1, only=only)


def _day(scene: Scene, text: str) -> str:
    found = date.fromisoformat(text)
    return moments.day(scene.now.replace(year=found.year, month=found.month, day=found.day), scene.words)


def _not_found(scene: Scene) -> Notice:
    words, search = scene.words, scene.state.search
    refusal = search.refusal if search else None
    booked = search is not None and search.of is Looked.APPOINTMENT
    unanswered = words("not_found.no_appointment" if booked else "not_found.no_answer")
    # Whoever has an appointment is served all the same: what they need is a number, not another try.
    instead = booked and scene.state.issuing
    take = Button(words("useless.take"), ev.HomeAsked(), "take_number", "ticket")
    return Notice(
        icon="help-circle",
        tone="care",
        title=words("not_found.title"),
        lead=words.of(refusal.message) if refusal else unanswered,
        steps=(("users", words("refused.hint")), *hotline(scene)),
        primary=take if instead else _enter(scene),
        secondary=_enter(scene) if instead else home_button(words),
    )


def _useless(scene: Scene) -> Notice | None:
    words, kind = scene.words, scene.state.useless
    if kind is None:
        return None
    # A code that nobody knows may be typed; but whoever was choosing a number goes on with that.
    typed = kind is Unusable.UNKNOWN and scene.state.visit is None
    return Notice(
        icon="help-circle",
        tone="care",
        title=words(f"useless.{kind.value}"),
        lead=words(f"useless.{kind.value}_hint"),
        heading=words("useless.what"),
        steps=(
            ("id", words("useless.card")),
            ("file-text", words("useless.receipt")),
            ("ticket", words("useless.slip")),
        ),
        primary=_enter(scene) if typed else _go_on_by_touch(scene),
        secondary=home_button(words) if typed else None,
    )


def _go_on_by_touch(scene: Scene) -> Button:
    """What is on a card nobody can type: its owner takes a number as others do, if any are given."""
    if not scene.state.issuing:
        return home_button(scene.words)
    return Button(scene.words("useless.take"), ev.BackAsked(), "go_on", "ticket")


def _enter(scene: Scene) -> Button:
    return Button(scene.words("enter.instead"), ev.EnterAsked(), "enter", "keyboard")


_SAY: dict[Screen, Callable[[Scene], Notice | None]] = {
    Screen.LOOKING: _looking,
    Screen.STANDING: _standing,
    Screen.DOSSIER: _dossier,
    Screen.APPOINTMENT: _appointment,
    Screen.NOT_FOUND: _not_found,
    Screen.USELESS: _useless,
}
