"""What has happened around a call: breaks, hand-over, undo, step-outs, marks, dossiers, the alarm. See events.py."""

from __future__ import annotations

from queue_server.core.plan import Instant
from queue_server.core.record import record


@record
class DeskPaused:
    at: Instant
    desk: str
    reason: str


@record
class DeskContinued:
    at: Instant
    desk: str


@record
class TicketReleased:
    """The officer left: the ticket at the desk waits again with its age, for `reserved` only if that is given."""

    at: Instant
    ticket: str
    desk: str
    reserved: str | None
    note: str


@record
class TicketReserved:
    """Only `to_desk` calls it, or goes on with it where it is parked; None: any desk."""

    at: Instant
    ticket: str
    to_desk: str | None
    reason: str


@record
class TicketSteppedOut:
    at: Instant
    ticket: str
    until: Instant


@record
class TicketSteppedIn:
    """Back in its line with its age; `overdue` when nobody said so and the time was over."""

    at: Instant
    ticket: str
    overdue: bool


@record
class TicketAmended:
    """All marks of a ticket as they are now."""

    at: Instant
    ticket: str
    slow: bool
    dossiers: int
    received: str = ""
    decides: str = ""


@record
class ProcedureBegun:
    """The one before it ended at this instant."""

    at: Instant
    ticket: str
    desk: str
    service: str
    procedure: str


@record
class DossierLinked:
    at: Instant
    ticket: str
    code: str
    linked: bool


@record
class ActionUndone:
    """The desk's last call, finish or absence (`what`) was a slip of the hand: all is as it was before."""

    at: Instant
    desk: str
    ticket: str
    what: str


@record
class SlipOrdered:
    """A kiosk is to print the slip; `copy` is 0 for the first paper of the ticket, and counts the further ones."""

    at: Instant
    ticket: str
    kiosk: str
    copy: int


@record
class AlarmRaised:
    at: Instant
    desk: str
    officer: str | None
    note: str


@record
class AlarmAnswered:
    """`alarm` is the version of the event that raised it."""

    at: Instant
    alarm: int
    officer: str | None


DeskEvent = (
    DeskPaused
    | DeskContinued
    | TicketReleased
    | TicketReserved
    | TicketSteppedOut
    | TicketSteppedIn
    | TicketAmended
    | ProcedureBegun
    | DossierLinked
    | ActionUndone
    | SlipOrdered
    | AlarmRaised
    | AlarmAnswered
)
