"""One citizen's place today, from taken to closed, and the table of moves that it may make."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from queue_server.core.appointment import Appointment
from queue_server.core.plan import ORDINARY, Instant
from queue_server.core.record import record
from queue_server.core.turn import Why


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

    @property
    def closed(self) -> bool:
        """Whether nothing more can happen to a ticket in this state."""
        return not MOVES[self]


#: What is said of a slip when the citizen surely knows the number: a held ticket joins its line.
IN_HAND = frozenset({"confirmed", "accepted", "noted"})

#: Every legal move of a ticket; all others are refused with `wrong_state`.
MOVES: dict[TicketState, frozenset[TicketState]] = {
    TicketState.WAITING: frozenset({TicketState.CALLED, TicketState.AWAY, TicketState.CANCELLED, TicketState.EXPIRED}),
    TicketState.AWAY: frozenset({TicketState.WAITING, TicketState.CANCELLED, TicketState.EXPIRED}),
    TicketState.CALLED: frozenset(
        {
            TicketState.SERVING,
            TicketState.ABSENT,
            TicketState.PARKED,
            TicketState.WAITING,
            TicketState.CANCELLED,
            TicketState.EXPIRED,
        }
    ),
    TicketState.SERVING: frozenset(
        {
            TicketState.FINISHED,
            TicketState.PARKED,
            TicketState.WAITING,
            TicketState.CANCELLED,
            TicketState.EXPIRED,
        }
    ),
    TicketState.PARKED: frozenset(
        {TicketState.CALLED, TicketState.WAITING, TicketState.CANCELLED, TicketState.EXPIRED}
    ),
    TicketState.ABSENT: frozenset({TicketState.WAITING, TicketState.CANCELLED, TicketState.EXPIRED}),
    TicketState.FINISHED: frozenset(),
    TicketState.CANCELLED: frozenset(),
    TicketState.EXPIRED: frozenset(),
}


@record
class Work:
    """One procedure of a visit, from this instant to the next or to the end of serving."""

    service: str
    procedure: str | None
    began_at: Instant


@record
class Step:
    """One thing that happened to a ticket, as it is told to officers: `what` is the event, `note` what was said."""

    at: Instant
    what: str
    desk: str | None
    officer: str | None
    note: str


@record
class Visit:
    """A leg that has come to its end at a desk, which its citizen may rate once."""

    leg: int
    service: str
    desk: str
    officer: str | None
    ended_at: Instant
    rated: bool = False


@record
class SlipOrder:
    """Where reception wants a slip printed; `open` until it is heard how that went. `copy` as in the event."""

    kiosk: str
    copy: int
    open: bool = True


@dataclass(slots=True, kw_only=True)
class Ticket:
    """A ticket as it stands. `seq` is its order of issue in the day; `effective_at` its key in the line.

    `legs` are the services of the whole journey and `leg` the present one. `found_ahead`, `found_desks` and `promised`
    (minutes) are what its holder met and was told on joining the line: the wait estimate learns from them. A `held`
    ticket waits outside its line until its citizen surely has the number; it is called by hand only. A `kept` one is
    of a former day. `slow` people are given more time to walk, `dossiers` are those that one person brings for others,
    `codes` the dossiers dealt with; `received` and `decides` name the authorities that do so, "" while unknown; a
    parked ticket is its `keeper`'s, and due at `parked_until`;
    `visit` is its latest leg that has ended; `appointment` is what its holder checked in with: `queued_at`, from which
    waits are counted, is not before its time.
    """

    id: str
    number: str
    seq: int
    legs: tuple[str, ...]
    taken_at: Instant
    queued_at: Instant
    effective_at: Instant
    priority: str = ORDINARY
    procedure: str | None = None
    language: str = "vi"
    origin: str | None = None
    leg: int = 0
    state: TicketState = TicketState.WAITING
    desk: str | None = None
    reserved: str | None = None
    calls: int = 0
    called_at: Instant | None = None
    serving_at: Instant | None = None
    parked_at: Instant | None = None
    absent_at: Instant | None = None
    closed_at: Instant | None = None
    note: str = ""
    slip: str | None = None
    held: bool = False
    kept: bool = False
    holder: str = ""
    purpose: str = ""
    offline: bool = False
    why: Why | None = None
    found_ahead: int = 0
    found_desks: float = 1.0
    promised: int = 0
    learned: bool = False
    slow: bool = False
    dossiers: int = 1
    received: str = ""
    decides: str = ""
    codes: tuple[str, ...] = ()
    works: tuple[Work, ...] = ()
    parked_until: Instant | None = None
    keeper: str | None = None
    away_until: Instant | None = None
    step_outs: int = 0
    visit: Visit | None = None
    order: SlipOrder | None = None
    surveyed: bool = False
    appointment: Appointment | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def service(self) -> str:
        """The service of the present leg."""
        return self.legs[self.leg]

    @property
    def due_at(self) -> Instant:
        """When its holder was there and might be called: the appointed time of who came before it."""
        booked = self.appointment
        return self.taken_at if booked is None or booked.late else max(self.taken_at, booked.at)

    @property
    def head_start(self) -> int | None:
        """How long before its appointed time its place is. None without one, for the late, and once it was called:
        from then on it waits as others do."""
        if self.appointment is None or self.appointment.late or self.leg or self.why is not None:
            return None
        return self.appointment.at - self.effective_at

    def may(self, target: TicketState) -> bool:
        """Whether the table of moves allows it."""
        return target in MOVES[self.state]
