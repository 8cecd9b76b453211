"""What a desk may take back: its last call, finish or no-show, for ten seconds. Remembered by `apply`, in no journal.

Nothing is deleted: the undoing is an event of its own, and this is how it finds what was before.
"""

from __future__ import annotations

from collections import deque
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from queue_server.core import desk_events as de
from queue_server.core import events as ev
from queue_server.core.record import maker
from queue_server.core.undoable import UNDO_WITHIN, Undoable, as_it_is

if TYPE_CHECKING:
    from queue_server.core.centre import Centre

#: Nothing that a slip of the hand would be hidden behind.
_BESIDE = {
    de.DeskPaused,
    de.DeskContinued,
    de.AlarmRaised,
    de.ActionUndone,
    de.ProcedureBegun,
    ev.VisitRated,
    ev.SurveyAnswered,
}
#: Everything else that happens at a desk.
_AT_DESK = {event for event in ev.NAMES if "desk" in {each.name for each in fields(event)}} - _BESIDE

_undoable = maker(Undoable)

#: What can be taken back, and what `ActionUndone` calls it.
_ACTS: dict[type, str] = {
    ev.TicketCalled: "call",
    ev.TicketFinished: "finish",
    ev.TicketMoved: "finish",
    ev.TicketAbsent: "absence",
}


def remember(centre: Centre, event: ev.Event) -> None:
    """To be called before an event is carried out. What cannot be taken back hides all before it."""
    if type(event) not in _AT_DESK:
        return
    act: Any = event
    desk = centre.desks.get(act.desk)
    if desk is None:
        return
    what = act_of(event)
    if what is None:
        centre.undoable.pop(desk.plan.id, None)
        return
    ticket = centre.tickets[act.ticket]
    acts = centre.undoable.get(desk.plan.id)
    if acts is None:
        acts = centre.undoable[desk.plan.id] = deque()
    while acts and event.at - acts[0].at > UNDO_WITHIN:
        acts.popleft()
    acts.append(
        _undoable(
            what=what,
            at=event.at,
            ticket=ticket.id,
            leg=ticket.leg,
            before=as_it_is(ticket),
            desk_state=desk.state,
            desk_since=desk.since,
            streak=centre.streaks.get(desk.served, 0),
        )
    )


def act_of(event: ev.Event) -> str | None:
    """What `ActionUndone` calls this event; None for what cannot be taken back."""
    if isinstance(event, ev.TicketMoved) and not event.journey:
        return None
    return _ACTS.get(type(event))
