"""Small versions of the parts that need a file or a process: what must hold holds."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from chaos import bit_flips, frames, kills, repeats
from queue_server.live import LiveCentre


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


def test_what_clients_were_told_before_a_kill_is_in_the_journal() -> None:
    outcome = kills.play(1)
    assert outcome.found.faults == {}
    assert outcome.faults == []
    assert outcome.killed == 1
    assert outcome.spoken > 0
