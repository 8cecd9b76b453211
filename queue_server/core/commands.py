"""What may be asked of a centre. `decide` answers each with events or a `Refusal`.

`officer` is who acts at a desk: it must be the one who opened it (None asks for no check).
"""

from __future__ import annotations

from queue_server.core.appointment import Appointment
from queue_server.core.desk_commands import DeskCommand
from queue_server.core.events import SealedDay
from queue_server.core.plan import ORDINARY, CentrePlan, Employer, Instant, Words
from queue_server.core.record import record


@record
class AdoptPlan:
    plan: CentrePlan


@record
class OpenDay:
    """Begin the service day that the clock says it is; nothing happens when it has begun."""


@record
class TakeTicket:
    """`ticket` is a fresh unguessable id, `origin` the kiosk or desk that asks.

    `holder` is a one-way token of the person at this service, good for today; `purpose` what a dossier brings them for.
    With an `appointment` they check in for it.
    """

    ticket: str
    service: str
    procedure: str | None = None
    priority: str = ORDINARY
    language: str = "vi"
    origin: str | None = None
    holder: str = ""
    purpose: str = ""
    slow: bool = False
    dossiers: int = 1
    appointment: Appointment | None = None


@record
class OpenDesk:
    desk: str
    officer: str
    employer: Employer | None = None


@record
class CloseDesk:
    desk: str
    officer: str | None = None


@record
class CallNext:
    desk: str
    officer: str | None = None


@record
class CallTicket:
    desk: str
    ticket: str
    reason: str
    officer: str | None = None


@record
class Recall:
    desk: str
    ticket: str
    officer: str | None = None


@record
class StartServing:
    desk: str
    ticket: str
    officer: str | None = None


@record
class Finish:
    desk: str
    ticket: str
    officer: str | None = None


@record
class MarkAbsent:
    desk: str
    ticket: str
    officer: str | None = None


@record
class ReturnTicket:
    ticket: str


@record
class Transfer:
    """To a service, to one desk, or to wherever an officer sits.

    The service may be left out if that desk serves the present one.
    """

    desk: str
    ticket: str
    service: str | None = None
    to_desk: str | None = None
    to_officer: str | None = None
    note: str = ""
    officer: str | None = None


@record
class Park:
    desk: str
    ticket: str
    reason: str = ""
    minutes: int | None = None
    officer: str | None = None


@record
class ResumeTicket:
    ticket: str
    desk: str | None = None
    officer: str | None = None


@record
class Cancel:
    ticket: str
    reason: str = ""


@record
class ReportSlip:
    ticket: str
    state: str
    detail: str = ""


@record
class ReportCall:
    call: int
    board: str
    drawn: bool = False
    spoken: bool = False
    failed: str | None = None


@record
class Rate:
    """A citizen's opinion of the visit that ended last at `desk`, or, by its id only, of `ticket`."""

    value: int
    reasons: tuple[str, ...] = ()
    desk: str | None = None
    ticket: str | None = None


@record
class AnswerSurvey:
    """What the holder of a ticket, by its id only, says to a survey: steps of the scale by question."""

    ticket: str
    survey: str
    answers: dict[str, int]


@record
class LeaseNumbers:
    """A kiosk wants numbers to give while the server is away. `spool` names its records: new records, new numbers."""

    kiosk: str
    spool: str


@record
class DeliverTicket:
    """A ticket that a kiosk gave while the server was away; `place` is its order in the spool, from 1.

    `day` is the service day on which it was given, `slip` how printing went if that is known.
    """

    kiosk: str
    spool: str
    place: int
    day: str
    ticket: str
    number: str
    service: str
    taken_at: Instant
    procedure: str | None = None
    priority: str = ORDINARY
    language: str = "vi"
    slip: str | None = None


@record
class GoOnFromCopy:
    """The journal was restored from a copy that ended there; said once, before anything else happens."""

    epoch: str
    version: int


@record
class ReassignDesk:
    """A supervisor's, as all below: the services of a desk for today. No service at all: those of the plan again."""

    desk: str
    services: tuple[str, ...]
    overflow: tuple[str, ...]
    reason: str
    officer: str


@record
class CloseService:
    """Give no more numbers of a service today; `words` tell citizens why. Who waits is still served."""

    service: str
    words: Words
    officer: str


@record
class OpenService:
    service: str
    reason: str
    officer: str


@record
class SetQuota:
    """How many numbers of a service are given today in all; None for as many as come."""

    service: str
    quota: int | None
    reason: str
    officer: str


@record
class MoveLine:
    """Everybody who waits for a service is to be called by one desk; None lets all its desks call them again."""

    service: str
    desk: str | None
    reason: str
    officer: str


@record
class PostNotice:
    """Words for boards and kiosks until an instant, or the end of the day; `aloud` they are also spoken, once."""

    words: Words
    until: Instant | None
    urgent: bool
    officer: str
    aloud: bool = False


@record
class WithdrawNotice:
    notice: int
    reason: str
    officer: str


@record
class SetAdmission:
    """At most so many people at the desks at a time; None for as many as there are desks."""

    cap: int | None
    reason: str
    officer: str


@record
class RaiseAlert:
    """The server's own, as the two below: something is wrong, or is worse than it was."""

    cause: str
    level: str
    words: Words


@record
class EndAlert:
    cause: str


@record
class TellAlert:
    """The alert was told outside the house, or given up; `note` says which."""

    cause: str
    note: str


@record
class Administer:
    """An administrator did something that is not of the queue, to a person or a device: it is only written down."""

    what: str
    subject: str
    officer: str
    detail: str = ""


@record
class SealJournal:
    """The server's own: what is told of records whose time is over, before their content is erased."""

    epoch: str
    up_to: int
    hash: str
    what: str
    records: int
    days: tuple[SealedDay, ...] = ()


Command = (
    AdoptPlan
    | OpenDay
    | TakeTicket
    | OpenDesk
    | CloseDesk
    | CallNext
    | CallTicket
    | Recall
    | StartServing
    | Finish
    | MarkAbsent
    | ReturnTicket
    | Transfer
    | Park
    | ResumeTicket
    | Cancel
    | ReportSlip
    | ReportCall
    | Rate
    | AnswerSurvey
    | LeaseNumbers
    | DeliverTicket
    | GoOnFromCopy
    | ReassignDesk
    | CloseService
    | OpenService
    | SetQuota
    | MoveLine
    | PostNotice
    | WithdrawNotice
    | SetAdmission
    | RaiseAlert
    | EndAlert
    | TellAlert
    | Administer
    | SealJournal
    | DeskCommand
)
