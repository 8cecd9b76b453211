"""The whole kiosk in one process, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kivy.app import App

from hardware.printer.base import PrinterStatus, PrintReport, Slip
from kiosk.app import attend, run
from kiosk.window import KioskApp
from tests.plain_printer import PlainPrinter
from tools.kiosk_samples import at
from tools.kiosk_stage import StillLink


def test_a_citizen_takes_a_ticket_and_the_slip_comes_out(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.kiosk.whole_app", str(tmp_path / "slips")]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["screens"] == ["procedures", "before", "printing", "take"]
    assert said["asked"][0] == "ReportHealth", "and now and then again"
    assert [each for each in said["asked"] if each != "ReportHealth"] == ["TakeTicket", "ReportSlip"]
    assert said["clock"] == "2022-10-11T08:05:00+07:00", "the centre's clock, not this machine's"
    assert len(list((tmp_path / "slips").glob("*L012.png"))) == 1


class _NoPrinter(PlainPrinter):
    async def status(self) -> PrinterStatus:
        raise RuntimeError("the driver broke its promise")

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        raise AssertionError


def test_a_wrong_address_of_the_server_is_said_at_once(tmp_path: Path) -> None:
    size = (1080, 1920)
    with pytest.raises(ValueError, match="address of a server"):
        run("not a server", device="k1", token="", printer_address="file:/dev/null", records=tmp_path, size=size)


def test_a_part_that_fails_ends_the_kiosk_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(App, "_running_app", App.get_running_app())  # a second app would stay the running one

    class Windowless(KioskApp):
        async def async_run(self, async_lib: str | None = None) -> None:
            await self.over.wait()

        def stop(self, *_: object) -> None:
            self.over.set()

    async def scene() -> None:
        link = StillLink(lambda: at(8))
        app = Windowless(link, size=(1080, 1920))
        app.over = asyncio.Event()
        await attend(app, link, _NoPrinter())

    with pytest.raises((RuntimeError, AssertionError)):
        asyncio.run(scene())


def test_a_kiosk_draws_no_oftener_than_eyes_need() -> None:
    fresh = {name: value for name, value in os.environ.items() if not name.startswith("KCFG_")}
    said = subprocess.run(
        [sys.executable, "-c", "import kiosk.app; from kivy.clock import Clock; print(Clock._max_fps)"],
        cwd=Path(__file__).parents[2], env=fresh, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert said.stdout.split() == ["30.0"]
