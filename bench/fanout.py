"""From a call to every board: beside `websockets.broadcast` alone with the same frames in the same run; and memory.

    python -m bench.fanout [--boards 1000] [--calls 60] [--folder .]

All boards are connections of this process; the servers are processes of their own. Only the ratios carry over.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, broadcast, serve

from bench.running.processes import hellos, officer, ours, process, resident, undisturbed
from queue_server.client.link import Link, fresh_request
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import encode

DESK = "1"
#: Seconds until the wait figures have gone out: they are not what is measured.
FIGURES = 0.6
#: What a board is told of one call: about as long as ours.
FRAME = json.dumps({"type": "update", "version": 123456, "things": [{"n": "x" * 480}]})


@dataclass(frozen=True, slots=True)
class Spread:
    """How long until a board had a frame, in milliseconds over all boards and calls; and kilobytes a connection.

    `per_second` is how many messages came in a second, until the last board had its call.
    """

    p50: float
    p99: float
    memory: float
    per_second: float

    @classmethod
    def of(cls, calls: list[list[float]], *, messages: int, memory: float) -> Spread:
        ordered = sorted(seconds for call in calls for seconds in call)
        return cls(
            ordered[len(ordered) // 2] * 1000,
            ordered[int(len(ordered) * 0.99)] * 1000,
            memory,
            messages / sum(map(max, calls)),
        )


async def broadcaster() -> None:
    """The bare library: whatever one client says is told to all others, in a frame as long as ours."""
    everybody: set[ServerConnection] = set()

    async def hear(connection: ServerConnection) -> None:
        everybody.add(connection)
        try:
            async for _ in connection:
                broadcast(everybody, FRAME)
        finally:
            everybody.discard(connection)

    async with serve(hear, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


class Boards:
    """Connections that note when a frame of a call came."""

    def __init__(self, mark: bytes) -> None:
        self.came: list[float] = []
        #: All that came, also what is not of a call.
        self.messages = 0
        self._one_more = asyncio.Event()
        self._mark = mark
        self._connections: list[ClientConnection] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def join(self, address: str, greetings: list[bytes] | None, count: int) -> None:
        for place in range(count):
            connection = await connect(address, compression=None, max_size=None, ping_interval=None, proxy=None)
            if greetings is not None:
                await connection.send(greetings[place], text=True)
                while b'"snapshot"' not in (await connection.recv(decode=False))[:40]:
                    pass
            self._connections.append(connection)
            self._tasks.append(asyncio.create_task(self._hear(connection)))

    async def _hear(self, connection: ClientConnection) -> None:
        async for frame in connection:
            self.messages += 1
            if self._mark in (frame.encode() if isinstance(frame, str) else frame):
                self.came.append(time.perf_counter())
                self._one_more.set()

    async def all_have(self, count: int) -> list[float]:
        """When each of them had the frame."""
        async with asyncio.timeout(30):
            while len(self.came) < count:
                self._one_more.clear()
                await self._one_more.wait()
        came, self.came = self.came[:count], []
        return came

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(each.close() for each in self._connections))


async def bare(address: str, pid: int, *, boards: int, calls: int) -> Spread:
    before, all_boards, took, messages = resident(pid), Boards(b'"update"'), list[list[float]](), 0
    await all_boards.join(address, None, boards)
    memory = (resident(pid) - before) / boards
    async with connect(address, compression=None, ping_interval=None, proxy=None) as caller:
        for _ in range(calls):
            all_boards.messages, start = 0, time.perf_counter()
            await caller.send("call")
            took.append([came - start for came in await all_boards.all_have(boards)])
            messages += all_boards.messages
            await caller.recv()
    await all_boards.leave()
    return Spread.of(took, messages=messages, memory=memory)


async def called(site: str, pid: int, folder: Path, greetings: list[bytes], *, calls: int) -> Spread:
    address = site.replace("http://", "ws://") + "/ws"
    before, all_boards, took, messages = resident(pid), Boards(b'"type":"call"'), list[list[float]](), 0
    await all_boards.join(address, greetings, len(greetings))
    memory = (resident(pid) - before) / len(greetings)
    cookie = await officer(folder, site)
    link = Link(address, role=msg.Role.DESK, device="pc", headers={"Cookie": cookie})
    running = asyncio.create_task(link.run())
    await link.ask(msg.OpenDesk(request=fresh_request(), desk=DESK))
    centre = link.view.centre
    assert centre is not None
    service = next(desk.services[0] for desk in centre.desks if desk.id == DESK)
    for _ in range(calls):
        await link.ask(msg.TakeTicket(request=fresh_request(), service=service))
        await asyncio.sleep(FIGURES)
        all_boards.messages, start = 0, time.perf_counter()
        answer = await link.ask(msg.CallNext(request=fresh_request(), desk=DESK))
        took.append([came - start for came in await all_boards.all_have(len(greetings))])
        messages += all_boards.messages
        assert isinstance(answer, msg.Called)
        await link.ask(msg.StartServing(request=fresh_request(), desk=DESK, ticket=answer.ticket.id))
        await link.ask(msg.Finish(request=fresh_request(), desk=DESK, ticket=answer.ticket.id))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await all_boards.leave()
    return Spread.of(took, messages=messages, memory=memory)


def spreads(folder: Path, *, boards: int, calls: int) -> tuple[Spread, Spread]:
    """How the bare library's frames spread, and how our calls do."""
    greetings = [encode(each) for each in hellos(folder, msg.Role.BOARD, boards)]
    with undisturbed(), process("bench.fanout", "--broadcaster") as (port, pid):
        raw = asyncio.run(bare(f"ws://127.0.0.1:{port}", pid, boards=boards, calls=calls))
    with undisturbed(), ours(folder) as (site, pid):
        call = asyncio.run(called(site, pid, folder, greetings, calls=calls))
    return raw, call


def measure(folder: Path, *, boards: int, calls: int) -> None:
    raw, call = spreads(folder, boards=boards, calls=calls)
    print(f"{calls} calls to {boards} boards                          p50 ms    p99 ms   KiB a connection    told/s")
    for name, each in (("websockets.broadcast alone", raw), ("a call, on disk, and its answer", call)):
        print(f"{name:<48}{each.p50:>10.1f}{each.p99:>10.1f}{each.memory:>19.1f}{each.per_second:>10,.0f}")
    print(
        f"ratios: p99 {call.p99 / raw.p99:.2f} (wanted 1.5), memory {call.memory / raw.memory:.2f} (wanted 1.5), "
        f"messages a second {call.per_second / raw.per_second:.2f} (wanted 0.85)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boards", type=int, default=1_000)
    parser.add_argument("--calls", type=int, default=30)
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write and remove the journal")
    parser.add_argument("--broadcaster", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.broadcaster:
        asyncio.run(broadcaster())
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder, prefix=".bench-") as folder:
        measure(Path(folder), boards=arguments.boards, calls=arguments.calls)


if __name__ == "__main__":
    main()
