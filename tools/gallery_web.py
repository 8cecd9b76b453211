"""Photographs the desk console and a ticket's page in a real browser: `python -m tools.gallery_web FOLDER`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import Browser, Page, expect

from queue_server.client.link import Link, fresh_request
from queue_server.protocol import messages as msg
from queue_server.serving import find_centre
from tests.queue_server.web.browser import OFFICE_SCREEN, Building, Console, chromium, open_tab

PHONE = (390, 844)
COLOURS = 256
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = int(datetime(2026, 11, 23, 7, 40, tzinfo=HERE).timestamp() * 1000)
OFFICERS = {"lan": "Trần Thị Lan", "hung": "Nguyễn Văn Hùng"}
#: Who comes first: minutes until the next, service, procedure, priority, how the slip came out.
CITIZENS = (
    (6, "ho-tich", "tl", "", "confirmed"), (4, "chung-thuc", "ctbs", "", "confirmed"),
    (1, "dat-dai", "dd-bd", "", "confirmed"),
    (5, "chung-thuc", "ctck", "", "confirmed"), (3, "dat-dai", "dd-ld", "", "confirmed"),
    (4, "bao-tro", "bt", "elderly", "failed"), (2, "chung-thuc", "ctbs", "pregnant", "confirmed"),
    (3, "dat-dai", "dd-cd", "", "confirmed"), (3, "ho-tich", "tl", "", "confirmed"),
    (2, "chung-thuc", "ctbs", "", "confirmed"),
    (2, "giao-duc", "gd", "", "confirmed"), (1, "chung-thuc", "ctbs", "", "confirmed"),
)  # fmt: skip


class Photographer:
    """One browser window on the console of one officer, in both languages."""

    def __init__(self, folder: Path, console: Console) -> None:
        self._folder, self._console = folder, console

    @property
    def page(self) -> Page:
        return self._console.page

    async def take(self, name: str) -> None:
        """Photograph what is there in Vietnamese and in English."""
        for language in ("en", "vi"):
            await self.page.dispatch_event(f".languages button[lang={language}]", "click")  # also behind a dialog
            await self.page.mouse.move(0, 0)
            await photograph(self.page, self._folder / f"console-{name}-{language}.png")


async def photograph(page: Page, target: Path) -> None:
    """A small picture: these pages have few colours."""
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=target, animations="disabled")
    Image.open(target).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


async def scene(folder: Path, building: Building, browser: Browser) -> None:
    """A morning at desk 7, from signing in to a server that is gone."""
    tickets = []
    for minutes, service, procedure, priority, slip in CITIZENS:
        building.clock.forward(minutes)
        tickets.append(await building.take(service, procedure=procedure, priority=priority, slip=slip))
    board = await building.link("b1", msg.Role.BOARD)
    other = await building.house.officer("hung")
    await other.ask(msg.OpenDesk(request=fresh_request(), desk="2"))
    finished = await call(other)
    await other.ask(msg.StartServing(request=fresh_request(), desk="2", ticket=finished))
    await other.ask(msg.Finish(request=fresh_request(), desk="2", ticket=finished))
    called = await call(other)
    width, height = OFFICE_SCREEN
    context = await browser.new_context(viewport={"width": width, "height": height})
    console = await open_tab(context, f"{building.house.url}/desk")
    camera, page = Photographer(folder, console), console.page
    await camera.take("sign-in")
    await console.sign_in("lan", "0000")
    await expect(page.locator(".problem")).not_to_be_empty()
    await camera.take("sign-in-wrong")
    await console.sign_in("lan")
    await expect(page.locator("#desk-7")).to_be_visible()
    await camera.take("choose-desk")
    await page.click("#desk-7")
    await expect(page.locator("#idle")).to_be_visible()
    await camera.take("idle")
    await visits(camera, board, building)
    await page.click("#next")
    await expect(page.locator("#number")).to_be_visible()
    await confirm(page, board)
    pages = {"waiting": tickets[-1].id, "called": called, "finished": finished, "unknown": "khong-co"}
    phone = await ticket_pages(folder, building, browser, pages)
    await building.stop()
    await expect(phone.locator(".stale")).to_be_visible(timeout=20_000)
    await photograph(phone, folder / "ticket-offline.png")
    await expect(page.locator(".connection.bad")).to_be_visible()
    await camera.take("offline")


#: Minutes that a citizen is given to walk to the desk.
WALK = 3


async def visits(camera: Photographer, board: Link, building: Building) -> None:
    """Calls that are heard and not heard, and everything that can be done with them."""
    page = camera.page
    await page.click("#next")
    await confirm(page, board)
    await camera.take("called")
    await page.click("#transfer")
    await camera.take("transfer")
    await page.keyboard.press("Escape")
    await page.click("#park")
    await camera.take("park")
    await page.click("dialog .choices button")
    await page.click("#next")
    await expect(page.locator("#number")).to_be_visible()
    await expect(page.locator(".heard .banner")).to_be_visible()
    await camera.take("unheard")
    for times in (2, 3):
        await page.click("#recall")
        await expect(page.locator("#calls")).to_contain_text(str(times))
    await confirm(page, board)
    building.clock.forward(WALK)
    await expect(page.locator(".clock")).to_have_text(
        datetime.fromtimestamp(building.clock() / 1000, HERE).strftime("%H:%M")
    )
    await page.click("#absent")
    await expect(page.locator("#idle")).to_be_visible()
    await page.click(".next-up li:has-text('S001') button")
    await camera.take("take")
    await page.click("dialog .choices button")
    await confirm(page, board)
    await page.click("#start")
    await expect(page.locator("#finish")).to_be_enabled()
    await camera.take("serving")
    await page.click("#finish")
    await expect(page.locator("#idle")).to_be_visible()
    await camera.take("aside")


async def confirm(page: Page, board: Link) -> None:
    """The board draws and speaks the latest call."""
    number = await page.locator("#number").inner_text()
    call = max(each.id for each in board.view.calls.values() if each.number == number)
    await board.ask(msg.ReportCall(request=fresh_request(), call=call, drawn=True))
    await board.ask(msg.ReportCall(request=fresh_request(), call=call, spoken=True))
    await expect(page.locator(".board .yes")).to_have_count(2)


async def call(officer: Link) -> str:
    """Call the next ticket to desk 2."""
    answer = await officer.ask(msg.CallNext(request=fresh_request(), desk="2"))
    if not isinstance(answer, msg.Called):
        raise TypeError(answer)
    return answer.ticket.id


async def ticket_pages(folder: Path, building: Building, browser: Browser, pages: dict[str, str]) -> Page:
    """A ticket's own page in each of its states; the one that waits stays open."""
    width, height = PHONE
    context = await browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=2)
    tabs = {}
    for name, ticket in pages.items():
        tabs[name] = (await open_tab(context, f"{building.house.url}/t/{ticket}")).page
        await expect(tabs[name].locator(".status")).not_to_contain_text("Đang tải")
        await photograph(tabs[name], folder / f"ticket-{name}.png")
    return tabs["waiting"]


async def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data:
        building = Building(Path(data), plan=find_centre("kt-tp").plan, at=MORNING, officers=OFFICERS, speed=1)
        await building.start()
        try:
            async with chromium() as browser:
                await scene(folder, building, browser)
        finally:
            await building.close()


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    asyncio.run(main(Path(sys.argv[1])))
