"""How the days went, on a page: the same figures as in the journal, by service, hour, officer and procedure."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from queue_server.core import commands as cmd
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import OFFICE_SCREEN, Building, is_right_everywhere, open_tab, window
from tests.queue_server.web.house import PIN
from tests.queue_server.web.office import Office

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


async def test_a_supervisor_reads_how_the_day_went(building: Building, browser: Browser) -> None:
    live, access = building.house.live, building.house.access
    access.add_officer("chi", pin=PIN, display="Trần Chi", roles=(OfficerRole.SUPERVISOR,))
    context = await window(browser, OFFICE_SCREEN)
    tab = await open_tab(context, f"{building.house.url}/figures")
    page = tab.page
    await tab.sign_in("chi")
    await expect(page.locator(".figures-page")).to_contain_text("Chưa ai được gọi")
    await is_right_everywhere(page)
    await live.do(cmd.OpenDesk(desk="1", officer="an"))
    for minutes in (4, 7):
        ticket = await building.take("chung-thuc", procedure="ctbs")
        building.clock.forward(12)
        await live.do(cmd.CallNext(desk="1"))
        building.clock.forward(1)
        await live.do(cmd.StartServing(desk="1", ticket=ticket.id))
        building.clock.forward(minutes)
        await live.do(cmd.Finish(desk="1", ticket=ticket.id))
    await page.reload()
    await expect(page.locator(".sums")).to_contain_text("12 phút")
    services = page.get_by_role("region", name="Theo lĩnh vực")
    await expect(services.locator("tbody tr")).to_have_text("Chứng thực22121212120 %1,05,50", use_inner_text=False)
    officers = page.get_by_role("region", name="Thời gian tại quầy").locator("tbody tr")
    await expect(officers.locator("th")).to_have_text("Nguyễn Thị An")
    await expect(officers).to_contain_text("Công chức")
    await expect(officers.locator("td").nth(2)).to_have_text("11")
    await expect(officers.locator("td").nth(4)).to_have_text("24")
    procedures = page.get_by_role("region", name="Theo thủ tục").locator("tbody tr")
    await expect(procedures).to_contain_text("ctbs")
    await expect(procedures.locator("td").last).to_have_text("6,0")
    await is_right_everywhere(page)
    async with page.expect_download() as saving:
        await page.click("#csv")
    rows = Path(await (await saving.value).path()).read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("what,key,name,called,mean")
    assert next(row for row in rows if row.startswith("officer,an,Nguyễn Thị An,")).endswith(
        ",2,civil_servant,11.00,2.00,24.00,0.00,0.00"
    )
    assert tab.problems == []
    await context.close()


async def test_only_supervisors_and_administrators_read_figures(building: Building) -> None:
    access = building.house.access
    for name, role, status in (
        ("chi", OfficerRole.SUPERVISOR, 200),
        ("quan", OfficerRole.ADMINISTRATOR, 200),
        ("an", OfficerRole.OFFICER, 403),
    ):
        access.add_officer(name, pin=PIN, display=name, roles=(role,))
        office = Office(building.house.url, access.open_session(name))
        assert (await office.get("/api/figures"))[0] == status
    assert (await Office(building.house.url).get("/api/figures"))[0] == 401
