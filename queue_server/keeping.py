"""Keeps copies of a living journal: by the clock, and when somebody on this machine asks.

A copy is one whole SQLite file. Whoever may enter the data folder may ask, through a socket in it. The server writes
what is asked for into its data folder, and who asked takes it from there: the server's /tmp is its own, and it may
write hardly anywhere else.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import logging
import os
import secrets
import shutil
import socket
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from queue_server.journal.base import JournalError
from queue_server.journal.sql import SqlJournal

log = logging.getLogger(__name__)

#: The socket's name in the data folder.
SOCKET = "control.sock"
#: How copies that were asked for are called until they are taken away.
_ASKED = "asked-for-"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
#: Copies kept: all of the latest, and of the days before the last of each day.
_LATEST, _DAYS = 24, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Where copies go, which may be a share of another machine, and how often, in seconds; never when None.

    `made` says when the last one of each folder was made, in seconds since 1970; 0 where there is none.
    """

    folders: tuple[Path, ...] = ()
    every: float | None = None
    made: dict[str, float] = field(default_factory=dict)


@asynccontextmanager
async def keeping(journal: SqlJournal, folder: Path, schedule: Schedule) -> AsyncIterator[None]:
    """Make copies on schedule and on demand while the block runs."""
    tasks = [asyncio.create_task(_keep(journal, schedule))] if schedule.every and schedule.folders else []
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _forget(path := _socket_in(descriptor))
        _clear(folder)
        server = await asyncio.start_unix_server(lambda r, w: _answer(journal, folder, r, w), path)
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


def server_runs(folder: Path) -> bool:
    """Whether a server of this data folder answers; one that was killed leaves its socket behind."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            line.connect(_socket_in(descriptor))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        finally:
            os.close(descriptor)
    return True


async def ask_for_copy(folder: Path, target: Path) -> int:
    """Let the server of this data folder make a copy and bring it to an absolute path; gives the version in it.

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
    if "file" in answer:  # a server of an earlier release has written it where it is wanted
        await asyncio.to_thread(_bring, folder / Path(answer["file"]).name, target)
    return int(answer["version"])


async def copy_unserved(journal: Path, target: Path) -> None:
    """Bring a copy of a journal that no server has open, with what a killed server left beside it.

    Raises `JournalError`.
    """
    made, owner = journal.with_name(_asked_for()), await asyncio.to_thread(journal.stat)
    await SqlJournal.copy_unserved(journal, made)
    if os.geteuid() == 0:  # or who goes on from it, as the owner, could not read it
        os.chown(made, owner.st_uid, owner.st_gid)
    await asyncio.to_thread(_bring, made, target)


def _asked_for() -> str:
    return f"{_ASKED}{secrets.token_hex(8)}.sqlite"


def _bring(made: Path, target: Path) -> None:
    """Bring a copy to where it is wanted; it is on that disk, and its owner's, when it has its name."""
    part = target.with_name(target.name + ".part")
    try:
        with made.open("rb") as source, os.fdopen(os.open(part, _NEW, 0o600), "wb") as copy:
            shutil.copyfileobj(source, copy)
            if os.geteuid() == 0:
                owner = os.fstat(source.fileno())
                with contextlib.suppress(PermissionError):  # a stick's file system may know no owners
                    os.fchown(copy.fileno(), owner.st_uid, owner.st_gid)
            copy.flush()
            os.fsync(copy.fileno())
        part.rename(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise JournalError(f"no copy could be written to {target}: {error}") from error
    finally:
        made.unlink(missing_ok=True)


def _socket_in(descriptor: int) -> str:
    """The socket of an open folder. The path of a socket may only be short; this one always is."""
    return f"/proc/self/fd/{descriptor}/{SOCKET}"


def _forget(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        Path(path).unlink()


def _clear(folder: Path) -> None:
    """Away with copies of those who died before they took them."""
    for left in folder.glob(f"{_ASKED}*"):
        left.unlink()


async def _answer(
    journal: SqlJournal, folder: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    with contextlib.closing(writer):
        made = folder / _asked_for()
        try:
            _ = json.loads(await reader.readline())["copy"]  # it says where to, which is not the server's business
            answer: dict[str, object] = {"version": await journal.copy(made), "file": made.name}
        except (ValueError, KeyError, TypeError, JournalError) as error:
            answer = {"error": str(error)}
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()


async def _keep(journal: SqlJournal, schedule: Schedule) -> None:
    for folder in schedule.folders:
        schedule.made[str(folder)] = await asyncio.to_thread(_last_made, folder, journal.centre)
    while True:
        await asyncio.sleep(schedule.every or 0)
        await keep_once(journal, schedule.folders, at=datetime.now(UTC), made=schedule.made)


def _last_made(folder: Path, centre: str) -> float:
    """When the last copy in a folder was made. One that cannot be written to is said now, not at the first copy."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        return max((copy.stat().st_mtime for copy in copies_in(folder, centre)), default=0)
    except OSError as error:
        log.error("no copy", extra={"action": "copy_failed", "folder": str(folder), "error": str(error)})
        return 0


async def keep_once(
    journal: SqlJournal, folders: Iterable[Path], *, at: datetime, made: dict[str, float] | None = None
) -> None:
    """One copy in each folder, noted in `made`; one that fails is logged and does not stop the others."""
    name = f"{journal.centre}-{at:%Y%m%d-%H%M%S}.sqlite"
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            version = await journal.copy(folder / name)
            for old in surplus(copies_in(folder, journal.centre)):
                old.unlink()
        except (OSError, JournalError) as error:
            log.error("no copy", extra={"action": "copy_failed", "folder": str(folder), "error": str(error)})
        else:
            if made is not None:
                made[str(folder)] = at.timestamp()
            log.info("copied", extra={"action": "copied", "folder": str(folder), "version": version})


def copies_in(folder: Path, centre: str) -> list[Path]:
    """All copies of a centre in a folder, oldest first; other centres may have theirs beside them."""
    digit = "[0-9]"
    return sorted(folder.glob(f"{centre}-{digit * 8}-{digit * 6}.sqlite"))


def surplus(copies: Sequence[Path]) -> list[Path]:
    """Which copies need not be kept, of all in a folder, oldest first."""
    last_of_day = {path.name.rsplit("-", 1)[0]: path for path in copies}
    kept = set(copies[-_LATEST:]) | set(list(last_of_day.values())[-_DAYS:])
    return [path for path in copies if path not in kept]
