"""From nothing to a centre in use: the wizard in a real browser, step by step, and its rules over HTTP."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import expect

from queue_server.catalogue.versions import Versions
from queue_server.client.link import Link, fresh_request
from queue_server.clock import Clock
from queue_server.core.plan import Instant
from queue_server.protocol import messages as msg
from queue_server.serving import Address, configured, first_start, open_journal, serving
from queue_server.web.access import Access
from queue_server.web.setup import Setup, needed
from tests.queue_server.web.browser import OFFICE_SCREEN, chromium, is_accessible, open_tab, window
from tests.queue_server.web.office import Office


class Machine:
    """What `motcua serve` does without a centre: set up on a page, then serve what was set up, on the same port."""

    def __init__(self, folder: Path, *, now: Instant) -> None:
        self.access = Access(folder / "access.json", clock=time.time)
        self.setup = Setup(centre=True)
        self.port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._folder, self._now = folder, now

    async def run(self) -> None:
        await first_start(self.setup, self.access, address=Address(port=0), listening=self.port.set_result)
        plan = configured(Versions(self._folder), name="", now=self._now)
        async with AsyncExitStack() as stack:
            journal, codec = await open_journal(self._folder, plan.id)
            stack.push_async_callback(journal.close)
            address, clock = Address(port=self.port.result()), Clock.starting(self._now, speed=1)
            server = await stack.enter_async_context(
                serving(plan, journal, codec, self.access, address=address, clock=clock)
            )
            await server.ended


@pytest.fixture
async def machine(tmp_path: Path, instant: object) -> object:
    assert callable(instant)
    here = Machine(tmp_path, now=instant("2026-11-23 08:00"))
    running = asyncio.create_task(here.run())
    await here.port
    yield here
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.needs("chromium")
async def test_a_new_centre_from_nothing_is_set_up_by_clicking_and_then_used(machine: Machine) -> None:
    url = f"http://127.0.0.1:{machine.port.result()}"
    async with chromium() as browser:
        tab = await open_tab(await window(browser, OFFICE_SCREEN), f"{url}/setup")
        page = tab.page
        # 1. the code that the server has printed
        await page.fill("[name=code]", machine.setup.code)
        await is_accessible(page)
        await page.click("button.strong")
        # 2. the centre
        await page.fill("[name=name]", "Trung tâm phường Đăk Mới")
        await expect(page.locator("[name=id]")).to_have_value("trung-tam-phuong-dak-moi")
        await page.fill("[name=english]", "Dak Moi Ward Centre")
        await page.fill("[name=desks]", "2")
        await page.check("[name=offer-ho-tich]")
        await page.check("[name=offer-chung-thuc]")
        await is_accessible(page)
        await page.click("button.strong")
        # 3. the administrator
        await page.fill("[name=display]", "Y Hương")
        await page.fill("[name=user]", "huong")
        await page.fill("[name=password]", "mot mat khau dai")
        await is_accessible(page)
        await page.click("button.strong")
        # 4. a device, by the six digits that it shows
        await page.click("a[href='/admin/devices']")
        device = Office(url)
        _, asked = await device.post("/api/pairing", {"role": "kiosk"})
        await page.fill("[name=code]", asked["code"])
        await page.fill("[name=device]", "k1")
        await page.click("form.pair button.strong")
        await expect(page.locator(".notice")).to_contain_text("k1")
        _, given = await device.post("/api/pairing/collect", {"secret": asked["secret"]})
        # 5. somebody for a desk
        await page.click(".pages a[href='/admin/officers']")
        await page.click("#add")
        await page.fill(".editor [name=name]", "nga")
        await page.fill(".editor [name=display]", "Rơ Châm Nga")
        await page.fill(".editor [name=pin]", "741852")
        await page.click(".editor button.strong")
        await expect(page.locator("tbody th", has_text="nga")).to_be_visible()
        # While the server goes from setting up to serving the browser complains that nobody answers.
        assert [each for each in tab.problems if "Failed to load" not in each] == []
    # … and the centre is used.
    socket = f"ws://127.0.0.1:{machine.port.result()}/ws"
    cookie = await machine.access.sign_in("nga", "741852")
    kiosk = Link(socket, role=msg.Role.KIOSK, device=given["device"], token=given["token"])
    desk = Link(socket, role=msg.Role.DESK, device="pc", headers={"Cookie": f"motcua_session={cookie}"})
    running = [asyncio.create_task(each.run()) for each in (kiosk, desk)]
    taken = await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="ho-tich"))
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    called = await desk.ask(msg.CallNext(request=fresh_request(), desk="1"))
    assert isinstance(taken, msg.Taken)
    assert isinstance(called, msg.Called)
    assert called.ticket.id == taken.ticket.id
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def test_without_the_code_nothing_is_made(machine: Machine) -> None:
    office = Office(f"http://127.0.0.1:{machine.port.result()}")
    account = {"name": "ai-do", "display": "Ai đó", "password": "mot mat khau dai"}
    for code in ("", "AAAA-AAAA", "sai"):
        assert (await office.post("/api/setup", {"code": code, "example": "kt-tp", "account": account}))[0] == 403
    assert needed(machine.access)
    codes = [(await office.post("/api/setup/check", {"code": "sai", "example": "kt-tp"}))[0] for _ in range(4)]
    assert codes[-1] == 429, "and guessing is stopped"


async def test_a_file_with_mistakes_is_told_line_by_line_and_makes_nothing(machine: Machine, tmp_path: Path) -> None:
    office = Office(f"http://127.0.0.1:{machine.port.result()}")
    text = "kind: centre\nid: a\nname: Một\nlevel: comune\n"
    sent = {"code": machine.setup.code, "text": text, "file": "cua-toi.yaml"}
    _, judged = await office.post("/api/setup/check", sent)
    assert not judged["usable"]
    (level,) = [each for each in judged["problems"] if each["key"] == "level"]
    assert (level["file"], level["line"], level["nearest"]) == ("cua-toi.yaml", 4, "commune")
    account = {"name": "huong", "display": "Hương", "password": "mot mat khau dai"}
    assert (await office.post("/api/setup", sent | {"account": account}))[0] == 422
    assert Versions(tmp_path).latest() is None
    short = sent | {"text": "", "example": "kt-tp", "account": account | {"password": "123456"}}
    assert (await office.post("/api/setup", short))[1]["detail"] == "pin_too_easy"
    assert (await office.post("/api/setup", short | {"account": account}))[0] == 200
    assert machine.setup.done.is_set()
