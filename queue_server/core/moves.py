"""The steps that many events share: into a line and out of it, to a desk and away from it. `apply` takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queue_server.core.desk import MOVES, Desk, DeskState
from queue_server.core.plan import ORDINARY, Instant
from queue_server.core.ticket import Ticket, TicketState, Visit
from queue_server.core.turn import BY_POLICY

if TYPE_CHECKING:
    from queue_server.core.centre import Centre


def join(centre: Centre, ticket: Ticket) -> None:
    """Into its line, at the place that its effective time gives it."""
    entry = ticket.effective_at, ticket.seq, ticket.id
    centre.lanes.join(ticket.service, ticket.priority, ticket.reserved, entry, head_start=ticket.head_start)
    if ticket.dossiers > 1:
        centre.bundles.add(ticket.id)


def leave(centre: Centre, ticket: Ticket) -> None:
    """Out of its line; a held ticket is in none, and is held no longer."""
    if ticket.held:
        ticket.held = False
        return
    entry = ticket.effective_at, ticket.seq, ticket.id
    centre.lanes.leave(ticket.service, ticket.priority, ticket.reserved, entry, head_start=ticket.head_start)
    centre.bundles.discard(ticket.id)


def leave_desk(centre: Centre, ticket: Ticket, *, at: Instant) -> None:
    """Away from the desk, which is idle then."""
    assert ticket.desk is not None
    if ticket.state is TicketState.CALLED:
        learn(centre, ticket)
    desk = centre.desks[ticket.desk]
    desk.ticket = ticket.desk = None
    move_desk(desk, DeskState.IDLE, at=at)


def end_visit(centre: Centre, ticket: Ticket, *, at: Instant) -> None:
    """Its citizen may rate what has ended. What was rated and then taken back by the desk is not rated twice."""
    assert ticket.desk is not None
    desk = centre.desks[ticket.desk]
    rated = ticket.visit is not None and ticket.visit.leg == ticket.leg and ticket.visit.rated
    ticket.visit = Visit(
        leg=ticket.leg, service=ticket.service, desk=desk.plan.id, officer=desk.officer, ended_at=at, rated=rated
    )
    desk.ended = ticket.id


def served(centre: Centre, ticket: Ticket, *, at: Instant) -> None:
    """Only a serving that came to its end says how long such people take."""
    if ticket.serving_at is not None:
        centre.pace.observe(ticket.service, at - ticket.serving_at)


def move_desk(desk: Desk, state: DeskState, *, at: Instant) -> None:
    assert state in MOVES[desk.state], f"desk {desk.plan.id}: {desk.state} to {state}"
    desk.state, desk.since = state, at


def learn(centre: Centre, ticket: Ticket) -> None:
    """When a call has come to something, and not before: one that was undone says nothing about the line.

    Only a first wait that the policy itself ended does, of someone who was there all the time, for no appointed time.
    """
    assert ticket.why is not None
    assert ticket.called_at is not None
    if (
        ticket.learned
        or ticket.why.rule not in BY_POLICY
        or ticket.leg
        or ticket.step_outs
        or ticket.kept
        or ticket.offline
        or (ticket.appointment is not None and not ticket.appointment.late)
    ):
        return
    if ticket.queued_at == ticket.taken_at:
        ticket.learned = True
        centre.experience.observe(
            ticket.called_at - ticket.taken_at,
            service=ticket.service,
            priority=ticket.priority,
            ahead=ticket.found_ahead,
            desks=ticket.found_desks,
            promised=ticket.promised,
        )


def count_streak(centre: Centre, desk: Desk, *, priority: str) -> None:
    """Priority calls in a row, counted together by desks that serve the same."""
    centre.streaks[desk.served] = centre.streaks.get(desk.served, 0) + 1 if priority != ORDINARY else 0
