"""The screens that only say something: closed, out of order, no paper, refused, not answered. What each says. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from hardware.printer.base import PrinterStatus
from kiosk import moments, offer
from kiosk.events import BackAsked, EnterAsked, Event, HomeAsked, NoticeAccepted, NumberAsked
from kiosk.language import Words
from kiosk.scene import Scene
from kiosk.state import Screen
from queue_server.protocol.messages import NeighbourInfo

MOST_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    event: Event
    name: str
    icon: str = "home"


@dataclass(frozen=True, slots=True)
class Notice:
    """`tone` is calm, care or trouble. `large` with its label and date says when; `steps` say what to do."""

    icon: str
    title: str
    tone: str = "calm"
    lead: str = ""
    label: str = ""
    large: str = ""
    small: str = ""
    heading: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    foot: str = ""
    primary: Button | None = None
    secondary: Button | None = None


NOTICES = frozenset({Screen.NO_PAPER, Screen.REFUSED, Screen.UNANSWERED, Screen.CLOSED, Screen.OUT_OF_ORDER})

_CLOSED_ICONS = {"lunch": "coffee", "after_closing": "moon-stars", "holiday": "flag"}
_CLOSED_REASONS = frozenset({"before_opening", "lunch", "after_closing", "holiday", "closed_day"})


def notice(scene: Scene) -> Notice | None:
    """What the present screen says, or None where it is not one of these."""
    match scene.state.screen:
        case Screen.NO_PAPER:
            return _no_paper(scene)
        case Screen.REFUSED:
            return _refused(scene)
        case Screen.UNANSWERED:
            return _unanswered(scene)
        case Screen.CLOSED:
            return _closed(scene)
        case Screen.OUT_OF_ORDER:
            return _out_of_order(scene)
        case _:
            return None


def _no_paper(scene: Scene) -> Notice:
    words = scene.words
    empty = scene.state.printer is PrinterStatus.PAPER_OUT
    return Notice(
        icon="printer-off",
        tone="care",
        title=words("no_paper.title"),
        lead=words("no_paper.paper_out" if empty else "no_paper.other"),
        heading=words("no_paper.still"),
        steps=(
            ("ticket", words("no_paper.step1")),
            ("camera", words("no_paper.step2")),
            ("users", words("no_paper.step3")),
        ),
        primary=Button(words("no_paper.go_on"), NoticeAccepted(), "go_on", "ticket"),
        secondary=Button(words("button.back"), BackAsked(), "back", "arrow-left"),
    )


def _refused(scene: Scene) -> Notice:
    visit, line = scene.state.visit, scene.line
    said = scene.words.of(visit.refusal.message) if visit and visit.refusal else ""
    instead: tuple[tuple[str, str], ...] = ()
    if line is not None and not line.issuing:
        said, instead = offer.not_issued(line, scene.words), (*_tomorrow(scene), *_neighbours(scene))
    return Notice(
        icon="info-circle",
        tone="care",
        title=scene.words("refused.title"),
        lead=said,
        steps=(*instead, ("users", scene.words("refused.hint")), *hotline(scene)),
        primary=home_button(scene.words),
    )


def _tomorrow(scene: Scene) -> tuple[tuple[str, str], ...]:
    """When numbers are given again."""
    if scene.day is None or scene.centre is None or scene.day.tomorrow is None:
        return ()
    large, small = moments.opening(moments.local(scene.day.tomorrow, scene.centre.timezone), scene.now, scene.words)
    return (("calendar", scene.words("refused.tomorrow", when=f"{large}, {small}" if small else large)),)


def _neighbours(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Other centres that accept what the citizen has come for."""
    if scene.centre is None or scene.service is None or scene.state.visit is None:
        return ()
    chosen = scene.state.visit.procedure or scene.state.visit.only
    wanted = {chosen} if chosen else {info.id for info in scene.service.procedures}
    found = (each for each in scene.centre.neighbours if wanted.intersection(each.procedures))
    return tuple(("map-pin", _place(each, scene.words)) for each in islice(found, MOST_NEIGHBOURS))


def _place(neighbour: NeighbourInfo, words: Words) -> str:
    where = words.of(neighbour.address) if neighbour.address else neighbour.hotline or ""
    name = words.of(neighbour.names)
    return words("refused.neighbour", name=f"{name} ({where})" if where else name)


def _unanswered(scene: Scene) -> Notice:
    words = scene.words
    return Notice(
        icon="hourglass",
        tone="care",
        title=words("unanswered.title"),
        lead=words("unanswered.hint"),
        steps=(("users", words("unanswered.ask")), *hotline(scene)),
        primary=Button(words("unanswered.again"), NumberAsked(), "wait", "hourglass"),
        secondary=Button(words("button.home"), HomeAsked(), "home"),
    )


def _closed(scene: Scene) -> Notice:
    words, day, centre = scene.words, scene.day, scene.centre
    reason = day.reason if day and day.reason in _CLOSED_REASONS else "after_closing"
    large = small = still = ""
    if day and centre and day.next_opening is not None:
        large, small = moments.opening(moments.local(day.next_opening, centre.timezone), scene.now, words)
    if day and centre and reason == "after_closing" and day.closes is not None:
        closes = moments.local(day.closes, centre.timezone)
        still = words("closed.called_on", time=moments.clock(closes)) if closes > scene.now else ""
    return Notice(
        icon=_CLOSED_ICONS.get(reason, "calendar"),
        title=words(f"closed.title_{reason}"),
        lead=still,
        label=words("closed.opens") if large else "",
        large=large,
        small=small or words("closed.unknown"),
        steps=(*(() if still else _hours(scene)), *_address(scene), *hotline(scene)),
        primary=Button(words("lookup.open"), EnterAsked(), "look_up", "search") if scene.state.link_up else None,
    )


def _hours(scene: Scene) -> tuple[tuple[str, str], ...]:
    week = scene.centre.hours if scene.centre else ()
    return tuple(("clock", line) for line in moments.week(week, scene.words))


def _out_of_order(scene: Scene) -> Notice:
    words = scene.words
    starting = scene.lost_at is None
    if scene.used_up:
        starting = False
    since = "" if scene.lost_at is None else words("out_of_order.since", time=moments.clock(scene.lost_at))
    return Notice(
        icon="plug-connected-x",
        tone="calm" if starting else "trouble",
        title=words("out_of_order.starting" if starting else "out_of_order.title"),
        lead=words("out_of_order.used_up") if scene.used_up else since or words("out_of_order.connecting"),
        steps=(
            ("ticket", words("out_of_order.step1")),
            ("users", words("out_of_order.step2")),
            ("refresh", words("out_of_order.returns")),
            *hotline(scene),
        ),
        foot=scene.fault,
    )


def home_button(words: Words) -> Button:
    """Leave what is on the screen."""
    return Button(words("button.home"), HomeAsked(), "home")


def hotline(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Whom to ring, where the centre says so."""
    phone = scene.centre.hotline if scene.centre else None
    return (("phone", scene.words("home.hotline", phone=phone)),) if phone else ()


def _address(scene: Scene) -> tuple[tuple[str, str], ...]:
    address = scene.centre.address if scene.centre else None
    return (("map-pin", scene.words.of(address)),) if address else ()
