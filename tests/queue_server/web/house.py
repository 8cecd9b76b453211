"""A running server on a free port of this machine, and the links that a test makes to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from queue_server.appointments.base import AppointmentBook, Booking, NoBook
from queue_server.client.link import Link, LinkState
from queue_server.client.signing_in import sign_in
from queue_server.dossiers.base import Dossier, DossierRegistry, NoRegistry
from queue_server.live import LiveCentre
from queue_server.protocol.dossiers import DossierCode
from queue_server.protocol.messages import Role
from queue_server.web.access import Access

PIN = "2468"


@dataclass
class Registry:
    """Asks the registry that a test connects."""

    real: DossierRegistry = field(default_factory=NoRegistry)

    async def find(self, code: DossierCode) -> Dossier | None:
        return await self.real.find(code)


@dataclass
class Book:
    """Asks the book of appointments that a test connects."""

    real: AppointmentBook = field(default_factory=NoBook)

    async def find(self, code: str) -> Booking | None:
        return await self.real.find(code)


@dataclass
class House:
    """A running server and the links made to it."""

    port: int
    live: LiveCentre
    access: Access
    registry: Registry = field(default_factory=Registry)
    book: Book = field(default_factory=Book)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def connect_registry(self, real: DossierRegistry) -> None:
        """Until then none is connected."""
        self.registry.real = real

    def connect_book(self, real: AppointmentBook) -> None:
        """Until then none is connected."""
        self.book.real = real

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def device(self, device: str, role: Role, *, desks: tuple[str, ...] = ()) -> Link:
        """A live kiosk or board."""
        token = self.access.add_device(device, role=role, desks=desks)
        return await self._start(Link(self.socket, role=role, device=device, token=token))

    async def officer(self, name: str) -> Link:
        """A live desk link of a signed-in officer."""
        cookie = await sign_in(self.url, name=name, pin=PIN)
        link = Link(self.socket, role=Role.DESK, device=f"pc-{name}", headers={"Cookie": cookie})
        return await self._start(link)

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    async def _start(self, link: Link) -> Link:
        live = asyncio.Event()
        link.on_change(lambda change: live.set() if change.state is LinkState.LIVE else None)
        self.tasks.append(asyncio.create_task(link.run()))
        await asyncio.wait_for(live.wait(), timeout=60)
        return link


async def heard_of(link: Link, true: Callable[[], object]) -> None:
    """Until what the link knows makes this true: an answer, and what others see, may come before the news does."""
    news = asyncio.Event()
    link.on_change(lambda _: news.set())
    async with asyncio.timeout(60):
        while not true():
            news.clear()
            await news.wait()
