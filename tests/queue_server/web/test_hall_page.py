"""The supervisor's page in a real browser: what it shows of a hall, and each act from there and back again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from queue_server.client.base import Refusal
from queue_server.client.link import fresh_request
from queue_server.protocol import messages as msg
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import (
    OFFICE_SCREEN,
    TABLET,
    Building,
    Console,
    acts,
    is_accessible,
    is_right_everywhere,
    open_tab,
)
from tests.queue_server.web.house import PIN, heard_of

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

SCREENS = {"office": OFFICE_SCREEN, "wide": (1920, 1080), "tablet": TABLET}


@pytest_asyncio.fixture(loop_scope="module")
async def hall(building: Building, context: BrowserContext) -> AsyncIterator[Console]:
    """The page, with a supervisor signed in."""
    building.house.access.add_officer("chi", pin=PIN, display="Trần Chi", roles=(OfficerRole.SUPERVISOR,))
    tab = await open_tab(context, f"{building.house.url}/hall")
    await tab.sign_in("chi")
    await expect(tab.page.locator("#line-ho-tich")).to_be_visible()
    yield tab
    assert tab.problems == []


async def looks_right_everywhere(page: Page) -> None:
    """In both languages and on every size of screen: nothing sticks out at the side, and axe finds nothing serious."""
    for language in ("vi", "en"):
        await page.click(f".languages [lang={language}]")
        for width, height in SCREENS.values():
            await page.set_viewport_size({"width": width, "height": height})
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, width)
        await is_accessible(page)
    await page.click(".languages [lang=vi]")


async def test_the_hall_at_a_glance(building: Building, hall: Console) -> None:
    page = hall.page
    officer = await building.house.officer("an")
    await officer.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    first = await building.take("ho-tich")
    await building.take("ho-tich")
    await officer.ask(msg.CallNext(request=fresh_request(), desk="1"))
    await expect(page.locator("#line-ho-tich .big")).to_have_text("1")
    await expect(page.locator("#line-ho-tich .light")).to_contain_text("Bình thường")
    await expect(page.locator("#desk-1")).to_contain_text(f"Đang gọi {first.number}")
    await expect(page.locator("#device-k1")).to_contain_text("Sẵn sàng")
    await expect(page.locator(".today svg")).to_be_visible()
    building.clock.forward(31)
    await expect(page.locator("#line-ho-tich .light")).to_contain_text("Vi phạm")
    await expect(page.locator("#line-ho-tich td").nth(1)).to_contain_text("31")
    await looks_right_everywhere(page)


async def test_many_alerts_leave_the_hall_in_sight(building: Building, hall: Console) -> None:
    """Six are in sight, devices first, for nothing else on the page speaks of them; the others at a press."""
    page = hall.page
    await building.take("ho-tich")
    building.clock.forward(31)
    await expect(page.locator(".alerts [role=status] .breach")).to_have_count(1)
    for number in range(2, 9):
        kiosk = await building.link(f"k{number}", msg.Role.KIOSK)
        await kiosk.ask(msg.ReportHealth(request=fresh_request(), health="paper_out"))
    await expect(page.locator(".alerts [role=status] .trouble")).to_have_count(6)
    await expect(page.locator(".alerts [role=status] li")).to_have_count(6)
    await expect(page.locator(".alerts details .breach")).to_be_hidden()
    await page.locator(".alerts summary").click()
    await expect(page.locator(".alerts details .breach")).to_be_visible()
    await expect(page.locator(".alerts details li")).to_have_count(2)


async def test_what_a_kiosk_says_of_itself_and_found_before_opening(building: Building, hall: Console) -> None:
    page, now = hall.page, building.clock()
    checks = (msg.Check(what="printer", good=False, found="paper_out"), msg.Check(what="clock", good=True))
    kiosk = await building.link("k1", msg.Role.KIOSK)
    report = msg.ReportHealth(
        request=fresh_request(),
        health="paper_out",
        version="1.2.3",
        up=3600,
        failure="RuntimeError",
        tested=now,
        checks=checks,
    )
    await kiosk.ask(report)
    await expect(page.locator("#device-k1 .checks")).to_contain_text("✗ máy in (hết giấy)")
    await expect(page.locator("#device-k1 .checks")).to_contain_text("✓ đồng hồ")
    await expect(page.locator("#device-k1 .of-itself")).to_contain_text("phiên bản 1.2.3 · chạy từ")
    await expect(page.locator("#device-k1 .of-itself")).to_contain_text("lỗi lần trước: RuntimeError")
    await expect(page.locator(".alerts")).to_contain_text("Kiosk k1 tự kiểm tra trước giờ mở, không đạt: máy in")
    await looks_right_everywhere(page)


async def test_a_service_is_closed_with_words_for_citizens_and_opened_again(building: Building, hall: Console) -> None:
    page = hall.page
    kiosk = await building.link("k1", msg.Role.KIOSK)
    await page.click("#line-chung-thuc button")
    await is_accessible(page)
    await page.click("#act-close_service >> text=Hệ thống đang gặp sự cố")
    await page.click("#act-close_service .strong")
    await expect(page.locator("#line-chung-thuc")).to_contain_text("Ngừng phát số")
    with pytest.raises(Refusal, match="service_closed"):
        await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="chung-thuc"))
    await heard_of(kiosk, lambda: kiosk.view.lines["chung-thuc"].words)
    assert kiosk.view.lines["chung-thuc"].words == {
        "vi": "Hệ thống đang gặp sự cố",
        "en": "The system is out of order",
    }
    await expect(page.locator(".acts ol li")).to_contain_text("bởi Trần Chi")
    await page.click(".acts ol li button")
    await page.fill("[name=reason]", "đã sửa")
    await page.click("#act-open_service .strong")
    await expect(page.locator("#line-chung-thuc")).not_to_contain_text("Ngừng phát số")
    await building.take("chung-thuc")
    await expect(page.locator(".acts ol li").first).to_contain_text("đã sửa")
    await expect(page.locator(".acts ol button")).to_have_count(0)


async def test_no_more_numbers_for_any_service_and_numbers_again(building: Building, hall: Console) -> None:
    page = hall.page
    kiosk = await building.link("k1", msg.Role.KIOSK)
    await page.click("#all-lines")
    await is_right_everywhere(page)
    await page.click("#act-close_service >> text=Đã đủ số hôm nay")
    await page.click("#act-close_service .strong")
    await expect(page.locator(".lines tbody .stopped")).to_have_count(3)
    for service in ("ho-tich", "chung-thuc", "tra-ket-qua"):
        with pytest.raises(Refusal, match="service_closed"):
            await kiosk.ask(msg.TakeTicket(request=fresh_request(), service=service))
    await page.click("#all-lines")
    await page.fill("#act-open_service [name=reason]", "thêm cán bộ")
    await page.click("#act-open_service .strong")
    await expect(page.locator(".lines tbody .stopped")).to_have_count(0)
    await building.take("chung-thuc")
    await expect(page.locator(".acts ol li")).to_have_count(6)
    assert await acts(building, "chi") == [("service_closed", "")] * 3 + [("service_opened", "thêm cán bộ")] * 3


async def test_a_quota_a_reassigned_desk_and_a_moved_line(building: Building, hall: Console) -> None:
    page = hall.page
    await building.take("ho-tich")
    await page.click("#line-ho-tich button")
    await page.fill("#act-set_quota [name=quota]", "1")
    await page.click("#act-set_quota .strong")
    await expect(page.locator("#line-ho-tich")).to_contain_text("Hết chỉ tiêu")
    await page.click("#desk-3 button")
    await is_accessible(page)
    await page.check("[name=ho-tich][value=serves]")
    await page.fill("#act-reassign_desk [name=reason]", "đông")
    await page.click("#act-reassign_desk .strong")
    await expect(page.locator("#desk-3 .tag")).to_have_text("đổi hôm nay")
    officer = await building.house.officer("an")
    await officer.ask(msg.OpenDesk(request=fresh_request(), desk="3"))
    await page.click("#line-ho-tich button")
    await page.select_option("#act-move_line select", "3")
    await page.click("#act-move_line .strong")
    called = await officer.ask(msg.CallNext(request=fresh_request(), desk="3"))
    assert isinstance(called, msg.Called)
    assert (called.ticket.service, called.call.desk) == ("ho-tich", "3")
    await page.click("#desk-3 button")
    await page.click("text=Theo cấu hình")
    await expect(page.locator("#desk-3 .tag")).to_have_count(0)


async def test_a_notice_and_an_admission_limit(building: Building, hall: Console) -> None:
    page = hall.page
    kiosk = await building.link("k1", msg.Role.KIOSK)
    await page.click("#post")
    await page.fill("[name=vi]", "Mất điện, vui lòng chờ")
    await page.check("[name=urgent]")
    await is_accessible(page)
    await page.click("#act-post_notice .strong")
    await expect(page.locator(".notices li")).to_contain_text("Mất điện")
    await heard_of(kiosk, lambda: kiosk.view.notices)
    [notice] = kiosk.view.notices.values()
    assert (notice.urgent, notice.withdrawn) == (True, False)
    await page.click("#admission")
    await page.fill("[name=cap]", "0")
    await page.click("#act-set_admission .strong")
    await expect(page.locator("#desks-title")).to_contain_text("0 / 0")
    officer = await building.house.officer("an")
    await officer.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    await building.take("ho-tich")
    with pytest.raises(Refusal, match="hall_full"):
        await officer.ask(msg.CallNext(request=fresh_request(), desk="1"))
    await page.click(".acts ol li button >> nth=0")
    await page.click("dialog .strong")
    await expect(page.locator("dialog")).to_have_count(0)
    assert isinstance(await officer.ask(msg.CallNext(request=fresh_request(), desk="1")), msg.Called)


@pytest.mark.parametrize(("opens", "field"), [("#admission", "cap"), ("#line-chung-thuc button", "quota")])
async def test_what_is_being_typed_stays_while_the_hall_goes_on(
    building: Building, hall: Console, opens: str, field: str
) -> None:
    page = hall.page
    await page.click(opens)
    await page.fill(f"[name={field}]", "12")
    await building.take("chung-thuc")
    await expect(page.locator("#line-chung-thuc .big")).to_have_text("1")
    await expect(page.locator(f"[name={field}]")).to_have_value("12")


async def test_others_may_not(building: Building, context: BrowserContext) -> None:
    tab = await open_tab(context, f"{building.house.url}/hall")
    await tab.sign_in("an")
    await expect(tab.page.locator("h1")).to_have_text("Tài khoản này không có quyền điều hành.")
