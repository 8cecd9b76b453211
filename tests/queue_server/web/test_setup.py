"""From nothing to a centre in use: the wizard in a real browser, step by step, and its rules over HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from queue_server.catalogue.versions import Versions
from queue_server.client.link import Link, fresh_request
from queue_server.clock import Clock
from queue_server.core.plan import Instant
from queue_server.doctor.network import port
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
        self.folder, self._now = folder, now

    async def run(self) -> None:
        await first_start(self.setup, self.access, address=Address(port=0), listening=self.port.set_result)
        plan = configured(Versions(self.folder), name="", now=self._now)
        async with AsyncExitStack() as stack:
            journal, codec = await open_journal(self.folder, plan.id)
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


class Hand:
    """Clicks and types, and counts how often: what somebody does who sets up a centre."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    async def click(self, what: str) -> None:
        self.steps += 1
        await self.page.click(what)

    async def fill(self, what: str, text: str) -> None:
        self.steps += 1
        await self.page.fill(what, text)


async def set_up(hand: Hand, machine: Machine, url: str) -> dict[str, str]:
    """The wizard, a device and an officer; gives the device's key."""
    page = hand.page
    # 1. the code that the server has printed; its address leads to where it is asked for
    await expect(page).to_have_url(f"{url}/setup")
    await hand.fill("[name=code]", machine.setup.code)
    await is_accessible(page)
    await hand.click("button.strong")
    # 2. the centre
    await hand.fill("[name=name]", "Trung tâm phường Đăk Mới")
    await expect(page.locator("[name=id]")).to_have_value("trung-tam-phuong-dak-moi")
    await hand.fill("[name=english]", "Dak Moi Ward Centre")
    await hand.fill("[name=desks]", "2")
    await hand.fill("[name=authority]", "UBND phường Đăk Mới")
    await hand.fill("[name=hotline]", "0260 386 1234")
    await expect(page.locator("[name=offer-dau-tu]"), "no commune decides on investments").to_have_count(0)
    await hand.click("[name=organisation][value=option2]")
    await expect(page.locator("[name=offer-dau-tu]")).to_have_count(1)
    await page.click("button.strong")
    await expect(page.locator(".problem")).not_to_be_empty()
    await hand.click("[name=offer-ho-tich]")
    await hand.click("[name=offer-chung-thuc]")
    await is_accessible(page)
    await hand.click("button.strong")
    # 3. the administrator
    await hand.fill("[name=display]", "Y Hương")
    await hand.fill("[name=user]", "huong")
    await hand.fill("[name=password]", "mot mat khau dai")
    await is_accessible(page)
    await hand.click("button.strong")
    # 4. a device, by the six digits that it shows
    await hand.click("a[href='/admin/devices']")
    device = Office(url)
    _, asked = await device.post("/api/pairing", {"role": "kiosk"})
    await hand.fill("[name=code]", asked["code"])
    await hand.fill("[name=device]", "k1")
    await is_accessible(page)
    await hand.click("form.pair button.strong")
    await expect(page.locator("form.pair .notice")).to_contain_text("k1")
    _, given = await device.post("/api/pairing/collect", {"secret": asked["secret"]})
    # 5. somebody for a desk
    await hand.click(".pages a[href='/admin/officers']")
    await hand.click("#add")
    await hand.fill(".editor [name=name]", "nga")
    await hand.fill(".editor [name=display]", "Rơ Châm Nga")
    await hand.fill(".editor [name=pin]", "741852")
    await hand.click(".editor button.strong")
    await expect(page.locator("tbody th", has_text="nga")).to_be_visible()
    return dict(given)


async def call_the_first(hand: Hand, url: str, key: dict[str, str], *, said: str) -> None:
    """A citizen takes a number at the kiosk, the officer signs in at a desk and calls it."""
    kiosk = Link(url.replace("http", "ws") + "/ws", role=msg.Role.KIOSK, device=key["device"], token=key["token"])
    running = asyncio.create_task(kiosk.run())
    taken = await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="ho-tich"), timeout=20)
    assert isinstance(taken, msg.Taken)
    await hand.page.context.clear_cookies()  # another person, at another desk
    await hand.page.goto(f"{url}/desk")
    await hand.fill("[name=name]", "nga")
    await hand.fill("[name=pin]", "741852")
    hand.steps += 1
    await hand.page.press("[name=pin]", "Enter")
    await hand.click("#desk-1")
    await expect(hand.page.locator("#next")).to_contain_text(said)
    await is_accessible(hand.page)
    await hand.click("#next")
    await expect(hand.page.locator("#number")).to_have_text(taken.ticket.number, timeout=20_000)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


#: What somebody needs for one step who reads the page: thirty steps are then seven minutes and a half.
_SECONDS_A_STEP = 15


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("language", "said"), [("vi", "Gọi số tiếp theo"), ("en", "Call next")])
async def test_a_new_centre_from_nothing_to_its_first_call_by_clicking(
    machine: Machine, instant: Callable[[str], Instant], language: str, said: str
) -> None:
    url = f"http://127.0.0.1:{machine.port.result()}"
    async with chromium() as browser:
        tab = await open_tab(await window(browser, OFFICE_SCREEN), url)
        hand = Hand(tab.page)
        if language == "en":
            await hand.click(".languages button[lang=en]")
        key = await set_up(hand, machine, url)
        await expect(tab.page.locator("html")).to_have_attribute("lang", language)
        plan = configured(Versions(machine.folder), name="", now=instant("2026-11-23 08:00"))
        assert (plan.organisation.id, plan.decides("ho-tich", "ks")) == ("option2", plan.authority)
        assert plan.hotline == "0260 386 1234"
        await call_the_first(hand, url, key, said=said)
        assert hand.steps * _SECONDS_A_STEP < 10 * 60, f"{hand.steps} steps"
        # While the server goes from setting up to serving the browser complains that nobody answers.
        assert [each for each in tab.problems if "Failed to load" not in each] == []


async def test_without_the_code_nothing_is_made(machine: Machine) -> None:
    office = Office(f"http://127.0.0.1:{machine.port.result()}")
    account = {"name": "ai-do", "display": "Ai đó", "password": "mot mat khau dai"}
    for code in ("", "AAAA-AAAA", "sai"):
        assert (await office.post("/api/setup", {"code": code, "example": "kt-tp", "account": account}))[0] == 403
    assert needed(machine.access)
    codes = [(await office.post("/api/setup/check", {"code": "sai", "example": "kt-tp"}))[0] for _ in range(4)]
    assert codes[-1] == 429, "and guessing is stopped"


async def test_a_server_that_waits_to_be_set_up_is_known_as_ours(machine: Machine) -> None:
    found = await asyncio.to_thread(port, "127.0.0.1", machine.port.result())
    assert found.verdict.value == "OK", "the doctor is asked before there is a centre"


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
