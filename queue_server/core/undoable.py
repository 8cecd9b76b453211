"""What is kept of a ticket and its desk while an act may be taken back, and how the ticket gets it again."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from queue_server.core.desk import DeskState
from queue_server.core.plan import Instant
from queue_server.core.record import record
from queue_server.core.ticket import Ticket

#: Milliseconds.
UNDO_WITHIN: Instant = 10_000

#: What an undone act gives back to its ticket. Marks, dossiers and what was learned of it stay.
GIVEN_BACK = (
    *("state", "desk", "reserved", "keeper", "calls", "called_at", "serving_at", "parked_at", "parked_until"),
    *("absent_at", "closed_at", "queued_at", "effective_at", "leg", "note", "held", "why", "works"),
)


@record
class Undoable:
    """An act on a `ticket`: what `GIVEN_BACK` names as it was `before` it, and the desk and its streak likewise."""

    what: str
    at: Instant
    ticket: str
    leg: int
    before: tuple[Any, ...]
    desk_state: DeskState
    desk_since: Instant
    streak: int


#: The values that `GIVEN_BACK` names, in its order.
as_it_is: attrgetter[tuple[Any, ...]] = attrgetter(*GIVEN_BACK)


def give_back(ticket: Ticket, before: tuple[Any, ...]) -> None:
    """Make a ticket what it was before the act."""
    for name, value in zip(GIVEN_BACK, before, strict=True):
        setattr(ticket, name, value)
