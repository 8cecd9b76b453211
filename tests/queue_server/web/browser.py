"""A centre's server that can be stopped and started again, and pages of it in a real headless Chromium."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from chaos.killable import free_port
from queue_server.client.link import Link, fresh_request
from queue_server.clock import Clock
from queue_server.core.events import KINDS
from queue_server.core.plan import ORDINARY, CentrePlan
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import event_of
from queue_server.protocol import messages as msg
from queue_server.serving import Address, serving
from queue_server.web.access import Access
from queue_server.web.speech import Speak
from tests.queue_server.web.house import PIN, Book, House, Registry

# A machine under load is no reason to fail; and a page hears of a clock that was moved with the next beat only.
expect.set_options(timeout=30_000)

#: How fast a building's time goes by itself: what is offered for ten seconds stays until a test moves the clock,
#: however slow the machine is.
HARDLY = 1 / 50

OFFICE_SCREEN = (1366, 768)
TABLET = (820, 1180)
_OTHER = {"vi": "en", "en": "vi"}
_STAND_STILL = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after { transition: none !important }");
  document.adoptedStyleSheets = [still];
  document.getAnimations().forEach((each) => each.finish());
}"""
_AXE = Path(__file__).parents[2] / "vendor" / "axe-core" / "axe.min.js"


@dataclass(frozen=True, kw_only=True)
class Hands(Clock):
    """A clock that hardly goes on by itself and can be moved forward."""

    moved: list[int] = field(default_factory=lambda: [0])

    def forward(self, minutes: float) -> None:
        self.moved[0] += int(minutes * 60_000)

    def __call__(self) -> int:
        return Clock.__call__(self) + self.moved[0]


class Building:
    """One centre in a folder. `house` is its running server; its port stays the same through a restart."""

    house: House

    def __init__(
        self,
        folder: Path,
        *,
        plan: CentrePlan,
        at: int,
        officers: dict[str, str],
        speak: Speak | None = None,
        speed: float = HARDLY,
    ) -> None:
        self._speak = speak
        self.clock = Hands(starts_at=at, real_start=time.time_ns() // 1_000_000, speed=speed)
        self._folder, self._plan = folder, plan
        self._access = Access(folder / "access.json", clock=time.time)
        for name, display in officers.items():
            self._access.add_officer(name, pin=PIN, display=display)
        self._stack = AsyncExitStack()
        self._book = Book()
        self._port = free_port()
        self._tasks: list[asyncio.Task[None]] = []
        self._links: dict[str, Link] = {}

    async def start(self) -> None:
        journal = await SqlJournal.open(self._folder / "journal.sqlite", centre=self._plan.id)
        self._stack.push_async_callback(journal.close)
        address = Address(port=self._port)
        running = await self._stack.enter_async_context(
            serving(
                self._plan,
                journal,
                EventCodec(KINDS),
                self._access,
                address=address,
                clock=self.clock,
                speak=self._speak,
                appointments=self._book,
            )
        )
        self.house = House(
            port=running.port,
            live=running.live,
            access=self._access,
            tasks=self._tasks,
            registry=Registry(),
            book=self._book,
        )

    async def stop(self) -> None:
        await self._stack.aclose()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.stop()

    async def link(self, device: str, role: msg.Role) -> Link:
        """The one link of this kiosk or board."""
        if device not in self._links:
            self._links[device] = await self.house.device(device, role)
        return self._links[device]

    async def take(
        self,
        service: str,
        *,
        procedure: str | None = None,
        priority: str = ORDINARY,
        slip: str = "",
        language: str = "vi",
        purpose: str = "",
    ) -> msg.Ticket:
        """A citizen takes a ticket at the kiosk."""
        kiosk = await self.link("k1", msg.Role.KIOSK)
        request = msg.TakeTicket(
            request=fresh_request(),
            service=service,
            procedure=procedure,
            priority=priority,
            language=language,
            purpose=purpose,
        )
        answer = await kiosk.ask(request)
        assert isinstance(answer, msg.Taken)
        if slip:
            await kiosk.ask(msg.ReportSlip(request=fresh_request(), ticket=answer.ticket.id, state=slip))
        return answer.ticket


@dataclass
class Console:
    """The desk console in one tab. `problems` collects what the page complains about."""

    page: Page
    problems: list[str] = field(default_factory=list)

    async def sign_in(self, name: str, pin: str = PIN) -> None:
        await self.page.fill("[name=name]", name)
        await self.page.fill("[name=pin]", pin)
        await self.page.press("[name=pin]", "Enter")

    async def sit_down(self, name: str, desk: str) -> None:
        """Sign in and open a desk."""
        await self.sign_in(name)
        await self.page.click(f"#desk-{desk}")
        await expect(self.page.locator("#next")).to_be_visible()

    async def shows(self, number: str) -> None:
        """The ticket at hand is this one."""
        await expect(self.page.locator("#number")).to_have_text(number)

    async def is_free(self) -> None:
        """Nobody is at the desk, and the next key is heard."""
        await expect(self.page.locator("#idle")).to_be_visible()
        await expect(self.page.locator("main")).to_have_attribute("aria-busy", "false")


@asynccontextmanager
async def chromium(*flags: str) -> AsyncIterator[Browser]:
    """The system's Chromium, without a window."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", *flags])
        yield browser
        await browser.close()


async def window(browser: Browser, size: tuple[int, int], **more: Any) -> BrowserContext:
    """A context of its own, so many pixels wide and high, in whose pages `is_accessible` can look."""
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
    await context.add_init_script(path=_AXE)
    return context


async def open_tab(context: BrowserContext, address: str) -> Console:
    """A page of the server. The browser's own remark that a PIN was wrong (401) is no complaint."""
    console = Console(await context.new_page())
    console.page.set_default_timeout(30_000)
    console.page.on("pageerror", lambda error: console.problems.append(str(error)))
    console.page.on(
        "console",
        lambda line: (
            console.problems.append(line.text) if line.type in ("error", "warning") and "401" not in line.text else None
        ),
    )
    await console.page.goto(address)
    return console


async def by_hand(page: Page) -> None:
    """Until no scanner would press the next key any more (scanner.js: 50 ms)."""
    pressed = await page.evaluate("performance.now()")
    await page.wait_for_function("pressed => performance.now() - pressed > 60", arg=pressed)


async def is_accessible(page: Page) -> None:
    """axe-core finds nothing serious once everything has stopped moving, and nothing begins to while it looks.

    It copies the styles of a shadow into its own page, which our security policy forbids: not where there is one.
    """
    await page.evaluate(_STAND_STILL)
    found = await page.evaluate("axe.run(document, { preload: !document.querySelector('.scaled') })")
    serious = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    told = [(each["id"], [node["html"] for node in each["nodes"]]) for each in serious]
    assert told == [], told


async def is_right_everywhere(page: Page) -> None:
    """In both languages, on an office's screen and on a tablet: nothing sticks out, and axe-core finds nothing serious.

    The page is left as it was found; the language is changed behind an open dialog too.
    """
    width, height = page.viewport_size["width"], page.viewport_size["height"]  # type: ignore[index]
    before = await page.evaluate("document.querySelector('.languages .chosen').lang")
    for size, language in ((TABLET, before), (TABLET, _OTHER[before]), (OFFICE_SCREEN, _OTHER[before])):
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        await page.dispatch_event(f".languages [lang={language}]", "click")
        await expect(page.locator(f".languages [lang={language}].chosen")).to_have_count(1)
        assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), (size, language)
    await is_accessible(page)
    await page.dispatch_event(f".languages [lang={before}]", "click")
    await page.set_viewport_size({"width": width, "height": height})
    assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    await is_accessible(page)


async def acts(building: Building, actor: str) -> list[tuple[str, str]]:
    """What this person made happen, by the journal, with what was said to it."""
    live = building.house.live
    mine = [each async for each in live.records() if each.actor == actor]
    events = [(each.kind, event_of(live.codec, each)) for each in mine]
    said = ("reason", "note", "code", "procedure")
    return [(kind, next(filter(None, (getattr(event, name, "") for name in said)), "")) for kind, event in events]
