"""The desk console when its line or its session breaks: it says so at once, heals by itself, and does nothing twice."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, WebSocketRoute, expect

from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.ticket import TicketState
from tests.queue_server.web.browser import OFFICE_SCREEN, Building, Console, open_tab, window

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture
def officers() -> dict[str, str]:
    return {"an": "Nguyễn Thị An", "binh": "Lê Văn Bình"}


class Wire:
    """What lies between the page and the server: with `loses_answers` the server hears, the page does not."""

    def __init__(self) -> None:
        self.loses_answers = False
        self.sent: list[str] = []
        self._ends: list[WebSocketRoute] = []

    async def lay(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        self._ends.append(route)
        self.loses_answers = False  # a new connection is a good one

        def to_server(frame: str | bytes) -> None:
            self.sent.append(str(frame))
            server.send(frame)

        route.on_message(to_server)
        server.on_message(lambda frame: None if self.loses_answers else route.send(frame))

    async def cut(self) -> None:
        await self._ends[-1].close(code=1011)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest_asyncio.fixture(loop_scope="module")
async def console(building: Building, wire: Wire, browser: Browser) -> AsyncIterator[Console]:
    """A console at desk 1. Chromium itself complains of connections that fail; only errors of the page count."""
    context = await window(browser, OFFICE_SCREEN)
    await context.route_web_socket(re.compile("/ws$"), wire.lay)
    tab = await open_tab(context, f"{building.house.url}/desk")
    await tab.sit_down("an", "1")
    yield tab
    assert [each for each in tab.problems if "ERR_" not in each and "WebSocket" not in each] == []
    await context.close()


async def calls_of(building: Building) -> list[str]:
    live = building.house.live
    events = [live._codec.decode(record.kind, record.body) async for record in live._journal.read()]
    return [each.ticket for each in events if isinstance(each, ev.TicketCalled)]


async def test_a_server_that_goes_away_shows_at_once_and_its_return_heals(building: Building, console: Console) -> None:
    page = console.page
    ticket = await building.take("chung-thuc")
    await page.click("#next")
    await console.shows(ticket.number)
    await building.stop()
    await expect(page.locator(".connection.bad")).to_contain_text("Mất kết nối từ 08:00")
    await expect(page.locator("main")).to_have_class("work stale")
    await console.shows(ticket.number)
    for button in ("#next", "#start", "#recall", "#park"):
        await expect(page.locator(button)).to_be_disabled()
    await page.keyboard.press("b")
    assert await page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    await building.start()
    await expect(page.locator(".connection.good")).to_be_visible()
    await console.shows(ticket.number)
    await expect(page.locator("#start")).to_be_enabled()
    await expect(page.locator(".connection.bad, .banner.warn:not(.heard *)")).to_have_count(0)
    state = await building.house.live.read(lambda centre: centre.tickets[ticket.id].state.value)
    assert state == "called", "the key pressed while the line was down did nothing"


async def test_a_press_whose_answer_is_lost_is_carried_out_once(
    building: Building, console: Console, wire: Wire
) -> None:
    tickets = [await building.take("chung-thuc") for _ in range(3)]
    await expect(console.page.locator("#idle .count b")).to_have_text("3")
    wire.loses_answers = True
    await console.page.click("#next")
    await expect(console.page.locator("main")).to_have_attribute("aria-busy", "true")
    await wire.cut()
    await console.shows(tickets[0].number)
    await expect(console.page.locator("main")).to_have_attribute("aria-busy", "false")
    await expect(console.page.locator(".problem")).to_be_empty()
    asked = [frame for frame in wire.sent if '"call_next"' in frame]
    assert len(asked) == 2, "sent on each connection"
    assert len(set(asked)) == 1, "and the same"
    assert await calls_of(building) == [tickets[0].id]


async def test_a_press_just_before_the_server_restarts_is_carried_out_once(
    building: Building, console: Console, wire: Wire
) -> None:
    tickets = [await building.take("chung-thuc") for _ in range(3)]
    await expect(console.page.locator("#idle .count b")).to_have_text("3")
    wire.loses_answers = True
    await console.page.click("#next")
    await building.stop()
    await expect(console.page.locator(".connection.bad")).to_be_visible()
    await building.start()
    await console.shows(tickets[0].number)
    await expect(console.page.locator("#start")).to_be_enabled()
    assert await calls_of(building) == [tickets[0].id]


async def test_a_session_that_has_ended_leads_to_signing_in(building: Building, console: Console, wire: Wire) -> None:
    page = console.page
    await page.context.clear_cookies()
    await wire.cut()
    await expect(page.locator("[name=pin]")).to_be_visible()
    await console.sign_in("an")
    await console.is_free()
    await expect(page.locator(".connection.good")).to_be_visible()


class BadWire(Wire):
    """Loses every fifteenth frame, and the connection with it; brings every fourth request twice."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._lots = random.Random(seed)

    async def lay(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        async def over(frame: str | bytes, send: Callable[[str | bytes], None], *, twice: bool) -> None:
            if self._lots.random() < 1 / 15:
                await route.close(code=1011)
                return
            for _ in range(1 + (twice and '"hello"' not in str(frame) and self._lots.random() < 1 / 4)):
                send(frame)

        route.on_message(lambda frame: over(frame, server.send, twice=True))
        server.on_message(lambda frame: over(frame, route.send, twice=False))


def _unserved(centre: Centre) -> bool:
    return any(each.state is not TicketState.FINISHED for each in centre.tickets.values())


#: Presses whatever may be pressed, again and again, as somebody does whose page does not answer.
HAMMER = """setInterval(() => document.querySelectorAll("#start:enabled, #next:enabled")
    .forEach((button) => { for (let i = 0; i < 3; i++) button.click(); }), 20)"""


async def test_two_officers_hammer_next_over_bad_lines_and_share_no_ticket(
    building: Building, browser: Browser
) -> None:
    tickets = {(await building.take("chung-thuc")).id for _ in range(6)}
    contexts = []
    for seed, (name, desk) in enumerate((("an", "1"), ("binh", "2"))):
        context = await window(browser, OFFICE_SCREEN)
        tab = await open_tab(context, f"{building.house.url}/desk")
        await tab.sit_down(name, desk)
        await context.route_web_socket(re.compile("/ws$"), BadWire(seed).lay)
        await tab.page.reload()
        await tab.page.evaluate(HAMMER)
        contexts.append(context)
    async with asyncio.timeout(60):
        while await building.house.live.read(lambda centre: _unserved(centre)):
            await contexts[0].pages[0].wait_for_timeout(100)
    called = await calls_of(building)
    assert sorted(called) == sorted(tickets), "each once, at one desk"
    for context in contexts:
        await context.close()
