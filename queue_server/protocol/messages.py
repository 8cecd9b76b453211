"""Every message of the protocol, as typed structs: one JSON object per websocket text frame, told apart by `type`.

Three families. *Things* are state: each replaces the former thing with the same key, so a client is a dictionary of
things. *Requests* go to the server, carry a `request` id made by the client, and are answered once per id. The rest
is the conversation around them. Instants are integer milliseconds since 1970 UTC; names are `{"vi": …, "en": …}`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

#: Raised when a message changes meaning; additions do not raise it.
PROTOCOL = 1

Words = dict[str, str]
Instant = int
#: Printable: an id goes into logs, file names and databases.
Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
Key = Annotated[str, Meta(max_length=64)]
Note = Annotated[str, Meta(max_length=300)]
Sentence = Annotated[dict[Annotated[str, Meta(max_length=8)], Note], Meta(max_length=8)]
Count = Annotated[int, Meta(ge=0, le=100_000)]
Minutes = int
Dossiers = Annotated[int, Meta(ge=1, le=99)]
Span = Annotated[int, Meta(ge=1, le=600)]


class Role(StrEnum):
    """What a connection is; decides which things it hears of and which requests it may make."""

    KIOSK = "kiosk"
    DESK = "desk"
    BOARD = "board"
    DEVICES = "devices"
    HALL = "hall"
    RATING = "rating"


# --------------------------------------------------------------------------------------------------------- things


class ProcedureInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`next_day_after`: minute of the day after which the result comes on the next working day.

    `decides` names the authorities that may decide it; where it is empty, all those of its `levels` may.
    """

    id: Id
    names: Words
    minutes: float
    code: str | None = None
    papers: tuple[Words, ...] = ()
    fee: Words | None = None
    next_day_after: int | None = None
    legs: tuple[Id, ...] = ()
    levels: tuple[str, ...] = ()
    decides: tuple[Id, ...] = ()


class ServiceInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`desks` are those that serve it first, `prefix` is the letter of its numbers.

    With `receives` false no dossier is handed in: guidance, results.
    """

    id: Id
    prefix: str
    names: Words
    icon: str
    procedures: tuple[ProcedureInfo, ...]
    desks: tuple[Id, ...] = ()
    receives: bool = True


class DeskInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`overflow` are services it helps out with when their line has waited longer.

    `changed`: a supervisor has given it other services for today.
    """

    id: Id
    names: Words
    services: tuple[Id, ...]
    overflow: tuple[Id, ...] = ()
    employer: str = "civil_servant"
    automatic: bool = False
    changed: bool = False


class NeighbourInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another centre that accepts these of our procedures."""

    names: Words
    procedures: tuple[Id, ...]
    address: Words | None = None
    hotline: str | None = None


class AuthorityInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A body that receives or decides dossiers."""

    id: Id
    names: Words
    level: str
    code: str | None = None


class PriorityInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: Id
    names: Words
    min_age: int | None = None
    slow: bool = False


class BoardInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`services` and `desks` empty mean that the board shows the calls of all of them.

    `panels` are what it shows: clock, calls, recent, lines, media and ticker; or desk, one number alone. Of the boards
    of a `hall` one speaks, see `voices`. `languages` are spoken here instead of the centre's, in the manner of `speech`
    where it has its own; `ticker` is for its foot, and `media` goes round beside the calls.
    """

    id: Id
    services: tuple[Id, ...] = ()
    desks: tuple[Id, ...] = ()
    hall: str = ""
    panels: tuple[str, ...] = ("clock", "calls", "recent", "ticker")
    languages: tuple[str, ...] = ()
    ticker: Words | None = None
    speech: SpeechInfo | None = None
    media: tuple[SlideInfo, ...] = ()


class SlideInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What goes round beside the calls: words, or the name of a picture or video file that the server has.

    Shown for so many `seconds` (a video to its end) from the day `first` to the day `last` (ISO dates) and within
    `windows` of the day; empty means always.
    """

    file: str = ""
    words: Words | None = None
    seconds: float = 12.0
    first: str = ""
    last: str = ""
    windows: tuple[WindowInfo, ...] = ()


class SpeechInfo(Struct, frozen=True, kw_only=True):
    """How calls are spoken: languages in order, repeats, regional number words, how padded zeros are read.

    `desk_word` is the Vietnamese word for a desk, spoken and shown. A last call is said `repeat_last` times. `rate` is
    in words a minute; `accent` is north, central or south; `chime` is one, two, three or none (notes before a call).
    Within `quiet` windows nothing is spoken and the chime is soft.
    """

    languages: tuple[str, ...] = ("vi", "en")
    repeat: int = 2
    zero_tens: str = "lẻ"
    thousand: str = "nghìn"
    padded: str = "hundreds_then_tens"
    desk_word: str = "quầy"
    repeat_last: int = 2
    accent: str = "north"
    rate: int = 145
    chime: str = "two"
    quiet: tuple[WindowInfo, ...] = ()


class RatingStepInfo(Struct, frozen=True, kw_only=True):
    """A step of the rating scale; after a `negative` one reasons are asked."""

    value: int
    names: Words
    negative: bool = False


class RatingReasonInfo(Struct, frozen=True, kw_only=True):
    """What may be chosen after a negative rating."""

    id: Id
    names: Words


class WindowInfo(Struct, frozen=True, kw_only=True):
    """Opening hours without a break, in minutes after midnight."""

    opens: int
    closes: int


class SlipPartInfo(Struct, frozen=True, kw_only=True):
    """A part of the slip, by name; `size` is small, normal, large or "" for the usual one; `text` of a part "text"."""

    part: Key
    size: Key = ""
    text: Words | None = None


class Centre(Struct, frozen=True, kw_only=True, tag="centre", tag_field="type"):
    """The centre's configuration as far as devices need it. One per connection.

    `hours` are the usual opening hours of the seven days, Monday first; whether it is open now is in `day`.
    `authority` is the one of the `authorities` whose dossiers are received here. `slip` empty means the usual one.
    """

    id: Id
    names: Words
    languages: tuple[str, ...]
    services: tuple[ServiceInfo, ...]
    desks: tuple[DeskInfo, ...]
    priorities: tuple[PriorityInfo, ...]
    boards: tuple[BoardInfo, ...]
    speech: SpeechInfo
    timezone: str
    organisation: Words
    recalls_before_absent: int
    absent_needs_heard: bool = True
    address: Words | None = None
    hotline: str | None = None
    hours: tuple[tuple[WindowInfo, ...], ...] = ()
    neighbours: tuple[NeighbourInfo, ...] = ()
    authorities: tuple[AuthorityInfo, ...] = ()
    authority: Key = ""
    rating_scale: tuple[RatingStepInfo, ...] = ()
    rating_reasons: tuple[RatingReasonInfo, ...] = ()
    slip: tuple[SlipPartInfo, ...] = ()


class Day(Struct, frozen=True, kw_only=True, tag="day", tag_field="type"):
    """Whether tickets are issued now. `reason` is open, before_opening, lunch, after_closing, holiday or closed_day.

    `until` is the end of the present issuing window, `next_opening` the start of the next, `closes` the end of today's
    last opening hours, `tomorrow` when numbers are given again on a later day. One per connection.
    """

    service_day: str
    issuing: bool
    reason: str
    until: Instant | None = None
    next_opening: Instant | None = None
    closes: Instant | None = None
    tomorrow: Instant | None = None


class DayKey(Struct, frozen=True, kw_only=True, tag="day_key", tag_field="type"):
    """Kiosks only: the secret by which a card becomes a one-way token today. Never store or log it.

    One per connection. Another service day, or a server that was started anew, has another key.
    """

    service_day: str
    key: str


class Line(Struct, frozen=True, kw_only=True, tag="line", tag_field="type"):
    """The line of one service, for someone who would join it now. Key: `service`.

    `ahead` counts everyone who would be called first, also from other services of the same desks. `low` and `high`
    bound the wait in minutes for 8 of 10 people; `experienced` is false while the range rests on configured minutes
    only. `fits_today` is false when the wait and the procedure would end after closing.

    While not `issuing`, no number of this service is given: `reason` is the refusal's code, `words` the supervisor's
    to citizens. With `no_time_left` and `issuing` people are warned and may still take one. `left` is how many more
    numbers there are today, null where nothing bounds them.
    """

    service: Id
    waiting: int
    ahead: int
    low: Minutes
    high: Minutes
    desks_open: int
    experienced: bool = False
    fits_today: bool = True
    issuing: bool = True
    reason: str = ""
    left: int | None = None
    words: Words | None = None


class DeskState(StrEnum):
    CLOSED = "closed"
    IDLE = "idle"
    CALLING = "calling"
    SERVING = "serving"
    PAUSED = "paused"


class Desk(Struct, frozen=True, kw_only=True, tag="desk", tag_field="type"):
    """What a desk does now. `ticket` is the id and `number` what people see; `reason` why it has paused. Key: `id`.

    `undo` is what may be taken back until `undo_until`: call, finish or absence. `ended_at` is when the visit ended
    that its citizen may still rate here, null when there is none.
    """

    id: Id
    state: DeskState
    since: Instant
    officer: str | None = None
    employer: str | None = None
    ticket: Id | None = None
    number: str | None = None
    reason: str = ""
    undo: str | None = None
    undo_until: Instant | None = None
    ended_at: Instant | None = None


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    AWAY = "away"
    ABSENT = "absent"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Contender(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The head of a lane as the policy compared it. `key` is the effective time: the smallest is called.

    `appointed` is the time of an appointment, from which `waited` and `credit` count instead of from arrival.
    """

    number: str
    service: Id
    priority: Key
    waited: int
    credit: int
    offset: int
    key: int
    appointed: Instant | None = None


class Why(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why this ticket was called to this desk. Times in milliseconds.

    `rule` is normal, overflow, reserved, guard, early, override, resume or recall. The effective time `key` is arrival
    minus `credit` (head start of its class) plus `offset` (a desk helping out). `early` is an appointment before its
    time, because nobody else waited; `passed_over` are appointments before their time that would have come first.
    """

    policy: str
    rule: str
    chosen: Contender
    runners_up: tuple[Contender, ...]
    eligible: int
    passed_over: tuple[Contender, ...] = ()


class Work(Struct, frozen=True, kw_only=True):
    """One procedure of a visit, from this instant to the next, or to the end of serving."""

    service: Id
    procedure: Id | None
    began_at: Instant


class Step(Struct, frozen=True, kw_only=True):
    """One thing that happened to a ticket. `what` is the journal's word for it, such as ticket_called."""

    at: Instant
    what: str
    desk: Id | None = None
    officer: str | None = None
    note: str = ""


class Ticket(Struct, frozen=True, kw_only=True, tag="ticket", tag_field="type"):
    """One citizen's place today. Desks hear of tickets until they are finished, cancelled or expired. Key: `id`.

    `legs` are the services of the whole journey, `leg` the index of the present one. `slip` is how printing went:
    confirmed, accepted, unconfirmed, failed, noted (the citizen has read the number on the kiosk's screen) or null
    while unknown. `reserved` names the only desk that may call it. A `held` ticket is not in its line yet, because its
    citizen may not know the number; it is called by hand only. `purpose` is as in `take_ticket`. A parked ticket is
    its `keeper`'s and due at `parked_until`; one that is `away` comes back at `away_until` by itself. `received` and
    `decides` are the authorities that receive and decide the dossier, "" while nobody has said. `appointed` is the time
    of the appointment that it was taken with; its holder was `late` for it, or not.
    """

    id: Id
    number: str
    service: Id
    state: TicketState
    taken_at: Instant
    queued_at: Instant
    legs: tuple[Id, ...]
    leg: int
    procedure: Id | None = None
    priority: Key = ""
    language: str = "vi"
    desk: Id | None = None
    reserved: Id | None = None
    calls: int = 0
    called_at: Instant | None = None
    serving_at: Instant | None = None
    parked_at: Instant | None = None
    absent_at: Instant | None = None
    note: str = ""
    slip: str | None = None
    held: bool = False
    purpose: str = ""
    offline: bool = False
    why: Why | None = None
    slow: bool = False
    dossiers: int = 1
    received: Key = ""
    decides: Key = ""
    codes: tuple[str, ...] = ()
    works: tuple[Work, ...] = ()
    parked_until: Instant | None = None
    keeper: Id | None = None
    away_until: Instant | None = None
    step_outs: int = 0
    appointed: Instant | None = None
    late: bool = False


class CallKind(StrEnum):
    CALL = "call"
    RECALL = "recall"
    LAST = "last"
    TRANSFER = "transfer"


class Call(Struct, frozen=True, kw_only=True, tag="call", tag_field="type"):
    """A ticket asked to a desk. Key: `id`, the journal's version: a repeat has a new one, a replay has the same.

    A call stands while `number` is still called to `desk`; the snapshot holds the latest calls so that a board can
    show them, and `desk` things say which are still standing. A `withdrawn` call was a slip of the
    hand: show it no more.
    """

    id: int
    ticket: Id
    number: str
    service: Id
    desk: Id
    kind: CallKind
    priority: bool
    at: Instant
    withdrawn: bool = False


class Heard(Struct, frozen=True, kw_only=True, tag="heard", tag_field="type"):
    """What one board reports of one call. Key: `call` and `board`. `failed` says why it was not spoken."""

    call: int
    board: Id
    drawn: bool = False
    spoken: bool = False
    failed: str | None = None


class Check(Struct, frozen=True, kw_only=True):
    """One thing that a device tried by itself before opening, such as printer, scanner or clock."""

    what: Id
    good: bool
    found: Note = ""


class Device(Struct, frozen=True, kw_only=True, tag="device", tag_field="type"):
    """A kiosk or board and whether it is connected. Key: `id`. `health` is its own word, such as paper_out.

    `detail` is a line for the officer, such as how much paper is left; `skew` how many seconds its clock is ahead of
    the server's, null while it has not said. `failure` is what ended its program last; `checks` is what it found when
    it was `tested`, before opening. Of a board: `frames` as it said last, `drew` when that last rose, `hidden` when
    nobody can see it, `sounded` when it last played a sound to its end. `frames` and `drew` alone are not told anew.
    """

    id: Id
    role: Role
    online: bool
    since: Instant
    health: str = "ready"
    skew: int | None = None
    detail: str = ""
    version: str = ""
    started: Instant | None = None
    failure: str = ""
    tested: Instant | None = None
    checks: tuple[Check, ...] = ()
    frames: int | None = None
    drew: Instant | None = None
    hidden: bool = False
    sounded: Instant | None = None


class Notice(Struct, frozen=True, kw_only=True, tag="notice", tag_field="type"):
    """Words of a supervisor for boards and kiosks. Key: `id`. Show it until `until`, or until it is `withdrawn`.

    An `urgent` one takes the whole of a board; one that is `aloud` is also spoken, once.
    """

    id: int
    words: Words
    at: Instant
    until: Instant | None = None
    urgent: bool = False
    withdrawn: bool = False
    aloud: bool = False


class SlipOrder(Struct, frozen=True, kw_only=True, tag="slip_order", tag_field="type"):
    """Reception wants the slip of a ticket printed by `kiosk`, which prints it once for each `copy`. Key: `ticket`.

    `copy` 0 is the first paper of the ticket; later ones are marked as reprints. `open` until `report_slip`.
    """

    ticket: Id
    kiosk: Id
    copy: int
    open: bool


class Voices(Struct, frozen=True, kw_only=True, tag="voices", tag_field="type"):
    """Boards: which board speaks in each hall that has several. One per connection."""

    speakers: dict[Id, Id]


class ComingCall(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whom a desk would call if it called now."""

    number: str
    service: Id
    desk: Id
    priority: bool = False


class Coming(Struct, frozen=True, kw_only=True, tag="coming", tag_field="type"):
    """Boards: whom each working desk would call now, so that speech is made before it is needed. One per connection.

    It promises nothing, and is not to be shown.
    """

    calls: tuple[ComingCall, ...] = ()


class Slot(Struct, frozen=True, kw_only=True):
    """A stretch of today: how many numbers were taken and called in it, and how many waited at most."""

    start: Instant
    taken: int
    called: int
    waiting: int


class Hall(Struct, frozen=True, kw_only=True, tag="hall", tag_field="type"):
    """What a supervisor has to know beside the lines. One per connection.

    `warn`, `target` and `breach` are minutes of waiting. `cap` is how many are let to the desks at a time. `quotas` are
    those of today. `end_of_day` is off, warn or stop.
    """

    warn: float
    target: float
    breach: float
    end_of_day: str
    quotas: dict[Id, int]
    cap: int | None = None
    slots: tuple[Slot, ...] = ()


class Act(Struct, frozen=True, kw_only=True, tag="act", tag_field="type"):
    """What a supervisor did today. Key: `id`, the journal's version.

    `kind` is desk_reassigned, service_closed, service_opened, quota_set, line_moved, notice_posted, notice_withdrawn or
    admission_set. The rest is what it was done to; `value` and `former` are numbers, `tickets` a count.
    """

    id: int
    kind: str
    at: Instant
    officer: str
    reason: str = ""
    service: Id | None = None
    desk: Id | None = None
    notice: int | None = None
    services: tuple[Id, ...] = ()
    overflow: tuple[Id, ...] = ()
    value: int | None = None
    former: int | None = None
    tickets: int = 0
    words: Words | None = None


class Alert(Struct, frozen=True, kw_only=True, tag="alert", tag_field="type"):
    """Something that is wrong, or was. Key: `cause`; there is never more than one of a cause until it is `over`.

    `level` is warn, target or breach for a wait, and trouble for a device. `told` is when it was told outside the house
    and `note` what became of that.
    """

    cause: str
    level: str
    words: Words
    since: Instant
    over: Instant | None = None
    told: Instant | None = None
    note: str = ""


class Alarm(Struct, frozen=True, kw_only=True, tag="alarm", tag_field="type"):
    """An officer asks for help without a word. Over when a colleague has answered it. Key: `id`."""

    id: int
    desk: Id
    at: Instant
    officer: str | None = None
    note: str = ""
    answered_by: str | None = None
    answered_at: Instant | None = None


Thing = (
    Centre
    | Day
    | DayKey
    | Line
    | Desk
    | Ticket
    | Call
    | Heard
    | Device
    | Notice
    | SlipOrder
    | Voices
    | Coming
    | Hall
    | Act
    | Alert
    | Alarm
)


# ------------------------------------------------------------------------------------------------------- requests


class Request(Struct, frozen=True, kw_only=True, tag_field="type"):
    """The part that all requests share: an id fresh for each touch, sent again unchanged when asking again."""

    request: Id


class TakeTicket(Request, frozen=True, kw_only=True, tag="take_ticket"):
    """Answered by `taken`. Kiosks and desks.

    `holder` is today's one-way token of a person at this service: refused with `already_holding` while they hold an
    open ticket of it. `purpose` is collect, supplement or pay, where a dossier brought the citizen here.
    `appointment` is the code of one at this service, which they check in for: once a day.
    """

    service: Id
    procedure: Id | None = None
    priority: Key = ""
    language: Annotated[str, Meta(max_length=8)] = "vi"
    holder: Key = ""
    purpose: Key = ""
    slow: bool = False
    dossiers: Dossiers = 1
    appointment: Key = ""


class OpenDesk(Request, frozen=True, kw_only=True, tag="open_desk"):
    """The signed-in officer sits down at a desk. All requests below are for role `desk`."""

    desk: Id


class SignInAtDesk(Request, frozen=True, kw_only=True, tag="sign_in_at_desk"):
    """An officer types name and PIN at the keypad of a closed desk, which is then open. Role `devices` only.

    What its keys do is done in her name until the desk is closed. Refused with `wrong_pin`, `locked_out` or
    `desk_taken`. Never store or log it.
    """

    desk: Id
    name: Annotated[str, Meta(min_length=1, max_length=64)]
    pin: Annotated[str, Meta(min_length=1, max_length=128)]


class CloseDesk(Request, frozen=True, kw_only=True, tag="close_desk"):
    """Refused while a ticket is at the desk."""

    desk: Id


class CallNext(Request, frozen=True, kw_only=True, tag="call_next"):
    """Answered by `called`; refused with `nobody_waiting` or `desk_busy`."""

    desk: Id


class CallTicket(Request, frozen=True, kw_only=True, tag="call_ticket"):
    """Calls a chosen waiting ticket; counted as an override, so a reason is required."""

    desk: Id
    ticket: Id
    reason: Annotated[str, Meta(min_length=1, max_length=300)]


class Recall(Request, frozen=True, kw_only=True, tag="recall"):
    """Calls the ticket at the desk again."""

    desk: Id
    ticket: Id


class StartServing(Request, frozen=True, kw_only=True, tag="start_serving"):
    desk: Id
    ticket: Id


class Finish(Request, frozen=True, kw_only=True, tag="finish"):
    """Ends this leg; a ticket with a further leg goes on to it by itself."""

    desk: Id
    ticket: Id


class MarkAbsent(Request, frozen=True, kw_only=True, tag="mark_absent"):
    """The citizen did not come; may return for a while."""

    desk: Id
    ticket: Id


class ReturnTicket(Request, frozen=True, kw_only=True, tag="return_ticket"):
    """An absent citizen is back: the ticket waits again near the front."""

    ticket: Id


class Transfer(Request, frozen=True, kw_only=True, tag="transfer"):
    """Sends the ticket at the desk to a service, to one desk or to an officer; it keeps its place in time."""

    desk: Id
    ticket: Id
    service: Id | None = None
    to_desk: Id | None = None
    to_officer: Key | None = None
    note: Note = ""


class Park(Request, frozen=True, kw_only=True, tag="park"):
    """Puts the ticket at the desk aside, for instance to fill in a form; due again after so many minutes."""

    desk: Id
    ticket: Id
    reason: Note = ""
    minutes: Span | None = None


class ResumeTicket(Request, frozen=True, kw_only=True, tag="resume_ticket"):
    """A parked ticket: called to `desk`, or back into its line with its age when `desk` is null."""

    ticket: Id
    desk: Id | None = None


class Cancel(Request, frozen=True, kw_only=True, tag="cancel"):
    ticket: Id
    reason: Note = ""


class PauseDesk(Request, frozen=True, kw_only=True, tag="pause_desk"):
    """A break: the desk calls nobody. Refused while a ticket is there."""

    desk: Id
    reason: Note = ""


class ContinueDesk(Request, frozen=True, kw_only=True, tag="continue_desk"):
    """Back from the break."""

    desk: Id


class EndShift(Request, frozen=True, kw_only=True, tag="end_shift"):
    """Closes the desk and hands over all that is open there: to one desk, or to whoever serves it."""

    desk: Id
    to_desk: Id | None = None
    note: Note = ""


class Undo(Request, frozen=True, kw_only=True, tag="undo"):
    """Takes back the desk's last call, finish or no-show, within ten seconds."""

    desk: Id


class Reserve(Request, frozen=True, kw_only=True, tag="reserve"):
    """Keeps a waiting or parked ticket for one desk; null: for none."""

    ticket: Id
    to_desk: Id | None = None
    reason: Note = ""


class StepOut(Request, frozen=True, kw_only=True, tag="step_out"):
    """A waiting citizen goes away for a while and keeps their place; by the ticket's id, never its number."""

    ticket: Id
    minutes: Span | None = None


class StepIn(Request, frozen=True, kw_only=True, tag="step_in"):
    """They are back; by the ticket's id, never its number."""

    ticket: Id


class Amend(Request, frozen=True, kw_only=True, tag="amend"):
    """What an officer sees and no kiosk asked: someone who walks slowly, how many dossiers, who receives, who decides.

    What is null stays as it is.
    """

    ticket: Id
    slow: bool | None = None
    dossiers: Dossiers | None = None
    received: Id | None = None
    decides: Id | None = None


class AddProcedure(Request, frozen=True, kw_only=True, tag="add_procedure"):
    """The citizen who is being served has a further matter; of any service that the desk serves."""

    desk: Id
    ticket: Id
    procedure: Id


class LinkDossier(Request, frozen=True, kw_only=True, tag="link_dossier"):
    """The ticket is about this dossier: its code as typed or scanned. `linked` false takes a wrong one away."""

    ticket: Id
    code: Note
    linked: bool = True


class RaiseAlarm(Request, frozen=True, kw_only=True, tag="raise_alarm"):
    """Help is needed at this desk. Told to all other desks, to no board."""

    desk: Id
    note: Note = ""


class AnswerAlarm(Request, frozen=True, kw_only=True, tag="answer_alarm"):
    """A colleague has seen the alarm and goes there."""

    alarm: int


class FindTicket(Request, frozen=True, kw_only=True, tag="find_ticket"):
    """Where a ticket is, by id or by number as printed. Answered by `found`. Kiosks and desks."""

    ticket: Id


class FindDossier(Request, frozen=True, kw_only=True, tag="find_dossier"):
    """How a dossier stands, by its code. Answered by `dossier_found`. Kiosks and desks."""

    code: Annotated[str, Meta(max_length=64)]


class FindAppointment(Request, frozen=True, kw_only=True, tag="find_appointment"):
    """When the holder of this code is expected. Kiosks and desks.

    Answered by `appointment_found`; by `found` once a number was taken with it today.
    """

    code: Annotated[str, Meta(max_length=64)]


class PrintSlip(Request, frozen=True, kw_only=True, tag="print_slip"):
    """Reception: a kiosk prints the slip of a ticket, or another one. Answered by `done`; the ticket's `slip` tells."""

    ticket: Id
    to_kiosk: Id


class ReportSlip(Request, frozen=True, kw_only=True, tag="report_slip"):
    """Kiosks: how printing a ticket's slip went; `noted` when the citizen says to have read the number instead."""

    ticket: Id
    state: Annotated[str, Meta(pattern="^(confirmed|accepted|unconfirmed|failed|noted)$")]
    detail: Note = ""


class ReportCall(Request, frozen=True, kw_only=True, tag="report_call"):
    """Boards: call number `call` was drawn, or spoken to its end, or could not be spoken."""

    call: int
    drawn: bool = False
    spoken: bool = False
    failed: Annotated[str, Meta(max_length=300)] | None = None


class ReportHealth(Request, frozen=True, kw_only=True, tag="report_health"):
    """Kiosks and boards: ready, or what is wrong in a word (paper_low, paper_out, cover_open, silent, no_sound …).

    `clock` is what its own clock shows, `detail` a line for the officer, such as how much paper is left. `up` is the
    seconds that its program has run, `failure` what ended it before. `frames` counts what a board has drawn since its
    program began: only that which draws may raise it, for a board whose picture stands still may well have a lively
    line. `hidden` is a page in the background or on a screen that sleeps. `sounded` is when a sound was last heard to
    its end, by the server's clock.
    """

    health: Id
    clock: Instant | None = None
    detail: Note = ""
    version: Note = ""
    up: int | None = None
    failure: Note = ""
    tested: Instant | None = None
    checks: tuple[Check, ...] = ()
    frames: int | None = None
    hidden: bool = False
    sounded: Instant | None = None


class ReportErrand(Request, frozen=True, kw_only=True, tag="report_errand"):
    """Kiosks and boards: what became of an `errand`. `found` is a line for who asked, `picture` a WebP in base64."""

    errand: Id
    outcome: Annotated[str, Meta(pattern="^(done|in_use|cannot|failed)$")]
    found: Note = ""
    picture: Annotated[str, Meta(max_length=60_000)] = ""


class ReassignDesk(Request, frozen=True, kw_only=True, tag="reassign_desk"):
    """The services of a desk for today; none: those of the plan again. All requests below are for role `hall`."""

    desk: Id
    services: tuple[Id, ...] = ()
    overflow: tuple[Id, ...] = ()
    reason: Note = ""


class CloseService(Request, frozen=True, kw_only=True, tag="close_service"):
    """Gives no more numbers of a service today; `words` tell citizens why. Who waits is still served."""

    service: Id
    words: Sentence


class OpenService(Request, frozen=True, kw_only=True, tag="open_service"):
    service: Id
    reason: Note = ""


class SetQuota(Request, frozen=True, kw_only=True, tag="set_quota"):
    """How many numbers of a service are given today in all; null for as many as come."""

    service: Id
    quota: Count | None = None
    reason: Note = ""


class MoveLine(Request, frozen=True, kw_only=True, tag="move_line"):
    """Everybody who waits for a service is to be called by one desk; null lets all its desks call them again."""

    service: Id
    desk: Id | None = None
    reason: Note = ""


class PostNotice(Request, frozen=True, kw_only=True, tag="post_notice"):
    """Words for boards and kiosks, until an instant or the end of the day."""

    words: Sentence
    until: Instant | None = None
    urgent: bool = False
    aloud: bool = False


class WithdrawNotice(Request, frozen=True, kw_only=True, tag="withdraw_notice"):
    notice: int
    reason: Note = ""


class SetAdmission(Request, frozen=True, kw_only=True, tag="set_admission"):
    """At most so many people at the desks at a time; null for as many as there are desks."""

    cap: Count | None = None
    reason: Note = ""


class Rate(Request, frozen=True, kw_only=True, tag="rate"):
    """A citizen's opinion of the visit that ended last at a desk. Rating pages and keypads. Answered by `done`."""

    desk: Id
    value: int
    reasons: tuple[Id, ...] = ()


class LeaseNumbers(Request, frozen=True, kw_only=True, tag="lease_numbers"):
    """Kiosks: numbers to give while the server is away. `spool` names the kiosk's records. Answered by `leased`."""

    spool: Id


class DeliverTicket(Request, frozen=True, kw_only=True, tag="deliver_ticket"):
    """Kiosks: a ticket given while the server was away. `place` is its order in the spool: each is taken once."""

    spool: Id
    place: int
    day: Id
    ticket: Id
    number: Id
    service: Id
    taken_at: Instant
    procedure: Id | None = None
    priority: Key = ""
    language: Annotated[str, Meta(max_length=8)] = "vi"
    slip: Annotated[str, Meta(pattern="^(confirmed|accepted|unconfirmed|failed|noted)$")] | None = None


Command = (
    TakeTicket
    | OpenDesk
    | SignInAtDesk
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
    | PauseDesk
    | ContinueDesk
    | EndShift
    | Undo
    | Reserve
    | StepOut
    | StepIn
    | Amend
    | AddProcedure
    | LinkDossier
    | RaiseAlarm
    | AnswerAlarm
    | FindTicket
    | FindDossier
    | FindAppointment
    | PrintSlip
    | ReportSlip
    | ReportCall
    | ReportHealth
    | ReportErrand
    | Rate
    | LeaseNumbers
    | DeliverTicket
    | ReassignDesk
    | CloseService
    | OpenService
    | SetQuota
    | MoveLine
    | PostNotice
    | WithdrawNotice
    | SetAdmission
)


# --------------------------------------------------------------------------------------------------- conversation


class Position(Struct, frozen=True, kw_only=True):
    """A place in a centre's journal. `epoch` changes when the database is new or restored."""

    epoch: str
    version: int


class Hello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """The first frame of a client. Officers' browsers are known by their session cookie and send no token."""

    protocol: int
    role: Role
    device: Id
    token: Annotated[str, Meta(max_length=200)] = ""
    resume: Position | None = None


class Welcome(Struct, frozen=True, kw_only=True, tag="welcome", tag_field="type"):
    """The answer to `hello`. With `recovered` the changes since `resume` follow as `update`; else one `snapshot`.

    `beat` is the number of seconds between the server's heartbeats: a client that hears nothing for two and a half of
    them should connect anew. `now` lets a client correct its clock, which goes on `speed` times as fast as time does
    (other than 1 only in a day that is `replayed`, when no machine's own clock is right).
    """

    protocol: int
    server: str
    centre: Id
    role: Role
    device: Id
    epoch: str
    version: int
    recovered: bool
    now: Instant
    beat: float
    speed: float = 1.0
    replayed: bool = False
    officer: str | None = None
    employer: str | None = None


class Snapshot(Struct, frozen=True, kw_only=True, tag="snapshot", tag_field="type"):
    """Everything this connection should know at `version`; forget all that came before."""

    epoch: str
    version: int
    things: tuple[Thing, ...]


class Update(Struct, frozen=True, kw_only=True, tag="update", tag_field="type"):
    """What has changed since the version before. Versions may skip what does not concern this role."""

    version: int
    things: tuple[Thing, ...]


class Beat(Struct, frozen=True, kw_only=True, tag="beat", tag_field="type"):
    """The server is alive and this connection knows everything up to `version`."""

    version: int
    now: Instant


class Errand(Struct, frozen=True, kw_only=True, tag="errand", tag_field="type"):
    """An administrator asks this device for something. Answer with `report_errand`, within half a minute.

    `what` is restart, test_print, test_sound, screenshot or new_key, which brings the `token` to be used from then on.
    """

    id: Id
    what: Id
    token: str = ""


class Taken(Struct, frozen=True, kw_only=True, tag="taken", tag_field="type"):
    """A ticket was taken and is on disk. `follow` is the address of its page, `desks` where to go when called."""

    request: str
    version: int
    ticket: Ticket
    ahead: int
    low: Minutes
    high: Minutes
    experienced: bool
    fits_today: bool
    desks: tuple[Id, ...]
    follow: str


class Called(Struct, frozen=True, kw_only=True, tag="called", tag_field="type"):
    """The ticket called, with its `why`."""

    request: str
    version: int
    ticket: Ticket
    call: Call


class Found(Struct, frozen=True, kw_only=True, tag="found", tag_field="type"):
    """`ahead`, `low`, `high` and `fits_today` are null unless the ticket waits; `desks` and `follow` as in `taken`.

    `steps`, for desks, are what happened to it.
    """

    request: str
    version: int
    ticket: Ticket
    ahead: int | None = None
    low: Minutes | None = None
    high: Minutes | None = None
    experienced: bool = True
    fits_today: bool | None = None
    desks: tuple[Id, ...] = ()
    follow: str = ""
    steps: tuple[Step, ...] = ()


class DossierFound(Struct, frozen=True, kw_only=True, tag="dossier_found", tag_field="type"):
    """`state` is its number on the National Public Service Portal, 1 to 10; `updated` and `due` are dates, 2026-11-23.

    `service` and `procedure` say where this centre deals with it, when that is known.
    """

    request: str
    version: int
    code: str
    state: int
    updated: str | None = None
    due: str | None = None
    service: Id | None = None
    procedure: Id | None = None


class AppointmentFound(Struct, frozen=True, kw_only=True, tag="appointment_found", tag_field="type"):
    """Somebody is expected `at` that time at this service, for this procedure where the book says so.

    `standing` is how they stand who check in now: in_time, late (the wait begins now, as without one) or other_day.
    """

    request: str
    version: int
    code: str
    service: Id
    at: Instant
    standing: str
    procedure: Id | None = None


class NumberBlock(Struct, frozen=True, kw_only=True):
    """Numbers of a service, from `first` to `last`, that nobody else will give."""

    service: Id
    first: int
    last: int


class IssuingTime(Struct, frozen=True, kw_only=True):
    opens: Instant
    closes: Instant


class LeasedDay(Struct, frozen=True, kw_only=True):
    """What a kiosk may give by itself on one service day, and when."""

    day: str
    times: tuple[IssuingTime, ...]
    blocks: tuple[NumberBlock, ...]


class Leased(Struct, frozen=True, kw_only=True, tag="leased", tag_field="type"):
    """All numbers that this kiosk holds, today's and the next day's. The page of a ticket is `site`/t/`id`."""

    request: str
    version: int
    days: tuple[LeasedDay, ...]
    site: str


class Done(Struct, frozen=True, kw_only=True, tag="done", tag_field="type"):
    """The request was carried out and is on disk."""

    request: str
    version: int
    ticket: Ticket | None = None


class Refused(Struct, frozen=True, kw_only=True, tag="refused", tag_field="type"):
    """The request changed nothing. `code` is stable; `message` says what to do next, in each language.

    `ticket` is the one that stands in the way, where that is the reason.
    """

    request: str
    code: str
    message: Words
    ticket: Id | None = None


class Failure(Struct, frozen=True, kw_only=True, tag="error", tag_field="type"):
    """A frame could not be understood, or the connection may not do this. Nothing changed."""

    code: str
    message: Words
    request: str | None = None


Answer = Taken | Called | Found | DossierFound | AppointmentFound | Leased | Done | Refused
FromClient = Hello | Command
FromServer = Welcome | Snapshot | Update | Beat | Errand | Answer | Failure


class Close:
    """Websocket close codes beyond the standard ones."""

    NOT_UNDERSTOOD = 4000
    NOT_ALLOWED = 4001
    WRONG_VERSION = 4002
    SESSION_ENDED = 4003
    SLOW = 4008
    REPLACED = 4009
