"""A kiosk's scanner that is pulled while things are held before it.

It is found by a link that follows its port or, where the settings give a pattern, under a name that is new each time.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from pathlib import Path

from bench.pulled.absence import Absence
from hardware.scanner.base import Scan
from hardware.scanner.emulator import EmulatedScanner
from hardware.scanner.open import open_scanner


class ScannerPlace:
    """See `bench.replug.Place`."""

    def __init__(self, folder: Path, name: str, *, by_pattern: bool) -> None:
        self.name = f"scanner {name}"
        self.absence = Absence()
        self._folder = folder / f"scanner-{name}"
        self._folder.mkdir()
        self._by_pattern = by_pattern
        self._scanned: list[str] = []
        self._sent: set[str] = set()
        self._emulator = EmulatedScanner(self._folder / "ttyACM0")
        self.absence.plugged()
        self._scanner = open_scanner(f"serial:{self._folder / ('ttyACM*' if by_pattern else 'ttyACM0')}")

    def plug(self) -> None:
        if self._by_pattern:
            self._emulator.port = self._folder / f"ttyACM{self.absence.plugs % 10}"
        self._emulator.plug()
        self.absence.plugged()

    def unplug(self) -> None:
        self.absence.pulled()
        self._emulator.unplug()

    async def use(self, chance: random.Random) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._scanner.watch(self._hear, lambda _: None))
            tasks.create_task(self._citizens(chance))

    async def _citizens(self, chance: random.Random) -> None:
        count = 0
        while True:
            await asyncio.sleep(chance.uniform(0.2, 1))
            count += 1
            text = f"{self.absence.plugs}|{count}|Nguyễn Thị Hồng Đào"
            with suppress(OSError):  # just pulled: nobody's code is read
                self._emulator.scan(text)
                self._sent.add(text)

    def _hear(self, scan: Scan) -> None:
        self._scanned.append(scan.text)
        if scan.text.partition("|")[0] == str(self.absence.plugs):
            self.absence.heard_of(self.absence.since)

    def faults(self) -> list[str]:
        torn = [text for text in self._scanned if text not in self._sent]
        twice = len(self._scanned) - len(set(self._scanned))
        return [f"{len(torn)} torn: {torn[:3]}"] * bool(torn) + [f"{twice} heard twice"] * bool(twice)

    def said(self) -> str:
        return f"{len(self._scanned)} of {len(self._sent)} scans heard, none torn"

    async def close(self) -> None:
        self._emulator.unplug()
