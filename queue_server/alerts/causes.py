"""When a finding becomes an alert and when the alert is over: one alert per cause, and none that flickers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from queue_server.alerts.watch import LEVELS, SECOND, Finding
from queue_server.core.commands import EndAlert, RaiseAlert
from queue_server.core.hall import Alert
from queue_server.core.plan import Instant

#: A cause that was away for so long is over; one that comes back before is the same.
QUIET = 60 * SECOND


class Causes:
    """Remembers since when open causes have not been seen."""

    def __init__(self) -> None:
        self._gone: dict[str, Instant] = {}

    def step(
        self, found: Iterable[Finding], known: Mapping[str, Alert], *, now: Instant
    ) -> list[RaiseAlert | EndAlert]:
        """What to write down: new causes, those that became worse, those that are over."""
        asked: list[RaiseAlert | EndAlert] = []
        seen = set()
        for finding in found:
            seen.add(finding.cause)
            alert = known.get(finding.cause)
            fresh = alert is None or alert.over is not None
            if fresh or LEVELS.index(finding.level) > LEVELS.index(alert.level if alert else LEVELS[0]):
                asked.append(RaiseAlert(cause=finding.cause, level=finding.level, words=finding.words))
        open_causes = {cause for cause, alert in known.items() if alert.over is None}
        self._gone = {cause: self._gone.get(cause, now) for cause in open_causes - seen}
        asked += [EndAlert(cause=cause) for cause, since in self._gone.items() if now - since >= QUIET]
        return asked
