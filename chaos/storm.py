"""Hundreds of screens on one server: some stop reading, some read a byte a second, the rest must not notice; all come
back after it is killed.

    python -m chaos.storm [--clients 500]

All clients live in this process, beside the server, so their own work is in every figure.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from chaos.process import ServerProcess
from chaos.row import Row
from queue_server.client.base import Change, LinkState
from queue_server.client.link import Link, fresh_request
from queue_server.clock import Clock
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import encode
from queue_server.web.gate import COOKIE

CENTRE = "kt-truongchinh"
_MORNING = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
#: One in so many stops listening, as many read byte by byte; and the calls that the others are told of meanwhile.
_ONE_STALLED_IN = 25
_CALLS = 20
_LOOK_AGAIN = 0.05
#: Seconds in which a busy machine reads what lies before the end of a line.
_READ_WITHIN = 5
#: What is promised, in seconds and megabytes.
TOLD_WITHIN, SENT_AWAY_WITHIN, BACK_WITHIN, MEMORY, GROWTH = 0.5, 20.0, 60.0, 500.0, 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """p99 of the seconds from a call to each screen, how many stalled were sent away, seconds until all were back, the
    most megabytes that the server held, and by how many that grew while some did not read."""

    told: float
    stalled: int
    sent_away: int
    back: float
    memory: float
    grown: float

    @property
    def good(self) -> bool:
        kept_up = self.told <= TOLD_WITHIN and self.sent_away == self.stalled
        small = self.memory <= MEMORY and self.grown <= GROWTH
        return kept_up and self.back <= BACK_WITHIN and small


class Crowd:
    """The screens, and when each heard of each call."""

    def __init__(self, server: ServerProcess, headers: dict[str, str], *, clients: int) -> None:
        self.heard: dict[int, list[float]] = {}
        self.links = [Link(server.socket, role=msg.Role.DESK, device=f"pc{n}", headers=headers) for n in range(clients)]
        self.running = [asyncio.create_task(link.run()) for link in self.links]
        for link in self.links:
            link.on_change(self._hear)

    def _hear(self, change: Change) -> None:
        if change.snapshot:
            return
        for thing in change.things:
            if isinstance(thing, msg.Call):
                self.heard.setdefault(thing.id, []).append(time.monotonic())

    async def all_live(self, *, within: float) -> float:
        """Seconds until every screen knows everything; `within` where that does not come."""
        began = time.monotonic()
        while time.monotonic() - began < within:
            if all(link.state is LinkState.LIVE for link in self.links):
                return time.monotonic() - began
            await asyncio.sleep(_LOOK_AGAIN)
        return within

    async def all_know(self, version: int) -> None:
        """Wait until every screen has worked off what happened up to then."""
        async with asyncio.timeout(BACK_WITHIN):
            while any(link.view.version < version for link in self.links):  # noqa: ASYNC110  # each tells by itself
                await asyncio.sleep(_LOOK_AGAIN)

    async def end(self) -> None:
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)


async def _stall(server: ServerProcess, headers: dict[str, str], number: int) -> ClientConnection:
    """A screen that is let in and then never reads again."""
    line = await connect(
        server.socket, additional_headers=headers, compression=None, max_size=None, ping_interval=None, proxy=None
    )
    hello = msg.Hello(protocol=msg.PROTOCOL, role=msg.Role.DESK, device=f"stalled{number}")
    await line.send(encode(hello), text=True)
    line.transport.pause_reading()
    return line


class Drip:
    """A screen that is let in and then takes a byte a second, behind the back of its library."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        line.transport.pause_reading()
        self._socket = socket.socket(fileno=os.dup(line.transport.get_extra_info("socket").fileno()))
        self._taking = asyncio.create_task(self._take())

    async def _take(self) -> None:
        while True:
            await asyncio.sleep(1)
            with suppress(OSError):  # nothing there, or nobody
                self._socket.recv(1)

    async def sent_away(self) -> bool:
        """Whether the line has an end when all is read that is there."""
        self._taking.cancel()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_READ_WITHIN):
                while await loop.sock_recv(self._socket, 1 << 16):
                    pass
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._socket.close()
            self._line.transport.abort()


async def _call(link: Link, crowd: Crowd) -> list[float]:
    """Calls one after another; the seconds from each to each screen that heard of it."""
    assert link.view.centre is not None
    service = link.view.centre.services[0].id
    desk = next(each.id for each in link.view.centre.desks if service in each.services)
    await link.ask(msg.OpenDesk(request=fresh_request(), desk=desk))
    took: list[float] = []
    for _ in range(_CALLS):
        taken = await link.ask(msg.TakeTicket(request=fresh_request(), service=service))
        assert isinstance(taken, msg.Taken)
        await crowd.all_know(taken.version)
        began = time.monotonic()
        called = await link.ask(msg.CallNext(request=fresh_request(), desk=desk))
        assert isinstance(called, msg.Called)
        ticket = called.ticket.id
        await link.ask(msg.StartServing(request=fresh_request(), desk=desk, ticket=ticket))
        finished = await link.ask(msg.Finish(request=fresh_request(), desk=desk, ticket=ticket))
        assert isinstance(finished, msg.Done)
        await crowd.all_know(finished.version)
        took += [at - began for at in crowd.heard.get(called.call.id, ())]
    return took


async def _sent_away(stalled: list[ClientConnection]) -> int:
    """How many find their line closed when they read at last."""
    count = 0
    for line in stalled:
        line.transport.resume_reading()
        try:
            async with asyncio.timeout(_READ_WITHIN):
                while True:
                    await line.recv()
        except ConnectionClosed:
            count += 1
        except TimeoutError:
            continue
    return count


async def _play(server: ServerProcess, *, clients: int, patience: float) -> Seen:
    server.access.add_officer("an", pin="135790", display="an")
    headers = {"Cookie": f"{COOKIE}={server.access.open_session('an')}"}
    crowd = Crowd(server, headers, clients=clients)
    await crowd.all_live(within=BACK_WITHIN)
    before = server.memory()
    few = clients // _ONE_STALLED_IN
    stalled = [await _stall(server, headers, n) for n in range(few)]
    dripping = [Drip(await _stall(server, headers, few + n)) for n in range(few)]
    began = time.monotonic()
    took = sorted(await _call(crowd.links[0], crowd))
    await asyncio.sleep(max(0.0, patience - (time.monotonic() - began)))
    gone = await _sent_away(stalled) + sum(await asyncio.gather(*(each.sent_away() for each in dripping)))
    memory = server.memory()
    grown = memory - before
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)
    back = await crowd.all_live(within=BACK_WITHIN * 2)
    memory = max(memory, server.memory())
    await crowd.end()
    told = took[int(len(took) * 0.99)] if len(took) >= clients * _CALLS else float("inf")
    return Seen(told=told, stalled=few * 2, sent_away=gone, back=back, memory=memory, grown=grown)


def play(clients: int, *, patience: float = SENT_AWAY_WITHIN) -> Seen:
    """One server, so many screens; after `patience` it is looked who was sent away."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(CENTRE, Path(folder), Clock.starting(_MORNING, speed=1))
        server.start()
        try:
            return asyncio.run(_play(server, clients=clients, patience=patience))
        finally:
            server.stop()


def measure(*, clients: int) -> Row:
    seen = play(clients)
    return Row(
        what="stalled screens and a storm",
        count=f"{clients:,} screens, {seen.stalled // 2} more that stop reading, {seen.stalled // 2} byte by byte",
        held=(
            f"told in {seen.told * 1000:.0f} ms (p99), {seen.sent_away} stalled sent away, "
            f"all back {seen.back:.1f} s after the restart, {seen.memory:.0f} MB, "
            f"{seen.grown:.0f} more while some did not read"
        ),
        good=seen.good,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=500)
    print(measure(clients=parser.parse_args().clients))


if __name__ == "__main__":
    main()
