"""What can happen at a kiosk, and what the kiosk then wants done. Data only; `flow` turns the one into the other."""

from __future__ import annotations

from dataclasses import dataclass

from hardware.printer.base import JobState, PrinterStatus
from kiosk.modes import Mode
from kiosk.scanned import Unusable
from queue_server.protocol.messages import AppointmentFound, DossierFound, Found, Taken, Words

# ---------------------------------------------------------------------------------------------- what can happen


@dataclass(frozen=True, slots=True)
class Touched:
    """A finger anywhere: the citizen is still there."""


@dataclass(frozen=True, slots=True)
class ServiceChosen:
    """`request` is a fresh id and names this visit: whatever is touched, it can take one ticket only.

    `only` is the service's procedure if it has just one, `listed` whether there are several to choose from. `purpose`
    is what a dossier brings the citizen for, `appointment` what they check in for. Not `issued`: no number of the
    service is given now, which is said at once.
    """

    service: str
    request: str
    listed: bool = False
    only: str | None = None
    purpose: str = ""
    issued: bool = True
    appointment: AppointmentFound | None = None


@dataclass(frozen=True, slots=True)
class NoticeAccepted:
    """The citizen has read that there will be no paper, and goes on."""


@dataclass(frozen=True, slots=True)
class ProcedureChosen:
    """None means something else, or not known."""

    procedure: str | None


@dataclass(frozen=True, slots=True)
class PriorityDeclared:
    """A class was touched: chosen, or taken back if it was chosen already."""

    priority: str


@dataclass(frozen=True, slots=True)
class NumberAsked:
    """The one button that takes a ticket; after an unanswered asking, the one that asks again."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The server gave a ticket; it is on disk there."""

    taken: Taken


@dataclass(frozen=True, slots=True)
class RefusedByServer:
    """`ticket` is the one that stands in the way, where that is the reason."""

    request: str
    code: str
    message: Words
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class SlipReported:
    """What became of a paper of this ticket."""

    ticket: str
    state: JobState


@dataclass(frozen=True, slots=True)
class SlipInHand:
    """The citizen says that the slip came out."""


@dataclass(frozen=True, slots=True)
class NumberNoted:
    """There is no slip, and the citizen says to have read the number on the screen."""


@dataclass(frozen=True, slots=True)
class ReprintAsked:
    """The citizen says that it did not."""


@dataclass(frozen=True, slots=True)
class MoreTimeAsked:
    pass


@dataclass(frozen=True, slots=True)
class BackAsked:
    pass


@dataclass(frozen=True, slots=True)
class HomeAsked:
    """Done, or leave it: back to the first screen."""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    language: str


@dataclass(frozen=True, slots=True)
class ModesShown:
    """The panel where the screens are made easier is opened or closed."""

    shown: bool


@dataclass(frozen=True, slots=True)
class ModeSwitched:
    """Turned on, or off if it was on already."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection to the server came up or went down."""

    up: bool


@dataclass(frozen=True, slots=True)
class DayChanged:
    """Whether tickets are issued now, by the centre's calendar and clock."""

    issuing: bool


@dataclass(frozen=True, slots=True)
class ReserveChanged:
    """The services of which this kiosk holds numbers that it may give while the server is away."""

    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class PrinterChanged:
    status: PrinterStatus


@dataclass(frozen=True, slots=True)
class ScannerChanged:
    """Whether there is a scanner that can be used."""

    ready: bool


@dataclass(frozen=True, slots=True)
class CardShown:
    """An identity card was scanned. `person` is a one-way token of today, empty without the server's key."""

    person: str
    priority: str


@dataclass(frozen=True, slots=True)
class TicketShown:
    """One of our slips was scanned. `request` is a fresh id."""

    ticket: str
    request: str


@dataclass(frozen=True, slots=True)
class DossierShown:
    """A dossier's receipt was scanned. `request` is a fresh id."""

    code: str
    request: str


@dataclass(frozen=True, slots=True)
class AppointmentShown:
    """An appointment's code was scanned. `request` is a fresh id."""

    code: str
    request: str


@dataclass(frozen=True, slots=True)
class UselessShown:
    """Something was scanned that this kiosk can do nothing with."""

    kind: Unusable


@dataclass(frozen=True, slots=True)
class EnterAsked:
    """The citizen wants to look something up without the scanner."""


@dataclass(frozen=True, slots=True)
class KeyTyped:
    """A key of the keyboard on the screen: its letter, or `search.ERASE`."""

    key: str


@dataclass(frozen=True, slots=True)
class CodeEntered:
    """Look up what was typed. `request` is a fresh id."""

    request: str


@dataclass(frozen=True, slots=True)
class FoundOut:
    """The server's answer to a question of that id."""

    request: str
    answer: Found | DossierFound | AppointmentFound


@dataclass(frozen=True, slots=True)
class ComeBackAsked:
    """The holder of an absent ticket is here again."""


@dataclass(frozen=True, slots=True)
class PurposeChosen:
    """A number is wanted for a dossier: to collect, supplement or pay."""

    purpose: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went by. Comes about twice a second."""


Event = (
    Touched
    | ServiceChosen
    | NoticeAccepted
    | ProcedureChosen
    | PriorityDeclared
    | NumberAsked
    | Answered
    | RefusedByServer
    | SlipReported
    | SlipInHand
    | NumberNoted
    | ReprintAsked
    | MoreTimeAsked
    | BackAsked
    | HomeAsked
    | LanguageChosen
    | ModesShown
    | ModeSwitched
    | LinkChanged
    | DayChanged
    | ReserveChanged
    | PrinterChanged
    | ScannerChanged
    | CardShown
    | TicketShown
    | DossierShown
    | AppointmentShown
    | UselessShown
    | EnterAsked
    | KeyTyped
    | CodeEntered
    | FoundOut
    | ComeBackAsked
    | PurposeChosen
    | Tick
)

# ---------------------------------------------------------------------------------------------- what shall be done


@dataclass(frozen=True, slots=True)
class DrawAhead:
    """A slip like this may be wanted: what is known of it can be drawn while the citizen reads."""

    service: str
    procedure: str | None
    language: str


@dataclass(frozen=True, slots=True)
class AskForTicket:
    """`alone`: of the kiosk's own numbers, because the server is away; then without the code of an `appointment`."""

    request: str
    service: str
    procedure: str | None
    priority: str
    language: str
    holder: str = ""
    purpose: str = ""
    appointment: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """`copy` counts the reprints: 0 is the slip itself, later ones carry the mark BẢN IN LẠI.

    `asking` tells this paper from others of the ticket; by default the copy does.
    """

    taken: Taken
    language: str
    copy: int = 0
    asking: str = ""


@dataclass(frozen=True, slots=True)
class ReportInHand:
    """Tell the server that the slip is in the citizen's hand after all."""

    ticket: str


@dataclass(frozen=True, slots=True)
class ReportNoted:
    """Tell the server that there is no slip, and that the citizen has the number all the same."""

    ticket: str


@dataclass(frozen=True, slots=True)
class ReportOrphan:
    """A ticket came after its citizen had left without a number: the officer should know."""

    ticket: str


@dataclass(frozen=True, slots=True)
class AskWhereTicket:
    """By id or number; answered by `FoundOut` or `RefusedByServer`."""

    request: str
    ticket: str


@dataclass(frozen=True, slots=True)
class AskForDossier:
    """Answered by `FoundOut` or `RefusedByServer`."""

    request: str
    code: str


@dataclass(frozen=True, slots=True)
class AskForAppointment:
    """Answered by `FoundOut`, with the ticket where a number was taken with it, or `RefusedByServer`."""

    request: str
    code: str


@dataclass(frozen=True, slots=True)
class BringBack:
    """Let an absent ticket wait again, then say where it is."""

    request: str
    ticket: str


Question = AskWhereTicket | AskForDossier | AskForAppointment | BringBack
Effect = DrawAhead | AskForTicket | PrintSlip | ReportInHand | ReportNoted | ReportOrphan | Question
