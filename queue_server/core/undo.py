"""What a desk may take back: its last call, finish or no-show, for ten seconds. Remembered by `apply`, in no journal.

Nothing is deleted: the undoing is an event of its own, and this is how it finds what was before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from queue_server.core import desk_events as de
from queue_server.core import events as ev
from queue_server.core.desk import DeskState
from queue_server.core.plan import Instant
from queue_server.core.ticket import Ticket

if TYPE_CHECKING:
    from queue_server.core.centre import Centre

#: Milliseconds.
UNDO_WITHIN: Instant = 10_000

#: Nothing that a slip of the hand would be hidden behind.
_BESIDE = (
    de.DeskPaused,
    de.DeskContinued,
    de.AlarmRaised,
    de.ActionUndone,
    de.ProcedureBegun,
    ev.VisitRated,
    ev.SurveyAnswered,
)

#: What an undone act gives back to its ticket. Marks, dossiers and what was learned of it stay.
_GIVEN_BACK = (
    *("state", "desk", "reserved", "keeper", "calls", "called_at", "serving_at", "parked_at", "parked_until"),
    *("absent_at", "closed_at", "queued_at", "leg", "note", "held", "why", "works"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """`ticket` and the desk's state as they were before the act; `streak` before and after it."""

    what: str
    at: Instant
    ticket: Ticket
    desk_state: DeskState
    desk_since: Instant
    streak: int


def remember(centre: Centre, event: ev.Event) -> None:
    """To be called before an event is carried out. What cannot be taken back hides all before it."""
    desk = centre.desks.get(getattr(event, "desk", None) or "")
    if desk is None or isinstance(event, _BESIDE):
        return
    what = act_of(event)
    if what is None:
        centre.undoable.pop(desk.plan.id, None)
        return
    act: Any = event
    kept = [each for each in centre.undoable.get(desk.plan.id, []) if event.at - each.at <= UNDO_WITHIN]
    centre.undoable[desk.plan.id] = [
        *kept,
        Undoable(
            what=what,
            at=event.at,
            ticket=replace(centre.tickets[act.ticket]),
            desk_state=desk.state,
            desk_since=desk.since,
            streak=centre.streaks.get(desk.served, 0),
        ),
    ]


def give_back(ticket: Ticket, before: Ticket) -> None:
    """Make a ticket what it was before the act."""
    for name in _GIVEN_BACK:
        setattr(ticket, name, getattr(before, name))


def act_of(event: ev.Event) -> str | None:
    """What `ActionUndone` calls this event; None for what cannot be taken back."""
    match event:
        case ev.TicketCalled():
            return "call"
        case ev.TicketFinished() | ev.TicketMoved(journey=True):
            return "finish"
        case ev.TicketAbsent():
            return "absence"
        case _:
            return None
