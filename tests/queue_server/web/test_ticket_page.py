"""A ticket's own page on a phone: waiting, called, finished, unknown, and with the server gone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from queue_server.client.link import fresh_request
from queue_server.core.plan import CentrePlan
from queue_server.protocol import messages as msg
from tests.queue_server.web.browser import Building, chromium, open_tab

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

AXE = Path(__file__).parents[2] / "vendor" / "axe-core" / "axe.min.js"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests here; each has a context of its own."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def building(
    tmp_path: Path, make_plan: Callable[..., CentrePlan], instant: Callable[[str], int]
) -> AsyncIterator[Building]:
    here = Building(tmp_path, plan=make_plan(), at=instant("2026-11-23 08:00"), officers={"an": "An"})
    await here.start()
    yield here
    await here.close()


@pytest_asyncio.fixture(loop_scope="module")
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await context.add_init_script(path=AXE)
    yield context
    await context.close()


async def fits_and_is_accessible(page: Page) -> None:
    """One phone screen, nothing cut off at the side, nothing serious found by axe-core."""
    assert await page.evaluate("[document.scrollingElement.scrollWidth <= 390, document.body.scrollHeight <= 844]") == [
        True,
        True,
    ]
    found = await page.evaluate("axe.run()")
    serious = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in serious] == []


async def look(page: Page) -> None:
    """Take the phone out of the pocket: the page asks at once."""
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


async def test_from_waiting_to_finished(building: Building, phone: BrowserContext) -> None:
    before = await building.take("chung-thuc")
    mine = await building.take("chung-thuc")
    tab = await open_tab(phone, f"{building.house.url}/t/{mine.id}")
    page = tab.page
    await expect(page.locator(".number")).to_have_text(mine.number)
    await expect(page.locator(".status")).to_contain_text("Đang chờ")
    await expect(page.locator("dd").first).to_have_text("1")
    await expect(page.locator("dd").last).to_have_text("1, 2")
    await expect(page.locator(".small").first).to_contain_text("Lấy số lúc 08:00")
    await fits_and_is_accessible(page)
    desk = await building.house.officer("an")
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    for ticket in (before, mine):
        await desk.ask(msg.CallNext(request=fresh_request(), desk="1"))
        if ticket is mine:
            await look(page)
            await expect(page.locator(".go .status")).to_contain_text("Mời đến quầy")
            await expect(page.locator(".go .desk")).to_have_text("Quầy 1")
            await expect(page).to_have_title(f"{mine.number} → Quầy 1")
            await fits_and_is_accessible(page)
        await desk.ask(msg.StartServing(request=fresh_request(), desk="1", ticket=ticket.id))
        await desk.ask(msg.Finish(request=fresh_request(), desk="1", ticket=ticket.id))
    await look(page)
    await expect(page.locator(".status")).to_contain_text("Đã hoàn thành")
    await fits_and_is_accessible(page)
    assert tab.problems == []


async def test_a_ticket_that_is_not_there(building: Building, phone: BrowserContext) -> None:
    ticket = await building.take("chung-thuc")
    for unknown in ("khong-co", ticket.number):
        page = (await open_tab(phone, f"{building.house.url}/t/{unknown}")).page
        await expect(page.locator(".status")).to_contain_text("Không tìm thấy số này")
        await fits_and_is_accessible(page)


async def test_the_server_is_gone_and_comes_back(building: Building, phone: BrowserContext) -> None:
    ticket = await building.take("chung-thuc")
    page = (await open_tab(phone, f"{building.house.url}/t/{ticket.id}")).page
    await expect(page.locator(".status")).to_contain_text("Đang chờ")
    await building.stop()
    await look(page)
    await expect(page.locator(".stale")).to_contain_text("Mất kết nối từ 08:00")
    await expect(page.locator(".number")).to_have_text(ticket.number)
    await fits_and_is_accessible(page)
    await building.start()
    await look(page)
    await expect(page.locator(".stale")).to_have_count(0, timeout=15_000)  # it asks every five seconds
