"""A block of numbers that one kiosk may give while the server is away."""

from __future__ import annotations

from queue_server.core.record import record

#: Ordinary numbers of a day stay below it for as long as they can, so that an officer tells the two apart at a glance.
FIRST = 501


@record
class Block:
    """From `first` to `last` of one service on one day; `used` is the highest of them that was delivered."""

    day: str
    kiosk: str
    spool: str
    first: int
    last: int
    used: int = 0
