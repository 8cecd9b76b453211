"""A scanner watched for the length of a test: what it said, and waiting until it has."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from hardware.scanner.base import Scan, Scanner, ScannerState

PATIENCE = 60.0


class Watched:
    """What a scanner said."""

    def __init__(self) -> None:
        self.scans: list[Scan] = []
        self.states: list[ScannerState] = []
        self._news = asyncio.Event()

    @property
    def texts(self) -> list[str]:
        return [scan.text for scan in self.scans]

    def scanned(self, scan: Scan) -> None:
        self.scans.append(scan)
        self._news.set()

    def changed(self, state: ScannerState) -> None:
        self.states.append(state)
        self._news.set()

    async def until(self, wanted: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not wanted():
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def watched(scanner: Scanner) -> AsyncIterator[Watched]:
    seen = Watched()
    task = asyncio.create_task(scanner.watch(seen.scanned, seen.changed))
    try:
        yield seen
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
