"""An administrator's and an auditor's day in a real browser, in both languages, on an office screen and a tablet."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Dialog, Page, Route, expect

from queue_server.catalogue.versions import Versions
from queue_server.client.errands import Errands, Result
from queue_server.core.commands import Administer
from queue_server.core.plan import CentrePlan
from queue_server.protocol.messages import Role
from queue_server.serving import configured
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import (
    OFFICE_SCREEN,
    TABLET,
    Building,
    Console,
    is_accessible,
    open_tab,
    window,
)

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


def picture_of(size: tuple[int, int]) -> str:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "WEBP")
    return base64.b64encode(out.getvalue()).decode()


PASSWORD = "mot mat khau dai"
#: A picture of a kiosk's window, 120 pixels wide.
SEEN = picture_of((120, 200))


@pytest.fixture
def plan(tmp_path: Path, instant: Callable[[str], int]) -> CentrePlan:
    return configured(Versions(tmp_path), name="kt-truongchinh", now=instant("2026-11-23 08:00"))


async def come_in(browser: Browser, building: Building, path: str, who: str, size: tuple[int, int]) -> Console:
    """The administrator Quân or the auditor Thư, signed in at a page."""
    for name, role in (("quan", OfficerRole.ADMINISTRATOR), ("thu", OfficerRole.AUDITOR)):
        building.house.access.add_officer(name, pin=PASSWORD, display=name.title(), roles=(role,))
    tab = await open_tab(await window(browser, size, accept_downloads=True), f"{building.house.url}{path}")
    await tab.sign_in(who, PASSWORD)
    return tab


async def all_right(page: Page) -> None:
    """Nothing hangs over the side, and axe-core finds nothing serious."""
    assert await page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")
    await is_accessible(page)


@pytest.mark.parametrize("size", [OFFICE_SCREEN, TABLET], ids=["office", "tablet"])
async def test_an_administrators_day(browser: Browser, building: Building, size: tuple[int, int]) -> None:
    tab = await come_in(browser, building, "/admin", "quan", size)
    page = tab.page
    await expect(page.locator("#apply")).to_be_disabled()
    hotline = page.get_by_label("Điện thoại hỗ trợ")
    await hotline.fill("gọi chị Lan")
    await expect(page.locator(".field.bad")).to_be_visible()
    await expect(page.locator(".problems h2")).to_have_text("Cần sửa trước khi áp dụng")
    await expect(page.locator("#apply")).to_be_disabled()
    await all_right(page)
    await hotline.fill("0260 386 2000")
    await page.fill("[name=note]", "số mới")
    await expect(page.locator("#apply")).to_be_enabled()
    await expect(page.locator(".apply .changes-list")).to_have_text("Điện thoại hỗ trợ: 0260 000 0000 → 0260 386 2000")
    await page.click("#apply")
    await expect(page.locator(".notice")).to_contain_text("Đã áp dụng")
    assert building.house.live.centre.plan.hotline == "0260 386 2000"
    for place in range(2, 9):
        await page.click(f".parts > button:nth-of-type({place})")
        await all_right(page)
    await page.click(".languages button[lang=en]")
    await page.click(".pages a[href='/admin/history']")
    await expect(page.locator(".rows li").first).to_contain_text("số mới")
    await page.locator(".rows li").first.locator("summary").click()
    await expect(page.locator(".rows li").first.locator(".changes-list")).to_have_text(
        "Hotline: 0260 000 0000 → 0260 386 2000"
    )
    await all_right(page)
    await page.locator(".rows li button").nth(1).click()
    await expect(page.locator(".state.dirty")).to_be_visible()
    await page.click("#apply")
    await expect(page.locator(".notice")).to_contain_text("Applied")
    assert building.house.live.centre.plan.hotline == "0260 000 0000"
    for part in ("officers", "devices", "languages"):
        await page.click(f".pages a[href='/admin/{part}']")
        await expect(page.locator("h1")).to_be_visible()
        await all_right(page)
    assert tab.problems == []
    await page.context.close()


async def test_people_are_added_and_changed_where_the_hands_are(browser: Browser, building: Building) -> None:
    """The form opens above a table that may be longer than the screen: in sight, with the cursor in it."""
    for number in range(20):
        building.house.access.add_officer(f"nguoi{number:02}", pin=PASSWORD, display=f"Người {number}")
    tab = await come_in(browser, building, "/admin/officers", "quan", OFFICE_SCREEN)
    page = tab.page
    await page.press("#add", "Enter")
    await expect(page.locator("[name=name]")).to_be_focused()
    await page.keyboard.type("mai")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Phạm Thị Mai")
    await page.fill("[name=pin]", "963258")
    await page.press("[name=pin]", "Enter")
    await expect(page.locator("tr", has_text="Phạm Thị Mai")).to_be_visible()
    await expect(page.locator(".editor")).to_have_count(0)
    await page.get_by_role("button", name="Sửa thu").press("Enter")
    await expect(page.locator("[name=display]")).to_be_focused()
    await expect(page.locator("[name=display]")).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Control+a")
    await page.keyboard.type("Lê Anh Thư")
    await page.keyboard.press("Enter")
    await expect(page.locator("tr", has_text="Lê Anh Thư")).to_be_visible()
    assert tab.problems == []
    await page.context.close()


async def test_a_list_is_added_to_and_shortened(browser: Browser, building: Building) -> None:
    tab = await come_in(browser, building, "/admin", "quan", OFFICE_SCREEN)
    page = tab.page
    await page.click(".parts button:has-text('Quầy')")
    before = await page.locator(".items > li").count()
    await page.click(".fields button.add")
    fresh = page.locator(".items > li").nth(before)
    await fresh.get_by_label("Mã").fill("9")
    await fresh.locator(".words input[lang=vi]").fill("Quầy thử")
    await fresh.locator(".chip", has_text="Hộ tịch").first.click()
    await expect(page.locator("#apply")).to_be_enabled()
    await page.click("#apply")
    await expect(page.locator(".notice")).to_contain_text("Đã áp dụng")
    assert "9" in building.house.live.centre.desks
    await page.click("[aria-label='Xóa: Quầy thử']")
    await page.click("#apply")
    await expect(page.locator(".state")).to_have_text("Không có thay đổi")
    assert "9" not in building.house.live.centre.desks
    await page.context.close()


async def test_hours_holidays_and_swapped_days_are_chosen_not_spelt(browser: Browser, building: Building) -> None:
    tab = await come_in(browser, building, "/admin", "quan", OFFICE_SCREEN)
    page = tab.page
    await page.click(".parts button:has-text('Giờ và ngày nghỉ')")
    saturday = page.get_by_label("thứ Bảy").first
    await saturday.fill("7 giờ")
    await saturday.press("Tab")
    await expect(page.locator(".week .hint.wrong, .field.week .hint.wrong").first).to_be_visible()
    await expect(page.locator(".problems")).to_contain_text("Giờ làm việc › Các ngày trong tuần")
    judged = asyncio.Event()

    async def slowly(route: Route) -> None:
        await judged.wait()
        await route.continue_()

    await page.route("**/api/admin/configuration/check", slowly)
    await saturday.fill("07:30-11:00")
    await saturday.press("Tab")
    sunday = page.get_by_label("Chủ nhật").first
    async with page.expect_response("**/api/admin/configuration/check"):
        await sunday.fill("08:00-")
        judged.set()
    await expect(page.locator(".problems")).not_to_contain_text("Các ngày trong tuần")
    await expect(sunday).to_have_value("08:00-")  # what is being typed stays
    await sunday.fill("")
    for field, day in (("Ngày nghỉ lễ", "2028-01-03"), ("Ngày làm bù", "2028-01-08")):
        place = page.locator(".field", has=page.locator("> legend", has_text=field))
        await place.locator("input[type=date]").fill(day)
        await place.locator("button.add").click()
    await expect(page.locator(".dates", has_text="2028")).to_contain_text("03/01")
    await page.get_by_label("08/01/2028 làm việc như").select_option("fri")
    await all_right(page)
    await page.click("#apply")
    await expect(page.locator(".notice")).to_contain_text("Đã áp dụng")
    hours = building.house.live.centre.plan.hours
    assert [(each.opens, each.closes) for each in hours.week[5]] == [(450, 660)]
    assert hours.week[0] == hours.week[4] != hours.week[6] == ()
    assert "2028-01-03" in hours.holidays
    assert (hours.swapped_days or {})["2028-01-08"] == 4
    assert tab.problems == []
    await page.context.close()


async def test_a_file_that_is_no_configuration_touches_nothing(browser: Browser, building: Building) -> None:
    tab = await come_in(browser, building, "/admin", "quan", OFFICE_SCREEN)
    page = tab.page
    await page.get_by_label("Điện thoại hỗ trợ").fill("0260 386 2000")
    for content, said in ((b"# " + b"x" * 1_100_000, "1 MB"), (bytes(range(256)), "không phải cấu hình")):
        await page.set_input_files(".load input", {"name": "x.yaml", "mimeType": "application/yaml", "buffer": content})
        await expect(page.locator(".load .problem")).to_contain_text(said)
        await expect(page.get_by_label("Điện thoại hỗ trợ")).to_have_value("0260 386 2000")
    await all_right(page)
    asked: list[str] = []

    async def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.accept()

    page.on("dialog", leave)
    await page.reload()
    assert asked == ["beforeunload"], "what was edited is not lost unasked"
    await page.context.close()


async def test_what_is_filled_in_stays_open_and_a_problem_leads_to_its_field(
    browser: Browser, building: Building
) -> None:
    tab = await come_in(browser, building, "/admin", "quan", OFFICE_SCREEN)
    page = tab.page
    await page.click(".parts button:has-text('Quầy')")
    await page.click(".fields button.add")
    fresh = page.locator(".items > li").last
    await fresh.get_by_label("Mã").press_sequentially("99")
    await expect(fresh.locator("details")).to_have_attribute("open", "")
    await fresh.locator(".words input[lang=vi]").press_sequentially("Quầy lẻ")
    await fresh.locator(".chip", has_text="Hộ tịch").first.click()
    await expect(page.locator("#apply")).to_be_enabled()
    await expect(fresh.locator("details")).to_have_attribute("open", "")
    await fresh.get_by_role("button", name="Lên: Quầy lẻ").click()
    moved = page.locator(".items > li", has=page.locator("details[open]"))
    await expect(moved.locator("summary")).to_contain_text("Quầy lẻ")
    await moved.get_by_label("Mã").fill("quầy")
    await expect(page.locator(".problems li")).to_contain_text("Quầy lẻ › Mã")
    await page.click(".parts button:has-text('Đánh giá')")
    await page.click(".problems li button")
    await expect(moved.get_by_label("Mã")).to_be_focused()
    assert tab.problems == []
    await page.context.close()


async def test_a_centre_draws_its_own_slip_and_sees_it_before(browser: Browser, building: Building) -> None:
    tab = await come_in(browser, building, "/admin", "quan", OFFICE_SCREEN)
    page = tab.page
    await page.click(".parts button:has-text('phiếu')")
    await page.click(".preview button:has-text('Phiếu')")
    paper = page.locator(".preview .paper")
    await expect(paper).to_contain_text("Xin theo dõi bảng và loa")
    await page.click("button.usual")
    slip = page.locator(".field", has=page.locator("legend", has_text="Phiếu số thứ tự")).locator("> .items > li")
    await expect(slip).to_have_count(16)
    await slip.nth(14).locator("summary").click()
    await slip.nth(14).locator("select").first.select_option("text")
    await slip.nth(14).locator(".words input[lang=vi]").fill("Giữ phiếu đến khi xong việc")
    await slip.nth(14).locator(".words input[lang=en]").fill("Keep this slip")
    await expect(paper).to_contain_text("Giữ phiếu đến khi xong việc")
    await expect(paper).not_to_contain_text("Xin theo dõi bảng và loa")
    await page.click(".preview button:has-text('English')")
    await expect(paper).to_contain_text("Keep this slip")
    await page.click("#apply")
    await expect(page.locator(".notice")).to_contain_text("Đã áp dụng")
    part = building.house.live.centre.plan.slip[14]
    assert (part.part, part.text) == ("text", {"vi": "Giữ phiếu đến khi xong việc", "en": "Keep this slip"})
    assert tab.problems == []
    await page.context.close()


@pytest.mark.parametrize("size", [OFFICE_SCREEN, TABLET], ids=["office", "tablet"])
async def test_tiles_and_boards_are_seen_before_they_are_in_force(
    browser: Browser, building: Building, size: tuple[int, int]
) -> None:
    tab = await come_in(browser, building, "/admin", "quan", size)
    page, tiles = tab.page, tab.page.locator(".preview .tile")
    services = building.house.live.centre.plan.services
    await expect(tiles).to_have_count(len(services))
    await expect(tiles.first).to_contain_text(services[0].names["vi"])
    assert await page.evaluate("document.fonts.load('40px \"Kiosk pictures\"').then((faces) => faces.length)") == 1
    await page.locator(".words input[lang=vi]").first.fill("Trung tâm ngày mai")
    await expect(page.locator(".preview .centre")).to_have_text("Trung tâm ngày mai")
    await page.get_by_label("Điện thoại hỗ trợ").fill("gọi chị Lan")
    await expect(page.locator(".preview [role=status]")).to_contain_text("hãy sửa")
    await page.get_by_label("Điện thoại hỗ trợ").fill("0260 386 2000")
    await expect(page.locator(".preview .hotline")).to_contain_text("0260 386 2000")
    await expect(page.locator(".preview [role=status]")).to_have_count(0)
    await page.click(".preview button:has-text('Bảng')")
    board = page.locator(".preview .board")
    await expect(board.locator("h1")).to_have_text("Trung tâm ngày mai")
    await expect(board.locator(".row.first .number")).not_to_be_empty()
    await all_right(page)
    for shape in ("Đứng", "Dải dài", "Ngang"):
        await page.click(f".preview button:has-text('{shape}') >> nth=0")
        await expect(board.locator(".row.first .number")).not_to_be_empty()
        assert await board.evaluate(
            "board => Array.from(board.querySelectorAll('.fit'))"
            ".every((each) => each.scrollWidth <= each.clientWidth + 1)"
        )
    await page.click("#enlarge")
    await expect(page.locator("dialog .board .row.first .number")).not_to_be_empty()
    await all_right(page)
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    assert tab.problems == []
    await page.context.close()


@pytest.mark.parametrize("size", [OFFICE_SCREEN, TABLET], ids=["office", "tablet"])
async def test_an_auditors_day(browser: Browser, building: Building, size: tuple[int, int]) -> None:
    await building.take("ho-tich")
    noted = Administer(what="pin_changed", subject="an", officer="quan")
    await building.house.live.do(noted, actor="quan", request="r1")
    tab = await come_in(browser, building, "/audit", "thu", size)
    page = tab.page
    await expect(page.locator(".journal tbody tr")).to_have_count(4)
    await page.click(".changes summary")
    await expect(page.locator(".changes tbody tr")).to_have_count(1)
    await expect(page.locator(".changes tbody tr")).to_contain_text("đổi PIN hoặc mật khẩu")
    await page.click("#day-hash")
    await expect(page.locator(".sheet code")).to_have_text(re.compile(r"([0-9a-f]{8} ){7}[0-9a-f]{8}"), timeout=20_000)
    await all_right(page)
    await page.click("#prove")
    await expect(page.locator(".proof .good")).to_contain_text("Nhật ký nguyên vẹn")
    await page.select_option("[name=kind]", "ticket_taken")
    await expect(page.locator(".journal tbody tr")).to_have_count(1)
    async with page.expect_download() as saved:
        await page.click("button:has-text('CSV')")
    text = await asyncio.to_thread((await (await saved.value).path()).read_text, "utf-8-sig")
    assert "ticket_taken" in text
    await expect(page.locator("#sum")).not_to_be_empty()
    await all_right(page)
    await page.click(".languages button[lang=en]")
    await all_right(page)
    assert tab.problems == []
    await page.goto(f"{building.house.url}/admin")
    await expect(page.locator("[name=pin]")).to_be_visible()
    await page.context.close()


async def test_the_front_page_leads_where_one_may_go(browser: Browser, building: Building) -> None:
    tab = await come_in(browser, building, "/sign-in?next=/", "thu", OFFICE_SCREEN)
    await expect(tab.page.locator(".doors a[href='/audit']")).to_be_visible()
    await expect(tab.page.locator(".doors a[href='/admin']")).to_have_count(0)
    await all_right(tab.page)
    await tab.page.context.close()


async def test_a_page_goes_back_to_signing_in_when_the_session_ends(browser: Browser, building: Building) -> None:
    context = await browser.new_context()
    tab = await open_tab(context, f"{building.house.url}/desk")
    await tab.sign_in("an", "2468")
    await tab.page.locator("#desk-1").wait_for()
    building.house.access.reset_pin("an", "741852")
    await expect(tab.page.locator("[name=pin]")).to_be_visible()
    await context.close()


async def test_a_device_is_asked_from_afar(browser: Browser, building: Building) -> None:
    kiosk = await building.link("k1", Role.KIOSK)
    await building.link("b1", Role.BOARD)

    async def prints() -> Result:
        return Result("failed", "paper_out")

    async def screenshot() -> Result:
        return Result(picture=SEEN)

    ways = {"test_print": prints, "screenshot": screenshot}
    ended = asyncio.Event()
    carrying_out = asyncio.create_task(Errands(kiosk, ways, restart=ended.set).run())
    tab = await come_in(browser, building, "/admin/devices", "quan", OFFICE_SCREEN)
    page = tab.page
    row = page.locator(".rows li", has_text="k1")
    await row.get_by_role("button", name="In thử k1").click()
    await expect(row.locator("[role=status]")).to_have_text("In thử: không thành công hết giấy", timeout=20_000)
    await row.get_by_role("button", name="Chụp màn hình k1").click()
    shown = row.get_by_role("img", name="Chụp màn hình k1")
    await expect(shown).to_be_visible(timeout=20_000)
    assert await shown.evaluate("each => each.decode().then(() => each.naturalWidth)") == 120
    await all_right(page)
    page.on("dialog", lambda dialog: dialog.accept())
    await row.get_by_role("button", name="Khởi động lại k1").click()
    await asyncio.wait_for(ended.wait(), 60)
    board = page.locator(".rows li", has_text="b1")
    assert await board.get_by_role("button", name="In thử b1").count() == 0
    carrying_out.cancel()
    await asyncio.gather(carrying_out, return_exceptions=True)
    asked = [record.body async for record in building.house.live.records() if record.kind == "administered"]
    assert [each.partition('"what":"')[2].partition('"')[0] for each in asked] == [
        "device_test_print",
        "device_screenshot",
        "device_restart",
    ]
    assert tab.problems == []
    await page.context.close()
