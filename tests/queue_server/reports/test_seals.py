"""The seals of a journal, without a disk; over years and in a file: tests/queue_server/test_retention.py."""

from __future__ import annotations

from queue_server.core.events import Erased, Event, JournalSealed
from tests.queue_server.seals import broken_seals


def history(*, seal_up_to: int) -> list[tuple[int, str, Event]]:
    events: list[Event] = [Erased(at=1), Erased(at=2), Erased(at=3)]
    events.append(JournalSealed(at=4, epoch="e", up_to=seal_up_to, hash=f"h{seal_up_to}", what="tickets", records=3))
    return [(place, f"h{place}", event) for place, event in enumerate(events, start=1)]


def test_a_seal_covers_what_lies_before_it() -> None:
    assert broken_seals(history(seal_up_to=3), epoch="e") == []
    assert broken_seals(history(seal_up_to=2), epoch="e") == ["record 3 was erased, and no seal says so"]
    assert broken_seals([], epoch="e") == []


def test_a_seal_of_what_is_not_there_is_broken() -> None:
    assert broken_seals(history(seal_up_to=9), epoch="e") == ["record 9 has another hash than the seal says"]
