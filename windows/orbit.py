"""How far what stands still on a screen is moved aside, so that it does not burn in. Pure.

A picture goes round by whole pixels, so nothing is blurred; what reaches to the edge is drawn `BLEED` pixels beyond it,
so nothing is cut and no bare edge shows.
"""

from __future__ import annotations

from queue_server.protocol.messages import Instant

#: How long a picture stays where it is.
STAY: Instant = 3 * 60_000
#: More than a picture is ever moved on the largest panel.
BLEED = 32
#: One round, in steps: each neighbour is one step away, and no place comes twice.
_ROUND = (
    *((x, -3) for x in range(-3, 3)),
    *((3, y) for y in range(-3, 3)),
    *((x, 3) for x in range(3, -3, -1)),
    *((-3, y) for y in range(3, -3, -1)),
)


#: Heights at which the few words of a dark screen stand in turn, in parts of the screen from below.
_HEIGHTS = (0.5, 0.7, 0.35, 0.6, 0.25, 0.75, 0.4)


def place(now: Instant) -> float:
    """Where the middle of a dark screen's words is at this time, 0 at the foot to 1 at the top."""
    return _HEIGHTS[now // STAY % len(_HEIGHTS)]


def orbit(now: Instant, *, unit: float) -> tuple[int, int]:
    """Pixels to the right and up at this time, on a screen whose design unit is so many pixels."""
    step = min(BLEED // 3, max(1, round(2 * unit)))
    x, y = _ROUND[now // STAY % len(_ROUND)]
    return x * step, y * step
