"""A real server with one officer per desk and tokens for devices; and one whose pages a real browser opens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext

from queue_server.clock import Clock
from queue_server.core.events import KINDS
from queue_server.core.plan import CentrePlan, Instant
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.serving import Address, serving
from queue_server.web import sockets
from queue_server.web.access import Access
from tests.queue_server.web.browser import HARDLY, OFFICE_SCREEN, Building, chromium, window
from tests.queue_server.web.house import PIN, Book, House, Registry


@pytest.fixture(autouse=True)
def nobody_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients miss the server's heartbeats after minutes only: server, pages and test may share a busy machine."""
    monkeypatch.setattr(sockets, "BEAT_SECONDS", 60.0)


@pytest.fixture
async def house(
    tmp_path: Path, make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> AsyncIterator[House]:
    access = Access(tmp_path / "access.json", clock=time.time)
    for name in ("an", "binh", "chi"):
        access.add_officer(name, pin=PIN, display=name.title(), employer="post")
    clock = Clock.starting(instant("2026-11-23 08:00"), speed=1)
    async with AsyncExitStack() as stack:
        journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="thu-nghiem")
        stack.push_async_callback(journal.close)
        registry, book = Registry(), Book()
        server = await stack.enter_async_context(
            serving(
                make_plan(),
                journal,
                EventCodec(KINDS),
                access,
                address=Address(port=0),
                clock=clock,
                dossiers=registry,
                appointments=book,
            )
        )
        here = House(port=server.port, live=server.live, access=access, registry=registry, book=book)
        yield here
        for task in here.tasks:
            task.cancel()
        await asyncio.gather(*here.tasks, return_exceptions=True)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests of a module; each has a context of its own."""
    async with chromium() as browser:
        yield browser


@pytest.fixture
def officers() -> dict[str, str]:
    """Who may sign in to the building, with the names shown. A module may say otherwise."""
    return {"an": "Nguyễn Thị An"}


@pytest.fixture
def plan(make_plan: Callable[..., CentrePlan]) -> CentrePlan:
    """The building's centre. A module may say otherwise."""
    return make_plan()


@pytest.fixture
def speed() -> float:
    """How fast time goes by in the building. A module may say otherwise."""
    return HARDLY


@pytest_asyncio.fixture(loop_scope="module")
async def building(
    tmp_path: Path, plan: CentrePlan, officers: dict[str, str], instant: Callable[[str], int], speed: float
) -> AsyncIterator[Building]:
    """A centre on a Monday morning, whose pages a browser opens."""
    here = Building(tmp_path, plan=plan, at=instant("2026-11-23 08:00"), officers=officers, speed=speed)
    await here.start()
    yield here
    await here.close()


@pytest_asyncio.fixture(loop_scope="module")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """An office screen."""
    context = await window(browser, OFFICE_SCREEN)
    yield context
    await context.close()
