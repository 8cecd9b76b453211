"""Photographs the administrator's and auditor's pages in a real browser: `python -m tools.gallery_admin FOLDER`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from queue_server.catalogue.versions import Versions
from queue_server.core.commands import Administer, CallTicket, Finish, OpenDesk, Rate, StartServing
from queue_server.protocol.messages import Role
from queue_server.serving import configured
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import OFFICE_SCREEN, Building, chromium, open_tab
from tools.gallery_web import MORNING, OFFICERS, photograph

PASSWORD = "mot mat khau dai"  # of a house that stands for a minute
#: Parts of the configuration that are worth a picture, by their place.
PARTS = {1: "centre", 2: "hours", 3: "services", 4: "desks"}


async def scene(folder: Path, building: Building, browser: Browser) -> None:
    """An administrator's pages, then the journal."""
    access = building.house.access
    access.add_officer("quan", pin=PASSWORD, display="Lê Minh Quân", roles=(OfficerRole.ADMINISTRATOR,))
    await building.link("k1", Role.KIOSK)
    for what, subject in (("officer_added", "nga"), ("pin_changed", "an"), ("device_test_print", "k1")):
        noted = Administer(what=what, subject=subject, officer="quan")
        await building.house.live.do(noted, actor="quan", request=what)
    for service in ("ho-tich", "chung-thuc", "dat-dai"):
        await building.take(service)
    width, height = OFFICE_SCREEN
    context = await browser.new_context(viewport={"width": width, "height": height})
    tab = await open_tab(context, f"{building.house.url}/admin")
    await tab.sign_in("quan", PASSWORD)
    page = tab.page
    await expect(page.locator("#apply")).to_be_visible()
    for place, name in PARTS.items():
        await page.click(f".parts > button:nth-of-type({place})")
        if await page.locator(".items summary").count():
            await page.locator(".items summary").first.click()
        await both(page, folder / f"admin-{name}")
    await page.locator(".items input").first.fill("Hai")
    await expect(page.locator(".field.bad").first).to_be_visible()
    await both(page, folder / "admin-mistake")
    await page.locator(".items input").first.fill("1")
    await page.click(".parts > button:nth-of-type(5)")
    await page.click("button.usual")
    await page.click(".preview button:nth-of-type(2)")
    await expect(page.locator(".dot")).to_have_count(0)
    await expect(page.locator(".apply .changes-list")).to_be_visible()
    await page.locator(".preview .paper").scroll_into_view_if_needed()
    await both(page, folder / "admin-slip")
    await page.fill("[name=note]", "phiếu của trung tâm")
    await page.click("#apply")
    await expect(page.locator(".state.dirty")).to_have_count(0)
    for part in ("history", "officers", "devices", "languages"):
        await page.click(f".pages a[href='/admin/{part}']")
        await expect(page.locator("h1")).to_be_visible()
        if part == "history":
            await page.locator(".what-changed summary").first.click()
            await expect(page.locator(".changes-list")).to_be_visible()
        await both(page, folder / f"admin-{part}")
    await opinions_of(building)
    await page.goto(f"{building.house.url}/admin")
    await page.click("#dry-run")
    await expect(page.locator(".dry-run tbody tr").first).to_be_visible()
    await page.locator(".dry-run").scroll_into_view_if_needed()
    await both(page, folder / "admin-dry-run")
    await page.goto(f"{building.house.url}/opinions")
    await expect(page.locator(".sum")).to_be_visible()
    await both(page, folder / "opinions")
    await page.goto(f"{building.house.url}/figures")
    await expect(page.locator(".sums")).to_be_visible()
    await both(page, folder / "figures")
    await page.goto(f"{building.house.url}/audit")
    await page.click("#prove")
    await expect(page.locator(".proof .good")).to_be_visible()
    await page.click(".changes summary")
    await page.click("#day-hash")
    await expect(page.locator(".sheet")).to_be_visible()
    await both(page, folder / "audit")


async def opinions_of(building: Building) -> None:
    """Some visits at two desks, most of them to their citizens' liking."""
    live = building.house.live
    for desk, values in (("1", (3, 3, 2, 3, 1, 3, 3)), ("2", (3, 2, 3, 3, 3))):
        await live.do(OpenDesk(desk=desk, officer=f"an{desk}"))
        for value in values:
            service = next(each for each in live.centre.plan.desks if each.id == desk).skills[0].service
            ticket = await building.take(service, slip="confirmed")
            building.clock.forward(4)
            reasons = ("wait", "guidance") if value == 1 else ()
            for command in (
                CallTicket(desk=desk, ticket=ticket.id, reason="…"),
                StartServing(desk=desk, ticket=ticket.id),
            ):
                await live.do(command)
            building.clock.forward(3)
            for command in (
                Finish(desk=desk, ticket=ticket.id),
                Rate(ticket=ticket.id, value=value, reasons=reasons),
            ):
                await live.do(command)


async def both(page: Page, target: Path) -> None:
    """The page in English and in Vietnamese."""
    for language in ("en", "vi"):
        await page.dispatch_event(f".languages button[lang={language}]", "click")
        await page.mouse.move(0, 0)
        await photograph(page, target.with_name(f"{target.name}-{language}.png"))


async def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data:
        plan = configured(Versions(Path(data)), name="kt-tp", now=MORNING)
        building = Building(Path(data), plan=plan, at=MORNING, officers=OFFICERS)
        await building.start()
        try:
            async with chromium() as browser:
                await scene(folder, building, browser)
        finally:
            await building.close()


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    asyncio.run(main(Path(sys.argv[1])))
