"""Photographs the supervisor's page, reception, the rating tablet and the first start in a real browser: `python -m
tools.gallery_hall FOLDER`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from queue_server.catalogue.versions import Versions
from queue_server.client.link import Link, fresh_request
from queue_server.protocol import messages as msg
from queue_server.serving import configured
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import OFFICE_SCREEN, TABLET, Building, Console, chromium, open_tab, window
from tests.queue_server.web.house import PIN
from tests.queue_server.web.test_setup import Hand, Machine
from tools.gallery_web import CITIZENS, MORNING, OFFICERS, photograph

#: Who works where this morning; a third desk is on a break.
DESKS = {"lan": "7", "hung": "2", "mai": "1"}
STAFF = OFFICERS | {"mai": "Lê Thị Mai"}


async def morning(building: Building) -> dict[str, Link]:
    """An hour of a busy morning: lines, desks at work and on a break, a kiosk that runs out of paper."""
    kiosk = await building.link("k1", msg.Role.KIOSK)
    await building.link("b1", msg.Role.BOARD)
    officers = {name: await building.house.officer(name) for name in DESKS}
    for name, desk in DESKS.items():
        await officers[name].ask(msg.OpenDesk(request=fresh_request(), desk=desk))
    for minutes, service, procedure, priority, slip in CITIZENS:
        building.clock.forward(minutes)
        await building.take(service, procedure=procedure, priority=priority, slip=slip)
    for name in ("lan", "hung"):
        called = await officers[name].ask(msg.CallNext(request=fresh_request(), desk=DESKS[name]))
        assert isinstance(called, msg.Called)
        serving = msg.StartServing(request=fresh_request(), desk=DESKS[name], ticket=called.ticket.id)
        await officers[name].ask(serving)
    await officers["mai"].ask(msg.PauseDesk(request=fresh_request(), desk=DESKS["mai"], reason="Họp giao ban"))
    await kiosk.ask(
        msg.ReportHealth(
            request=fresh_request(),
            health="paper_low",
            detail="còn khoảng 40 phiếu",
            version="1.0",
            up=5400,
            tested=building.clock(),
            checks=(msg.Check(what="printer", good=True), msg.Check(what="scanner", good=False, found="gone")),
        )
    )
    return officers


async def hall(folder: Path, building: Building, browser: Browser) -> None:
    """What a supervisor sees and does."""
    building.house.access.add_officer("chi", pin=PIN, display="Trần Chi", roles=(OfficerRole.SUPERVISOR,))
    tab = await _at(browser, OFFICE_SCREEN, f"{building.house.url}/hall", "chi")
    page = tab.page
    await expect(page.locator("#line-ho-tich")).to_be_visible()
    await expect(page.locator(".alerts li:not(.none)").first).to_be_visible()
    await _both(page, folder / "hall")
    await page.locator(".devices").scroll_into_view_if_needed()
    await _both(page, folder / "hall-devices")
    await page.click("#line-chung-thuc button")
    await expect(page.locator("#act-close_service")).to_be_visible()
    await _both(page, folder / "hall-service")
    await page.click("dialog .quiet")
    await page.click("#desk-1 button")
    await expect(page.locator("#act-reassign_desk")).to_be_visible()
    await _both(page, folder / "hall-desk")
    await page.click("dialog .quiet")
    await page.click("#post")
    await expect(page.locator("#act-post_notice")).to_be_visible()
    await _both(page, folder / "hall-notice")


async def reception(folder: Path, building: Building, browser: Browser) -> None:
    """A greeter's tablet."""
    building.house.access.add_officer("hoa", pin=PIN, display="Phạm Thị Hoa", roles=(OfficerRole.GREETER,))
    tab = await _at(browser, TABLET, f"{building.house.url}/reception", "hoa")
    page = tab.page
    await expect(page.locator("#take")).to_be_disabled()
    await page.click("#service-ho-tich")
    await _both(page, folder / "reception")
    await page.click("#take")
    await expect(page.locator("#number")).to_be_visible()
    await _both(page, folder / "reception-number")


async def rating(folder: Path, building: Building, browser: Browser, desk: Link) -> None:
    """A desk's tablet when a visit has ended, and after a low mark."""
    token = building.house.access.add_device("rate-2", role=msg.Role.RATING, desks=("2",))
    context = await window(browser, TABLET, has_touch=True)
    tab = await open_tab(context, f"{building.house.url}/rate/desk/2?token={token}")
    await expect(tab.page.locator("h1")).to_be_visible()
    await photograph(tab.page, folder / "rating-waiting.png")
    served = next(each for each in desk.view.desks.values() if each.id == "2").ticket
    await desk.ask(msg.Finish(request=fresh_request(), desk="2", ticket=served or ""))
    await expect(tab.page.locator(".steps button").first).to_be_visible()
    await photograph(tab.page, folder / "rating.png")
    await tab.page.click(".steps .negative")
    await expect(tab.page.locator(".reasons")).to_be_visible()
    await photograph(tab.page, folder / "rating-reasons.png")


async def first_start(folder: Path, browser: Browser) -> None:
    """The wizard, step by step."""
    with tempfile.TemporaryDirectory() as data:
        machine = Machine(Path(data), now=MORNING)
        running = asyncio.create_task(machine.run())
        url = f"http://127.0.0.1:{await machine.port}"
        tab = await open_tab(await window(browser, OFFICE_SCREEN), f"{url}/setup")
        hand, page = Hand(tab.page), tab.page
        await _both(page, folder / "setup-code")
        await hand.fill("[name=code]", machine.setup.code)
        await hand.click("button.strong")
        await hand.fill("[name=name]", "Trung tâm phường Đăk Mới")
        await hand.click("[name=offer-ho-tich]")
        await _both(page, folder / "setup-centre")
        await hand.fill("[name=authority]", "UBND phường Đăk Mới")
        await hand.click("button.strong")
        await expect(page.locator("[name=user]")).to_be_visible()
        await _both(page, folder / "setup-administrator")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _at(browser: Browser, size: tuple[int, int], address: str, name: str) -> Console:
    tab = await open_tab(await window(browser, size), address)
    await tab.sign_in(name)
    return tab


async def _both(page: Page, target: Path) -> None:
    """The page in English and in Vietnamese."""
    for language in ("en", "vi"):
        await page.dispatch_event(f".languages button[lang={language}]", "click")
        await page.mouse.move(0, 0)
        await photograph(page, target.with_name(f"{target.name}-{language}.png"))


async def main(folder: Path) -> None:
    async with chromium() as browser:
        with tempfile.TemporaryDirectory() as data:
            plan = configured(Versions(Path(data)), name="kt-tp", now=MORNING)
            building = Building(Path(data), plan=plan, at=MORNING, officers=STAFF, speed=1)
            await building.start()
            try:
                officers = await morning(building)
                await hall(folder, building, browser)
                await reception(folder, building, browser)
                await rating(folder, building, browser, officers["hung"])
            finally:
                await building.close()
        await first_start(folder, browser)


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    asyncio.run(main(Path(sys.argv[1])))
