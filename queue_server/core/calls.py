"""Calls: a ticket asked to a desk, and what the boards report of it."""

from __future__ import annotations

from enum import Enum

from queue_server.core.plan import Instant, Policy
from queue_server.core.record import record


class CallKind(Enum):
    CALL = "call"
    RECALL = "recall"
    LAST = "last"
    TRANSFER = "transfer"

    @classmethod
    def of_repeat(cls, calls: int, policy: Policy) -> CallKind:
        """What the call is with which somebody has been called so many times."""
        return cls.LAST if calls > policy.recalls_before_absent else cls.RECALL


@record
class CallRecord:
    """`id` is the version of the event that made it: a repeat has a new one, a replay the same.

    A `withdrawn` call was undone: nobody was meant.
    """

    id: int
    ticket: str
    number: str
    service: str
    desk: str
    kind: CallKind
    at: Instant
    withdrawn: bool = False


@record
class Heard:
    """What one board reported of one call."""

    drawn: bool = False
    spoken: bool = False
    failed: str | None = None


@record
class Alarm:
    """An officer asked for help without a word. `id` is the version of the event that made it."""

    id: int
    desk: str
    officer: str | None
    at: Instant
    note: str = ""
    answered_by: str | None = None
    answered_at: Instant | None = None
