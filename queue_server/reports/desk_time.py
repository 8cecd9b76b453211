"""What officers' time at their desks went into, by the state of the desk; no judgement of anybody. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields

from queue_server.core.centre import Centre
from queue_server.core.desk import Desk, DeskState
from queue_server.core.plan import MINUTE, Employer, Instant


@dataclass(slots=True, kw_only=True)
class DeskTime:
    """Minutes: of citizens on their way to the desk, at it, of breaks; idle with somebody in a line that the desk
    serves, and with nobody. `served` is how many legs came to their end."""

    served: int = 0
    walking: float = 0.0
    serving: float = 0.0
    paused: float = 0.0
    idle_wanted: float = 0.0
    idle_empty: float = 0.0

    def add(self, other: DeskTime) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def spend(centre: Centre, *, until: Instant, officers: dict[tuple[str, Employer], DeskTime]) -> None:
    """Count the time from the centre's last event to the next one, which has not been applied."""
    minutes = max(0, until - centre.now) / MINUTE
    for desk in centre.desks.values() if minutes else ():
        if desk.officer is None or desk.employer is None:
            continue
        time = officers.setdefault((desk.officer, desk.employer), DeskTime())
        name = _part(centre, desk)
        setattr(time, name, getattr(time, name) + minutes)


def _part(centre: Centre, desk: Desk) -> str:
    if desk.state is DeskState.IDLE:
        return "idle_empty" if centre.next_for(desk, centre.now) is None else "idle_wanted"
    return {DeskState.CALLING: "walking", DeskState.SERVING: "serving", DeskState.PAUSED: "paused"}[desk.state]
