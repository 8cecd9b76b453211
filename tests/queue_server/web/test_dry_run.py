"""A draft is tried on a past day from the page on which it is made; nothing is in force by that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from queue_server.catalogue.versions import Versions
from queue_server.core.plan import CentrePlan
from queue_server.serving import configured
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import OFFICE_SCREEN, Building, is_right_everywhere, open_tab, window
from tests.queue_server.web.house import PIN
from tests.queue_server.web.office import Office
from tests.queue_server.web.test_admin_pages import all_right, come_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture
def plan(tmp_path: Path, instant: Callable[[str], int]) -> CentrePlan:
    return configured(Versions(tmp_path), name="kt-truongchinh", now=instant("2026-11-23 08:00"))


async def test_a_change_is_tried_on_a_past_day_before_it_is_in_force(browser: Browser, building: Building) -> None:
    service = building.house.live.centre.plan.desks[0].skills[0].service
    for _ in range(3):
        await building.take(service)
    tab = await come_in(browser, building, "/admin", "quan", OFFICE_SCREEN)
    page = tab.page
    await page.click("#dry-run")
    rows = page.locator(".dry-run tbody tr")
    await expect(rows.first).to_contain_text("Tất cả")
    await expect(rows).to_have_count(2)
    await expect(rows.first.locator("td").nth(3)).to_contain_text("3 → 3")
    await all_right(page)
    await page.get_by_label("Điện thoại hỗ trợ").fill("0260 386 2000")
    await expect(page.locator(".dry-run caption")).to_contain_text("đã sửa thêm sau lần thử này")
    await page.click(".languages button[lang=en]")
    await expect(page.locator(".dry-run h2")).to_have_text("Try on a past day")
    assert tab.problems == []
    await page.context.close()


async def test_a_supervisor_tries_other_services_at_a_desk(browser: Browser, building: Building) -> None:
    plan = building.house.live.centre.plan
    access = building.house.access
    access.add_officer("chi", pin=PIN, display="Trần Chi", roles=(OfficerRole.SUPERVISOR,))
    desk, service = plan.desks[0], plan.services[-1]
    for _ in range(3):
        await building.take(service.id)
    context = await window(browser, OFFICE_SCREEN)
    tab = await open_tab(context, f"{building.house.url}/hall")
    page = tab.page
    await tab.sign_in("chi")
    await page.click(f"#desk-{desk.id} button")
    await page.check(f"[name={service.id}][value=serves]")
    await page.click("#dry-run")
    await expect(page.locator(".dry-run tbody tr")).to_have_count(2)
    await is_right_everywhere(page)
    await page.check(f"[name={service.id}][value=not]")
    await expect(page.locator(".dry-run caption")).to_contain_text("đã sửa thêm")
    for each in plan.services:
        await page.check(f"[name={each.id}][value=not]")
    await page.click("#dry-run")
    await expect(page.locator(".dry-run .doing")).to_have_text("Quầy phải có ít nhất một lĩnh vực.")
    assert building.house.live.centre.plan == plan, "nothing is in force by trying"
    office = Office(building.house.url, access.open_session("chi"))
    unknown = {"desk": "99", "services": [service.id], "overflow": [], "day": "2026-11-23"}
    assert (await office.post("/api/dry-run/desk", unknown))[0] == 404
    assert (await office.post("/api/dry-run/draft", {"document": {}, "day": "2026-11-23"}))[0] == 403
    (refused,) = tab.problems  # how 422 is called depends on Python's version
    assert refused.startswith("Failed to load resource: the server responded with a status of 422 ")
    await context.close()


async def test_what_cannot_be_tried_is_said(browser: Browser, building: Building) -> None:
    tab = await come_in(browser, building, "/admin", "quan", OFFICE_SCREEN)
    office = Office(building.house.url, building.house.access.open_session("quan"))
    _, present = await office.get("/api/admin/configuration")
    status, days = await office.get("/api/dry-run")
    assert (status, days) == (200, ["2026-11-23"])
    wrong = {"document": present["document"], "day": "2020-01-01"}
    assert (await office.post("/api/dry-run/draft", wrong))[0] == 404
    unusable = {"document": present["document"] | {"hotline": "gọi chị Lan"}, "day": days[0]}
    assert (await office.post("/api/dry-run/draft", unusable))[0] == 422
    auditor = Office(building.house.url, building.house.access.open_session("thu"))
    assert (await auditor.get("/api/dry-run"))[0] == 403
    assert building.house.live.centre.plan.hotline == "0260 000 0000"
    await tab.page.context.close()
