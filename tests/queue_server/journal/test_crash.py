"""What was acknowledged is there: after the process was killed, after the disk was full, after it failed in between."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from queue_server.journal.base import Draft, Journal, JournalUnavailable, Record
from queue_server.journal.sql import SqlJournal

SomeDrafts = Callable[[int], list[Draft]]
ReadAll = Callable[[Journal], Awaitable[list[Record]]]
Started = Callable[..., "subprocess.Popen[str]"]

APPENDER = Path(__file__).with_name("appender.py")
KILLS = 5


@pytest.fixture
def start() -> Iterator[Started]:
    """Starts the appender; whatever still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(APPENDER), *map(str, arguments)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the appender ended"
    return line.strip()


def found(path: Path) -> tuple[str, list[Record]]:
    """The epoch and every record, each checked against the chain on the way."""

    async def read() -> tuple[str, list[Record]]:
        journal = await SqlJournal.open(path, centre="kt-tp")
        try:
            return journal.epoch, [record async for record in journal.read()]
        finally:
            await journal.close()

    return asyncio.run(read())


def test_a_killed_server_has_kept_what_it_acknowledged(path: Path, start: Started) -> None:
    acknowledged: dict[int, str] = {}
    lots = random.Random(20260701)
    epochs = set()
    for round_ in range(KILLS):
        process = start(path, round_)
        assert said(process) == "opening"
        opened, version = said(process).split()
        assert opened == "open"
        assert int(version) >= max(acknowledged, default=0)
        for _ in range(lots.randint(1, 30)):
            version, hash_ = said(process).split()
            acknowledged[int(version)] = hash_
        process.kill()
        # What it said between our last reading and its end was acknowledged too; its last line may be torn.
        rest, _ = process.communicate()
        for line in rest.splitlines(keepends=True):
            if line.endswith("\n"):
                version, hash_ = line.split()
                acknowledged[int(version)] = hash_
        epoch, records = found(path)
        epochs.add(epoch)
        assert [record.version for record in records] == list(range(1, len(records) + 1))
        assert {version: records[version - 1].hash for version in acknowledged} == acknowledged
    assert len(epochs) == 1
    assert len(acknowledged) >= KILLS


def test_a_server_killed_while_it_opens_leaves_a_journal_or_nothing(tmp_path: Path, start: Started) -> None:
    for round_ in range(3):
        path = tmp_path / f"{round_}.sqlite"
        process = start(path, round_)
        assert said(process) == "opening"
        while round_ and not path.exists() and process.poll() is None:
            os.sched_yield()
        process.kill()
        rest, _ = process.communicate()
        written = [line.split() for line in rest.splitlines(keepends=True) if line.endswith("\n")][1:]
        _, records = found(path)
        assert {int(version): hash_ for version, hash_ in written} == {
            int(version): records[int(version) - 1].hash for version, _ in written
        }


def test_a_file_that_may_not_grow_refuses_the_whole_batch(path: Path, start: Started) -> None:
    """A write that fails in the middle: not only a full disk, but any error of writing."""
    process = start(path, 1, 600_000)
    lines = [line.split(maxsplit=1) for line in process.communicate()[0].splitlines()]
    assert process.returncode == 0
    refused = [line[0] for line in lines].index("refused")
    assert "the disk" in lines[refused][1]
    before, after = lines[2:refused], lines[refused + 1 :]
    assert len(before) > 1
    last = int(before[-1][0])
    assert after[0] == ["open", str(last)], "nothing of the refused batch was kept"
    _, records = found(path)
    assert len(records) == int(after[1][0]) > last
    assert {int(version): hash_ for version, hash_ in before} == {
        int(version): records[int(version) - 1].hash for version, _ in before
    }


async def fill(journal: Journal, some_drafts: SomeDrafts) -> None:
    """Append until the disk refuses; a disk that never does fails the test."""
    for _ in range(400):
        await journal.append([Draft(at=draft.at, kind=draft.kind, body="x" * 2000) for draft in some_drafts(8)])
    pytest.fail("the disk never filled up")


async def test_a_full_database_refuses_and_recovers(path: Path, some_drafts: SomeDrafts, read_all: ReadAll) -> None:
    def few_pages(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 60")  # type: ignore[attr-defined]

    event.listen(Engine, "connect", few_pages)
    try:
        journal = await SqlJournal.open(path, centre="kt-tp")
    finally:
        event.remove(Engine, "connect", few_pages)
    with pytest.raises(JournalUnavailable, match=f"the disk is full, make room: {path}"):
        await fill(journal, some_drafts)
    before, written = journal.version, await read_all(journal)
    assert before == len(written) > 0
    with pytest.raises(JournalUnavailable, match="must be reopened, because earlier: the disk is full"):
        await journal.append(some_drafts(1))
    await journal.reopen()
    assert await read_all(journal) == written, "nothing of the refused batch was kept"
    await journal.append(some_drafts(1))
    assert journal.version == before + 1
    await journal.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte, where we may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mounted, check=False, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a disk; the tests above fill the database in other ways")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


async def test_a_full_disk_refuses_and_recovers(small_disk: Path, some_drafts: SomeDrafts, read_all: ReadAll) -> None:
    other = small_disk / "somebody-elses"
    other.write_bytes(bytes(200_000))
    path = small_disk / "journal.sqlite"
    journal = await SqlJournal.open(path, centre="kt-tp")
    with pytest.raises(JournalUnavailable, match=f"the disk is full, make room: {path}"):
        await fill(journal, some_drafts)
    written = await read_all(journal)
    assert journal.version == len(written) > 0
    other.unlink()
    await journal.reopen()
    assert await read_all(journal) == written, "nothing of the refused batch was kept"
    await journal.append(some_drafts(1))
    await journal.close()
