"""`/health`: the process answers. `/ready`: this server owns the centre, its disk takes commits, its day is open.

A watchdog that restarts asks the first; what chooses between servers asks the second. A server that waits behind
another listens to nobody, so it answers neither.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from queue_server.live import LiveCentre

#: A journal that has not answered by then is in trouble.
_PATIENCE = 2.0
#: A day of a large centre needs a few megabytes.
_ROOM = 64 * 1024 * 1024


class Readiness(msgspec.Struct, kw_only=True):
    """What is needed to serve; `ok` when all of it is there."""

    ok: bool
    journal: bool
    disk: bool
    day: bool


class Disk:
    """Asks the disk once for all who want to know at the same time, on a thread that nothing else keeps busy.

    A proxy gives up a server that does not answer in time; nobody else's asking may bring that about.
    """

    def __init__(self, takes_commits: Callable[[], bool]) -> None:
        self._takes_commits = takes_commits
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ready")
        self._asked: asyncio.Future[bool] | None = None

    async def answers(self) -> bool:
        """Whether it takes commits now."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.get_running_loop().run_in_executor(self._thread, self._takes_commits)
        return await asyncio.shield(self._asked)


def before_there_is_a_centre() -> HTTPRouteHandler:
    """`/health` of a server that is only being set up: it answers, and is ready for nothing."""

    @get("/health", sync_to_thread=False)
    def health() -> dict[str, Any]:
        return {"centre": None, "version": 0, "day": None, "ok": True}

    return health


def routes(live: LiveCentre, *, takes_commits: Callable[[], bool]) -> list[HTTPRouteHandler]:
    """The routes of this file. `takes_commits` asks the disk and may take its time."""

    @get("/health", sync_to_thread=False)
    def health() -> dict[str, Any]:
        centre = live.centre
        return {"centre": centre.plan.id, "version": centre.version, "day": centre.day, "ok": True}

    disk_asked = Disk(takes_commits)

    @get("/ready")
    async def ready() -> Response[Readiness]:
        try:
            async with asyncio.timeout(_PATIENCE):
                day = await live.read(lambda centre: not centre.day_due(live.now))
                journal = True
        except TimeoutError:
            journal = day = False
        disk = await disk_asked.answers()
        ok = journal and disk and day
        return Response(Readiness(ok=ok, journal=journal, disk=disk, day=day), status_code=200 if ok else 503)

    return [health, ready]


def takes_commits(folder: Path) -> bool:
    """Whether a folder has room and a file in it reaches the disk."""
    try:
        if shutil.disk_usage(folder).free < _ROOM:
            return False
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(bytes(4096))
            trial.flush()
            os.fsync(trial.fileno())
    except OSError:
        return False
    return True
