"""Keeps copies of a living journal: by the clock, and when somebody on this machine asks.

A copy is one whole SQLite file. Whoever may enter the data folder may ask, through a socket in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from queue_server.journal.base import JournalError
from queue_server.journal.sql import SqlJournal

log = logging.getLogger(__name__)

#: The socket's name in the data folder.
SOCKET = "control.sock"
#: Copies kept: all of the latest, and of the days before the last of each day.
_LATEST, _DAYS = 24, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Where copies go, which may be a share of another machine, and how often, in seconds; never when None."""

    folders: tuple[Path, ...] = ()
    every: float | None = None


@asynccontextmanager
async def keeping(journal: SqlJournal, folder: Path, schedule: Schedule) -> AsyncIterator[None]:
    """Make copies on schedule and on demand while the block runs."""
    tasks = [asyncio.create_task(_keep(journal, schedule))] if schedule.every and schedule.folders else []
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _forget(path := _socket_in(descriptor))
        server = await asyncio.start_unix_server(lambda r, w: _answer(journal, r, w), path)
        try:
            yield
        finally:
            server.close()
            _forget(path)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        os.close(descriptor)


async def ask_for_copy(folder: Path, target: Path) -> int:
    """Let the server of this data folder write a copy to an absolute path; gives the version in it.

    Raises `FileNotFoundError` when no server runs there and `JournalError` with the server's own words.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        reader, writer = await asyncio.open_unix_connection(_socket_in(descriptor))
    except ConnectionRefusedError as error:
        raise FileNotFoundError(f"no server runs in {folder}") from error
    finally:
        os.close(descriptor)
    with contextlib.closing(writer):
        writer.write(json.dumps({"copy": str(target)}).encode() + b"\n")
        answer = json.loads(await reader.readline())
    if "error" in answer:
        raise JournalError(answer["error"])
    return int(answer["version"])


def _socket_in(descriptor: int) -> str:
    """The socket of an open folder. The path of a socket may only be short; this one always is."""
    return f"/proc/self/fd/{descriptor}/{SOCKET}"


def _forget(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        Path(path).unlink()


async def _answer(journal: SqlJournal, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.closing(writer):
        try:
            target = Path(json.loads(await reader.readline())["copy"])
            answer: dict[str, object] = {"version": await journal.copy(target)}
        except (ValueError, KeyError, TypeError, JournalError) as error:
            answer = {"error": str(error)}
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()


async def _keep(journal: SqlJournal, schedule: Schedule) -> None:
    while True:
        await asyncio.sleep(schedule.every or 0)
        await keep_once(journal, schedule.folders, at=datetime.now(UTC))


async def keep_once(journal: SqlJournal, folders: Iterable[Path], *, at: datetime) -> None:
    """One copy in each folder; one that fails is logged and does not stop the others."""
    name = f"{journal.centre}-{at:%Y%m%d-%H%M%S}.sqlite"
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            version = await journal.copy(folder / name)
            for old in surplus(sorted(folder.glob(f"{journal.centre}-*.sqlite"))):
                old.unlink()
        except (OSError, JournalError) as error:
            log.error("no copy", extra={"action": "copy_failed", "folder": str(folder), "error": str(error)})
        else:
            log.info("copied", extra={"action": "copied", "folder": str(folder), "version": version})


def surplus(copies: Sequence[Path]) -> list[Path]:
    """Which copies need not be kept, of all in a folder, oldest first."""
    last_of_day = {path.name.rsplit("-", 1)[0]: path for path in copies}
    kept = set(copies[-_LATEST:]) | set(list(last_of_day.values())[-_DAYS:])
    return [path for path in copies if path not in kept]
