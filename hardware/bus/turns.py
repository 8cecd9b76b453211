"""Whose turn it is on a bus: what is fresh before what is routine, the longest unserved first, the dead rarely. Pure.

A unit that misses three exchanges in a row is dead: it is asked once in `PROBE` seconds, and no unit waits for it
otherwise. Time comes in as an argument, in seconds of a steady clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hardware.bus.exchange import Unit, UnitState, Wish

#: Misses in a row after which a unit counts as dead.
MISSES = 3
#: Seconds between two looks at a dead unit.
PROBE = 4.0
#: A unit with nothing to wish is looked at again after so long, in seconds.
IDLE = 1.0


@dataclass(slots=True, eq=False)
class _Seat:
    unit: Unit
    state: UnitState = UnitState.GONE
    misses: int = 0
    served: float = float("-inf")

    def due(self, wish: Wish) -> float:
        return max(wish.due, self.served + PROBE) if self.hopeless else wish.due

    @property
    def hopeless(self) -> bool:
        return self.state in (UnitState.SILENT, UnitState.REFUSES)


class Turns:
    """The units of one bus. `changed` hears of each change of a unit's state."""

    def __init__(self, units: Sequence[Unit], *, changed: Callable[[str, UnitState], None]) -> None:
        self._seats = [_Seat(unit) for unit in units]
        self._changed = changed

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(seat.unit for seat in self._seats)

    @property
    def states(self) -> dict[str, UnitState]:
        return {seat.unit.name: seat.state for seat in self._seats}

    def next(self, now: float) -> tuple[Unit, Wish] | float:
        """The unit to serve and what it wants; or how many seconds nobody wants anything."""
        wishes = [(seat, wish) for seat in self._seats if (wish := seat.unit.wish(now)) is not None]
        due = [(seat, wish) for seat, wish in wishes if seat.due(wish) <= now]
        if not due:
            return min([IDLE, *(seat.due(wish) - now for seat, wish in wishes)])
        seat, wish = min(due, key=lambda each: (each[0].hopeless, each[1].urgency, each[0].served))
        seat.served = now
        return seat.unit, wish

    def answered(self, unit: Unit, answer: bytes, *, now: float) -> None:
        """The unit did what was wished. One that was away is told everything again."""
        seat = self._seat(unit)
        seat.misses = 0
        unit.done(answer, now=now)
        if seat.state is UnitState.SILENT:
            unit.rejoined()
        self._move(seat, UnitState.READY)

    def missed(self, unit: Unit) -> None:
        """The unit did not answer, or not what it should."""
        seat = self._seat(unit)
        seat.misses += 1
        if seat.misses >= MISSES:
            self._move(seat, UnitState.SILENT)

    def refused(self, unit: Unit) -> None:
        """The unit answered that it will not. It is asked again as rarely as a dead one, but counts as another."""
        seat = self._seat(unit)
        seat.misses = 0
        self._move(seat, UnitState.REFUSES)

    def port_gone(self) -> None:
        """Nobody can be reached."""
        for seat in self._seats:
            seat.misses = 0
            self._move(seat, UnitState.GONE)

    def port_back(self, *, now: float) -> None:
        """Everybody may be reached, and has to prove it; who is never asked anything is as well as the port."""
        for seat in self._seats:
            seat.served = float("-inf")
            seat.unit.rejoined()
            if seat.unit.wish(now) is None:
                self._move(seat, UnitState.READY)

    def _seat(self, unit: Unit) -> _Seat:
        return next(seat for seat in self._seats if seat.unit is unit)

    def _move(self, seat: _Seat, state: UnitState) -> None:
        if seat.state is not state:
            seat.state = state
            self._changed(seat.unit.name, state)
