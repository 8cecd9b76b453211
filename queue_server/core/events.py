"""What has happened. Frozen, complete, and never refused: `Centre.apply` on all of them gives the centre.

`at` is the instant of the decision. Names in `KINDS` are written in the journal and never change.
"""

from __future__ import annotations

import re

from queue_server.core.appointment import Appointment
from queue_server.core.desk_events import DeskEvent
from queue_server.core.plan import CentrePlan, Employer, Instant, Skill, Words
from queue_server.core.record import record
from queue_server.core.turn import Why


@record
class PlanAdopted:
    """The centre is run by this plan from now on."""

    at: Instant
    plan: CentrePlan


@record
class DayOpened:
    """A new service day: numbers start again and every desk is closed. `day` is an ISO date.

    With `kept`, open tickets stay in their lines and desks go on; the numbers of a service go on too while somebody
    holds one of the day before, so that none is given twice.
    """

    at: Instant
    day: str
    kept: bool = False


@record
class Spooled:
    """A number that a kiosk gave while the server was away: when, and at which place of its spool."""

    spool: str
    place: int
    taken_at: Instant


@record
class TicketTaken:
    """A number was given. The outlook is kept as it was told: `ahead`, `low` to `high` minutes, over `desks_open`.

    `held`: it is in no line until its slip is reported to be in the citizen's hand, or its number noted. `holder` is
    a one-way token of the person at this service, whose key is gone with the day (docs/decisions/0091). `received`
    and `decides` are the authorities that receive and decide, "" where not yet known (docs/decisions/0160).
    `appointment` is what its holder checked in with (docs/decisions/0092).
    """

    at: Instant
    ticket: str
    number: str
    seq: int
    service: str
    legs: tuple[str, ...]
    procedure: str | None
    priority: str
    language: str
    origin: str | None
    effective_at: Instant
    ahead: int
    desks_open: float
    low: int
    high: int
    experienced: bool
    fits_today: bool
    held: bool = False
    holder: str = ""
    purpose: str = ""
    spooled: Spooled | None = None
    slow: bool = False
    dossiers: int = 1
    received: str = ""
    decides: str = ""
    appointment: Appointment | None = None


@record
class TicketCalled:
    """A ticket was asked to a desk. `reason` is the officer's, when the rule is override."""

    at: Instant
    ticket: str
    desk: str
    officer: str | None
    why: Why
    reason: str = ""


@record
class CallRepeated:
    """Called again; `calls` counts this one."""

    at: Instant
    ticket: str
    desk: str
    calls: int


@record
class ServingStarted:
    at: Instant
    ticket: str
    desk: str


@record
class TicketFinished:
    """The last leg is done."""

    at: Instant
    ticket: str
    desk: str


@record
class TicketMoved:
    """A leg ended and the ticket waits for the next with its age kept.

    `service` is inserted as the next leg of a transfer; for a `journey` it is the leg already planned.
    """

    at: Instant
    ticket: str
    desk: str
    service: str
    reserved: str | None
    journey: bool
    note: str = ""
    to_officer: str | None = None


@record
class TicketAbsent:
    """`unheard`: no board had shown or spoken the call, as none was at work."""

    at: Instant
    ticket: str
    desk: str
    unheard: bool = False


@record
class TicketReturned:
    """An absent citizen is back and waits with this effective time."""

    at: Instant
    ticket: str
    effective_at: Instant


@record
class TicketParked:
    at: Instant
    ticket: str
    desk: str
    reason: str
    until: Instant | None = None


@record
class TicketResumed:
    """A parked ticket is back in its line with its age."""

    at: Instant
    ticket: str


@record
class TicketCancelled:
    """`desk` is where it was, if it had been called."""

    at: Instant
    ticket: str
    desk: str | None
    reason: str


@record
class TicketExpired:
    """The service day ended before the ticket did."""

    at: Instant
    ticket: str


@record
class DeskOpened:
    at: Instant
    desk: str
    officer: str
    employer: Employer


@record
class DeskClosed:
    at: Instant
    desk: str


@record
class SlipReported:
    """How printing went: confirmed, accepted, unconfirmed or failed; noted: the citizen has read it on the screen."""

    at: Instant
    ticket: str
    state: str
    detail: str = ""


@record
class CallReported:
    """A board drew a call, spoke it to its end, or could not speak it."""

    at: Instant
    call: int
    board: str
    drawn: bool
    spoken: bool
    failed: str | None


@record
class VisitRated:
    """What a citizen thought of one leg: a step of the scale, as the portal counts it, and reasons for a low one.

    `officer` only where the centre's plan says so.
    """

    at: Instant
    ticket: str
    leg: int
    service: str
    desk: str
    value: int
    portal: str
    reasons: tuple[str, ...] = ()
    officer: str | None = None


@record
class SurveyAnswered:
    """Steps of the scale by question, and how each counts: like, none or dislike. Told in no story of the ticket."""

    at: Instant
    ticket: str
    survey: str
    answers: dict[str, int]
    portal: dict[str, str]


@record
class NumbersLeased:
    """These numbers of a service are one kiosk's for that day, to give while the server is away."""

    at: Instant
    kiosk: str
    spool: str
    day: str
    service: str
    first: int
    last: int


@record
class TicketSetAside:
    """A ticket given while the server was away came too late, or its number was another's: it is in no line.

    `reason` is day_over, unknown_service or number_taken.
    """

    at: Instant
    kiosk: str
    spool: str
    place: int
    day: str
    ticket: str
    number: str
    service: str
    taken_at: Instant
    reason: str


@record
class JournalRestored:
    """The centre goes on from a copy of this epoch and version. What came later is not known: numbers are skipped."""

    at: Instant
    epoch: str
    version: int


@record
class DeskReassigned:
    """For today a desk serves these; none: those of the plan. `officer` is the supervisor, in all of these."""

    at: Instant
    desk: str
    skills: tuple[Skill, ...]
    officer: str
    reason: str


@record
class ServiceClosed:
    at: Instant
    service: str
    words: Words
    officer: str


@record
class ServiceOpened:
    at: Instant
    service: str
    officer: str
    reason: str


@record
class QuotaSet:
    at: Instant
    service: str
    quota: int | None
    former: int | None
    officer: str
    reason: str


@record
class LineMoved:
    """These tickets are kept for one desk; for None they are no longer."""

    at: Instant
    service: str
    desk: str | None
    tickets: tuple[str, ...]
    officer: str
    reason: str


@record
class NoticePosted:
    """The notice's id is the version of this event."""

    at: Instant
    words: Words
    until: Instant | None
    urgent: bool
    officer: str
    aloud: bool = False


@record
class NoticeWithdrawn:
    at: Instant
    notice: int
    officer: str
    reason: str


@record
class AdmissionSet:
    at: Instant
    cap: int | None
    former: int | None
    officer: str
    reason: str


@record
class AlertRaised:
    """Something is wrong; for an open cause it has become worse."""

    at: Instant
    cause: str
    level: str
    words: Words


@record
class AlertEnded:
    at: Instant
    cause: str


@record
class AlertTold:
    """Told outside the house, or given up, as `note` says."""

    at: Instant
    cause: str
    note: str


@record
class Administered:
    """What was done to a person or a device, by whom, for the auditor: "pin_changed", "device_restart" …"""

    at: Instant
    what: str
    subject: str
    officer: str
    detail: str = ""


@record
class SealedDay:
    """What is left of a day: its place in the journal, its last hash, and sums. `waited` in minutes, the mean."""

    day: str
    first: int
    last: int
    hash: str
    tickets: int
    finished: int
    absent: int
    calls: int
    waited: float | None = None


@record
class JournalSealed:
    """Up to a record, `what` ("tickets" or "acts") was erased: `records` of them. `hash` is that of the record.

    Their hashes stay where they are, so that the chain goes on (docs/decisions/0137).
    """

    at: Instant
    epoch: str
    up_to: int
    hash: str
    what: str
    records: int
    days: tuple[SealedDay, ...] = ()


@record
class Erased:
    """Something happened here once. Its time is over; a `JournalSealed` further on says so."""

    at: Instant


HallAct = (
    DeskReassigned
    | ServiceClosed
    | ServiceOpened
    | QuotaSet
    | LineMoved
    | NoticePosted
    | NoticeWithdrawn
    | AdmissionSet
)
AlertEvent = AlertRaised | AlertEnded | AlertTold

Event = (
    PlanAdopted
    | DayOpened
    | TicketTaken
    | TicketCalled
    | CallRepeated
    | ServingStarted
    | TicketFinished
    | TicketMoved
    | TicketAbsent
    | TicketReturned
    | TicketParked
    | TicketResumed
    | TicketCancelled
    | TicketExpired
    | DeskOpened
    | DeskClosed
    | SlipReported
    | CallReported
    | VisitRated
    | SurveyAnswered
    | NumbersLeased
    | TicketSetAside
    | JournalRestored
    | Administered
    | JournalSealed
    | Erased
    | HallAct
    | AlertEvent
    | DeskEvent
)

#: Journal name of each event, for instance `ticket_taken`.
KINDS: dict[str, type] = {re.sub(r"(?<!^)(?=[A-Z])", "_", event.__name__).lower(): event for event in Event.__args__}

#: And back.
NAMES: dict[type, str] = {event: name for name, event in KINDS.items()}
