"""Ratings and surveys on their page: what a supervisor reads of them, and what nobody may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from queue_server.catalogue.versions import Versions
from queue_server.core import commands as cmd
from queue_server.core.plan import CentrePlan, Survey, SurveyQuestion
from queue_server.serving import configured
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import OFFICE_SCREEN, TABLET, Building
from tests.queue_server.web.house import PIN
from tests.queue_server.web.office import Office
from tests.queue_server.web.test_admin_pages import all_right, come_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture
def plan(tmp_path: Path, instant: Callable[[str], int]) -> CentrePlan:
    plan = configured(Versions(tmp_path), name="kt-truongchinh", now=instant("2026-11-23 08:00"))
    asked = SurveyQuestion(id="phong-cho", names={"vi": "Phòng chờ có sạch không?", "en": "Is the hall clean?"})
    names = {"vi": "Ý kiến quý 4", "en": "Fourth quarter"}
    return replace(
        plan,
        surveys=(Survey(id="quy-4", names=names, opens="2026-11-01", closes="2026-12-31", questions=(asked,)),),
    )


async def visit(building: Building, desk: str, *, value: int, reasons: tuple[str, ...] = ()) -> None:
    """Somebody is served at the desk, rates the visit and answers the survey alike."""
    live = building.house.live
    ticket = await building.take(live.centre.plan.desks[int(desk) - 1].skills[0].service, slip="confirmed")
    for command in (
        cmd.CallNext(desk=desk),
        cmd.StartServing(desk=desk, ticket=ticket.id),
        cmd.Finish(desk=desk, ticket=ticket.id),
        cmd.Rate(ticket=ticket.id, value=value, reasons=reasons),
        cmd.AnswerSurvey(ticket=ticket.id, survey="quy-4", answers={"phong-cho": value}),
    ):
        await live.do(command)


@pytest.mark.parametrize("size", [OFFICE_SCREEN, TABLET], ids=["office", "tablet"])
async def test_what_citizens_thought_is_read_by_service_and_desk(
    browser: Browser, building: Building, size: tuple[int, int]
) -> None:
    tab = await come_in(browser, building, "/opinions", "quan", size)
    page = tab.page
    await expect(page.locator(".opinions")).to_contain_text("Chưa có đánh giá nào")
    await all_right(page)
    for desk in ("1", "2", "3"):
        await building.house.live.do(cmd.OpenDesk(desk=desk, officer=f"an{desk}"))
    for value in (3, 3, 3, 2, 2, 2):
        await visit(building, "3", value=value)
    for value in (3, 3, 3, 2):
        await visit(building, "1", value=value)
    await visit(building, "1", value=1, reasons=("wait",))
    await visit(building, "2", value=1, reasons=("wait", "attitude"))
    await page.reload()
    await expect(page.locator(".sum")).to_contain_text("12 lượt được đánh giá trong 12 lượt")
    await expect(page.locator(".whole")).to_contain_text("Hài lòng 6 · Bình thường 4 · Không hài lòng 2")
    desks = page.get_by_role("region", name="Theo quầy").locator("tbody tr")
    await expect(desks.nth(2)).to_contain_text("Hài lòng 3 · Bình thường 3")
    await expect(desks.nth(1)).to_contain_text("ít hơn 5 ý kiến")
    await expect(desks.first).to_contain_text("ít hơn 5 ý kiến")  # or the one of desk 2 is what is left
    await expect(page.locator(".reasons li").first).to_have_text("2 Chờ quá lâu")
    await expect(page.get_by_role("region", name="Ý kiến quý 4").locator("tbody tr")).to_contain_text("12")
    await all_right(page)
    await page.get_by_role("button", name="Ngày gần nhất").click()
    await expect(page.get_by_label("Từ ngày")).to_have_value("2026-11-23")
    await page.get_by_label("Đến ngày").fill("2026-11-22")
    await expect(page.locator(".sum")).to_contain_text("0 lượt được đánh giá")
    await page.get_by_role("button", name="30 ngày").click()
    await expect(page.locator(".sum")).to_contain_text("12 lượt được đánh giá")
    async with page.expect_download() as saving:
        await page.click("#csv")
    rows = Path(await (await saving.value).path()).read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("what,key,name,count,like")
    assert rows[1].startswith("all,,,12,6,4,2,")
    assert next(row for row in rows if row.startswith("desk,2,")).endswith(",1,,,,,"), "one opinion is somebody's"
    await page.click(".languages button[lang=en]")
    await expect(page.locator("h1")).to_have_text("Ratings and surveys")
    assert tab.problems == []
    await page.context.close()


async def test_only_supervisors_and_administrators_read_opinions(building: Building) -> None:
    access = building.house.access
    for name, role, status in (
        ("chi", OfficerRole.SUPERVISOR, 200),
        ("an", OfficerRole.OFFICER, 403),
        ("thu", OfficerRole.AUDITOR, 403),
    ):
        access.add_officer(name, pin=PIN, display=name, roles=(role,))
        office = Office(building.house.url, access.open_session(name))
        assert (await office.get("/api/opinions"))[0] == status
    assert (await Office(building.house.url).get("/api/opinions"))[0] == 401
