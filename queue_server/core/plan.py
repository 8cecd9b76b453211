"""What a centre is set up to be: services, desks, hours, rules. Frozen; read from a file by `catalogue`.

The plan in force is itself an event (`PlanAdopted`), so a journal explains itself without the file.
Names shown to people are `Words`: language code to text, with "vi" always present.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from queue_server.core.record import record

Words = dict[str, str]

#: Milliseconds since 1970-01-01 UTC. The core never asks for it; it is always an argument.
Instant = int
MINUTE: int = 60_000

#: The class of a citizen who claims no priority.
ORDINARY = ""


class Employer(Enum):
    """Who pays the officer at a desk (NĐ 118/2025/NĐ-CP Art. 10(3))."""

    CIVIL_SERVANT = "civil_servant"
    VERTICAL_AGENCY = "vertical_agency"
    POST = "post"
    VOLUNTEER = "volunteer"


@record
class Procedure:
    """A legal procedure within a service.

    `minutes` and `p90` are the mean and the 90th percentile of the time at the desk. `legs` are the services that
    the same ticket visits afterwards (an interlinked journey). `next_day_after` is the minute of the day from which
    a result is promised for the next working day only. Of the `authorities`, `decides` names those that may decide
    it, where it is not just those of its `levels`.
    """

    id: str
    names: Words
    minutes: float
    p90: float
    share: float = 1.0
    code: str | None = None
    papers: tuple[Words, ...] = ()
    fee: Words | None = None
    legs: tuple[str, ...] = ()
    next_day_after: int | None = None
    levels: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()


@record
class Service:
    """What a citizen comes for at the level of a line; owns a letter and a run of numbers.

    `quota` is how many numbers are given in a day, None for as many as come. With `receives` false nothing is handed
    in, so nobody decides: guidance, results, the post's own service.
    """

    id: str
    prefix: str
    names: Words
    icon: str
    procedures: tuple[Procedure, ...]
    quota: int | None = None
    receives: bool = True


@record
class Skill:
    """A service that a desk serves; `overflow` services wait `Policy.overflow_minutes` longer before it helps out."""

    service: str
    overflow: bool = False


def skills(services: Iterable[str], *, overflow: Iterable[str] = ()) -> tuple[Skill, ...]:
    """Services that a desk serves, then those that it helps out with; each once."""
    served, helped = dict.fromkeys(services), dict.fromkeys(overflow)
    helping = (Skill(service=each, overflow=True) for each in helped if each not in served)
    return (*(Skill(service=each) for each in served), *helping)


@record
class DeskPlan:
    """A desk: its services in order, who pays its officer, and whether it calls the next ticket by itself."""

    id: str
    names: Words
    skills: tuple[Skill, ...]
    employer: Employer = Employer.CIVIL_SERVANT
    automatic: bool = False


@record
class PriorityClass:
    """A group that starts with waiting credit. `head_start_minutes` None means strictly first (see `Policy`).

    `slow`: its people are given more time to walk, and one more call.
    """

    id: str
    names: Words
    head_start_minutes: float | None
    min_age: int | None = None
    slow: bool = False


@record
class Policy:
    """The numbers of the assignment rule "lane heads with a head start" (see `turn.py`). All minutes.

    `unprinted` says what becomes of a ticket whose slip did not surely come out: "called" in its turn, marked for the
    officer; or "held" outside its line, its age growing, until the slip came out or the citizen has noted the number.

    A ticket reserved for a desk may go to others after `reserved_minutes` and when the desk closes; None: only then.
    With `keep_overnight` tickets still open at the end of a day are called the next.

    Nobody is absent before `walk_minutes` after the last call, slow people before `slow_walk_minutes`
    and one more call; nor, with `absent_needs_heard`, before a board has shown or spoken it, if boards are at work. A
    citizen may step out `step_outs` times for at most `step_out_minutes`. Each dossier after the first takes
    `minutes_per_dossier` more.

    Who has an appointment and checks in no more than `appointment_grace_minutes` after it has a place in line of
    `appointment_head_start_minutes` before it, and is called no sooner than `appointment_early_minutes` before it while
    others wait.
    """

    name: str = "head-start"
    version: int = 1
    overflow_minutes: float = 5.0
    guard_after_minutes: float = 20.0
    guard_in_a_row: int = 2
    recalls_before_absent: int = 2
    return_within_minutes: float = 30.0
    return_head_start_minutes: float = 10.0
    unprinted: str = "called"
    reserved_minutes: float | None = None
    keep_overnight: bool = False
    absent_needs_heard: bool = True
    walk_minutes: float = 0.0
    slow_walk_minutes: float = 2.0
    step_out_minutes: int = 15
    step_outs: int = 2
    minutes_per_dossier: float = 3.0
    appointment_grace_minutes: float = 10.0
    appointment_head_start_minutes: float = 15.0
    appointment_early_minutes: float = 10.0


@record
class Window:
    """Opening hours of one part of a day, in minutes after local midnight."""

    opens: int
    closes: int


@record
class OpeningHours:
    """Opening hours. `week` has seven entries, Monday first. Dates are ISO strings.

    `swapped_days` are dates worked as if they were another weekday (the yearly public-holiday decision). Tickets are
    issued from `issue_before_open` minutes before opening until `issue_until_before_close` minutes before closing.
    """

    timezone: str
    week: tuple[tuple[Window, ...], ...]
    issue_before_open: int = 0
    issue_until_before_close: int = 15
    holidays: tuple[str, ...] = ()
    swapped_days: dict[str, int] | None = None


@record
class Kiosk:
    id: str
    place: Words


@record
class SlipPart:
    """A part of the slip, by name. `size` "" leaves its texts as they are; `text` is what a part "text" says."""

    part: str
    size: str = ""
    text: Words | None = None


#: What may stand on a slip. All but "address", "text" and "rule" are on it where the centre's file says nothing.
SLIP_PARTS = (
    *("centre", "address", "heading", "service", "procedure", "number", "priority", "taken_at", "wait", "where"),
    *("papers", "decides", "follow", "listen", "hotline", "text", "rule"),
)


@record
class Slide:
    """What a board shows for a while beside the calls: words, or a picture or video of the centre's media folder.

    It is shown from the day `first` to the day `last` (ISO) and in the `windows` of the day; empty means always.
    """

    file: str = ""
    words: Words | None = None
    seconds: float = 12.0
    first: str = ""
    last: str = ""
    windows: tuple[Window, ...] = ()


@record
class Speech:
    """How calls are spoken: languages in order, how often, and the regional form of Vietnamese numbers.

    `desk_word` is what a desk is called, spoken and shown: quầy, phòng, bàn … `rate` is in words a minute, `accent`
    and `chime` are by name. In `quiet` windows nothing is spoken, and the chime is soft.
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
    quiet: tuple[Window, ...] = ()


@record
class Board:
    """A board: whose calls it shows, and how. `services` and `desks` empty mean all of them.

    `panels` are what it is divided into. Boards of the same `hall` hear each other: one of them speaks. `languages`
    are spoken here instead of the centre's, in the manner of `speech` where it has its own; `ticker` is a sentence
    for its foot, and `media` goes round beside the calls.
    """

    id: str
    services: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    hall: str = ""
    panels: tuple[str, ...] = ("clock", "calls", "recent", "ticker")
    languages: tuple[str, ...] = ()
    ticker: Words | None = None
    speech: Speech | None = None
    media: tuple[Slide, ...] = ()


@record
class RatingStep:
    """One step of the rating scale; `portal` is like, none or dislike (QĐ 766/QĐ-TTg)."""

    value: int
    names: Words
    portal: str


@record
class RatingReason:
    """What may be chosen after a negative rating."""

    id: str
    names: Words


@record
class SurveyQuestion:
    id: str
    names: Words


@record
class Survey:
    """What citizens are asked of the service as a whole after a visit, from one day to another (ISO dates, both in).

    Every question is answered on the rating scale.
    """

    id: str
    names: Words
    opens: str
    closes: str
    questions: tuple[SurveyQuestion, ...]


@record
class Organisation:
    """The organisational option: whose dossiers are accepted and who may staff reception. Configuration only."""

    id: str
    names: Words
    employers: tuple[Employer, ...]
    levels: tuple[str, ...]


@record
class Authority:
    """A body that receives or decides dossiers: a People's Committee, a department, an agency of a ministry."""

    id: str
    names: Words
    level: str
    code: str | None = None


@record
class WaitThresholds:
    """Minutes of waiting at which the hall is warned, is on target, and is in breach (QĐ 468/QĐ-TTg)."""

    warn: float = 10.0
    target: float = 15.0
    breach: float = 30.0


class EndOfDay(Enum):
    """What is done when the desks can serve no one more today: nothing, say so, or give no more numbers."""

    OFF = "off"
    WARN = "warn"
    STOP = "stop"


@record
class Neighbour:
    """Another centre that accepts some of our procedures, by id, when we cannot (non-boundary reception)."""

    id: str
    names: Words
    procedures: tuple[str, ...]
    address: Words | None = None
    hotline: str | None = None


@record
class CentrePlan:
    """One centre's whole configuration. With `rating_officer` a rating is kept with the officer's name.

    `authorities` are the bodies that dossiers are received and decided by, `authority` the one that receives here.
    `slip` is what stands on a slip, in order; empty for the usual one.
    """

    id: str
    names: Words
    level: str
    hours: OpeningHours
    services: tuple[Service, ...]
    desks: tuple[DeskPlan, ...]
    organisation: Organisation
    priority_classes: tuple[PriorityClass, ...] = ()
    policy: Policy = Policy()
    languages: tuple[str, ...] = ("vi", "en")
    address: Words | None = None
    agency_code: str | None = None
    hotline: str | None = None
    kiosks: tuple[Kiosk, ...] = ()
    boards: tuple[Board, ...] = ()
    rating_scale: tuple[RatingStep, ...] = ()
    rating_reasons: tuple[RatingReason, ...] = ()
    rating_officer: bool = False
    surveys: tuple[Survey, ...] = ()
    speech: Speech = Speech()
    thresholds: WaitThresholds = WaitThresholds()
    end_of_day: EndOfDay = EndOfDay.WARN
    neighbours: tuple[Neighbour, ...] = ()
    authorities: tuple[Authority, ...] = ()
    authority: str = ""
    slip: tuple[SlipPart, ...] = ()

    def deciders(self, procedure: Procedure) -> tuple[str, ...]:
        """Who may decide it: whom it names, or else everybody of its levels."""
        return procedure.decides or tuple(each.id for each in self.authorities if each.level in procedure.levels)

    def decides(self, service: str, procedure: str | None) -> str:
        """Who decides what is brought here, where the plan alone says so; else "", and an officer says who.

        A centre's own authority decides what it may; a body of another place only where there is just the one.
        """
        concerned = next((each.procedures for each in self.services if each.id == service and each.receives), ())
        may = [set(self.deciders(each)) for each in concerned if procedure in (None, each.id)]
        shared = set.intersection(*may) if may else set[str]()
        if self.authority in shared:
            return self.authority
        return shared.pop() if len(shared) == 1 else ""
