"""An officer's whole day as one story in a real browser; at its end the journal says who did what for whom, and why."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from queue_server.client.link import Link, fresh_request
from queue_server.protocol import messages as msg
from tests.queue_server.web.browser import OFFICE_SCREEN, Building, acts, is_right_everywhere, open_tab, window
from tests.queue_server.web.house import PIN, heard_of

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


async def shown(board: Link, number: str) -> None:
    """The board has drawn and spoken the last call, which is of this number."""
    await heard_of(board, lambda: [each.number for each in board.view.calls.values()][-1:] == [number])
    call = max(board.view.calls)
    await board.ask(msg.ReportCall(request=fresh_request(), call=call, drawn=True, spoken=True))


async def press(page: Page, *keys: str) -> None:
    """One key after another, each when the page has done what the one before it asked."""
    for key in keys:
        await expect(page.locator("main")).to_have_attribute("aria-busy", "false")
        await page.keyboard.press(key)


async def test_an_officers_day(building: Building, browser: Browser) -> None:
    building.house.access.add_officer("an", pin=PIN, display="Nguyễn Thị An", employer="post")
    building.house.access.add_officer("binh", pin=PIN, display="Lê Văn Bình")
    board = await building.link("b1", msg.Role.BOARD)
    neighbour = await building.house.officer("binh")
    await neighbour.ask(msg.OpenDesk(request=fresh_request(), desk="2"))
    context = await window(browser, OFFICE_SCREEN)
    console = await open_tab(context, f"{building.house.url}/desk")
    page = console.page

    # A mistyped PIN, then the right one; the desk is chosen.
    await console.sign_in("an", "0000")
    await expect(page.locator("[role=alert]")).not_to_be_empty()
    await console.sit_down("an", "1")

    # A neighbour with five dossiers has a further matter. A code that is none is said at once, and nothing is lost.
    proxy = await building.take("chung-thuc", procedure="ctbs")
    later = [await building.take("chung-thuc") for _ in range(4)]
    await press(page, "n")
    await console.shows(proxy.number)
    await shown(board, proxy.number)
    await press(page, "b", "m")
    await page.get_by_role("button", name="Gắn mã hồ sơ").click()
    await page.locator("dialog input").fill("H34.99")
    await page.keyboard.press("Enter")
    await expect(page.locator(".problem")).to_contain_text("mã hồ sơ")
    await press(page, "m")
    await page.get_by_role("button", name="Gắn mã hồ sơ").click()
    await page.locator("dialog input").fill("h34.01.05-260723-0975")
    await page.keyboard.press("Enter")
    await expect(page.locator(".marks")).to_contain_text("H34.01.05-260723-0975")
    await press(page, "m")
    await page.get_by_role("button", name="Số hồ sơ").click()
    await page.get_by_role("button", name="5", exact=True).click()
    await press(page, "m")
    await page.get_by_role("button", name="Thêm thủ tục").click()
    await page.get_by_role("button", name="ks", exact=True).click()
    await expect(page.locator(".marks")).to_contain_text("+ ks")
    building.clock.forward(21)

    # Done, and the next one with the same key; a slip of the hand is taken back; who is absent comes after all.
    await press(page, "n")
    await console.shows(later[0].number)
    await shown(board, later[0].number)
    await press(page, "u")
    await console.is_free()
    await press(page, "n")
    await console.shows(later[0].number)
    await press(page, "g")
    await expect(page.locator("#calls")).to_have_text("Lần gọi 2")
    await press(page, "g")
    await expect(page.locator("#calls")).to_have_text("Lần gọi 3")
    await expect(page.locator("#absent")).to_be_disabled()
    await expect(page.locator("#absent-after")).to_have_text("báo vắng khi bảng đã hiện hoặc đọc số")
    await shown(board, later[0].number)
    await expect(page.locator("#absent")).to_be_enabled()
    await press(page, "v")
    await console.is_free()
    await page.locator(".absent button").click()
    await expect(page.locator(".next-up")).to_contain_text(later[0].number)

    # Out of turn, with the reason; put aside for a form, and another waits outside meanwhile.
    await page.get_by_role("button", name=f"Gọi số này {later[3].number}").click()
    await page.locator("dialog input").fill("con nhỏ đi cùng")
    await page.keyboard.press("Enter")
    await console.shows(later[3].number)
    await shown(board, later[3].number)
    await press(page, "b", "t")
    await page.get_by_role("button", name="10 phút").click()
    await page.get_by_role("button", name="Điền tờ khai").click()
    await console.is_free()
    await page.get_by_role("button", name=f"Ra ngoài {later[2].number}").click()
    await expect(page.locator(".away li")).to_contain_text(later[2].number)
    building.clock.forward(11)
    await expect(page.locator(".parked .warn")).to_be_visible()
    await is_right_everywhere(page)
    await page.locator(".parked").get_by_role("button", name="Gọi").click()
    await console.shows(later[3].number)
    await press(page, "b", "k")
    await console.is_free()

    # Two who wait are kept: one for this desk, one for the colleague.
    await page.get_by_role("button", name=f"Giữ cho một quầy: {later[1].number}").click()
    await is_right_everywhere(page)
    await page.get_by_role("button", name="Quầy này").click()
    await expect(page.locator(f".next-up li:has-text('{later[1].number}')")).to_contain_text("Giữ cho quầy này")
    await page.get_by_role("button", name=f"Giữ cho một quầy: {later[0].number}").click()
    await page.fill("dialog input", "đã hẹn anh Bình")
    await page.locator("dialog").get_by_role("button", name="Quầy 2").click()
    await expect(page.locator(".next-up")).not_to_contain_text(later[0].number)

    # A break; the next goes on to another service with a note, who was outside and kept the place to a colleague.
    await press(page, "p")
    await page.get_by_role("button", name="Nghỉ ngắn").click()
    await expect(page.locator("#next")).to_be_disabled()
    building.clock.forward(9)  # more than fifteen minutes outside: in line again by itself
    await press(page, "p")
    await expect(page.locator("#next")).to_be_enabled()
    await press(page, "n")
    await console.shows(later[1].number)
    await press(page, "c")
    await page.fill("dialog input", "thiếu bản chính")
    await page.click("dialog button:has-text('Nhận kết quả')")
    await console.is_free()
    await press(page, "n")
    await console.shows(later[2].number)
    await press(page, "c")
    await page.click("dialog button:has-text('Lê Văn Bình')")  # once the page knows how the colleague is called
    await console.is_free()

    # The shift ends with somebody at the desk: the colleague goes on with them, and nobody is signed in at this PC.
    last = await building.take("ho-tich")
    await press(page, "n")
    await console.shows(last.number)
    await press(page, "m")
    await page.get_by_role("button", name="Kết thúc ca, bàn giao").click()
    await is_right_everywhere(page)
    await page.locator("dialog").get_by_role("button", name="Quầy 2").click()
    await expect(page.locator("[name=pin]")).to_be_visible()
    await page.reload()
    await expect(page.locator("[name=pin]")).to_be_visible()
    assert console.problems == []
    await context.close()

    assert await acts(building, "an/post") == [
        ("desk_opened", ""),
        ("ticket_called", ""),
        ("serving_started", ""),
        ("dossier_linked", "H34.01.05-260723-0975"),
        ("ticket_amended", ""),
        ("procedure_begun", "ks"),
        ("ticket_finished", ""),
        ("ticket_called", ""),
        ("action_undone", ""),
        ("ticket_called", ""),
        ("call_repeated", ""),
        ("call_repeated", ""),
        ("ticket_absent", ""),
        ("ticket_returned", ""),
        ("ticket_called", "con nhỏ đi cùng"),
        ("serving_started", ""),
        ("ticket_parked", "Điền tờ khai"),
        ("ticket_stepped_out", ""),
        ("ticket_called", ""),
        ("serving_started", ""),
        ("ticket_finished", ""),
        ("ticket_reserved", ""),
        ("ticket_reserved", "đã hẹn anh Bình"),
        ("desk_paused", "Nghỉ ngắn"),
        ("desk_continued", ""),
        ("ticket_called", ""),
        ("ticket_moved", "thiếu bản chính"),
        ("ticket_called", ""),
        ("ticket_moved", ""),
        ("ticket_called", ""),
        ("ticket_released", ""),
        ("desk_closed", ""),
    ]
