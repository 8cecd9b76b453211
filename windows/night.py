"""When a lobby's screens are dark: outside opening hours, by the centre's clock. Pure.

Lunch is no night: people stay in the hall. How a dark screen looks, and what wakes it, is its window's business.
"""

from __future__ import annotations

from queue_server.protocol.messages import Day, Instant

_MINUTE: Instant = 60_000
#: So long after the desks have closed, who was still served has left; so long before opening, people are at the door.
AFTER, BEFORE = 30 * _MINUTE, 30 * _MINUTE


def asleep(day: Day | None, *, now: Instant) -> bool:
    """Whether nobody need see anything now. What is not known, or known from too long ago, keeps screens awake."""
    if day is None or day.issuing or day.reason == "lunch":
        return False
    if day.next_opening is not None and day.next_opening - now <= BEFORE:
        return False
    return day.reason != "after_closing" or day.closes is None or now >= day.closes + AFTER
