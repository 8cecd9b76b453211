"""How fast each service is really served, from the last servings. In memory only: replay learns it again."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from statistics import fmean

from queue_server.core.plan import MINUTE

#: From so many servings on, and over so many of the last, a service's real minutes count instead of the configured.
_ENOUGH = 8
REMEMBERED = 60


@dataclass(slots=True)
class Pace:
    """How long people of each service really were at the desk, in milliseconds."""

    servings: dict[str, deque[int]] = field(default_factory=dict)

    def observe(self, service: str, lasted: int) -> None:
        self.servings.setdefault(service, deque(maxlen=REMEMBERED)).append(lasted)

    def forget(self, service: str, lasted: int) -> None:
        """A serving that was taken for ended goes on."""
        self.servings[service].remove(lasted)

    def minutes(self, service: str) -> float | None:
        """The mean of the last servings; None while there are too few."""
        seen = self.servings.get(service, ())
        return fmean(seen) / MINUTE if len(seen) >= _ENOUGH else None
