"""How long records last (docs/decisions/0137): those of tickets for 24 months, acts for 5 years, the frame for ever."""

from __future__ import annotations

from queue_server.core import events as ev
from queue_server.core.plan import Instant
from queue_server.core.record import record

_DAY = 24 * 3600 * 1000

#: The frame of the journal: never erased.
FRAME = frozenset({"plan_adopted", "day_opened", "journal_restored", "journal_sealed"})
#: What people did beside the tickets, for the auditor.
ACTS = frozenset(ev.NAMES[each] for each in (ev.Administered, *ev.HallAct.__args__, *ev.AlertEvent.__args__))


@record
class Limits:
    """How long records are kept, in months; None keeps them for ever."""

    tickets: int | None = 24
    acts: int | None = 60


def ended_before(months: int, *, now: Instant) -> Instant:
    """The time of what is older than so many months is over."""
    return now - round(months * 30.4375 * _DAY)


def kept_kinds(what: str) -> frozenset[str]:
    """The kinds of records that stay when `what` ("tickets" or "acts") is erased."""
    return FRAME | ACTS if what == "tickets" else FRAME
