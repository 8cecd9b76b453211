"""The desk console in a real browser: a whole visit, by mouse and by keys, at one desk and in two tabs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect

from queue_server.client.link import fresh_request
from queue_server.core import events as ev
from queue_server.core.plan import CentrePlan
from queue_server.protocol import messages as msg
from queue_server.reports.proof import prove
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import Building, Console, by_hand, is_right_everywhere, open_tab
from tests.queue_server.web.house import PIN, heard_of

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture
def officers() -> dict[str, str]:
    return {"an": "Nguyễn Thị An", "binh": "Lê Văn Bình", "chi": "Trần Chi"}


@pytest.fixture
def plan(make_plan: Callable[..., CentrePlan]) -> CentrePlan:
    return make_plan(automatic=True)  # desk 3


@pytest_asyncio.fixture(loop_scope="module")
async def console(building: Building, context: BrowserContext) -> AsyncIterator[Console]:
    """A console that nobody is signed in to. A test that does not cut the line must leave no complaint."""
    tab = await open_tab(context, f"{building.house.url}/desk")
    yield tab
    assert tab.problems == []


async def fits_and_is_accessible(console: Console) -> None:
    """Nothing scrolls on an office's screen, and everything is right on others and in both languages."""
    page = console.page
    assert await page.evaluate(
        "[document.scrollingElement, ...document.querySelectorAll('.hall, .hand > .card, dialog')].every("
        "(each) => each.scrollHeight <= each.clientHeight + 1 && each.scrollWidth <= each.clientWidth + 1)"
    )
    await is_right_everywhere(page)


async def calls_of(building: Building) -> list[str]:
    """The tickets called, in order, as the journal has them."""
    return [each.ticket for each in await events_of(building) if isinstance(each, ev.TicketCalled)]


async def events_of(building: Building) -> list[Any]:
    live = building.house.live
    return [live._codec.decode(record.kind, record.body) async for record in live._journal.read()]


async def test_who_does_not_serve_is_told_so_and_shown_the_way(building: Building, console: Console) -> None:
    building.house.access.add_officer("quan", pin=PIN, display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    await console.sign_in("quan")
    page = console.page
    await expect(page.locator("h1")).to_have_text("Tài khoản này không phục vụ tại quầy")
    await expect(page.locator(".connection")).to_have_count(0)
    await is_right_everywhere(page)
    await page.click("main a.button")
    await expect(page.locator(".doors")).to_contain_text("Quản trị")


async def test_signing_in_wrong_and_right_and_sitting_down(building: Building, console: Console) -> None:
    page = console.page
    await fits_and_is_accessible(console)
    await console.sign_in("an", "0000")
    await expect(page.locator(".problem")).to_have_text("Tên hoặc mã PIN không đúng. Vui lòng thử lại.")
    await expect(page.locator("[name=pin]")).to_be_focused()
    await fits_and_is_accessible(console)
    taken = await building.house.officer("binh")
    await taken.ask(msg.OpenDesk(request=fresh_request(), desk="2"))
    await console.sign_in("an")
    await expect(page.locator("#desk-2")).to_be_disabled()
    await fits_and_is_accessible(console)
    await page.click("#desk-1")
    await console.is_free()
    await expect(page.locator(".bar .who")).to_have_text("Nguyễn Thị An")
    await expect(page.locator(".bar .clock")).to_have_text("08:00")
    await fits_and_is_accessible(console)
    await page.reload()
    await console.is_free()
    await page.click("#close")
    await expect(page.locator("#desk-1")).to_be_enabled()
    await page.click(".bar .quiet")
    await expect(page.locator("[name=name]")).to_be_visible()


async def test_a_visit_with_the_mouse_in_both_languages(building: Building, console: Console) -> None:
    page = console.page
    first = await building.take("ho-tich", procedure="ks-lt", slip="failed", language="en", purpose="supplement")
    await console.sit_down("an", "1")
    await expect(page.locator("#idle .count b")).to_have_text("1")
    await expect(page.locator(".next-up li")).to_contain_text("Thiếu phiếu?")
    await page.click("#next")
    await console.shows(first.number)
    await expect(page.locator(".service")).to_have_text("Hộ tịch")
    await expect(page.locator(".facts")).to_contain_text("Phiếu chưa in được")
    await expect(page.locator(".marks")).to_contain_text("Bổ sung hồ sơ")
    await expect(page.locator(".journey .here")).to_have_text("1. Hộ tịch")
    await expect(page.locator(".why")).to_contain_text("Theo thứ tự chờ.")
    await fits_and_is_accessible(console)
    await page.click(".languages button[lang=en]")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator("#next")).to_contain_text("Call next")
    await expect(page.locator(".ticket .state")).to_contain_text("Calling")
    await page.click("#start")
    await expect(page.locator(".ticket .state")).to_contain_text("Serving")
    await fits_and_is_accessible(console)
    await page.click("#finish")
    await console.is_free()
    moved = await building.house.live.read(lambda centre: centre.tickets[first.id])
    assert (moved.service, moved.state.value) == ("tra-ket-qua", "waiting")
    await page.reload()
    await expect(page.locator("#next")).to_contain_text("Call next")


async def test_hammering_next_calls_one_ticket_and_complains_of_nothing(building: Building, console: Console) -> None:
    page = console.page
    tickets = [await building.take("chung-thuc") for _ in range(5)]
    await console.sit_down("an", "1")
    await page.locator("#next").evaluate("(button) => { for (let i = 0; i < 20; i++) button.click(); }")
    for _ in range(10):
        await page.keyboard.press("n")
    await console.shows(tickets[0].number)
    await expect(page.locator("main")).to_have_attribute("aria-busy", "false")
    await expect(page.locator(".problem")).to_be_empty()
    assert await calls_of(building) == [tickets[0].id]
    await page.click("#start")
    await expect(page.locator("#next")).to_contain_text("Kết thúc, gọi số tiếp theo")
    await page.locator("#next").evaluate("(button) => { for (let i = 0; i < 20; i++) button.click(); }")
    await console.shows(tickets[1].number)
    await expect(page.locator("main")).to_have_attribute("aria-busy", "false")
    await expect(page.locator(".problem")).to_be_empty()
    assert await calls_of(building) == [each.id for each in tickets[:2]]


async def test_two_tabs_of_one_officer_show_the_same_and_call_once(
    building: Building, context: BrowserContext, console: Console
) -> None:
    tickets = [await building.take("chung-thuc") for _ in range(3)]
    await console.sit_down("an", "1")
    other = await open_tab(context, f"{building.house.url}/desk")
    await other.is_free()
    click = "(button) => button.click()"
    await asyncio.gather(*(tab.page.locator("#next").evaluate(click) for tab in (console, other)))
    for tab in (console, other):
        await tab.shows(tickets[0].number)
    assert await calls_of(building) == [tickets[0].id]
    await other.page.click("#start")
    await expect(console.page.locator("#finish")).to_be_enabled()
    await console.page.click("#finish")
    await other.is_free()
    assert other.problems == []


async def test_a_whole_visit_with_keys_only(building: Building, console: Console) -> None:
    page, keys = console.page, console.page.keyboard
    first, second = await building.take("chung-thuc"), await building.take("chung-thuc")
    await expect(page.locator("[name=name]")).to_be_focused()
    await keys.type("an")
    await keys.press("Tab")
    await keys.type("2468")
    await keys.press("Enter")
    await page.locator("#desk-1").wait_for()
    for _ in range(12):
        if await page.evaluate("document.activeElement.id") == "desk-1":
            break
        await keys.press("Tab")
    await keys.press("Enter")
    await console.is_free()
    await keys.press("n")
    await console.shows(first.number)
    await expect(page.locator("#start")).to_be_enabled()
    await keys.press("b")
    await expect(page.locator("#finish")).to_be_enabled()
    await keys.press("c")
    await expect(page.locator("dialog")).to_be_visible()
    await keys.press("n")  # typed into the dialog, it calls nobody
    await keys.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    await console.shows(first.number)
    await keys.press("n")
    await console.shows(second.number)
    await expect(page.locator("#park")).to_be_enabled()
    await keys.press("t")
    await keys.press("Tab")
    await expect(page.locator("dialog")).to_be_visible()
    await by_hand(page)  # else all of these keys, with this Enter, are a scanner's
    await keys.press("Enter")
    await console.is_free()
    await expect(page.locator(".parked li")).to_contain_text(second.number)
    events = await events_of(building)
    assert sum(isinstance(each, ev.TicketFinished) for each in events) == 1
    assert prove(events).sound


async def test_absent_only_after_the_required_recalls_and_back_again(building: Building, console: Console) -> None:
    page = console.page
    ticket = await building.take("chung-thuc")
    await console.sit_down("an", "1")
    await page.click("#next")
    for times in (1, 2):
        await expect(page.locator("#calls")).to_have_text(f"Lần gọi {times}")
        await expect(page.locator("#absent")).to_be_disabled()
        await page.keyboard.press("v")
        await expect(page.locator("#recall")).to_be_enabled()
        await page.click("#recall")
    await expect(page.locator("#absent")).to_be_enabled()
    await page.click("#absent")
    await console.is_free()
    await expect(page.locator(".absent li")).to_contain_text(ticket.number)
    await fits_and_is_accessible(console)
    await page.click(".absent button")
    await expect(page.locator(".next-up li")).to_contain_text(ticket.number)
    await page.click("#next")
    await console.shows(ticket.number)


async def test_transfers_and_parking_keep_the_place(building: Building, console: Console) -> None:
    page = console.page
    tickets = [await building.take("chung-thuc") for _ in range(3)]
    neighbour = await building.house.officer("binh")
    await neighbour.ask(msg.OpenDesk(request=fresh_request(), desk="2"))
    await console.sit_down("an", "1")
    await page.click("#next")
    await page.click("#transfer")
    await fits_and_is_accessible(console)
    await expect(page.locator("dialog button:has-text('Quầy 3')")).to_be_disabled()
    await expect(page.locator("dialog button:has-text('Lê Văn Bình Quầy 2')")).to_be_visible()
    await page.fill("dialog input", "thiếu bản sao")
    await page.click("dialog button:has-text('Hộ tịch')")
    await console.is_free()
    moved = await building.house.live.read(lambda centre: centre.tickets[tickets[0].id])
    assert (moved.service, moved.note, moved.effective_at) == ("ho-tich", "thiếu bản sao", tickets[0].queued_at)
    await page.click("#next")
    await console.shows(tickets[0].number)
    await expect(page.locator(".note")).to_contain_text("thiếu bản sao")
    await page.click("#transfer")
    await page.click("dialog button:has-text('Quầy 2')")
    await console.is_free()
    await page.click("#next")
    await console.shows(tickets[1].number)
    await page.click("#park")
    await fits_and_is_accessible(console)
    await page.fill("dialog input", "chờ người làm chứng")
    await page.press("dialog input", "Enter")
    await console.is_free()
    await expect(page.locator(".parked li")).to_contain_text("chờ người làm chứng")
    await page.click(".parked button >> nth=0")
    await console.shows(tickets[1].number)
    await expect(page.locator(".why")).to_contain_text("trở lại sau khi tạm dừng")
    wanted = (msg.TicketState.WAITING, "2")
    await heard_of(neighbour, lambda: _where(neighbour.view.tickets[tickets[0].id]) == wanted)


def _where(ticket: msg.Ticket) -> tuple[msg.TicketState, str | None]:
    return ticket.state, ticket.reserved


async def test_why_a_priority_ticket_came_first_and_a_chosen_one(building: Building, console: Console) -> None:
    page = console.page
    ordinary = await building.take("chung-thuc")
    building.clock.forward(12)
    elderly = await building.take("chung-thuc", priority="elderly")
    building.clock.forward(5)
    await console.sit_down("an", "1")
    await page.click("#next")
    await console.shows(elderly.number)
    await expect(page.locator(".why")).to_contain_text(
        f"Theo thứ tự chờ, có cộng ưu tiên. {elderly.number}: 5 + 15 (ưu tiên) = 20 phút. "
        f"Xếp sau: {ordinary.number}: 17 phút."
    )
    await page.click("#start")
    await page.click("#finish")
    last = await building.take("chung-thuc")
    await page.click(f".next-up li:has-text('{last.number}') button >> nth=0")
    await fits_and_is_accessible(console)
    await expect(page.locator("dialog form button.strong")).to_be_disabled()
    await page.click("dialog .choices button:has-text('khẩn cấp')")
    await console.shows(last.number)
    await expect(page.locator(".why")).to_contain_text("Cán bộ chọn, có ghi lý do")
    called = [each for each in await events_of(building) if isinstance(each, ev.TicketCalled)][-1]
    assert (called.ticket, called.reason) == (last.id, "Việc khẩn cấp")


async def test_what_each_board_reports_and_the_warning_when_none_does(building: Building, console: Console) -> None:
    page = console.page
    await building.take("chung-thuc")
    await console.sit_down("an", "1")
    await page.click("#next")
    await expect(page.locator(".heard .banner")).to_contain_text("Chưa có bảng nào kết nối")
    board = await building.link("b1", msg.Role.BOARD)
    await expect(page.locator(".board")).to_contain_text("Bảng b1")
    await page.click("#recall")
    await expect(page.locator("#calls")).to_contain_text("2")
    await expect(page.locator(".heard .banner")).to_have_count(0)
    building.clock.forward(2.5 / 60)
    await expect(page.locator(".heard .banner")).to_contain_text("Chưa bảng nào hiện hoặc đọc số này")
    await fits_and_is_accessible(console)
    await heard_of(board, lambda: len(board.view.calls) == 2)
    call = max(board.view.calls)
    await board.ask(msg.ReportCall(request=fresh_request(), call=call, drawn=True))
    await expect(page.locator(".board")).to_contain_text("✓ đã hiện")
    await expect(page.locator(".heard .banner")).to_have_count(0)
    await board.ask(msg.ReportCall(request=fresh_request(), call=call, failed="no voice"))
    await expect(page.locator(".board")).to_contain_text("✗ không đọc được")
    await board.ask(msg.ReportCall(request=fresh_request(), call=call, spoken=True))
    await expect(page.locator(".board")).to_contain_text("✓ đã đọc xong")
    await fits_and_is_accessible(console)


async def test_an_automatic_desk_shows_what_was_called_without_a_press(building: Building, console: Console) -> None:
    page = console.page
    await console.sit_down("chi", "3")
    await expect(page.locator(".bar .tag")).to_have_text("Tự động gọi")
    await expect(page.locator("#idle")).to_contain_text("Hệ thống tự gọi")
    first, second = await building.take("tra-ket-qua"), await building.take("tra-ket-qua")
    await console.shows(first.number)
    await page.click("#start")
    await page.click("#next")
    await console.shows(second.number)
    await expect(page.locator(".problem")).to_be_empty()
    assert await calls_of(building) == [first.id, second.id]


async def test_a_small_window_beside_other_programs(building: Building, console: Console) -> None:
    page = console.page
    ticket = await building.take("chung-thuc", priority="elderly")
    await page.set_viewport_size({"width": 360, "height": 480})
    await console.sit_down("an", "1")
    await expect(page.locator("#next")).to_be_in_viewport(ratio=1)
    await page.click("#next")
    await console.shows(ticket.number)
    await page.evaluate("scrollTo(0, 0)")
    await expect(page.locator("#number")).to_be_in_viewport(ratio=1)
    await page.click("#start")
    await expect(page.locator("#next")).to_be_in_viewport(ratio=1)
    assert await page.evaluate("document.scrollingElement.scrollWidth") <= 360
    await page.keyboard.press("?")
    await expect(page.locator("dialog h2")).to_be_in_viewport(ratio=1)
    await expect(page.locator("dialog dt kbd").first).to_be_visible()


async def test_the_officer_sees_which_slips_are_in_doubt_and_what_the_printers_want(
    building: Building, console: Console
) -> None:
    page = console.page
    await building.take("ho-tich", slip="unconfirmed")
    await console.sit_down("an", "1")
    kiosk = await building.link("k1", msg.Role.KIOSK)
    detail = "Còn giấy cho khoảng 30 phiếu, 20 phút · paper for about 30 slips, 20 min"
    await kiosk.ask(msg.ReportHealth(request=fresh_request(), health="paper_low", detail=detail))
    await expect(page.locator(".printers")).to_contain_text("Ki-ốt k1: sắp hết giấy")
    await expect(page.locator(".printers")).to_contain_text("khoảng 30 phiếu")
    await expect(page.locator(".printers")).not_to_contain_text("slips")
    await page.click(".languages [lang=en]")
    await expect(page.locator(".printers")).to_contain_text("paper for about 30 slips, 20 min")
    await expect(page.locator(".printers")).not_to_contain_text("phiếu")
    await page.click(".languages [lang=vi]")
    await expect(page.locator(".next-up .tag.warn")).to_have_text("Thiếu phiếu?")
    await fits_and_is_accessible(console)
    await kiosk.ask(msg.ReportHealth(request=fresh_request(), health="ready"))
    await expect(page.locator(".printers")).to_have_count(0)
