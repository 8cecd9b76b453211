"""The kernel's USB printer, played by a pseudo terminal: it too takes no more when its reader stops, and hangs up."""

from __future__ import annotations

import errno
import fcntl
import os
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.errors import DeviceBusy, DeviceGone, DeviceStalled
from hardware.printer.usblp import UsblpTransport


@pytest.fixture
def ends() -> Iterator[tuple[int, UsblpTransport]]:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    printer = UsblpTransport(Path(os.ttyname(theirs)))
    printer.open()
    os.close(theirs)
    yield ours, printer
    printer.close()
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), ours)
    os.close(ours)


def test_a_printer_that_takes_no_more_is_given_up_at_the_deadline(ends: tuple[int, UsblpTransport]) -> None:
    _, printer = ends
    with pytest.raises(DeviceStalled, match=r"took \d+ of 1000000 bytes in 0.1 s"):
        printer.write(b"x" * 1_000_000, within=0.1)


def test_unplugging_is_noticed_by_reader_and_writer(ends: tuple[int, UsblpTransport]) -> None:
    ours, printer = ends
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), ours)
    with pytest.raises(DeviceGone):
        printer.read(within=5)
    with pytest.raises(DeviceGone):
        printer.write(b"x", within=5)


def test_what_is_not_there_is_gone(tmp_path: Path) -> None:
    with pytest.raises(DeviceGone, match="No such file"):
        UsblpTransport(tmp_path / "lp0").open()


def test_a_printer_that_one_may_not_use_is_not_one_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: object, flags: int) -> int:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(DeviceBusy, match=r"không có quyền.*\(lp\)"):
        UsblpTransport(Path("/dev/usb/lp0")).open()


def test_a_printer_in_use_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(path: object, flags: int) -> int:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(os, "open", busy)
    with pytest.raises(DeviceBusy, match="in use by another program"):
        UsblpTransport(Path("/dev/usb/lp0")).open()


@pytest.mark.parametrize(("bits", "out"), [(0x18, False), (0x38, True), (0x00, False)])
def test_the_kernel_s_word_on_the_paper(
    ends: tuple[int, UsblpTransport], monkeypatch: pytest.MonkeyPatch, bits: int, out: bool
) -> None:
    def ioctl(device: int, request: int, status: Any) -> int:
        assert request == 0x060B
        status[0] = bits
        return 0

    _, printer = ends
    assert not printer.paper_out(), "what is no usblp device says nothing"
    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    assert printer.paper_out() is out
