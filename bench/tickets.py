"""Durable tickets a second over real sockets, beside what `websockets` alone does with the same frames in the same run.

    python -m bench.tickets [--seconds 5] [--kiosks 64] [--folder .]

The load comes from this process; the server and the echo are processes of their own. Only the ratio carries over to
another machine. The folder must lie on a disk, not in memory.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

from bench.running.processes import CENTRE, hellos, ours, process, undisturbed
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import decode_from_server, encode
from queue_server.serving import find_centre


@dataclass(frozen=True, slots=True)
class Rate:
    """What one run did: answers a second, and how long they took, in milliseconds."""

    per_second: float
    p50: float
    p99: float


async def echo() -> None:
    """The raw ceiling: every frame comes back as it is."""

    async def back(connection: ServerConnection) -> None:
        async for frame in connection:
            await connection.send(frame)

    async with serve(back, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


async def kiosk(connection: ClientConnection, *, until: float, number: int, service: str, took: list[float]) -> None:
    """One touch after another, each with its own request id; anything but an answer is news and is passed over."""
    turn = 0
    while time.perf_counter() < until:
        turn += 1
        request = f"{number}-{turn}"
        start = time.perf_counter()
        await connection.send(encode(msg.TakeTicket(request=request, service=service)), text=True)
        wanted = f'"{request}"'.encode()
        while wanted not in (frame := await connection.recv(decode=False)):
            pass
        took.append(time.perf_counter() - start)
        assert b"refused" not in frame[:40], frame


async def load(address: str, *, hellos: list[msg.Hello] | None, kiosks: int, service: str, seconds: float) -> Rate:
    connections = [
        await connect(address, compression=None, max_size=None, ping_interval=None, proxy=None) for _ in range(kiosks)
    ]
    for connection, hello in zip(connections, hellos or (), strict=False):
        await connection.send(encode(hello), text=True)
        while not isinstance(decode_from_server(await connection.recv()), msg.Snapshot):
            pass
    took: list[float] = []
    for duration in (seconds / 5, seconds):  # the first warms up
        took.clear()
        start = time.perf_counter()
        run = f"{duration}"
        await asyncio.gather(
            *(
                kiosk(each, until=start + duration, number=hash((run, n)), service=service, took=took)
                for n, each in enumerate(connections)
            )
        )
        elapsed = time.perf_counter() - start
    for connection in connections:
        await connection.close()
    took.sort()
    return Rate(len(took) / elapsed, took[len(took) // 2] * 1000, took[int(len(took) * 0.99)] * 1000)


def rates(folder: Path, *, kiosks: int, seconds: float) -> tuple[Rate, Rate]:
    """The echo's rate, and that of durable tickets."""
    service = find_centre(CENTRE).plan.services[0].id
    greetings = hellos(folder, msg.Role.KIOSK, kiosks)
    with undisturbed(), process("bench.tickets", "--echo") as (port, _):
        raw = asyncio.run(load(f"ws://127.0.0.1:{port}", hellos=None, kiosks=kiosks, service=service, seconds=seconds))
    with undisturbed(), ours(folder) as (site, _):
        address = site.replace("http://", "ws://") + "/ws"
        tickets = asyncio.run(load(address, hellos=greetings, kiosks=kiosks, service=service, seconds=seconds))
    return raw, tickets


def measure(folder: Path, *, kiosks: int, seconds: float) -> None:
    raw, tickets = rates(folder, kiosks=kiosks, seconds=seconds)
    print(f"{kiosks} kiosks, each asking again when it was answered     per second     p50 ms    p99 ms")
    for name, rate in (("websockets echo of the same frames", raw), ("tickets, each on disk when answered", tickets)):
        print(f"{name:<55}{rate.per_second:>10,.0f}{rate.p50:>11.1f}{rate.p99:>10.1f}")
    print(f"ratio {tickets.per_second / raw.per_second:.2f} (wanted: 0.33)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--kiosks", type=int, default=64)
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write and remove the journal")
    parser.add_argument("--echo", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.echo:
        asyncio.run(echo())
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder, prefix=".bench-") as folder:
        measure(Path(folder), kiosks=arguments.kiosks, seconds=arguments.seconds)


if __name__ == "__main__":
    main()
