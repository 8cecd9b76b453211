"""What an officer does around a call, in a real browser and by keys: undo, breaks, marks, the alarm, the hand-over."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from queue_server.client.link import fresh_request
from queue_server.protocol import messages as msg
from tests.queue_server.web.browser import Building, Console, by_hand, is_right_everywhere, open_tab

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture
def officers() -> dict[str, str]:
    return {"an": "Nguyễn Thị An", "binh": "Lê Văn Bình"}


@pytest_asyncio.fixture(loop_scope="module")
async def console(building: Building, context: BrowserContext) -> AsyncIterator[Console]:
    tab = await open_tab(context, f"{building.house.url}/desk")
    await tab.sit_down("an", "1")
    yield tab
    assert tab.problems == []


async def test_a_slip_of_the_hand_is_taken_back(building: Building, console: Console) -> None:
    page = console.page
    ticket = await building.take("chung-thuc")
    await page.keyboard.press("n")
    await console.shows(ticket.number)
    await expect(page.locator("#undo")).to_be_visible()
    await is_right_everywhere(console.page)
    await page.keyboard.press("u")
    await console.is_free()
    await page.keyboard.press("n")
    await console.shows(ticket.number)
    building.clock.forward(0.2)
    await expect(page.locator("#undo")).to_have_count(0)


async def test_a_break_with_a_reason_and_back(building: Building, console: Console) -> None:
    page = console.page
    await building.take("chung-thuc")
    await page.keyboard.press("p")
    await is_right_everywhere(console.page)
    await page.get_by_role("button", name="Nghỉ ngắn").click()
    await expect(page.locator("#idle")).to_contain_text("Quầy đang tạm nghỉ")
    await expect(page.locator("#idle")).to_contain_text("hoặc phím P để gọi số lại")
    await expect(page.locator("#idle")).to_contain_text("Nghỉ ngắn")
    await expect(page.locator("#next")).to_be_disabled()
    await page.keyboard.press("p")
    await expect(page.locator("#next")).to_be_enabled()


async def test_marks_a_dossier_a_further_matter_and_the_story(building: Building, console: Console) -> None:
    page = console.page
    ticket = await building.take("chung-thuc", procedure="ctbs")
    await page.keyboard.press("n")
    await console.shows(ticket.number)
    await page.keyboard.press("m")
    await is_right_everywhere(console.page)
    await page.get_by_role("button", name="Số hồ sơ").click()
    await page.get_by_role("button", name="5", exact=True).click()
    await expect(page.locator(".marks")).to_contain_text("5 hồ sơ")
    await page.keyboard.press("m")
    await page.get_by_role("button", name="Gắn mã hồ sơ").click()
    await page.locator("dialog input").fill("h34.01.05-260723-0975")
    await page.keyboard.press("Enter")
    await expect(page.locator(".marks")).to_contain_text("H34.01.05-260723-0975")
    await page.keyboard.press("b")
    await expect(page.locator("#finish")).to_be_enabled()
    await page.keyboard.press("m")
    await page.get_by_role("button", name="Thêm thủ tục").click()
    await page.get_by_role("button", name="ks", exact=True).click()
    await expect(page.locator(".marks")).to_contain_text("+ ks")
    await page.keyboard.press("h")
    await expect(page.locator(".steps li")).to_have_count(6)
    await is_right_everywhere(console.page)


async def test_a_colleague_answers_the_silent_alarm(building: Building, console: Console, browser: Browser) -> None:
    context = await browser.new_context()
    other = await open_tab(context, f"{building.house.url}/desk")
    await other.sit_down("binh", "2")
    await console.page.keyboard.press("Alt+a")
    await expect(console.page.locator("#alarm-sent")).to_be_visible()
    await expect(other.page.locator(".alarm")).to_contain_text("Cần hỗ trợ tại quầy 1")
    await other.page.keyboard.press("y")
    await expect(other.page.locator(".alarm")).to_have_count(0)
    await expect(console.page.locator("#alarm-sent")).to_have_count(0)
    assert other.problems == []
    await context.close()


async def test_the_end_of_a_shift_hands_over_who_is_there(building: Building, console: Console) -> None:
    page = console.page
    ticket = await building.take("chung-thuc")
    binh = await building.house.officer("binh")
    await binh.ask(msg.OpenDesk(request=fresh_request(), desk="2"))
    await page.keyboard.press("n")
    await console.shows(ticket.number)
    await page.keyboard.press("m")
    await page.get_by_role("button", name="Kết thúc ca, bàn giao").click()
    await page.locator("dialog").get_by_role("button", name="Quầy 2").click()
    await expect(page.locator("[name=pin]")).to_be_visible()
    called = await binh.ask(msg.CallNext(request=fresh_request(), desk="2"))
    assert isinstance(called, msg.Called)
    assert (called.ticket.id, called.ticket.why and called.ticket.why.rule) == (ticket.id, "reserved")


async def test_the_small_window_has_everything_in_reach(building: Building, console: Console) -> None:
    page = console.page
    await page.set_viewport_size({"width": 360, "height": 480})
    ticket = await building.take("chung-thuc")
    await page.locator("#next").click()
    await console.shows(ticket.number)
    for name in ("#number", ".heard .banner", "#start", "#recall", "#absent", "#transfer", "#park", "#more", "#undo"):
        await expect(page.locator(name)).to_be_in_viewport(ratio=1)
    await expect(page.locator("#next")).to_be_hidden()
    await is_right_everywhere(console.page)
    await page.locator("#more").click()
    await is_right_everywhere(console.page)
    await page.keyboard.press("Escape")
    await page.locator("#start").click()
    for name in ("#next", "#finish", "#transfer", "#park", "#more"):
        await expect(page.locator(name)).to_be_in_viewport(ratio=1)


async def test_one_hand_sits_down_and_chooses(building: Building, console: Console) -> None:
    """The desk of last time has the focus, another is typed; choices have digits, which no scanner presses."""
    page = console.page
    await page.locator("#close").click()
    await expect(page.locator("#desk-1")).to_be_focused()
    await page.keyboard.type("2")
    await expect(page.locator("#desk-2")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".bar strong")).to_have_text("Quầy 2")
    ticket = await building.take("chung-thuc")
    await page.keyboard.press("n")
    await console.shows(ticket.number)
    await page.keyboard.press("t")
    choice = page.locator("dialog .choices button").nth(1)
    await expect(choice).to_have_attribute("data-digit", "2")
    await scan(page, "012345678901")
    await expect(page.locator("dialog")).to_have_count(0)
    await console.shows(ticket.number)
    await page.keyboard.press("t")
    await expect(choice).to_have_attribute("data-digit", "2")
    await by_hand(page)
    await page.keyboard.press("2")
    await expect(page.locator(".parked .tickets")).to_contain_text(ticket.number)
    await expect(page.locator(".parked .tickets")).to_contain_text("Sao chụp giấy tờ")


async def test_a_board_that_is_not_heard_is_told_at_the_desk_which_then_chimes(
    building: Building, console: Console
) -> None:
    page = console.page
    await page.evaluate(
        "() => { const Real = window.AudioContext, told = document.documentElement.dataset; told.chimes = 0;"
        " window.AudioContext = class extends Real"
        " { constructor() { super(); told.chimes = Number(told.chimes) + 1; } }; }"
    )
    ticket = await building.take("chung-thuc")
    await page.keyboard.press("n")
    await console.shows(ticket.number)
    await expect(page.locator("html")).to_have_attribute("data-chimes", "0")
    board = await building.link("b1", msg.Role.BOARD)
    await board.ask(msg.ReportHealth(request=fresh_request(), health="silent"))
    told = page.locator(".troubles .banner")
    await expect(told).to_contain_text("Bảng b1 không phát tiếng gọi số")
    await page.set_viewport_size({"width": 360, "height": 480})
    await is_right_everywhere(console.page)
    await expect(page.locator("#recall")).to_be_enabled()
    await page.set_viewport_size({"width": 1366, "height": 768})
    await is_right_everywhere(console.page)
    await page.keyboard.press("g")
    await expect(page.locator("html")).to_have_attribute("data-chimes", "1")
    await told.get_by_role("button", name="Đã biết").click()
    await expect(told).to_have_count(0)
    await board.ask(msg.ReportHealth(request=fresh_request(), health="ready"))
    await expect(told).to_have_count(0)


async def test_somebody_who_comes_while_the_officer_is_in_another_program_is_told_on_the_desktop(
    building: Building, console: Console
) -> None:
    page = console.page
    await page.add_init_script(
        "window.Notification = class { static permission = 'default';"
        " static async requestPermission() { return 'granted'; }"
        " constructor(title, { body }) { document.documentElement.dataset.notice = `${title}: ${body}`; }"
        " close() { document.documentElement.dataset.notice = ''; } };"
    )
    await page.reload()
    await console.is_free()
    await page.keyboard.press("m")
    await page.click("#notify")
    await expect(page.locator("#notify")).to_have_text("✓ Có báo khi có người chờ")
    await is_right_everywhere(page)
    await page.keyboard.press("Escape")
    await page.evaluate("() => { document.hasFocus = () => false; }")
    ticket = await building.take("chung-thuc")
    await expect(page.locator("html")).to_have_attribute("data-notice", "Quầy 1: 1 người đang chờ")
    await expect(page).to_have_title("(1) Quầy 1 · Motcua")
    await page.click("#next")
    await console.shows(ticket.number)
    await expect(page.locator("html")).to_have_attribute("data-notice", "")
    await expect(page).not_to_have_title("(1) Quầy 1 · Motcua")


async def scan(page: Page, text: str) -> None:
    """What a scanner that types reads, and its Enter."""
    await page.evaluate(
        "(keys) => keys.forEach((key) => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', { key, shiftKey: /[A-Z|:]/.test(key[0]), bubbles: true, cancelable: true })))",
        [*text, "Enter"],
    )


async def test_what_a_scanner_types_presses_nothing_and_a_dossiers_code_is_linked(
    building: Building, console: Console
) -> None:
    page = console.page
    ticket = await building.take("chung-thuc")
    await expect(page.locator("#idle .count b")).to_have_text("1")
    for card in ("001090001234|012345678|nguyen van tam|01011990|Nam|to 2 phuong dak cam", "http://pk.vn/t/ngbkvp"):
        await scan(page, card)
        await expect(page.locator(".problem")).to_have_text("Mã vừa quét không phải mã hồ sơ nên không dùng ở đây.")
        await expect(page.locator("dialog")).to_have_count(0)
        await console.is_free()
    await scan(page, "H34.01.05-260723-0975")
    await expect(page.locator(".problem")).to_contain_text("Chưa có công dân tại quầy")
    await page.keyboard.press("n")
    await console.shows(ticket.number)
    await expect(page.locator("main")).to_have_attribute("aria-busy", "false")
    await scan(page, "http://pk.vn/?hs=h34.01.05-260723-0975")
    await expect(page.locator(".marks")).to_contain_text("H34.01.05-260723-0975")
    await expect(page.locator("#start")).to_be_enabled()
    kinds = [each.kind async for each in building.house.live.records() if (each.actor or "").startswith("an")]
    assert kinds == ["desk_opened", "ticket_called", "dossier_linked"]
