"""Where a citizen is served: one officer and at most one ticket at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from queue_server.core.plan import DeskPlan, Employer, Instant
from queue_server.core.record import record


class DeskState(StrEnum):
    CLOSED = "closed"
    IDLE = "idle"
    CALLING = "calling"
    SERVING = "serving"
    PAUSED = "paused"


#: Every legal move of a desk.
MOVES: dict[DeskState, frozenset[DeskState]] = {
    DeskState.CLOSED: frozenset({DeskState.IDLE}),
    DeskState.IDLE: frozenset({DeskState.CALLING, DeskState.PAUSED, DeskState.CLOSED}),
    DeskState.CALLING: frozenset({DeskState.SERVING, DeskState.IDLE}),
    DeskState.SERVING: frozenset({DeskState.IDLE}),
    DeskState.PAUSED: frozenset({DeskState.IDLE, DeskState.CLOSED}),
}


@dataclass(slots=True, kw_only=True)
class Desk:
    """A desk as it stands. `ticket` is the id of the one called or served; `served` are its services,
    `helps` those of them that it only helps out with; `reason` says why it has paused; `ended` is the ticket whose
    visit ended here last.
    """

    plan: DeskPlan
    served: frozenset[str] = frozenset()
    helps: frozenset[str] = frozenset()
    state: DeskState = DeskState.CLOSED
    since: Instant = 0
    officer: str | None = None
    employer: Employer | None = None
    ticket: str | None = None
    reason: str = ""
    ended: str | None = None

    @property
    def open(self) -> bool:
        return self.state is not DeskState.CLOSED

    @property
    def working(self) -> bool:
        """Open, and its officer there."""
        return self.state not in (DeskState.CLOSED, DeskState.PAUSED)


@record
class Crew:
    """The desks `working` at a service now, and what they do beside it.

    `strength` counts a desk that only helps out by half. `rivals` are all services of these desks, or of those that
    would serve here while none does; the minutes are what people take at a desk, on average.
    """

    working: tuple[Desk, ...]
    strength: float
    rivals: frozenset[str]
    minutes: float
    minutes_of_rivals: float
