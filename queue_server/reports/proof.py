"""Proves a journal: replays its events and says whether every call is explained. Pure.

Checked: a number once per service day, one ticket per desk and one desk per ticket, and that each call made by the
policy is the choice that the policy makes again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.events import DayOpened, Event, TicketCalled, TicketTaken
from queue_server.core.turn import BY_POLICY


@dataclass(slots=True, kw_only=True)
class Proof:
    """What was found. `unexplained` and `repeated` name what is wrong; both are empty in a sound journal."""

    events: int = 0
    calls: int = 0
    overrides: int = 0
    guards: int = 0
    unexplained: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.unexplained or self.repeated or self.doubled)


def prove(events: Iterable[Event]) -> Proof:
    """Replay events from the first one on. Contiguity and the hash chain are the journal's own check on reading."""
    centre, proof = Centre(), Proof()
    numbers: set[str] = set()
    for event in events:
        proof.events += 1
        if isinstance(event, DayOpened):
            numbers.clear()
        elif isinstance(event, TicketTaken):
            if event.number in numbers:
                proof.repeated.append(f"{centre.day} {event.number}")
            numbers.add(event.number)
        elif isinstance(event, TicketCalled):
            _check_call(centre, event, proof)
        apply(centre, event)
    return proof


def _check_call(centre: Centre, event: TicketCalled, proof: Proof) -> None:
    ticket, desk = centre.tickets[event.ticket], centre.desks[event.desk]
    proof.calls += 1
    if desk.ticket is not None or ticket.desk is not None:
        proof.doubled.append(f"{centre.day} {ticket.number} to desk {desk.plan.id}")
    if event.why.rule not in BY_POLICY:
        proof.overrides += event.why.rule == "override"
        return
    proof.guards += event.why.rule == "guard"
    if centre.next_for(desk, event.at) != event.why:
        proof.unexplained.append(f"{centre.day} {ticket.number} to desk {desk.plan.id}")
