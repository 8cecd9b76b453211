"""How the day went, by quarters of an hour: how many came, were called, and waited at most. Pure counting."""

from __future__ import annotations

from dataclasses import dataclass, field

from queue_server.core.plan import MINUTE, Instant

#: Length of a slot.
SLOT = 15 * MINUTE


@dataclass(slots=True, kw_only=True)
class Slot:
    """One quarter of an hour. `waiting` is the most that all lines together held, `last` what they held at its end."""

    start: Instant
    taken: int = 0
    called: int = 0
    waiting: int = 0
    last: int = 0


@dataclass(slots=True)
class Tide:
    """The slots in which something happened, by their start."""

    slots: dict[Instant, Slot] = field(default_factory=dict)
    last: int = 0

    def note(self, at: Instant, *, taken: int = 0, called: int = 0, waiting: int) -> None:
        """Something happened, after which so many wait."""
        start = at - at % SLOT
        slot = self.slots.get(start)
        if slot is None:
            slot = self.slots[start] = Slot(start=start, waiting=self.last)
        slot.taken += taken
        slot.called += called
        if waiting > slot.waiting:
            slot.waiting = waiting
        slot.last = self.last = waiting

    def uncall(self, at: Instant) -> None:
        """The call of that instant was a slip of the hand."""
        slot = self.slots.get(at - at % SLOT)
        if slot is not None:
            slot.called -= 1

    def until(self, now: Instant) -> tuple[Slot, ...]:
        """Every slot from the first to the present one; in a quiet one, those who waited before it wait on."""
        found: list[Slot] = []
        last = 0
        for start in range(min(self.slots, default=now + 1), now + 1, SLOT):
            slot = self.slots.get(start) or Slot(start=start, waiting=last, last=last)
            last = slot.last
            found.append(slot)
        return tuple(found)
