"""The printer's state reaches the screens and the server, once each, and again after a reconnect."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.printer.base import PrinterStatus, PrintReport, Slip
from kiosk.events import PrinterChanged
from kiosk.health import Health
from kiosk.roll import Roll
from kiosk.self_test import SelfTest
from queue_server.client.base import NoAnswer
from queue_server.protocol.messages import Answer, Command, Day, Done, ReportHealth
from tests.kiosk.test_self_test import Paper
from tests.plain_printer import PlainPrinter


class Server:
    def __init__(self) -> None:
        self.told: list[str] = []
        self.details: list[str] = []
        self.clocks: list[int | None] = []
        self.reports: list[ReportHealth] = []
        self.up = True

    async def ask(self, request: Command, *, timeout: float | None = None) -> Answer:
        assert isinstance(request, ReportHealth)
        if not self.up:
            raise NoAnswer("the line is down")
        self.told.append(request.health)
        self.details.append(request.detail)
        self.clocks.append(request.clock)
        self.reports.append(request)
        return Done(request=request.request, version=1)


class Device(PlainPrinter):
    def __init__(self) -> None:
        self.says = PrinterStatus.READY

    async def status(self) -> PrinterStatus:
        return self.says

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        raise AssertionError("looking after a printer prints nothing")


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
    ready, out = PrinterChanged(PrinterStatus.READY), PrinterChanged(PrinterStatus.PAPER_OUT)
    assert shown == [ready, ready, out], "the screens hear it each time: a slip may have told them otherwise"
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
    assert (len(shown), server.told) == (3, ["ready", "ready"])


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


async def test_a_clock_that_drifts_is_told_anew() -> None:
    server, shows = Server(), [1_000_000]
    test = SelfTest(Paper(), day=lambda: None, now=lambda: 1_000_000, clock=lambda: shows[0])
    health = Health(server, Device(), happened=lambda _: None, clock=lambda: shows[0], self_test=test)
    for drift in (0, 4_000, 90_000, 91_000, 0):
        shows[0] = 1_000_000 + drift
        await health.look()
    assert server.clocks == [1_000_000, 1_090_000, 1_000_000]


async def test_what_a_kiosk_found_before_opening_and_how_long_it_runs_is_told() -> None:
    server, seconds = Server(), [100.0]
    day = Day(service_day="2026-11-23", issuing=False, reason="before_opening", next_opening=60_000)
    test = SelfTest(Paper(), day=lambda: day, now=lambda: 0)
    health = Health(
        server, Device(), happened=lambda _: None, self_test=test, last_crash="RuntimeError", steady=lambda: seconds[0]
    )
    seconds[0] += 42
    await health.look()
    [report] = server.reports
    assert (report.up, report.failure, report.tested) == (42, "RuntimeError", 0)
    assert [each.what for each in report.checks] == ["printer"]
