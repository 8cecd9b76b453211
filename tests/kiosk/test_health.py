"""The printer's state reaches the screens and the server, once each, and again after a reconnect."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.printer.base import PrinterStatus, PrintReport, Slip
from kiosk.events import PrinterChanged
from kiosk.health import Health
from kiosk.roll import Roll
from queue_server.client.base import NoAnswer
from queue_server.protocol.messages import Answer, Command, Done, ReportHealth


class Server:
    def __init__(self) -> None:
        self.told: list[str] = []
        self.details: list[str] = []
        self.clocks: list[int | None] = []
        self.up = True

    async def ask(self, request: Command, *, timeout: float | None = None) -> Answer:
        assert isinstance(request, ReportHealth)
        if not self.up:
            raise NoAnswer("the line is down")
        self.told.append(request.health)
        self.details.append(request.detail)
        self.clocks.append(request.clock)
        return Done(request=request.request, version=1)


class Device:
    def __init__(self) -> None:
        self.says = PrinterStatus.READY

    async def status(self) -> PrinterStatus:
        return self.says

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        raise AssertionError("looking after a printer prints nothing")

    async def close(self) -> None:
        return None


@pytest.fixture
def scene() -> tuple[Server, Device, list[PrinterChanged], Health]:
    server, roll, shown = Server(), Device(), list[PrinterChanged]()
    return server, roll, shown, Health(server, roll, happened=shown.append)


async def test_only_news_is_told(scene: tuple[Server, Device, list[PrinterChanged], Health]) -> None:
    server, roll, shown, health = scene
    await health.look()
    await health.look()
    roll.says = PrinterStatus.PAPER_OUT
    await health.look()
    assert shown == [PrinterChanged(PrinterStatus.READY), PrinterChanged(PrinterStatus.PAPER_OUT)]
    assert server.told == ["ready", "paper_out"]


async def test_what_the_server_missed_is_told_later(scene: tuple[Server, Device, list[PrinterChanged], Health]) -> None:
    server, _, shown, health = scene
    server.up = False
    await health.look()
    assert (len(shown), server.told) == (1, []), "the screens do not wait for the server"
    server.up = True
    await health.look()
    health.tell_again()
    await health.look()
    assert (len(shown), server.told) == (1, ["ready", "ready"])


async def test_little_paper_by_counting_is_told_as_by_the_sensor(tmp_path: Path) -> None:
    server, device = Server(), Device()
    roll = Roll(tmp_path / "roll.json", metres=10, clock=lambda: 0)
    health = Health(server, device, happened=lambda _: None, roll=roll)
    await health.look()
    for _ in range(60):
        roll.printed(1000)
    await health.look()
    device.says = PrinterStatus.PAPER_OUT
    await health.look()
    assert server.told == ["ready", "paper_low", "paper_out"]
    assert server.details[0].startswith("Còn giấy cho khoảng 70 phiếu")


async def test_the_server_is_told_what_this_machines_clock_shows() -> None:
    server = Server()
    await Health(server, Device(), happened=lambda _: None, clock=lambda: 1234).look()
    assert server.clocks == [1234]
