"""The whole kiosk in one process; its clock; and that nobody gets past it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from kivy.app import App
from kivy.config import Config
from kivy.core.window import Window

from hardware.printer.base import PrinterStatus, PrintReport, Slip
from kiosk.app import KioskApp, attend, configure, run
from queue_server.client.base import LinkState
from tests.kiosk.conftest import Opened
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
    assert said["asked"] == ["ReportHealth", "TakeTicket", "ReportSlip"]
    assert said["clock"] == "2022-10-11T08:05:00+07:00", "the centre's clock, not this machine's"
    assert len(list((tmp_path / "slips").glob("*L012.png"))) == 1


def test_the_settings_of_the_toolkit_never_come_up(kiosk: Opened) -> None:
    stage = kiosk()
    assert stage.app.open_settings() is False
    before = stage.screen
    for key in (282, 27, 13):  # F1, Escape, Enter
        Window.dispatch("on_keyboard", key, 0, "", [])
        stage.play(0.1)
    assert stage.screen is before
    assert len(Window.children) == 1


@pytest.mark.parametrize(("locked", "cursor", "borderless"), [(True, "0", "1"), (False, "1", "0")])
def test_a_kiosk_in_a_lobby_is_locked(locked: bool, cursor: str, borderless: str) -> None:
    configure((1080, 1920), locked=locked)
    assert Config.get("kivy", "exit_on_escape") == "0"
    assert (Config.get("graphics", "show_cursor"), Config.get("graphics", "borderless")) == (cursor, borderless)
    assert Config.options("input") == ["mouse"], "one reader of the panel, or every touch comes twice"


def test_a_locked_window_refuses_to_close(kiosk: Opened) -> None:
    kiosk()
    assert Window.dispatch("on_request_close")


def test_the_clock_is_put_right_by_the_servers(kiosk: Opened) -> None:
    stage = kiosk()
    stage.link.now = lambda: stage.instant + 35 * 60_000
    stage.link.become(LinkState.STALE)
    stage.play(4)
    stage.link.become(LinkState.LIVE)
    stage.play(0.1)
    assert "08:40" in stage.texts()


def test_an_idle_kiosk_draws_nothing(kiosk: Opened) -> None:
    stage = kiosk(instant=at(8, 5) + 1000)
    drawn: list[object] = []

    def draw(*_: object) -> None:
        drawn.append(None)
        type(Window).on_draw(Window)

    nothing, Window.on_draw = Window.on_draw, draw
    try:
        stage.play(3)
        drawn.clear()
        stage.play(20)
        assert drawn == []
        stage.play(60)
        assert len(drawn) == 1, "the minute of the clock"
    finally:
        Window.on_draw = nothing


class _NoPrinter:
    async def status(self) -> PrinterStatus:
        raise RuntimeError("the driver broke its promise")

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        raise AssertionError

    async def close(self) -> None:
        return None


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
        app = Windowless(link, size=(1080, 1920), clock=lambda: 0)
        app.over = asyncio.Event()
        await attend(app, link, _NoPrinter())

    with pytest.raises((RuntimeError, AssertionError)):
        asyncio.run(scene())
