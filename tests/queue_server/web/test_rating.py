"""Rating a visit in a real browser: on a desk's tablet and on a phone; once, with reasons for a low one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from queue_server.client.link import Link, Refusal, fresh_request
from queue_server.core.plan import CentrePlan, RatingReason, RatingStep
from queue_server.protocol import messages as msg
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import OFFICE_SCREEN, Building, is_accessible, open_tab, window
from tests.queue_server.web.house import PIN
from tests.queue_server.web.office import Office

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

SCALE = tuple(
    RatingStep(value=value, names={"vi": vi, "en": en}, portal=portal)
    for value, vi, en, portal in (
        (3, "Hài lòng", "Satisfied", "like"),
        (2, "Bình thường", "Neutral", "none"),
        (1, "Không hài lòng", "Dissatisfied", "dislike"),
    )
)
REASONS = (
    RatingReason(id="cho-lau", names={"vi": "Chờ lâu", "en": "Long wait"}),
    RatingReason(id="thai-do", names={"vi": "Thái độ", "en": "Attitude"}),
)


@pytest.fixture
def plan(make_plan: Callable[..., CentrePlan]) -> CentrePlan:
    return replace(make_plan(), rating_scale=SCALE, rating_reasons=REASONS)


async def serve(building: Building, desk: Link) -> msg.Ticket:
    """One citizen from ticket to finish at desk 1."""
    ticket = await building.take("chung-thuc")
    await desk.ask(msg.CallNext(request=fresh_request(), desk="1"))
    await desk.ask(msg.StartServing(request=fresh_request(), desk="1", ticket=ticket.id))
    await desk.ask(msg.Finish(request=fresh_request(), desk="1", ticket=ticket.id))
    return ticket


async def rated(building: Building, ticket: msg.Ticket) -> bool:
    """Whether the server knows of a rating of this visit."""
    visit = await building.house.live.read(lambda centre: centre.tickets[ticket.id].visit)
    return visit is not None and visit.rated


async def test_the_tablet_asks_after_a_visit_and_not_before_and_once(building: Building, browser: Browser) -> None:
    desk = await building.house.officer("an")
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    token = building.house.access.add_device("rate-1", role=msg.Role.RATING, desks=("1",))
    context = await window(browser, (1024, 768), has_touch=True)
    tab = await open_tab(context, f"{building.house.url}/rate/desk/1?token={token}")
    page = tab.page
    await expect(page.locator("h1")).to_contain_text("Kính chào quý công dân")
    await is_accessible(page)
    first = await serve(building, desk)
    await expect(page.locator(".steps button")).to_have_count(3)
    assert await page.locator(".steps button").first.inner_text() == "Hài lòng\nSatisfied"
    await is_accessible(page)
    await page.click(".steps .negative")
    await page.click("text=Chờ lâu")
    await expect(page.locator(".reasons [aria-pressed=true]")).to_have_count(1)
    await is_accessible(page)
    await page.click(".scale .strong")
    await expect(page.locator(".thanks")).to_contain_text("Xin cảm ơn")
    building.clock.forward(1)
    second = await serve(building, desk)
    await page.click("text=Bình thường")
    await expect(page.locator(".thanks")).to_be_visible()
    building.clock.forward(1)
    await expect(page.locator("h1")).to_be_visible()
    assert await rated(building, first)
    assert await rated(building, second)
    assert tab.problems == []
    await context.close()


async def test_a_tablet_is_paired_by_six_digits_and_asks_again_when_its_key_is_taken_back(
    building: Building, browser: Browser
) -> None:
    access = building.house.access
    desk = await building.house.officer("an")
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    tablet = await open_tab(await window(browser, (1024, 768), has_touch=True), f"{building.house.url}/rate")
    await expect(tablet.page.locator(".pairing")).to_contain_text("Máy đánh giá này chưa được ghép nối")
    await is_accessible(tablet.page)
    code = (await tablet.page.inner_text(".pairing .digits")).replace(" ", "")
    access.add_officer("quan", pin=PIN, display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    office = Office(building.house.url, access.open_session("quan"))
    status, answer = await office.post("/api/admin/devices/pair", {"code": code, "device": "rate-1"})
    assert (status, answer["detail"]) == (422, "desk_needed")
    context = await window(browser, OFFICE_SCREEN)
    admin = await open_tab(context, f"{building.house.url}/admin/devices")
    await admin.sign_in("quan")
    await expect(admin.page.locator(".pair")).to_contain_text("Máy đánh giá (127.0.0.1)")
    await admin.page.fill("[name=code]", code)
    await admin.page.select_option("[name=desk]", "1")
    await admin.page.click(".pair .strong")
    await expect(admin.page.locator(".rows")).to_contain_text("Máy đánh giá · quầy 1")
    await is_accessible(admin.page)
    await expect(tablet.page.locator("header b")).to_have_text("Quầy 1")
    ticket = await serve(building, desk)
    await tablet.page.click("text=Bình thường")
    await expect(tablet.page.locator(".thanks")).to_be_visible()
    assert await rated(building, ticket)
    await tablet.page.reload()
    await expect(tablet.page.locator("header b")).to_have_text("Quầy 1")
    await office.post("/api/admin/devices/revoke", {"device": "rate-1"})
    await expect(tablet.page.locator(".pairing")).to_be_visible()
    await context.close()
    await tablet.page.context.close()


async def test_the_phone_offers_the_same_and_says_thanks(building: Building, browser: Browser) -> None:
    desk = await building.house.officer("an")
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    ticket = await serve(building, desk)
    context = await window(browser, (390, 844), has_touch=True)
    tab = await open_tab(context, f"{building.house.url}/t/{ticket.id}")
    await expect(tab.page.locator(".steps button")).to_have_count(3)
    await is_accessible(tab.page)
    assert await tab.page.evaluate("document.scrollingElement.scrollWidth <= 390")
    await tab.page.click(".steps button >> nth=0")
    await expect(tab.page.locator(".thanks")).to_be_visible()
    await tab.page.reload()
    await expect(tab.page.locator(".thanks")).to_be_visible()
    await expect(tab.page.locator(".steps")).to_have_count(0)
    assert await rated(building, ticket)
    assert tab.problems == []
    await context.close()


async def test_a_rating_page_may_only_rate_at_its_own_desk(building: Building) -> None:
    link = await building.house.device("rate-2", msg.Role.RATING, desks=("2",))
    with pytest.raises(Refusal, match="not_allowed"):
        await link.ask(msg.Rate(request=fresh_request(), desk="1", value=3))
    with pytest.raises(Refusal, match="nothing_to_rate"):
        await link.ask(msg.Rate(request=fresh_request(), desk="2", value=3))
    assert set(link.view.desks) == {"1", "2", "3"}
    assert link.view.tickets == {}
