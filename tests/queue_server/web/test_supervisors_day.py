"""A supervisor's whole day as one story in a real browser; at its end the journal says what was decided, and why."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from queue_server.client.base import Refusal
from queue_server.client.link import fresh_request
from queue_server.protocol import messages as msg
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import OFFICE_SCREEN, Building, acts, is_right_everywhere, open_tab, window
from tests.queue_server.web.house import PIN, heard_of

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture
def officers() -> dict[str, str]:
    return {"an": "Nguyễn Thị An", "binh": "Lê Văn Bình"}


async def decide(page: Page, act: str, *, why: str = "", **fields: str) -> None:
    """Fill in one act of the dialog that is open, and carry it out."""
    for name, value in fields.items():
        field = page.locator(f"#act-{act} [name={name}]")
        await (field.select_option(value) if name == "desk" else field.fill(value))
    if why:
        await page.fill(f"#act-{act} [name=reason]", why)
    await page.click(f"#act-{act} .strong")
    await expect(page.locator("dialog")).to_have_count(0)


async def test_a_supervisors_day(building: Building, browser: Browser) -> None:
    house = building.house
    house.access.add_officer("chi", pin=PIN, display="Trần Chi", employer="post", roles=(OfficerRole.SUPERVISOR,))
    kiosk = await building.link("k1", msg.Role.KIOSK)
    board = await building.link("b1", msg.Role.BOARD)
    an, binh = await house.officer("an"), await house.officer("binh")
    await an.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    context = await window(browser, OFFICE_SCREEN)
    hall = await open_tab(context, f"{house.url}/hall")
    page = hall.page
    await hall.sign_in("chi")

    # Everybody comes at once and one desk is open: one alert for each level of the cause, and it ends by itself.
    for _ in range(3):
        await building.take("chung-thuc")
    await building.take("ho-tich")
    await expect(page.locator("#line-chung-thuc .big")).to_have_text("3")
    building.clock.forward(16)
    await expect(page.locator(".alerts li:not(.over)").filter(has_text="Chứng thực")).to_have_count(1)
    building.clock.forward(1)
    await is_right_everywhere(page)
    await expect(page.locator(".alerts li:not(.over)").filter(has_text="Chứng thực")).to_have_count(1)

    # The third desk helps from the next call on, and gets those who wait longest.
    await binh.ask(msg.OpenDesk(request=fresh_request(), desk="3"))
    await page.click("#desk-3 button")
    await page.check("[name=chung-thuc][value=serves]")
    await is_right_everywhere(page)
    await decide(page, "reassign_desk", why="đông người")
    await page.click("#line-chung-thuc button")
    await decide(page, "move_line", desk="3", why="quầy 1 nhiều việc")
    for _ in range(3):
        called = await binh.ask(msg.CallNext(request=fresh_request(), desk="3"))
        assert isinstance(called, msg.Called)
        assert called.ticket.service == "chung-thuc"
        await binh.ask(msg.StartServing(request=fresh_request(), desk="3", ticket=called.ticket.id))
        await binh.ask(msg.Finish(request=fresh_request(), desk="3", ticket=called.ticket.id))
    await expect(page.locator("#line-chung-thuc .big")).to_have_text("0")
    over = page.locator(".alerts li.over").filter(has_text="Chứng thực")
    async with asyncio.timeout(60):
        while not await over.count():  # a cause is over when two looks with more than a minute between did not find it
            building.clock.forward(2)
            await page.wait_for_timeout(500)

    # No more than can be served are let in, told to everybody; then there is room again.
    await page.click("#admission")
    await decide(page, "set_admission", cap="0", why="họp hội trường")
    with pytest.raises(Refusal, match="hall_full"):
        await an.ask(msg.CallNext(request=fresh_request(), desk="1"))
    await page.click("#admission")
    await decide(page, "set_admission", cap="12", why="họp xong")
    assert isinstance(await an.ask(msg.CallNext(request=fresh_request(), desk="1")), msg.Called)
    await page.click("#post")
    await page.check("#act-post_notice [name=urgent]")
    await decide(page, "post_notice", vi="Tạm ngừng 10 phút vì mất điện", en="A power cut: back in ten minutes")
    await expect(page.locator(".notices li")).to_contain_text("mất điện")
    for device in (kiosk, board):
        await heard_of(device, lambda device=device: device.view.notices)
        [notice] = device.view.notices.values()
        assert (notice.words["en"], notice.urgent) == ("A power cut: back in ten minutes", True)
    await page.click(".acts ol li >> nth=0 >> button")
    await page.click("dialog .strong")
    await expect(page.locator(".notices li")).to_have_count(0)

    # In the afternoon one service has had enough, another is closed with words that citizens read, and opened again.
    building.clock.forward(6 * 60)
    await page.click("#line-ho-tich button")
    await decide(page, "set_quota", quota="2", why="hết giờ trả kết quả")
    await building.take("ho-tich")
    with pytest.raises(Refusal, match="quota"):
        await building.take("ho-tich")
    await page.click("#line-tra-ket-qua button")
    await page.click("#act-close_service >> text=Hệ thống đang gặp sự cố")
    await decide(page, "close_service")
    await expect(page.locator("#line-tra-ket-qua")).to_contain_text("Ngừng phát số")
    await heard_of(kiosk, lambda: kiosk.view.lines["tra-ket-qua"].words)
    assert kiosk.view.lines["tra-ket-qua"].words["en"] == "The system is out of order"
    await page.click("#line-tra-ket-qua button")
    await decide(page, "open_service", why="hệ thống đã chạy lại")
    await building.take("tra-ket-qua")
    await is_right_everywhere(page)
    assert hall.problems == []
    await context.close()

    assert await acts(building, "chi/post") == [
        ("desk_reassigned", "đông người"),
        ("line_moved", "quầy 1 nhiều việc"),
        ("admission_set", "họp hội trường"),
        ("admission_set", "họp xong"),
        ("notice_posted", ""),
        ("notice_withdrawn", ""),
        ("quota_set", "hết giờ trả kết quả"),
        ("service_closed", ""),
        ("service_opened", "hệ thống đã chạy lại"),
    ]
