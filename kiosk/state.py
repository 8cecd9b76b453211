"""What a kiosk remembers of one visit, its screens, the legal moves between them, and for how long each is shown.

Pure data and two questions about it; what changes it is in `flow`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from hardware.printer.base import JobState, PrinterStatus
from kiosk.events import RefusedByServer
from kiosk.modes import Mode
from kiosk.scanned import Unusable
from queue_server.protocol.messages import AppointmentFound, DossierFound, Found, Taken

# Seconds. EN 301 549 and WCAG 2.2 SC 2.2.1: warn at least 20 s before, and let the citizen have more time.
IDLE = 60.0
#: A number that is on no paper stays on the screen until somebody has it, but not for ever in the next citizen's way.
NUMBER_SHOWN = 600.0
COUNTDOWN = 20.0
SLIP_SHOWN = 15.0
REFUSAL_SHOWN = 30.0
#: No answer for so long: the citizen is told. The asking goes on, with the same id.
ANSWER_PATIENCE = 8.0
#: A slow serial line needs this long; then the number is what counts and the citizen is asked about the paper.
PRINTING_LONGEST = 25.0
#: A screen that was touched in the night is lit for so long.
LIT = 60.0
#: A broken line that heals within this time is nobody's business.
LINK_GRACE = 3.0
MOST_COPIES = 2
#: How many times as long everything waits while the screens are read out.
SPOKEN_PATIENCE = 4


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
    ENTER = "enter"
    LOOKING = "looking"
    STANDING = "standing"
    DOSSIER = "dossier"
    APPOINTMENT = "appointment"
    NOT_FOUND = "not_found"
    USELESS = "useless"
    CLOSED = "closed"
    OUT_OF_ORDER = "out_of_order"


RESTING = frozenset({Screen.HOME, Screen.CLOSED, Screen.OUT_OF_ORDER})

#: Where something is looked up, if there is a server to ask; and the same or nothing that could be.
_LOOKED_FOR = frozenset({Screen.LOOKING, Screen.NOT_FOUND})
_ANSWERS = _LOOKED_FOR | {Screen.USELESS}

#: The legal moves. A step that would make another one is a fault in this file.
MOVES: dict[Screen, frozenset[Screen]] = {
    Screen.HOME: RESTING | _ANSWERS | {Screen.REFUSED, Screen.NO_PAPER, Screen.PROCEDURES, Screen.BEFORE, Screen.ENTER},
    Screen.NO_PAPER: RESTING | {Screen.PROCEDURES, Screen.BEFORE},
    Screen.PROCEDURES: RESTING | _ANSWERS | {Screen.BEFORE},
    Screen.BEFORE: RESTING | _ANSWERS | {Screen.PROCEDURES, Screen.PRINTING},
    Screen.PRINTING: frozenset({Screen.TAKE, Screen.NUMBER, Screen.REFUSED, Screen.UNANSWERED}) | _LOOKED_FOR,
    Screen.UNANSWERED: RESTING | _LOOKED_FOR | {Screen.PRINTING, Screen.REFUSED},
    Screen.REFUSED: RESTING,
    Screen.TAKE: RESTING | {Screen.NUMBER},
    Screen.NUMBER: RESTING | {Screen.PRINTING, Screen.TAKE},
    Screen.ENTER: RESTING | _ANSWERS,
    Screen.LOOKING: RESTING | {Screen.STANDING, Screen.DOSSIER, Screen.APPOINTMENT, Screen.NOT_FOUND},
    Screen.STANDING: RESTING | _ANSWERS | {Screen.PRINTING},
    Screen.DOSSIER: RESTING | _ANSWERS | {Screen.NO_PAPER, Screen.PROCEDURES, Screen.BEFORE},
    Screen.APPOINTMENT: RESTING | _ANSWERS | {Screen.NO_PAPER, Screen.PROCEDURES, Screen.BEFORE},
    Screen.NOT_FOUND: RESTING | _ANSWERS | {Screen.ENTER, Screen.STANDING, Screen.DOSSIER, Screen.APPOINTMENT},
    Screen.USELESS: RESTING | _ANSWERS | {Screen.ENTER, Screen.PROCEDURES, Screen.BEFORE},
    Screen.CLOSED: RESTING | _ANSWERS | {Screen.ENTER},
    Screen.OUT_OF_ORDER: RESTING,
}

#: Screens that the end of the day or a lost server takes away. The others hold a number or wait for one.
BEFORE_ASKING = RESTING | {Screen.NO_PAPER, Screen.PROCEDURES, Screen.BEFORE}
WARNED_WHEN_IDLE = frozenset(
    {
        Screen.NO_PAPER,
        Screen.PROCEDURES,
        Screen.BEFORE,
        Screen.UNANSWERED,
        Screen.NUMBER,
        Screen.ENTER,
        Screen.STANDING,
        Screen.DOSSIER,
        Screen.APPOINTMENT,
    }
)


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
    refusal: RefusedByServer | None = None
    purpose: str = ""
    appointment: AppointmentFound | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """All that is kept of a card, for the length of a visit: today's one-way token, and the class of their age."""

    token: str
    priority: str


class Looked(Enum):
    """What something that is looked up is of."""

    TICKET = "ticket"
    DOSSIER = "dossier"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Search:
    """Something that is looked up: `key` is a dossier's or an appointment's code, or a ticket's id or number.

    `trusted`: the slip itself was shown, or its holder's card, so another paper may be had. `held`: a person wanted a
    ticket and has this one already.
    """

    request: str
    key: str
    of: Looked = Looked.TICKET
    trusted: bool = False
    held: bool = False
    answer: Found | DossierFound | AppointmentFound | None = None
    refusal: RefusedByServer | None = None


@dataclass(frozen=True, slots=True)
class State:
    """All that the screens depend on, besides what the server tells. Times are the caller's seconds."""

    screen: Screen = Screen.OUT_OF_ORDER
    language: str = "vi"
    home_language: str = "vi"
    visit: Visit | None = None
    person: Person | None = None
    search: Search | None = None
    useless: Unusable | None = None
    typed: str = ""
    mistyped: bool = False
    purpose: str = ""
    modes: frozenset[Mode] = frozenset()
    choosing_modes: bool = False
    touched: float = 0.0
    shown: float = 0.0
    warned: float | None = None
    link_up: bool = False
    link_since: float = 0.0
    issuing: bool = False
    reserve: frozenset[str] = frozenset()
    printer: PrinterStatus = PrinterStatus.GONE
    scanner: bool = False


def patience(state: State, seconds: float) -> float:
    """How long something is waited for: to be told a screen takes longer than to look at it."""
    return seconds * SPOKEN_PATIENCE if Mode.SPOKEN in state.modes else seconds


def seconds_left(state: State, now: float) -> int:
    """How many whole seconds are left before the visit ends by itself; 0 when nobody has been warned."""
    return 0 if state.warned is None else max(0, math.ceil(state.warned + patience(state, COUNTDOWN) - now))


def alone(state: State, now: float) -> bool:
    """Whether the server has been away for long enough that people should know."""
    return not state.link_up and now - state.link_since >= LINK_GRACE


def at_rest(state: State, now: float) -> bool:
    """Whether nobody uses this kiosk, and nobody has touched it a moment ago."""
    return state.screen in RESTING and now - state.touched >= LIT


def resting(state: State, now: float) -> Screen:
    """The screen that this kiosk shows when nobody is using it."""
    if alone(state, now) and not state.reserve:
        return Screen.OUT_OF_ORDER
    if not state.link_up and not alone(state, now) and state.screen is Screen.OUT_OF_ORDER:
        return Screen.OUT_OF_ORDER
    return Screen.HOME if state.issuing else Screen.CLOSED
