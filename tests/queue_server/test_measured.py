"""What a measured journal tells of its commits. That it is a journal is in journal/test_base.py."""

from __future__ import annotations

import pytest

from queue_server.journal.base import Draft, JournalUnavailable
from queue_server.journal.memory import MemoryJournal
from queue_server.measured import BOUNDS, MeasuredJournal

DRAFT = Draft(at=1, kind="thing", body="{}")


async def test_each_commit_is_counted_under_the_first_bound_above_it() -> None:
    times = iter([0.0, 0.004, 10.0, 13.0])
    journal = MeasuredJournal(MemoryJournal("x"), steady=lambda: next(times))
    await journal.append([DRAFT])
    await journal.append([DRAFT])
    counts = journal.commits.counts
    assert counts[BOUNDS.index(0.005)] == 1
    assert counts[-1] == 1, "three seconds are above every bound"
    assert sum(counts) == 2
    assert journal.commits.seconds == pytest.approx(3.004)


async def test_a_commit_that_failed_is_counted_apart() -> None:
    inner = MemoryJournal("x")
    journal = MeasuredJournal(inner)
    await inner.close()
    with pytest.raises(JournalUnavailable):
        await journal.append([DRAFT])
    assert journal.commits.failed == 1
    assert sum(journal.commits.counts) == 0
