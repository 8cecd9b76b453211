"""A hub on a port of its own, and centres whose journals it may get."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chaos.killable import free_port
from queue_server.core import commands as cmd
from queue_server.core.events import KINDS
from queue_server.core.plan import CentrePlan, Instant
from queue_server.hub.published import Published
from queue_server.hub.server import Hub
from queue_server.hub.serving import serving_hub
from queue_server.hub.tokens import Tokens
from queue_server.journal.archive import Archive
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import LiveCentre
from queue_server.uplink import JournalUplink


@dataclass
class Running:
    """A hub that may be ended and started again on the same folder and port."""

    folder: Path
    now: Instant
    port: int = field(default_factory=free_port)
    hub: Hub = field(init=False)
    archive: Archive = field(init=False)
    _stack: AsyncExitStack = field(init=False)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/uplink"

    async def start(self) -> None:
        self._stack = AsyncExitStack()
        self.archive = await Archive.open(self.folder / "archive.sqlite")
        self._stack.push_async_callback(self.archive.close)
        self.hub = Hub(self.archive, Tokens(self.folder / "centres.json"), self.published, clock=lambda: self.now)
        await self._stack.enter_async_context(serving_hub(self.hub, host="127.0.0.1", port=self.port))

    async def stop(self) -> None:
        await self._stack.aclose()

    @property
    def published(self) -> Published:
        return Published(self.folder / "published")

    def token(self, centre: str) -> str:
        return Tokens(self.folder / "centres.json").add(centre)


@pytest.fixture
async def running(tmp_path: Path, instant: Callable[[str], Instant]) -> AsyncIterator[Running]:
    hub = Running(tmp_path / "hub", instant("2026-11-23 09:00"))
    await hub.start()
    yield hub
    await hub.stop()


@dataclass
class Edge:
    """A centre's server, as far as its journal goes."""

    live: LiveCentre
    journal: SqlJournal
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def send_to(self, url: str, token: str) -> JournalUplink:
        """Begin an uplink that never waits long."""
        uplink = JournalUplink(self.journal, url, token=token, pause=lambda _: 0.01)
        self.live.publish.append(uplink.published)
        self.tasks.append(asyncio.create_task(uplink.run()))
        return uplink

    async def take(self, count: int) -> None:
        first = self.live.centre.seq
        await asyncio.gather(
            *(self.live.do(cmd.TakeTicket(ticket=f"t{first + n}", service="ho-tich")) for n in range(count))
        )


@pytest.fixture
async def make_edge(
    tmp_path: Path, make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> AsyncIterator[Callable[[], object]]:
    """Make a centre that works, from the first event on."""
    async with AsyncExitStack() as stack:

        async def make() -> Edge:
            journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="thu-nghiem")
            live = LiveCentre(journal, EventCodec(KINDS), clock=lambda: instant("2026-11-23 08:00"))
            edge = Edge(live, journal, [asyncio.create_task(live.run())])

            async def end() -> None:
                for task in edge.tasks:
                    task.cancel()
                await asyncio.gather(*edge.tasks, return_exceptions=True)
                await journal.close()

            stack.push_async_callback(end)
            await live.do(cmd.AdoptPlan(plan=make_plan()))
            await live.do(cmd.OpenDay())
            return edge

        yield make


@pytest.fixture
async def edge(make_edge: Callable[[], object]) -> Edge:
    return await make_edge()  # type: ignore[misc,no-any-return]
