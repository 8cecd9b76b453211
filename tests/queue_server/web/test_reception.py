"""A greeter's day in a real browser: tickets printed at a kiosk of their choice, found again, each in the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from queue_server.appointments.csv_file import CsvBook
from queue_server.client.link import Link, fresh_request
from queue_server.protocol import messages as msg
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import TABLET, Building, acts, is_right_everywhere, open_tab, window
from tests.queue_server.web.house import PIN

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


async def ordered(kiosk: Link) -> msg.SlipOrder:
    """What reception wants at this kiosk, once it has heard of it."""
    async for change in kiosk.listen():
        for order in change.view.slip_orders.values():
            if order.open:
                return order
    raise AssertionError("the link has ended")


async def reported(kiosk: Link, order: msg.SlipOrder, state: str) -> None:
    await kiosk.ask(msg.ReportSlip(request=fresh_request(), ticket=order.ticket, state=state))


async def test_a_greeters_day(building: Building, browser: Browser) -> None:
    building.house.access.add_officer(
        "hoa", pin=PIN, display="Phạm Thị Hoa", employer="post", roles=(OfficerRole.GREETER,)
    )
    kiosk, other = await building.link("k1", msg.Role.KIOSK), await building.link("k2", msg.Role.KIOSK)
    context = await window(browser, TABLET, has_touch=True)
    tab = await open_tab(context, f"{building.house.url}/reception")
    page = tab.page
    await tab.sign_in("hoa")
    await expect(page.locator("#take")).to_be_disabled()
    await is_right_everywhere(page)

    # An elderly citizen who walks slowly brings three dossiers; the slip comes out at the second kiosk.
    await page.click("#service-ho-tich")
    await page.get_by_role("button", name="Người cao tuổi").click()
    await page.get_by_role("button", name="Chậm, cần thêm thời gian").click()
    await page.get_by_role("group", name="Số hồ sơ").get_by_role("button", name="3", exact=True).click()
    await page.get_by_role("group", name="In phiếu tại ki-ốt").get_by_role("button", name="k2").click()
    await is_right_everywhere(page)
    await expect(page.locator("#service-ho-tich")).to_contain_text("quầy chưa mở")
    await page.press("#take", "Enter")
    await expect(page.locator("#number")).to_have_text("H001")
    await expect(page.locator("#service-ho-tich")).to_be_focused()
    await expect(page.locator("#paper")).to_contain_text("Đang in tại ki-ốt k2")
    order = await ordered(other)
    assert (order.kiosk, order.copy) == ("k2", 0)
    ticket = await building.house.live.read(lambda centre: centre.tickets[order.ticket])
    assert (ticket.priority, ticket.slow, ticket.dossiers, ticket.number) == ("elderly", True, 3, "H001")

    # The second kiosk has no paper: the first one prints it.
    await reported(other, order, "failed")
    await expect(page.locator("#paper")).to_contain_text("Phiếu chưa in được")
    await page.get_by_role("button", name="In lại tại k1").click()
    again = await ordered(kiosk)
    assert (again.kiosk, again.copy) == ("k1", 1)
    await reported(kiosk, again, "confirmed")
    await expect(page.locator("#paper")).to_contain_text("Đã in phiếu")
    await is_right_everywhere(page)

    # Somebody asks for their number; they go out, and come back.
    citizen = await building.take("chung-thuc")
    await page.fill("[name=number]", f"{building.house.url}/t/{citizen.id}")
    await page.press("[name=number]", "Enter")
    await expect(page.locator("#number")).to_have_text(citizen.number)
    await page.get_by_role("button", name="Ra ngoài, giữ chỗ").click()
    await page.get_by_role("button", name="Đã quay lại").click()
    await expect(page.get_by_role("button", name="Ra ngoài, giữ chỗ")).to_be_visible()
    await page.fill("[name=number]", "Z999")
    await page.press("[name=number]", "Enter")
    await expect(page.locator(".find .problem")).not_to_be_empty()
    assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert tab.problems == []
    await context.close()
    kinds = ["ticket_taken", "slip_ordered", "slip_ordered", "ticket_stepped_out", "ticket_stepped_in"]
    assert [kind for kind, _ in await acts(building, "hoa/post")] == kinds


async def test_who_has_an_appointment_is_checked_in_and_the_desk_sees_its_time(
    building: Building, browser: Browser, tmp_path: Path
) -> None:
    book = tmp_path / "book.csv"
    book.write_text(
        "code,service,day,time\n"
        "LH-INTIME,chung-thuc,2026-11-23,08:05\nLH-LATEONE,chung-thuc,2026-11-23,07:30\n"
        "LH-TOMORROW,chung-thuc,2026-11-24,09:15\n",
        "utf-8",
    )
    building.house.connect_book(CsvBook(book))
    context = await window(browser, TABLET, has_touch=True)
    tab = await open_tab(context, f"{building.house.url}/reception")
    page = tab.page
    await tab.sign_in("an")

    async def show(code: str) -> None:
        await page.fill("[name=number]", code)
        await page.press("[name=number]", "Enter")

    await show("lh-intime")
    await expect(page.locator("#number")).to_have_text("X001")
    await expect(page.locator("#appointed")).to_have_text("Hẹn 08:05")
    await expect(page.locator("#line")).not_to_contain_text("phía trước")
    await show("LH-LATEONE")
    await expect(page.locator("#number")).to_have_text("X002")
    await expect(page.locator("#appointed")).to_have_text("Muộn hẹn 07:30")
    await expect(page.locator("#line")).to_contain_text("phía trước")
    await show("LH-INTIME")
    await expect(page.locator("#number")).to_have_text("X001")
    await show("LH-TOMORROW")
    await expect(page.locator(".find .problem")).to_contain_text("Lịch hẹn vào ngày khác: 09:15 24")
    await show("LH-UNKNOWN")
    await expect(page.locator(".find .problem")).to_contain_text("Không tìm thấy lịch hẹn")
    await is_right_everywhere(page)

    await page.goto(f"{building.house.url}/desk")
    await page.click("#desk-1")
    await expect(page.locator(".next-up")).to_contain_text("Muộn hẹn 07:30")
    await page.click("#next")
    await expect(page.locator("#number")).to_have_text("X001")
    await expect(page.locator(".marks")).to_contain_text("Hẹn 08:05")
    await expect(page.locator(".why")).to_contain_text("Theo giờ hẹn. X001: Hẹn 08:05.")
    await is_right_everywhere(page)
    assert tab.problems == []
    await context.close()


async def test_a_greeter_calls_nobody(building: Building) -> None:
    building.house.access.add_officer("hoa", pin=PIN, display="Hoa", roles=(OfficerRole.GREETER,))
    greeter = await building.house.officer("hoa")
    with pytest.raises(Exception, match="not_allowed"):
        await greeter.ask(msg.OpenDesk(request=fresh_request(), desk="1"))


async def test_an_order_outlives_a_restart_of_the_server(building: Building) -> None:
    ticket = await building.take("chung-thuc")
    officer = await building.house.officer("an")
    await officer.ask(msg.PrintSlip(request=fresh_request(), ticket=ticket.id, to_kiosk="k1"))
    await building.stop()
    await building.start()
    order = await ordered(await building.link("k1", msg.Role.KIOSK))
    assert (order.ticket, order.kiosk) == (ticket.id, "k1")
