"""The serial line over pseudo terminals: unplugging, stalling, two at once."""

from __future__ import annotations

import errno
import logging
import os
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.errors import DeviceBusy, DeviceGone, DeviceStalled
from hardware.serial_link import SerialLink


class Cable:
    """Our end of a line; the other end's name is `port`."""

    def __init__(self) -> None:
        self.end, self._other = os.openpty()
        tty.setraw(self._other)
        self.port = os.ttyname(self._other)
        self.plugged = True

    def unplug(self) -> None:
        if self.plugged:
            os.close(self.end)
            os.close(self._other)
        self.plugged = False


@pytest.fixture
def cable() -> Iterator[Cable]:
    cable = Cable()
    yield cable
    cable.unplug()


@pytest.fixture
def link(cable: Cable) -> Iterator[SerialLink]:
    link = SerialLink(cable.port, baud=115200, flow="rtscts")
    link.open()
    yield link
    link.close()


def test_bytes_go_both_ways_as_they_are(cable: Cable, link: SerialLink) -> None:
    every = bytes(range(256))
    link.send(every, within=5)
    assert os.read(cable.end, 1000) == every
    os.write(cable.end, every)
    heard = b""
    while len(heard) < 256:
        heard += link.receive(within=5)
    assert heard == every


def test_silence_ends_at_its_deadline(link: SerialLink) -> None:
    assert link.receive(within=0.02) == b""
    assert link.receive(within=0) == b""


def test_a_reader_that_waits_is_woken_by_what_comes(cable: Cable, link: SerialLink) -> None:
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(link.receive(within=30)))
    reader.start()
    os.write(cable.end, b"x")
    reader.join()
    assert heard == [b"x"]


def test_a_far_end_that_reads_nothing_is_given_up_at_the_deadline(link: SerialLink) -> None:
    with pytest.raises(DeviceStalled):
        link.send(b"x" * 100_000, within=0.1)
    link.close()
    link.open()
    assert link.receive(within=0) == b""


def test_what_is_held_back_never_arrives(cable: Cable, link: SerialLink) -> None:
    link.send(b"a" * 8_000, within=5)
    link.discard()
    link.send(b"b", within=5)
    arrived = b""
    while not arrived.endswith(b"b"):
        arrived += os.read(cable.end, 4096)
    assert len(arrived) < 8_000, "what the far end had taken into its own buffer is all there is"
    link.close()
    link.discard()  # on a closed line there is nothing


def test_an_unplugged_line_is_gone_for_readers_and_writers_until_it_is_back(cable: Cable, link: SerialLink) -> None:
    cable.unplug()
    for _ in range(2):
        with pytest.raises(DeviceGone):
            link.receive(within=5)
    with pytest.raises(DeviceGone):
        link.send(b"x", within=1)
    link.discard()
    with pytest.raises(DeviceGone):
        link.open()
    again = Cable()
    link.port = again.port
    link.open()
    os.write(again.end, b"back")
    assert link.receive(within=5)[:1] == b"b"
    link.close()
    again.unplug()


def test_nothing_is_held_back_on_a_line_that_was_unplugged(cable: Cable, link: SerialLink) -> None:
    """Before anybody has noticed: the system's own error came through, in the middle of a slip's report."""
    cable.unplug()
    link.discard()


def test_a_port_that_one_may_not_use_is_not_one_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: object, flags: int) -> int:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(DeviceBusy, match=r"không có quyền.*dialout"):
        SerialLink("/dev/ttyUSB0").open()


def test_a_line_has_one_user(cable: Cable, link: SerialLink) -> None:
    second = SerialLink(cable.port)
    with pytest.raises(DeviceBusy, match="in use by another program"):
        second.open()
    link.close()
    second.open()
    second.close()


@pytest.mark.parametrize("use", ["send", "receive"])
def test_a_closed_line_is_gone(use: str) -> None:
    link = SerialLink("/dev/ttyUSB9")
    with pytest.raises(DeviceGone, match="is not open"):
        _ = link.send(b"x", within=1) if use == "send" else link.receive(within=1)  # type: ignore[func-returns-value]
    with pytest.raises(DeviceGone, match="No such file"):
        link.open()
    link.close()


def test_nothing_is_left_behind(cable: Cable) -> None:
    link = SerialLink(cable.port)
    link.open()
    link.close()
    before = len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    for _ in range(5):
        link.open()
        link.open()
        link.close()
    assert (len(list(Path("/proc/self/fd").iterdir())), threading.active_count()) == before


def test_bytes_are_logged_with_their_port(cable: Cable, link: SerialLink, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="hardware.serial_link"):
        link.send(b"\x10\x04", within=5)
    assert [(getattr(record, "action", ""), record.getMessage()) for record in caplog.records] == [
        ("serial_out", "> 10 04")
    ]
