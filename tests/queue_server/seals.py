"""A whole history held against its seals at once."""

from __future__ import annotations

from collections.abc import Iterable

from queue_server.core.events import Event
from queue_server.reports.seals import SealCheck


def broken_seals(history: Iterable[tuple[int, str, Event]], *, epoch: str) -> list[str]:
    """What contradicts them, from (version, hash, event) in order."""
    check = SealCheck()
    for version, hash_, event in history:
        check.look(version, hash_, event)
    return check.problems(epoch=epoch)
