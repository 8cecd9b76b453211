"""The journal of each release is opened by this one, and stands where it stood."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chaos.standing import read, standing
from queue_server.reports.proof import prove

RELEASES = sorted((Path(__file__).parents[1] / "fixtures" / "journals").iterdir())


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
async def test_a_journal_of_a_release_stands_where_it_stood(release: Path, tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    shutil.copy(release / path.name, path)  # opening it may bring its tables up to date
    events = await read(path)
    assert len(events) > 300
    assert standing(events) == (release / "standing").read_text("ascii").strip()
    assert prove(events).sound


async def test_one_event_less_is_another_standing(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    shutil.copy(RELEASES[-1] / path.name, path)
    events = await read(path)
    assert standing(events) != standing(events[:-1])
