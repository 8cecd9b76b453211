"""A ticket's own page on a phone: where it stands, stepping out, giving up, its path, and with the server gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from queue_server.appointments.csv_file import CsvBook
from queue_server.client.link import fresh_request
from queue_server.protocol import messages as msg
from tests.queue_server.web.browser import Building, is_accessible, open_tab, window

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module")
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await window(browser, (390, 844), has_touch=True, is_mobile=True)
    yield context
    await context.close()


async def fits_and_is_accessible(page: Page) -> None:
    """One phone screen, nothing cut off at the side, nothing serious found by axe-core."""
    assert await page.evaluate("[document.scrollingElement.scrollWidth <= 390, document.body.scrollHeight <= 844]") == [
        True,
        True,
    ]
    await is_accessible(page)


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
    await expect(page.locator("dd").nth(1)).to_have_text("– chưa mở · not open")
    await expect(page.locator(".small").first).to_contain_text("Lấy số lúc 08:00")
    await fits_and_is_accessible(page)
    desk = await building.house.officer("an")
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    await look(page)
    await expect(page.locator("dd").nth(1)).to_contain_text("phút · min")
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


async def test_the_time_of_an_appointment(building: Building, phone: BrowserContext, tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_text("code,service,day,time\nLH-INTIME,chung-thuc,2026-11-23,08:30\n", "utf-8")
    building.house.connect_book(CsvBook(book))
    officer = await building.house.officer("an")
    take = msg.TakeTicket(request=fresh_request(), service="chung-thuc", appointment="LH-INTIME")
    taken = await officer.ask(take)
    assert isinstance(taken, msg.Taken)
    page = (await open_tab(phone, f"{building.house.url}/t/{taken.ticket.id}")).page
    await expect(page.locator(".small").first).to_contain_text("· hẹn 08:30 ·")
    await expect(page.locator("#appointed dd")).to_have_text("08:30")
    await expect(page.locator("dl")).not_to_contain_text("Dự kiến chờ")
    await fits_and_is_accessible(page)


async def test_out_for_a_while_and_back_and_no_more_than_is_allowed(building: Building, phone: BrowserContext) -> None:
    ticket = await building.take("chung-thuc")
    page = (await open_tab(phone, f"{building.house.url}/t/{ticket.id}")).page
    await page.click("#step-out")
    await fits_and_is_accessible(page)
    await page.click("#no")
    await expect(page.locator(".status")).to_contain_text("Đang chờ")
    for _ in range(2):
        await page.click("#step-out")
        await page.click("#yes")
        await expect(page.locator(".status")).to_contain_text("Đang ra ngoài, giữ chỗ")
        await expect(page.locator(".away-box")).to_contain_text("trước 08:15")
        await fits_and_is_accessible(page)
        await page.click("#step-in")
        await expect(page.locator(".status")).to_contain_text("Đang chờ")
    await expect(page.locator("#step-out")).to_have_count(0)
    assert await building.house.live.read(lambda centre: centre.tickets[ticket.id].step_outs) == 2


async def test_a_number_is_given_up_only_after_a_question(building: Building, phone: BrowserContext) -> None:
    ticket = await building.take("chung-thuc")
    page = (await open_tab(phone, f"{building.house.url}/t/{ticket.id}")).page
    await page.click("#give-up")
    await fits_and_is_accessible(page)
    await page.keyboard.press("Escape")
    await expect(page.locator(".status")).to_contain_text("Đang chờ")
    await page.click("#give-up")
    await page.click("#yes")
    await expect(page.locator(".status")).to_contain_text("Đã hủy")
    await expect(page.locator(".choices")).to_have_count(0)


async def test_who_is_called_meanwhile_does_not_give_up_by_mistake(building: Building, phone: BrowserContext) -> None:
    ticket = await building.take("chung-thuc")
    page = (await open_tab(phone, f"{building.house.url}/t/{ticket.id}")).page
    await page.click("#give-up")
    desk = await building.house.officer("an")
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    await desk.ask(msg.CallNext(request=fresh_request(), desk="1"))
    await page.evaluate("document.querySelector('#yes')?.click()")  # unless the page has heard of it already
    await expect(page.locator(".go .desk")).to_have_text("Quầy 1")
    assert await building.house.live.read(lambda centre: centre.tickets[ticket.id].state.value) == "called"


async def test_the_way_of_a_journey_is_shown(building: Building, phone: BrowserContext) -> None:
    ticket = await building.take("ho-tich", procedure="ks-lt")
    page = (await open_tab(phone, f"{building.house.url}/t/{ticket.id}")).page
    await expect(page.locator(".path li")).to_have_count(len(ticket.legs))
    await expect(page.locator(".path .now")).to_have_count(1)
    await expect(page.locator(".path li").first).to_have_class("now")
    await is_accessible(page)


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
    await expect(page.locator(".stale")).to_have_count(0)  # it asks every five seconds
