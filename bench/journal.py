"""How fast the journal appends and reads, beside what the disk and SQLite themselves do in the same run.

    python -m bench.journal [--seconds 2] [--folder .]

Only the ratios carry over to another machine. The folder must lie on a disk, not in memory.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from queue_server.journal.base import Draft, Journal
from queue_server.journal.memory import MemoryJournal
from queue_server.journal.sql import SqlJournal

BATCHES = (1, 16, 128)
BODY = '{"at":1790000000000,"ticket":"0190f0c2","desk":"7","officer":"kt-tp-07","calls":2}'


def drafts(count: int) -> list[Draft]:
    return [Draft(at=1_790_000_000_000, kind="call_repeated", body=BODY, request="r-42", actor="kt-07")] * count


def per_second(seconds: float, step: Callable[[], int]) -> float:
    """Items per second of a step that returns how many it did; the first tenth warms up."""
    rate = 0.0
    for duration in (seconds / 10, seconds):
        done, start = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - start) < duration:
            done += step()
        rate = done / elapsed
    return rate


async def per_second_of(seconds: float, step: Callable[[], Awaitable[int]]) -> float:
    rate = 0.0
    for duration in (seconds / 10, seconds):
        done, start = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - start) < duration:
            done += await step()
        rate = done / elapsed
    return rate


def fdatasyncs(folder: Path, *, seconds: float) -> float:
    """Writing 4 KiB in a file that need not grow, and waiting for the disk: no durable commit can be faster."""
    block, blocks = bytes(4096), 1024
    with (folder / "raw").open("wb", buffering=0) as file:
        file.write(block * blocks)
        os.fsync(file.fileno())
        place = 0

        def step() -> int:
            nonlocal place
            os.pwrite(file.fileno(), block, place % blocks * len(block))
            os.fdatasync(file.fileno())
            place += 1
            return 1

        return per_second(seconds, step)


def raw_inserts(folder: Path, *, batch: int, seconds: float) -> float:
    """The same rows by the driver alone: no chain, no head, no SQLAlchemy, no thread."""
    connection = sqlite3.connect(folder / f"raw-{batch}.sqlite", isolation_level=None)
    for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(
        "CREATE TABLE records (centre TEXT, epoch TEXT, version BIGINT, at BIGINT, kind TEXT, body TEXT, request TEXT,"
        " actor TEXT, hash TEXT, PRIMARY KEY (centre, epoch, version)) WITHOUT ROWID"
    )
    version = 0

    def step() -> int:
        nonlocal version
        draft = drafts(1)[0]
        rows = [
            ("kt", "e" * 16, n, draft.at, draft.kind, draft.body, draft.request, draft.actor, "0" * 64)
            for n in range(version, version + batch)
        ]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO records VALUES (?,?,?,?,?,?,?,?,?)", rows)
        connection.execute("COMMIT")
        version += batch
        return batch

    rate = per_second(seconds, step)
    connection.close()
    return rate


async def appends(journal: Journal, *, batch: int, seconds: float) -> float:
    waiting = drafts(batch)

    async def step() -> int:
        return len(await journal.append(waiting))

    return await per_second_of(seconds, step)


async def reads(journal: Journal) -> float:
    start, count = time.perf_counter(), 0
    async for _ in journal.read():
        count += 1
    return count / (time.perf_counter() - start)


async def measure(folder: Path, *, seconds: float) -> None:
    disk = fdatasyncs(folder, seconds=seconds)
    print(f"SQLite {sqlite3.sqlite_version}; the disk syncs 4 KiB {disk:,.0f} times a second\n")
    print("batch  journal/s  sqlite3/s  journal ÷ sqlite3  commits ÷ syncs  memory/s")
    for batch in BATCHES:
        raw = raw_inserts(folder, batch=batch, seconds=seconds)
        journal = await SqlJournal.open(folder / f"journal-{batch}.sqlite", centre="kt")
        ours = await appends(journal, batch=batch, seconds=seconds)
        memory = await appends(MemoryJournal("kt"), batch=batch, seconds=seconds / 10)
        ratios = f"{ours / raw:>17.2f}  {ours / batch / disk:>15.2f}"
        print(f"{batch:>5}  {ours:>9,.0f}  {raw:>9,.0f}  {ratios}  {memory:>8,.0f}")
        if batch == BATCHES[-1]:
            print(f"\nread and checked: {await reads(journal):,.0f} records/s of {journal.version:,}")
        await journal.close()
        if batch == BATCHES[-1]:
            size = (folder / f"journal-{batch}.sqlite").stat().st_size
            print(f"on the disk: {size / journal.version:.0f} bytes a record, {len(BODY)} of them the body")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each figure")
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write and remove the files")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder, prefix=".bench-") as folder:
        asyncio.run(measure(Path(folder), seconds=arguments.seconds))


if __name__ == "__main__":
    main()
