"""A month of a web board in one go: memory, page and listeners while thousands of calls are shown and spoken.

    python -m bench.board [CALLS]

The page is the real one in a headless Chromium, told over its websocket; its speech is a file of a hundredth of a
second, so that hours of sound do not have to be waited for. Nothing is reloaded.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from dataclasses import dataclass

from playwright.async_api import Page, async_playwright

from queue_server.protocol import messages as msg
from tests.display.hall import Hall, centre
from tests.display.web_board import wav
from tests.display.web_hall import WebHall, serving

#: 250 calls on each of 22 working days.
MONTH = 5_500
_WARM = 500
_DESKS = ("1", "2", "3", "4", "5", "7", "8", "12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What a page weighs after its rubbish was collected: bytes of JavaScript, nodes and listeners."""

    heap: int
    nodes: int
    listeners: int


def hall() -> Hall:
    """A hall whose board shows everything that can be shown, and rings no chime."""
    info = msg.BoardInfo(
        id="b1",
        panels=("clock", "calls", "recent", "media", "ticker"),
        speech=msg.SpeechInfo(chime="none"),
        media=(msg.SlideInfo(words={"vi": "một"}, seconds=3), msg.SlideInfo(words={"vi": "hai"}, seconds=3)),
        ticker={"vi": "Mang theo căn cước công dân"},
    )
    return Hall(centre=centre(boards=(info,)))


async def weighed(page: Page) -> Size:
    """The size of the page now."""
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    for _ in range(2):
        await session.send("HeapProfiler.collectGarbage")
    found = {each["name"]: each["value"] for each in (await session.send("Performance.getMetrics"))["metrics"]}
    await session.detach()
    return Size(heap=int(found["JSHeapUsedSize"]), nodes=int(found["Nodes"]), listeners=int(found["JSEventListeners"]))


def grown(before: Size, after: Size) -> Size:
    """What has been added."""
    return Size(
        heap=after.heap - before.heap,
        nodes=after.nodes - before.nodes,
        listeners=after.listeners - before.listeners,
    )


async def lived(page: Page, web: WebHall, *, calls: int, warm: int) -> tuple[Size, Size]:
    """Call so many, a few at a time as fast as they are spoken; the size after the first `warm`, and at the end."""
    before = None
    place = web.hall
    for number in range(calls):
        desk = _DESKS[number % len(_DESKS)]
        place.now += 60_000
        place.call(f"{'LHAKR'[number % 5]}{number % 999 + 1:03}", desk)
        web.bring()
        if number % 4 == 3:
            place.free(desk)
            last = place.version - 1
            await web.until(lambda last=last: _told_of(web, last), seconds=60)
            web.asked.clear()
        if number == warm:
            before = await weighed(page)
    assert before is not None, "more calls than the warming up"
    return before, await weighed(page)


def _told_of(web: WebHall, call: int) -> bool:
    """Whether the page reported what it did with a call: calls in a row are reported in order."""
    return any(each.spoken or each.failed for each in web.reports(call))


async def main(calls: int) -> None:
    """Print one table."""
    async with async_playwright() as playwright, serving(hall()) as web:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        web.hall.open()
        web.speech = wav(0.01)
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        await page.goto(web.url)
        await page.wait_for_selector("footer .hint")
        began = time.monotonic()
        before, after = await lived(page, web, calls=calls, warm=min(_WARM, calls // 2))
        await browser.close()
    print(f"{calls} calls shown and spoken in {time.monotonic() - began:.0f} s")
    print(f"{'':>12} {'heap MiB':>9} {'nodes':>7} {'listeners':>10}")
    for name, size in (("after " + str(min(_WARM, calls // 2)), before), ("at the end", after)):
        print(f"{name:>12} {size.heap / 2**20:>9.2f} {size.nodes:>7} {size.listeners:>10}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else MONTH))
