"""Whatever somebody writes where words are asked for, pages and boards show it as words."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from queue_server.client.link import Link, LinkState, fresh_request
from queue_server.protocol import messages as msg
from queue_server.web.gate import COOKIE
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import chromium
from tests.queue_server.web.house import House

pytestmark = pytest.mark.needs("chromium")

PLANTED = (
    '"><img src="/planted" onerror="document.title=1"><b class="planted">{{7*7}}</b><script>document.title=1</script>'
)
PAGES = ("/desk", "/hall", "/reception", "/audit", "/admin/devices", "/admin/officers")


async def written_everywhere(house: House) -> msg.Ticket:
    """Each role writes it into every field that takes words; gives a ticket that carries some of them."""
    roles = tuple(OfficerRole)
    house.access.add_officer("mai", pin="mot mat khau dai", display=PLANTED, roles=roles)
    cookie = {"Cookie": f"{COOKIE}={house.access.open_session('mai')}"}
    kiosk, board = await house.device("k1", msg.Role.KIOSK), await house.device("b1", msg.Role.BOARD)
    desk = await house._start(Link(house.socket, role=msg.Role.DESK, device="pc", headers=cookie))
    hall = await house._start(Link(house.socket, role=msg.Role.HALL, device="pc2", headers=cookie))
    assert desk.state is hall.state is LinkState.LIVE
    words = {"vi": PLANTED, "en": PLANTED}
    health = msg.ReportHealth(
        request=fresh_request(),
        health=PLANTED[:64],
        detail=PLANTED,
        version=PLANTED,
        failure=PLANTED,
        checks=[msg.Check(what="printer", good=False, found=PLANTED)],
    )
    await kiosk.ask(health)
    tickets = []
    for _ in range(3):
        taken = await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="ho-tich"))
        assert isinstance(taken, msg.Taken)
        tickets.append(taken.ticket)
        report = msg.ReportSlip(request=fresh_request(), ticket=taken.ticket.id, state="confirmed", detail=PLANTED)
        await kiosk.ask(report)
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    called = await desk.ask(msg.CallNext(request=fresh_request(), desk="1"))
    assert isinstance(called, msg.Called)
    await board.ask(msg.ReportCall(request=fresh_request(), call=called.call.id, failed=PLANTED))
    await desk.ask(msg.StartServing(request=fresh_request(), desk="1", ticket=called.ticket.id))
    await desk.ask(msg.Park(request=fresh_request(), desk="1", ticket=called.ticket.id, reason=PLANTED))
    await desk.ask(msg.RaiseAlarm(request=fresh_request(), desk="1", note=PLANTED))
    await desk.ask(msg.Cancel(request=fresh_request(), ticket=tickets[1].id, reason=PLANTED))
    await desk.ask(msg.PauseDesk(request=fresh_request(), desk="1", reason=PLANTED))
    await hall.ask(msg.PostNotice(request=fresh_request(), words=words, urgent=True))
    await hall.ask(msg.CloseService(request=fresh_request(), service="chung-thuc", words=words))
    return tickets[2]


async def test_nothing_that_is_written_becomes_part_of_a_page(house: House) -> None:
    ticket = await written_everywhere(house)
    token = house.access.add_device("web", role=msg.Role.BOARD)
    cookie = {"name": COOKIE, "value": house.access.open_session("mai"), "url": house.url}
    async with chromium() as browser:
        context = await browser.new_context(viewport={"width": 1366, "height": 768})
        await context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of these is what it takes
        for path, shown in (
            *((path, "class=") for path in (*PAGES, f"/board/web?token={token}")),
            (f"/t/{ticket.id}", ticket.number),
        ):
            page = await context.new_page()
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))  # type: ignore[misc]
            await page.goto(house.url + path)
            await expect(page.locator("body")).to_contain_text(shown)
            assert await page.locator(".planted, img[src='/planted'], body script:not([src])").count() == 0, path
            assert await page.title() != "1", path
            assert not any("planted" in each for each in asked), path
            await page.close()
