"""A keyboard scanner's own bytes through a pipe in place of /dev/input: grabbed, read, unplugged, plugged in again."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.errors import DeviceBusy, DeviceGone
from hardware.scanner import keyboard
from hardware.scanner.base import ScannerState
from hardware.scanner.framing import Framing
from hardware.scanner.keyboard import EVENT, KeyboardSource, grab
from hardware.scanner.reading import ReadingScanner
from tests.hardware.scanner.keystrokes import event, pipe, typed
from tests.hardware.scanner.watching import watched

CARD = "062085001234|231234567|NGUYEN THI HONG DAO|02091985|Nu|Kon Tum|10052021"


class Device:
    """A pipe where the device would be, and whether it was grabbed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.grabbed: list[str] = []
        self._hand = -1

    def plug(self) -> None:
        self._hand = pipe(self.path)

    def unplug(self) -> None:
        if self._hand >= 0:
            self.path.unlink()
            os.close(self._hand)
            self._hand = -1

    def type(self, data: bytes) -> None:
        os.write(self._hand, data)

    def source(self) -> KeyboardSource:
        return KeyboardSource(str(self.path), grab=lambda _, path: self.grabbed.append(path))


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    device = Device(tmp_path / "event0")
    device.plug()
    yield device
    device.unplug()


def test_keys_become_text_and_the_device_is_grabbed(device: Device) -> None:
    source = device.source()
    source.open()
    device.type(typed(CARD))
    heard = b""
    while not heard.endswith(b"\r"):
        heard += source.read(within=5)
    assert heard == CARD.encode() + b"\r"
    assert device.grabbed == [str(device.path)]
    source.close()
    source.close()


def test_an_event_cut_in_two_is_put_together(device: Device) -> None:
    source = device.source()
    source.open()
    whole = typed("a", end=0)
    device.type(whole[: EVENT.size + 5])
    assert source.read(within=5) == b""
    device.type(whole[EVENT.size + 5 :])
    assert source.read(within=5) == b"a"
    source.close()


def test_keys_that_the_kernel_lost_leave_doubt(device: Device) -> None:
    source = device.source()
    source.open()
    device.type(typed("a", end=0) + event(0, 3, 0) + typed("b", end=0))
    assert source.read(within=5).decode() == "a�b"
    source.close()


def test_what_is_no_input_device_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeviceGone, match="no input device"):
        KeyboardSource(str(tmp_path / "file")).open()
    with pytest.raises(DeviceGone):
        KeyboardSource(str(tmp_path / "nothing")).open()
    with pytest.raises(DeviceGone):
        KeyboardSource(str(tmp_path / "nothing")).read(within=0)


def test_a_keyboard_that_another_program_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EBUSY, "busy")

    monkeypatch.setattr(keyboard.fcntl, "ioctl", refuse)
    with pytest.raises(DeviceBusy):
        grab(0, "/dev/input/event0")


async def test_a_scanner_that_is_pulled_out_and_put_back(device: Device) -> None:
    scanner = ReadingScanner(device.source(), framing=Framing(), sleep=lambda _: asyncio.sleep(0))
    async with watched(scanner) as seen:
        await seen.until(lambda: seen.states == [ScannerState.READY])
        device.type(typed("A012"))
        await seen.until(lambda: seen.texts == ["A012"])
        device.unplug()
        device.plug()
        await seen.until(lambda: seen.states[-2:] == [ScannerState.GONE, ScannerState.READY] or len(device.grabbed) > 1)
        device.type(typed("A013"))
        await seen.until(lambda: seen.texts == ["A012", "A013"])
