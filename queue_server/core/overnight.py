"""What a centre carries over a night: all there is of it when a day has begun with nobody left over.

No ticket and nobody's name is in it. A centre made of it goes on as the one that it was taken of would have.
"""

from __future__ import annotations

from collections import deque

from queue_server.core.block import Block
from queue_server.core.centre import Centre
from queue_server.core.hall import Alert
from queue_server.core.pace import REMEMBERED as LAST_SERVINGS
from queue_server.core.pace import Pace
from queue_server.core.plan import CentrePlan, Instant
from queue_server.core.record import record
from queue_server.core.wait import REMEMBERED as LAST_WAITS
from queue_server.core.wait import Experience


@record
class Overnight:
    """The centre at `version`, the beginning of `day`: its plan, what it learned, and what outlives a day."""

    version: int
    now: Instant
    day: str
    plan: CentrePlan
    restored: Instant | None
    late_level: float
    waits: tuple[tuple[tuple[str | int | float, ...], tuple[int, ...]], ...]
    servings: dict[str, tuple[int, ...]]
    alerts: tuple[Alert, ...]
    blocks: dict[str, tuple[Block, ...]]
    delivered: tuple[tuple[str, str, int], ...]

    @classmethod
    def of(cls, centre: Centre) -> Overnight | None:
        """What this centre carries; None where it has more than that, in the middle of a day for one."""
        experience = centre.experience
        carried = cls(
            version=centre.version,
            now=centre.now,
            day=centre.day,
            plan=centre.plan,
            restored=centre.restored,
            late_level=experience.late_level,
            waits=tuple((key, tuple(seen)) for key, seen in experience.waits.items()),  # type: ignore[misc]
            servings={service: tuple(seen) for service, seen in centre.pace.servings.items()},
            alerts=tuple(centre.alerts.values()),
            blocks=dict(centre.blocks),
            delivered=tuple((*key, place) for key, place in centre.delivered.items()),
        )
        return carried if carried.centre() == centre else None

    def centre(self) -> Centre:
        """The centre as it was."""
        centre = Centre()
        centre.adopt(self.plan)
        centre.version, centre.now, centre.restored = self.version, self.now, self.restored
        centre.experience, centre.pace = Experience(late_level=self.late_level), Pace()
        centre.experience.waits = {key: deque(seen, LAST_WAITS) for key, seen in self.waits}
        centre.pace.servings = {service: deque(seen, LAST_SERVINGS) for service, seen in self.servings.items()}
        centre.alerts = {alert.cause: alert for alert in self.alerts}
        centre.blocks = dict(self.blocks)
        centre.delivered = {(kiosk, spool): place for kiosk, spool, place in self.delivered}
        centre.begin(self.day, at=self.now)
        return centre
