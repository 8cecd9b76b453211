"""How long a device stays away after it was plugged in again, each time."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass
class Absence:
    """`since` is when it was plugged in, while it has not been heard of since then. `longest` counts also the times
    when it was pulled again before it was back.
    """

    since: float | None = None
    longest: float = 0.0
    plugs: int = 0
    backs: int = 0

    def plugged(self) -> None:
        self.plugs += 1
        self.since = time.monotonic()

    def pulled(self) -> None:
        self._ended()

    def heard_of(self, since: float | None) -> None:
        """It works, by a sign of life that began after `since`: the plug of which one believed it to be the one."""
        if since is not None and since == self.since:
            self.backs += 1
            self._ended()

    def _ended(self) -> None:
        if self.since is not None:
            self.longest = max(self.longest, time.monotonic() - self.since)
        self.since = None
