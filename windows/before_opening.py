"""When devices try themselves before the first opening of a day: kiosks and boards alike."""

from __future__ import annotations

from queue_server.protocol.messages import Check, Day, Instant

_MINUTE = 60_000
#: So long before opening; again after so long where something failed; not again at noon.
EARLY, AGAIN, ENOUGH = 30 * _MINUTE, 5 * _MINUTE, 10 * 60 * _MINUTE
_SKEW = 60_000


def due(day: Day | None, *, now: Instant, tested: Instant | None, well: bool) -> bool:
    """Whether a device tries itself now; `well` when nothing failed when it was last `tested`."""
    if day is None or day.issuing or day.next_opening is None or not 0 < day.next_opening - now <= EARLY:
        return False
    return tested is None or now - tested >= (ENOUGH if well else AGAIN)


def clock_check(ahead: int) -> Check:
    """What is said of a clock that is so many milliseconds ahead of the server's."""
    return Check(what="clock", good=abs(ahead) <= _SKEW, found=f"{ahead / 1000:+.0f} s")
