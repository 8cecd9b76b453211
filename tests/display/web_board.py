"""Web boards in a real browser, for tests: import `browsers` and `shown` where they are used."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Playwright, async_playwright

from queue_server.protocol import messages as msg
from tests.display.hall import Hall
from tests.display.web_hall import NO_BEAT, WebHall, serving

SOUND = "--autoplay-policy=no-user-gesture-required"
#: Milliseconds in which something is seen on a busy machine.
PATIENCE = 60_000


class Browsers:
    """One browser for each set of flags, started when it is first wanted."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._started: dict[tuple[str, ...], Browser] = {}

    async def page(self, *flags: str, size: tuple[int, int]) -> Page:
        if flags not in self._started:
            self._started[flags] = await self._playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", *flags], timeout=PATIENCE
            )
        context = await self._started[flags].new_context(viewport={"width": size[0], "height": size[1]})
        context.set_default_timeout(PATIENCE)
        return await context.new_page()

    async def close(self) -> None:
        for browser in self._started.values():
            await browser.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browsers() -> AsyncIterator[Browsers]:
    async with async_playwright() as playwright:
        made = Browsers(playwright)
        yield made
        await made.close()


@dataclass
class Shown:
    """A page and what its browser complained of."""

    page: Page
    web: WebHall
    complaints: list[str] = field(default_factory=list)

    async def sounds(self) -> None:
        """Until the browser has begun to play: a moment after the page is there."""
        await self.web.until(lambda: [each.health for each in _healths(self.web)][-1:] == ["ready"])

    async def typeset(self) -> None:
        """Until its own type is there, and everything has been fitted in it."""
        await self.page.evaluate("document.fonts.ready.then(() => dispatchEvent(new Event('resize')))")

    async def numbers(self) -> list[str]:
        return [text or "" for text in await self.page.locator(".calls .number").all_text_contents()]


def _healths(web: WebHall) -> list[msg.ReportHealth]:
    return [each for each in web.asked if isinstance(each, msg.ReportHealth)]


Show = Callable[..., AbstractAsyncContextManager[Shown]]


@pytest.fixture
def shown(browsers: Browsers) -> Show:
    """A browser with the board of a hall: `async with shown(hall) as board`."""

    @asynccontextmanager
    async def show(
        hall: Hall,
        *flags: str,
        size: tuple[int, int] = (1920, 1080),
        beat: float = NO_BEAT,
        speech: bytes = b"",
        media: dict[str, bytes] | None = None,
        script: str = "",
        ready: str = "footer .hint",
    ) -> AsyncIterator[Shown]:
        if not hall.view.epoch:
            hall.open()
        async with serving(hall) as web:
            web.beat, web.speech, web.media = beat, speech or None, media or {}
            page = await browsers.page(*flags, size=size)
            board = Shown(page, web)
            page.on("console", lambda each: each.type == "error" and board.complaints.append(each.text))
            page.on("pageerror", lambda error: board.complaints.append(str(error)))
            if script:
                await page.add_init_script(script)
            await page.goto(web.url)
            # The footer is there when the first snapshot is: what happens from then on is new.
            await page.wait_for_selector(ready)
            try:
                if SOUND in flags:
                    await board.sounds()
                yield board
            finally:
                await page.context.close()

    return show


def wav(seconds: float) -> bytes:
    """Silence, as a WAV file."""
    samples = bytes(2 * round(8000 * seconds))
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16,
                       b"data", len(samples))  # fmt: skip
    return head + samples
