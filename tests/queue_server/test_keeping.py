"""Copies of a journal while it lives: whole, of one moment, and not more of them than are wanted."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from queue_server.journal.base import Draft, JournalError, JournalTaken
from queue_server.journal.sql import SqlJournal
from queue_server.keeping import (
    SOCKET,
    Schedule,
    ask_for_copy,
    copies_in,
    copy_unserved,
    keep_once,
    keeping,
    server_runs,
    surplus,
)
from tests.end_to_end.conftest import until

DRAFT = Draft(at=1, kind="desk_closed", body='{"at":1,"desk":"1"}')


async def held_by(file: Path) -> int:
    journal = await SqlJournal.open(file, centre="kt")
    try:
        return len([record async for record in journal.read()])
    finally:
        await journal.close()


async def test_a_copy_is_of_one_moment_of_a_journal_that_lives(tmp_path: Path) -> None:
    journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="kt")
    writing = [asyncio.create_task(journal.append([DRAFT] * 3)) for _ in range(20)]
    async with keeping(journal, tmp_path, Schedule()):
        version = await ask_for_copy(tmp_path, tmp_path / "copy.sqlite")
        await asyncio.gather(*writing)
    assert version % 3 == 0
    assert await held_by(tmp_path / "copy.sqlite") == version
    assert not list(tmp_path.glob("copy.sqlite?*")), "one file and nothing beside it"
    assert journal.version == 60
    assert not (tmp_path / SOCKET).exists()
    await journal.close()


async def test_who_asks_where_no_server_runs_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await ask_for_copy(tmp_path, tmp_path / "copy.sqlite")


async def test_a_copy_may_go_where_the_server_may_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, stick = tmp_path / "data", tmp_path / "stick"
    data.mkdir()
    stick.mkdir()
    journal = await SqlJournal.open(data / "journal.sqlite", centre="kt")
    made: list[Path] = []

    async def confined(target: Path) -> int:
        made.append(target)
        return await SqlJournal.copy(journal, target)

    monkeypatch.setattr(journal, "copy", confined)
    (data / "asked-for-by-one-who-died.sqlite").write_text("")
    async with keeping(journal, data, Schedule()):
        await journal.append([DRAFT])
        assert await ask_for_copy(data, stick / "copy.sqlite") == 1
    assert [each.parent for each in made] == [data]
    assert await held_by(stick / "copy.sqlite") == 1
    assert stat.S_IMODE((stick / "copy.sqlite").stat().st_mode) == 0o600
    assert not list(data.glob("asked-for-*"))
    await journal.close()


async def test_a_server_that_was_killed_runs_no_more(tmp_path: Path) -> None:
    assert not server_runs(tmp_path / "nowhere")
    assert not server_runs(tmp_path)
    journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="kt")
    async with keeping(journal, tmp_path, Schedule()):
        assert server_runs(tmp_path)
    await journal.close()
    with socket.socket(socket.AF_UNIX) as dead:  # bound, and its process gone: the file stays
        dead.bind(os.path.relpath(tmp_path / SOCKET))
    assert (tmp_path / SOCKET).exists()
    assert not server_runs(tmp_path)


async def test_a_copy_that_cannot_be_written_is_said_by_the_server(tmp_path: Path) -> None:
    journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="kt")
    async with keeping(journal, tmp_path, Schedule()):
        with pytest.raises(JournalError, match="no copy could be written"):
            await ask_for_copy(tmp_path, tmp_path / "not there" / "copy.sqlite")
        await journal.append([DRAFT])
    await journal.close()


async def test_a_copy_where_a_server_was_killed_holds_what_it_said_last(tmp_path: Path) -> None:
    living, dead, copy = tmp_path / "living", tmp_path / "dead", tmp_path / "copy.sqlite"
    living.mkdir()
    journal = await SqlJournal.open(living / "journal.sqlite", centre="kt")
    await journal.append([DRAFT] * 3)
    shutil.copytree(living, dead)
    await journal.close()
    assert (dead / "journal.sqlite-wal").stat().st_size > 0, "what was said last is not in the file of that name"
    await copy_unserved(dead / "journal.sqlite", copy)
    assert await held_by(copy) == 3
    assert not list(dead.glob("asked-for-*"))


async def test_a_copy_where_no_server_runs_can_be_gone_back_to_with_the_release_that_wrote_it(tmp_path: Path) -> None:
    def tables(file: Path) -> list[tuple[str]]:
        with closing(sqlite3.connect(file)) as connection:
            return connection.execute("SELECT version_num FROM alembic_version").fetchall()

    await (await SqlJournal.open(tmp_path / "journal.sqlite", centre="kt")).close()
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    await copy_unserved(tmp_path / "journal.sqlite", tmp_path / "copy.sqlite")
    assert [tables(tmp_path / name) for name in ("journal.sqlite", "copy.sqlite")] == [[("0001",)], [("0001",)]]


async def test_a_copy_that_root_takes_is_the_owners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = list[tuple[str, int, int]]()
    await (await SqlJournal.open(tmp_path / "journal.sqlite", centre="kt")).close()
    owner = (tmp_path / "journal.sqlite").stat()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chown", lambda path, *to: given.append((Path(path).name[:10], *to)))
    monkeypatch.setattr(os, "fchown", lambda _, *to: given.append(("copy", *to)))
    await copy_unserved(tmp_path / "journal.sqlite", tmp_path / "copy.sqlite")
    assert given == [(name, owner.st_uid, owner.st_gid) for name in ("asked-for-", "copy")]


async def test_a_living_server_is_asked_and_not_gone_around(tmp_path: Path) -> None:
    journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="kt")
    await journal.append([DRAFT])
    with pytest.raises(JournalTaken):
        await copy_unserved(tmp_path / "journal.sqlite", tmp_path / "copy.sqlite")
    await journal.close()


async def test_each_folder_gets_its_copy_also_when_another_is_not_there(tmp_path: Path) -> None:
    journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="kt")
    await journal.append([DRAFT])
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    await keep_once(journal, [blocked, tmp_path / "stick"], at=at)
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["kt-20261123-093000.sqlite"]
    await journal.close()


async def test_how_old_the_last_copy_is_is_known_from_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stick, blocked = tmp_path / "stick", tmp_path / "blocked"
    stick.mkdir()
    blocked.write_text("no folder")
    (stick / "kt-20261122-080000.sqlite").touch()
    os.utime(stick / "kt-20261122-080000.sqlite", (1_000, 1_000))
    journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="kt")
    schedule = Schedule(folders=(stick, blocked), every=3600)
    async with keeping(journal, tmp_path, schedule):
        await asyncio.to_thread(until, lambda: len(schedule.made) == 2, within=30, what="both folders looked at")
    assert schedule.made == {str(stick): 1_000, str(blocked): 0}
    told = [vars(record)["folder"] for record in caplog.records if record.message == "no copy"]
    assert told == [str(blocked)], "at once, not when the first copy is due"
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    await keep_once(journal, schedule.folders, at=at, made=schedule.made)
    assert schedule.made == {str(stick): at.timestamp(), str(blocked): 0}
    await journal.close()


async def test_a_copy_is_on_its_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="c")
    copy, synced, sync = tmp_path / "copies" / "copy.sqlite", list[tuple[bool, bool]](), os.fsync
    copy.parent.mkdir()

    def noted(descriptor: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), copy.exists()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    await journal.copy(copy)
    assert synced == [(False, False), (True, True)], "the file, then the folder that names it"
    await journal.close()


async def test_nobody_else_may_read_a_journal_or_a_copy(tmp_path: Path) -> None:
    """They hold hashes of PINs, of which six digits are found in hours."""
    old = os.umask(0o022)
    try:
        journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="c")
        await journal.append([Draft(at=1, kind="k", body="b")])
        await keep_once(journal, [tmp_path / "copies"], at=datetime(2026, 11, 23, tzinfo=UTC))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*") if path.is_file()}
        await journal.close()
    finally:
        os.umask(old)
    assert set(modes) == {"journal.sqlite", "journal.sqlite-wal", "c-20261123-000000.sqlite"}
    assert set(modes.values()) == {0o600}


def test_copies_of_a_centre_are_not_those_of_another_whose_id_is_longer(tmp_path: Path) -> None:
    for name in ("kt-20261123-080000", "kt-tp-20261123-080000", "kt-20261122-080000", "kt-before-the-holiday"):
        (tmp_path / f"{name}.sqlite").touch()
    assert [each.stem for each in copies_in(tmp_path, "kt")] == ["kt-20261122-080000", "kt-20261123-080000"]


def test_all_of_today_and_the_last_of_each_day_are_kept() -> None:
    def at(day: int, hour: int) -> Path:
        return Path(f"kt-202611{day:02d}-{hour:02d}0000.sqlite")

    copies = [at(day, hour) for day in range(1, 24) for hour in range(8, 20)]
    kept = [path for path in copies if path not in surplus(copies)]
    assert kept == [at(day, 19) for day in range(1, 22)] + [at(day, hour) for day in (22, 23) for hour in range(8, 20)]
    assert surplus([]) == []
