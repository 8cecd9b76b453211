"""At the desk of a centre that takes dossiers whatever the boundary: who decides is asked of the officer, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.async_api import BrowserContext, expect

from queue_server.core.plan import Authority, CentrePlan
from tests.queue_server.web.browser import Building, is_right_everywhere, open_tab

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture
def plan(make_plan: Callable[[], CentrePlan]) -> CentrePlan:
    wards = [
        Authority(id=f"ward-{place}", names={"vi": f"UBND phường {name}", "en": f"{name} Ward"}, level="commune")
        for place, name in enumerate(("Quyết Thắng", "Ngô Mây", "Đắk Cấm", *(f"Số {number}" for number in range(20))))
    ]
    province = Authority(id="tinh", names={"vi": "UBND tỉnh Kon Tum", "en": "Kon Tum Province"}, level="province")
    plan = make_plan()
    may = {"ks": ("ward-0", "ward-3"), "ctbs": ("ward-1", "ward-2")}
    services = (
        replace(each, procedures=tuple(replace(one, decides=may.get(one.id, ())) for one in each.procedures))
        for each in plan.services
    )
    return replace(plan, services=tuple(services), authorities=(province, *wards), authority="tinh")


async def test_an_officer_says_by_name_and_without_accents_who_decides(
    building: Building, context: BrowserContext
) -> None:
    tab = await open_tab(context, f"{building.house.url}/desk")
    page = tab.page
    await tab.sit_down("an", "1")
    ticket = await building.take("chung-thuc")
    await page.keyboard.press("n")
    await tab.shows(ticket.number)
    await expect(page.locator("#who-decides")).to_be_visible()
    await page.keyboard.press("d")
    await expect(page.locator("#deciders button")).to_have_count(12)
    await is_right_everywhere(page)
    await expect(page.locator("dialog input")).to_be_focused()
    await expect(page.locator("dialog input")).to_have_value("")  # not the key that asked for it
    await page.keyboard.type("dak c")
    await expect(page.locator("#deciders button")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator(".authorities")).to_contain_text("UBND phường Đắk Cấm")
    await expect(page.locator("#who-decides")).to_have_count(0)
    await is_right_everywhere(page)
    await page.keyboard.press("d")
    await page.locator("dialog select").select_option("ward-1")
    await page.get_by_role("button", name="Lưu").click()
    await expect(page.locator(".authorities")).to_contain_text("UBND phường Ngô Mây")
    await page.keyboard.press("d")
    await page.locator("dialog input").fill("không có đâu")
    await expect(page.locator("dialog")).to_contain_text("Không có cơ quan nào")
    assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert tab.problems == []


async def test_after_a_transfer_those_come_first_who_decide_there(building: Building, context: BrowserContext) -> None:
    tab = await open_tab(context, f"{building.house.url}/desk")
    page = tab.page
    await tab.sit_down("an", "1")
    ticket = await building.take("ho-tich", procedure="ks")
    await page.keyboard.press("n")
    await tab.shows(ticket.number)
    await page.keyboard.press("d")
    await expect(page.locator("#deciders button").first).to_have_text("UBND phường Quyết Thắng")
    await page.keyboard.press("Escape")
    await page.click("#transfer")
    await page.click("dialog button:has-text('Chứng thực')")
    await tab.is_free()
    await page.keyboard.press("n")
    await tab.shows(ticket.number)
    await page.keyboard.press("d")
    await expect(page.locator("#deciders button").first).to_have_text("UBND phường Ngô Mây")
    assert tab.problems == []
