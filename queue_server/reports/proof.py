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
    """What was found. The lists name what is wrong; all are empty in a sound journal.

    `impossible` is an event that cannot follow those before it: nothing after it could be proved.
    """

    events: int = 0
    calls: int = 0
    overrides: int = 0
    guards: int = 0
    unexplained: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.unexplained or self.repeated or self.doubled or self.impossible)


def prove(events: Iterable[Event], centre: Centre | None = None) -> Proof:
    """Replay events from the first one on, in a new `centre` or the one given.

    Contiguity and the hash chain are the journal's own check on reading.
    """
    proving = Proving(centre)
    proving.go_on(events)
    return proving.proof


class Proving:
    """A proof that is made piece by piece: a journal of years need not be in memory at once."""

    def __init__(self, centre: Centre | None = None) -> None:
        self.proof = Proof()
        self._centre = centre or Centre()
        self._numbers: set[str] = set()

    def go_on(self, events: Iterable[Event]) -> None:
        """Replay the next events. After one that is impossible nothing is looked at any more."""
        for event in events:
            if self.proof.impossible:
                return
            self.proof.events += 1
            try:
                _check(self._centre, event, self._numbers, self.proof)
                apply(self._centre, event)
            except (AssertionError, KeyError) as error:
                self.proof.impossible.append(f"event {self.proof.events} {type(event).__name__}: {error}")


def _check(centre: Centre, event: Event, numbers: set[str], proof: Proof) -> None:
    if isinstance(event, DayOpened):
        numbers.clear()
        if event.kept:
            numbers.update(ticket.number for ticket in centre.tickets.values() if not ticket.state.closed)
    elif isinstance(event, TicketTaken):
        if event.number in numbers:
            proof.repeated.append(f"{centre.day} {event.number}")
        numbers.add(event.number)
    elif isinstance(event, TicketCalled):
        _check_call(centre, event, proof)


def _check_call(centre: Centre, event: TicketCalled, proof: Proof) -> None:
    ticket, desk = centre.tickets[event.ticket], centre.desks[event.desk]
    proof.calls += 1
    if desk.ticket is not None or ticket.desk is not None:
        proof.doubled.append(f"{centre.day} {ticket.number} to desk {desk.plan.id}")
    if event.why.rule not in BY_POLICY:
        proof.overrides += event.why.rule == "override"
        return
    proof.guards += event.why.rule == "guard"
    if centre.next_for(desk, event.at) != event.why or event.why.chosen.ticket != event.ticket:
        proof.unexplained.append(f"{centre.day} {ticket.number} to desk {desk.plan.id}")
