"""What supervisors have posted, as boards and kiosks show it now: the urgent one, and one of the others in turn. Pure.

The web board does the same in queue_server/web/static/board/state.js.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from queue_server.protocol.messages import Instant, Notice

#: How long one sentence of several stays, in milliseconds of the day.
TURN: Instant = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """`urgent` takes the whole of a board, `other` a banner across it; a kiosk has a banner for either."""

    urgent: Notice | None = None
    other: Notice | None = None


def posted(notices: Iterable[Notice], *, now: Instant) -> Posted:
    """What is to be read at this time: the newest urgent notice, and the others one after another."""
    standing = [each for each in notices if not each.withdrawn and (each.until is None or each.until > now)]
    standing.sort(key=lambda each: each.id, reverse=True)
    urgent = next((each for each in standing if each.urgent), None)
    others = [each for each in standing if not each.urgent]
    return Posted(urgent=urgent, other=others[turn(now) % len(others)] if others else None)


def turn(now: Instant) -> int:
    """Which of several sentences it is now, counted without end."""
    return now // TURN
