"""The scanner over a pseudo terminal: partial reads, both ways to set it up, hot plug in ten seconds, no secrets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.scanner.base import ScannerState
from hardware.scanner.emulator import EmulatedScanner
from hardware.scanner.framing import Framing
from hardware.scanner.reading import ReadingScanner
from hardware.scanner.serial_port import SerialSource
from tests.hardware.scanner.watching import watched

CARD = "062085001234||Nguyễn Thị Hồng Đào|02091985|Nữ|Kon Tum|10052021"


class Waits:
    """The pauses between looks for a scanner: none of them is waited for, all are counted."""

    def __init__(self) -> None:
        self.seconds = 0.0

    async def __call__(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


@pytest.fixture
def emulated(tmp_path: Path) -> Iterator[EmulatedScanner]:
    emulated = EmulatedScanner(tmp_path / "usb-scanner")
    yield emulated
    emulated.unplug()


async def test_scans_come_as_they_are(emulated: EmulatedScanner) -> None:
    scanner = ReadingScanner(SerialSource(str(emulated.port)), framing=Framing())
    async with watched(scanner) as seen:
        await seen.until(lambda: seen.states == [ScannerState.READY])
        emulated.scan(CARD)
        emulated.scan("A012", suffix=b"\r\n")
        await seen.until(lambda: len(seen.scans) == 2)
        for piece in (b"H34-2210", b"13-00", b"12\r"):
            emulated.send(piece)
        await seen.until(lambda: len(seen.scans) == 3)
        assert seen.texts == [CARD, "A012", "H34-221013-0012"]
        assert not any(scan.doubt for scan in seen.scans)


async def test_a_scanner_that_sends_no_suffix(emulated: EmulatedScanner) -> None:
    scanner = ReadingScanner(SerialSource(str(emulated.port)), framing=Framing(suffix="none"))
    async with watched(scanner) as seen:
        await seen.until(lambda: seen.states == [ScannerState.READY])
        emulated.scan("A012", suffix=b"")
        await seen.until(lambda: seen.texts == ["A012"])


async def test_unplugged_and_plugged_in_again(emulated: EmulatedScanner) -> None:
    waits = Waits()
    scanner = ReadingScanner(SerialSource(str(emulated.port)), framing=Framing(), sleep=waits)
    async with watched(scanner) as seen:
        for time in range(3):
            await seen.until(lambda: seen.states[-1:] == [ScannerState.READY])
            emulated.scan(f"A01{time}")
            await seen.until(lambda: len(seen.scans) == time + 1)  # noqa: B023 — awaited within the round
            emulated.unplug()
            await seen.until(lambda: seen.states[-1] is ScannerState.GONE)
            before = waits.seconds
            emulated.plug()
            await seen.until(lambda: seen.states[-1] is ScannerState.READY)
            assert waits.seconds - before < 10
        assert seen.texts == ["A010", "A011", "A012"]


async def test_one_that_was_never_there_is_waited_for(tmp_path: Path) -> None:
    scanner = ReadingScanner(SerialSource(str(tmp_path / "none")), framing=Framing(), sleep=Waits())
    async with watched(scanner) as seen:
        await seen.until(lambda: seen.states == [ScannerState.GONE])


async def test_nothing_that_was_scanned_is_logged(emulated: EmulatedScanner, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with watched(ReadingScanner(SerialSource(str(emulated.port)), framing=Framing())) as seen:
        await seen.until(lambda: seen.states == [ScannerState.READY])
        emulated.scan(CARD)
        await seen.until(lambda: len(seen.scans) == 1)
    told = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "scan" in told
    for secret in (CARD, "062085001234", b"062085001234".hex(" "), "Nguyễn", repr(CARD.encode())):
        assert secret not in told
