"""Small versions of the parts that need a file or a process: what must hold holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from chaos import bit_flips, frames, kills, repeats
from queue_server.journal import ledger
from queue_server.journal.base import Record
from queue_server.journal.links import Head
from queue_server.live import LiveCentre
from queue_server.protocol.messages import Role


class Forgetful(dict[Any, Any]):
    """Keeps nothing."""

    def __setitem__(self, *_: Any) -> None:
        """Forgotten."""


def test_a_damaged_file_is_never_served_as_if_it_were_sound() -> None:
    seen = bit_flips.play(12)
    assert seen["served"] == 0
    assert seen["detected"] > 3


def test_what_is_read_from_an_undamaged_file_is_what_was_written(tmp_path: Path) -> None:
    _, records = asyncio.run(bit_flips.written(tmp_path / "journal.sqlite"))
    assert [record.version for record in records] == list(range(1, len(records) + 1))


def test_a_request_that_comes_five_times_happens_once() -> None:
    sent, wrong = repeats.play(200)
    assert wrong == []
    assert sent > 400


def test_a_server_that_forgets_what_it_answered_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    load = LiveCentre.__init__

    def forgetful(live: LiveCentre, *arguments: Any, **options: Any) -> None:
        load(live, *arguments, **options)
        live._answered = Forgetful()

    monkeypatch.setattr(LiveCentre, "__init__", forgetful)
    _, wrong = repeats.play(200)
    assert wrong


def test_malformed_frames_change_nothing() -> None:
    seen, wrong = frames.play(200)
    assert wrong == []
    assert len(seen) >= 10


def test_frames_that_change_something_are_found() -> None:
    """A kiosk may take a ticket, a board may not."""
    _, wrong = frames.play(100, role=Role.KIOSK)
    assert any("the centre went from" in each for each in wrong)


def test_a_journal_that_does_not_look_at_its_hashes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def believing(records: Iterable[Record], *, after: Head) -> Head:
        last = list(records)[-1]
        return Head(last.version, last.hash)

    monkeypatch.setattr(ledger, "check", believing)
    assert bit_flips.play(40)["served"] > 0


def test_what_clients_were_told_before_a_kill_is_in_the_journal() -> None:
    outcome = kills.play(1)
    assert outcome.found.faults == {}
    assert outcome.faults == []
    assert outcome.killed == 1
    assert outcome.spoken > 0
