"""What the server of one small centre needs: 300 tickets in a day of eight hours, sixty times as fast.

    python -m bench.edge [--seconds 60] [--folder .]

A desk takes, calls, serves and finishes; twelve boards listen. Memory and processor time are the server's own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

from bench.fanout import DESK, Boards
from bench.running.processes import hellos, officer, ours, resident
from bench.running.row import Row, table
from queue_server.client.link import Link, fresh_request
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import encode

SPEED, TICKETS, HOURS, BOARDS = 60, 300, 8, 12
#: Seconds between two citizens.
BETWEEN = HOURS * 3600 / TICKETS / SPEED


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def visits(link: Link, *, seconds: float) -> int:
    """Serve one citizen after another for so long; how many."""
    centre = link.view.centre
    assert centre is not None
    service = next(desk.services[0] for desk in centre.desks if desk.id == DESK)
    began, count = time.perf_counter(), 0
    while time.perf_counter() < began + seconds:
        count += 1
        await link.ask(msg.TakeTicket(request=fresh_request(), service=service))
        answer = await link.ask(msg.CallNext(request=fresh_request(), desk=DESK))
        assert isinstance(answer, msg.Called)
        await link.ask(msg.StartServing(request=fresh_request(), desk=DESK, ticket=answer.ticket.id))
        await link.ask(msg.Finish(request=fresh_request(), desk=DESK, ticket=answer.ticket.id))
        await asyncio.sleep(max(0.0, began + count * BETWEEN - time.perf_counter()))
    return count


async def worked(site: str, pid: int, folder: Path, greetings: list[bytes], *, seconds: float) -> tuple[int, float]:
    """How many citizens were served, and which part of a core that took."""
    address = site.replace("http://", "ws://") + "/ws"
    boards = Boards(b'"type":"call"')
    await boards.join(address, greetings, len(greetings))
    link = Link(address, role=msg.Role.DESK, device="pc", headers={"Cookie": await officer(folder, site)})
    running = asyncio.create_task(link.run())
    await link.ask(msg.OpenDesk(request=fresh_request(), desk=DESK))
    before, began = processor(pid), time.perf_counter()
    count = await visits(link, seconds=seconds)
    share = (processor(pid) - before) / (time.perf_counter() - began)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await boards.leave()
    return count, share


def measure(folder: Path, *, seconds: float) -> Row:
    greetings = [encode(each) for each in hellos(folder, msg.Role.BOARD, BOARDS)]
    with ours(folder, speed=SPEED) as (site, pid):
        count, share = asyncio.run(worked(site, pid, folder, greetings, seconds=seconds))
        memory = resident(pid) / 1024
    return Row(
        what=f"server of one centre, {TICKETS} tickets a day at {SPEED}×, {BOARDS} boards ({count} citizens)",
        wanted="≤ 150 MB, ≤ 5 % of a core",
        found=f"{memory:.0f} MiB resident, {share:.1%} of a core",
        met=memory <= 150 and share <= 0.05,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write and remove the journal")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder, prefix=".bench-") as folder:
        print(table([measure(Path(folder), seconds=arguments.seconds)]))


if __name__ == "__main__":
    main()
