"""A board that stands still is found without any call, told to supervisor and desk once, and over when it is well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

import queue_server.web
from queue_server import device_thing
from queue_server.alerts import alerting, causes, watch
from queue_server.protocol.messages import Role
from queue_server.web import pulse
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import OFFICE_SCREEN, Building, chromium, open_tab, window
from tests.queue_server.web.house import PIN

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

BOARD = Path(queue_server.web.__file__).parent / "static" / "board" / "page.js"
#: Milliseconds in which something is seen on a busy machine.
PATIENCE = 60_000


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watchdog's patience, in a tenth of the time."""
    monkeypatch.setattr(device_thing, "STILL", 2_500)
    monkeypatch.setattr(watch, "_AWAY", 100)
    monkeypatch.setattr(causes, "QUIET", 300)
    monkeypatch.setattr(alerting, "_LOOK_SECONDS", 0.2)
    monkeypatch.setattr(pulse, "PING_SECONDS", 2.0)


@pytest.fixture
def speed() -> float:
    """Boards are found to stand still by what time it is."""
    return 1.0


class Alarm:
    """What people are told, on the supervisor's page and at a desk."""

    def __init__(self, hall: Page, desk: Page) -> None:
        self._hall, self._desk = hall, desk

    async def says(self, text: str) -> None:
        """This and nothing else."""
        for page, place in ((self._hall, ".alerts li:not(.over)"), (self._desk, ".troubles .banner")):
            await expect(page.locator(place).filter(has_text=text)).to_have_count(1, timeout=PATIENCE)
            await expect(page.locator(place)).to_have_count(1)

    async def is_over(self) -> None:
        await expect(self._hall.locator(".alerts .none")).to_be_visible(timeout=PATIENCE)
        await expect(self._desk.locator(".troubles .banner")).to_have_count(0, timeout=PATIENCE)

    async def knows(self, words: str) -> None:
        """What the supervisor reads of the board."""
        await expect(self._hall.locator("#device-b1")).to_contain_text(words, timeout=PATIENCE)


@pytest_asyncio.fixture(loop_scope="module")
async def alarm(building: Building, browser: Browser) -> AsyncIterator[Alarm]:
    building.house.access.add_officer("chi", pin=PIN, display="Trần Chi", roles=(OfficerRole.SUPERVISOR,))
    people = [await window(browser, OFFICE_SCREEN) for _ in range(2)]
    hall = await open_tab(people[0], f"{building.house.url}/hall")
    await hall.sign_in("chi")
    await expect(hall.page.locator("#line-ho-tich")).to_be_visible()
    desk = await open_tab(people[1], f"{building.house.url}/desk")
    await desk.sit_down("an", "1")
    yield Alarm(hall.page, desk.page)
    for each in people:
        await each.close()


async def beating_quickly(route: Route) -> None:
    script = BOARD.read_text("utf-8")
    assert "BEAT = 10000" in script
    await route.fulfill(body=script.replace("BEAT = 10000", "BEAT = 500"), content_type="text/javascript")


async def renderers(browser: Browser) -> list[int]:
    """The processes in which pages run; the line is in another."""
    session = await browser.new_browser_cdp_session()
    known = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
    return [each["id"] for each in known if each["type"] == "renderer"]


async def test_a_page_whose_process_stands_still_though_its_line_lives(building: Building, alarm: Alarm) -> None:
    token = building.house.access.add_device("b1", role=Role.BOARD)
    async with chromium("--autoplay-policy=no-user-gesture-required") as television:
        page = await television.new_page()
        await page.route("**/board/page.js", beating_quickly)
        await page.goto(f"{building.house.url}/board/b1?token={token}")
        await page.wait_for_selector("footer .hint", timeout=PATIENCE)
        await alarm.knows("Sẵn sàng")
        await alarm.is_over()
        stopped = await renderers(television)
        for each in stopped:
            os.kill(each, signal.SIGSTOP)
        try:
            await alarm.says("Bảng b1 đứng hình: còn kết nối nhưng không vẽ gì nữa")
        finally:
            for each in stopped:
                os.kill(each, signal.SIGCONT)
        await alarm.is_over()

        # As a browser does with a page that goes into the background.
        await page.evaluate(
            "window.requestAnimationFrame = () => 0;"
            "Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
        await alarm.says("Bảng b1 không ai nhìn thấy: trang đang ở thẻ nền, hoặc màn hình đang ngủ")
        await alarm.knows("Không ai nhìn thấy")


@pytest.fixture
def board(building: Building, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The window of a board, in a process of its own."""
    token = building.house.access.add_device("b1", role=Role.BOARD)
    options = ["--server", building.house.socket, "--device", "b1", "--token", token, "--size", "640x360"]
    places = ["--speaker", f"virtual:{tmp_path / 'sounds'}", "--data", str(tmp_path), "--clock", str(building.clock)]
    process = subprocess.Popen(
        [sys.executable, "-m", "queue_server.cli", "display", *options, *places],
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen", "KIVY_NO_CONSOLELOG": "1"},
    )
    yield process
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()


async def test_a_window_whose_process_stands_still(alarm: Alarm, board: subprocess.Popen[bytes]) -> None:
    await alarm.knows("Sẵn sàng")
    board.send_signal(signal.SIGSTOP)
    await alarm.says("Bảng b1 mất kết nối")
    board.send_signal(signal.SIGCONT)
    await alarm.is_over()
