"""What may be asked around a call: breaks, hand-over, undo, step-outs, marks, dossiers, the alarm. See commands.py."""

from __future__ import annotations

from queue_server.core.record import record


@record
class PauseDesk:
    desk: str
    reason: str
    officer: str | None = None


@record
class ContinueDesk:
    desk: str
    officer: str | None = None


@record
class EndShift:
    """Close a desk, and give all that is open there to another desk, or back to the lines."""

    desk: str
    to_desk: str | None = None
    note: str = ""
    officer: str | None = None


@record
class Undo:
    """Take back the desk's last call, finish or no-show."""

    desk: str
    officer: str | None = None


@record
class Reserve:
    """Keep a waiting or parked ticket for one desk; None lets every desk call it again."""

    ticket: str
    to_desk: str | None
    reason: str = ""


@record
class StepOut:
    """The citizen goes away for a while; by the ticket's id only. `minutes` None asks for as long as may be."""

    ticket: str
    minutes: int | None = None


@record
class StepIn:
    """The citizen is back; by the ticket's id only."""

    ticket: str


@record
class GiveUp:
    """The citizen no longer wants to be served; by the ticket's id only, and not while a desk has the ticket."""

    ticket: str


@record
class PrintSlip:
    """Reception wants the slip of a ticket, or another one, at a kiosk."""

    ticket: str
    to_kiosk: str


@record
class ReturnDue:
    """Bring those back into their lines whose time outside is over; automatic desks call, as after each command."""


@record
class Amend:
    """What an officer sees and the kiosk did not ask: None leaves it as it is."""

    ticket: str
    slow: bool | None = None
    dossiers: int | None = None
    received: str | None = None
    decides: str | None = None


@record
class AddProcedure:
    """The citizen at the desk has a further matter. It may be of any service that this desk serves."""

    desk: str
    ticket: str
    procedure: str
    officer: str | None = None


@record
class LinkDossier:
    """`code` in the shape that offices print; `linked` false takes a wrong one away."""

    ticket: str
    code: str
    linked: bool = True


@record
class RaiseAlarm:
    desk: str
    note: str = ""
    officer: str | None = None


@record
class AnswerAlarm:
    """A colleague has seen it and goes there."""

    alarm: int
    officer: str | None = None


DeskCommand = (
    PauseDesk
    | ContinueDesk
    | EndShift
    | Undo
    | Reserve
    | StepOut
    | StepIn
    | GiveUp
    | PrintSlip
    | ReturnDue
    | Amend
    | AddProcedure
    | LinkDossier
    | RaiseAlarm
    | AnswerAlarm
)
