"""One centre in virtual time: the real server over a disk that fails, and lines that are cut, to the real clients.

Everything between a client's `ask` and the journal is the product's own code, except the websocket (line.py) and the
database (storage.py). Not responsible for what people do; see people.py.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch
from zoneinfo import ZoneInfo

from chaos.history import Asked, Written
from chaos.line import Line, Weather
from chaos.recorded_link import RecordedLink
from chaos.storage import Disk, DiskJournal
from queue_server.appointments.base import Booking
from queue_server.client import link as link_module
from queue_server.client.view import View
from queue_server.core.commands import AdoptPlan, OpenDay
from queue_server.core.events import KINDS
from queue_server.core.plan import CentrePlan, Instant
from queue_server.dossiers.base import NoRegistry
from queue_server.journal.codec import EventCodec
from queue_server.live import LiveCentre, Unavailable, event_of
from queue_server.protocol import messages as msg
from queue_server.switchboard import Switchboard
from queue_server.web import sockets as sockets_module
from queue_server.web.access import Access, Officer
from queue_server.web.errands import Errands
from queue_server.web.gate import COOKIE
from queue_server.web.sockets import Sockets
from queue_server.wire import Asker, everything, for_role

#: Things that change with time alone, or tell of devices: no two moments agree on them.
_OF_THE_MOMENT = msg.Day | msg.DayKey | msg.Line | msg.Device | msg.Hall
_OPENING_SECONDS = 10.0
#: How many of those who come are expected, and how many of these use a code a second time.
_EXPECTED, _AGAIN = 0.25, 0.2


class _Everybody:
    """Knows everybody by the name they give: who may do what is not what is tried here."""

    def device(self, _: str, **__: object) -> bool:
        return True

    def officer(self, cookie: str) -> Officer:
        return Officer(name=cookie, display=cookie, pin="")

    def edition(self) -> tuple[int, int]:
        return 0, 0


class Book:
    """Who is expected: made up as they come."""

    def __init__(self, *, lot: random.Random) -> None:
        self._lot = lot
        self._known: dict[str, Booking] = {}

    def expect(self, service: str, now: datetime) -> str:
        """One in four has a code: mostly for some time about now, now and then one that was used already."""
        if self._lot.random() > _EXPECTED:
            return ""
        used = [code for code, booking in self._known.items() if booking.service == service]
        if used and self._lot.random() < _AGAIN:
            return self._lot.choice(used)
        code = f"LH-{len(self._known):06}"
        at = now + timedelta(minutes=self._lot.randint(-20, 40))
        self._known[code] = Booking(code=code, service=service, day=at.date(), minute=at.hour * 60 + at.minute)
        return code

    async def find(self, code: str) -> Booking | None:
        """See `AppointmentBook`."""
        return self._known.get(code)


class House:
    """The server, its disk, its clock and all lines. `faults` is what nobody expected."""

    def __init__(self, plan: CentrePlan, *, seed: int, begins: Instant, weather: Weather) -> None:
        self.seed = seed
        self.plan = plan
        self.book = Book(lot=random.Random(f"{seed} booked"))
        self.disk = Disk(plan.id, lot=random.Random(f"{seed} disk"))
        self.history: list[Asked] = []
        self.links: dict[str, RecordedLink] = {}
        self._roles: dict[str, msg.Role] = {}
        self.did: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self.faults: list[str] = []
        self.step: Instant = 0
        self.pace = 1.0
        #: People do nothing new.
        self.quiet = False
        self.live: LiveCentre | None = None
        self._begins = begins
        self._weather = weather
        self._lines: list[Line] = []
        self._apart: set[str] = set()
        self._sockets: Sockets | None = None
        self._tasks: dict[asyncio.Task[Any], None] = {}
        self._codec = EventCodec(KINDS)

    # ------------------------------------------------------------------------------------------------ the server

    @property
    def up(self) -> bool:
        return self._sockets is not None

    def clock(self) -> Instant:
        """What the server's clock shows."""
        return self._begins + self.step + int(asyncio.get_running_loop().time() * 1000)

    async def start(self) -> None:
        """Start the server: what it knows is what is on the disk. Tries again while the disk refuses."""
        await self._disk_works()
        steady = asyncio.get_running_loop().time
        live = LiveCentre(DiskJournal(self.disk), self._codec, clock=self.clock)
        await live.load()
        self._keep(live.run())
        for command in (AdoptPlan(plan=self.plan), OpenDay()):
            while True:
                try:
                    await live.do(command)
                    break
                except Unavailable:
                    await asyncio.sleep(self._weather.slowest)
        switchboard = Switchboard(live, steady=steady)
        live.publish.append(switchboard.publish)
        everybody = cast("Access", _Everybody())
        errands = Errands(live, switchboard, everybody)
        sockets = Sockets(
            live,
            switchboard,
            everybody,
            site="",
            dossiers=NoRegistry(),
            appointments=self.book,
            errands=errands,
        )
        self._keep(switchboard.run())
        self._keep(sockets.watch())
        self.live, self._sockets = live, sockets

    async def _disk_works(self) -> None:
        while self.disk.broken:  # noqa: ASYNC110  # a disk tells nobody that it is back
            await asyncio.sleep(self._weather.slowest)

    async def kill(self) -> None:
        """As `kill -9` does: whatever it was at is not done."""
        tasks, self._tasks = self._tasks, {}
        self._sockets = self.live = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for line in self._lines:
            line.cut()
        self._lines.clear()

    def _keep(self, part: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(part)
        self._tasks[task] = None
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.faults.append(f"a part of the server failed: {error!r}")

    # ------------------------------------------------------------------------------------------------- the lines

    @contextmanager
    def wired(self) -> Iterator[None]:
        """While this lasts links connect to this house, and the server counts this loop's seconds."""
        seconds = SimpleNamespace(monotonic=asyncio.get_running_loop().time)
        with patch.object(link_module, "Straight", self._connect), patch.object(sockets_module, "time", seconds):
            yield

    def request(self, device: str) -> str:
        """An id that nobody used before, whoever was killed meanwhile."""
        self._asked[device] += 1
        return f"{device}-{self._asked[device]}"

    def appointment(self, service: str) -> str:
        """The code of somebody who is expected there about now, or "" for who just comes."""
        zone = ZoneInfo(self.plan.hours.timezone)
        return self.book.expect(service, datetime.fromtimestamp(self.clock() / 1000, zone))

    def link(self, asker: Asker, role: msg.Role) -> RecordedLink:
        """A link of a device, made anew whenever the device is started."""
        lot = random.Random(f"{self.seed} {self.request(asker.device)}")
        made = RecordedLink(
            f"ws://{asker.device}",
            asker=asker,
            history=self.history,
            role=role,
            headers={"Cookie": f"{COOKIE}={asker.officer}"},
            jitter=lambda longest: lot.uniform(0, longest),
            steady=asyncio.get_running_loop().time,
            wall=self.clock,
        )
        self.links[asker.device], self._roles[asker.device] = made, role
        return made

    async def _connect(self, url: str, *, additional_headers: dict[str, str], **_: object) -> object:
        device = url.removeprefix("ws://")
        await asyncio.sleep(self._weather.slowest)
        if device in self._apart:
            await asyncio.sleep(_OPENING_SECONDS)
            raise TimeoutError
        if self._sockets is None:
            raise ConnectionRefusedError
        self.did["connections"] += 1
        seed = f"{self.seed} {device} {self.did['connections']}"
        line = Line(device=device, headers=additional_headers, seed=seed, weather=self._weather)
        self._lines = [each for each in self._lines if each.client.close_code is None]
        self._lines.append(line)
        self._keep(self._sockets.handler(line.server))  # type: ignore[arg-type]  # it quacks
        return line.client

    def cut(self, device: str) -> None:
        for line in self._lines_of(device):
            line.cut()

    def part(self, device: str) -> None:
        """Cut a device off, silently."""
        self._apart.add(device)
        for line in self._lines_of(device):
            line.part()

    def heal(self, device: str) -> None:
        self._apart.discard(device)
        for line in self._lines_of(device):
            line.heal()

    def _lines_of(self, device: str) -> list[Line]:
        return [line for line in self._lines if line.device == device]

    # ------------------------------------------------------------------------------------------------- afterwards

    def behind(self) -> list[str]:
        """The devices that do not know everything that the server does."""
        assert self.live is not None
        return [name for name, link in self.links.items() if not _knows_all(link.view, self._roles[name], self.live)]

    async def written(self) -> list[Written]:
        """The journal, its chain checked."""
        return [
            Written(version=each.version, event=event_of(self._codec, each), request=each.request, actor=each.actor)
            async for each in self.disk.records.read()
        ]


def _knows_all(view: View, role: msg.Role, live: LiveCentre) -> bool:
    things = for_role(everything(live.centre, now=live.now), role)
    return all(view.known(thing) == thing for thing in things if not isinstance(thing, _OF_THE_MOMENT))
