"""The server is killed in the middle of work, again and again; what clients were told is held against its journal.

    python -m chaos.kills [--kills 20]

People are those of the simulation (people.py), in real time and in a hurry, over real sockets to a real process.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chaos.history import Asked, Findings, Written, check
from chaos.people import KioskPerson, Ledger, board, officer
from chaos.process import ServerProcess
from chaos.recorded_link import RecordedLink
from chaos.row import Row
from chaos.simulation import kiosks_numbers, spoken_twice
from queue_server.client.base import LinkState
from queue_server.clock import Clock
from queue_server.core.events import KINDS
from queue_server.core.plan import CentrePlan
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import event_of
from queue_server.protocol import messages as msg
from queue_server.serving import JOURNAL, find_centre
from queue_server.web.gate import COOKIE
from queue_server.wire import Asker

CENTRE = "kt-truongchinh"
MORNING = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
#: How much faster than real people these are.
HURRY = 60.0
#: Seconds between two kills, and those that are promised.
WORK = 1.5
SERVING_WITHIN, RESUMED_WITHIN = 3.0, 5.0
_LOOK_AGAIN = 0.02


class RealHouse:
    """A place for people whose server is a process."""

    def __init__(self, server: ServerProcess, plan: CentrePlan, *, socket: str = "") -> None:
        """`socket`: where devices knock, when that is not this server alone."""
        self.seed, self.plan, self.pace, self.quiet = 1, plan, HURRY, False
        self.did: Counter[str] = Counter()
        self.history: list[Asked] = []
        self.links: dict[str, RecordedLink] = {}
        self._server = server
        self._socket = socket or server.socket
        self._asked: Counter[str] = Counter()

    def request(self, device: str) -> str:
        self._asked[device] += 1
        return f"{device}-{self._asked[device]}"

    def appointment(self, service: str) -> str:
        """Nobody is: its server has no book."""
        del service
        return ""

    def link(self, asker: Asker, role: msg.Role) -> RecordedLink:
        access, headers, token = self._server.access, {}, ""
        if asker.officer is not None:
            access.add_officer(asker.officer, pin="135790", display=asker.officer)
            headers = {"Cookie": f"{COOKIE}={access.open_session(asker.officer)}"}
        else:
            token = self._server.token(asker.device, role)
        made = RecordedLink(self._socket, asker=asker, history=self.history, role=role, token=token, headers=headers)
        self.links[asker.device] = made
        return made


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What so many kills did: what was found, and the longest times in seconds."""

    found: Findings
    faults: list[str]
    serving: float = 0.0
    resumed: float = 0.0
    killed: int = 0
    spoken: int = 0


#: Something that befalls a server or its line. It ends when all is well again, and says how long that took.
Mishap = Callable[[RealHouse, ServerProcess, Outcome], Awaitable[None]]


async def all_back(house: RealHouse, outcome: Outcome) -> None:
    """Wait until every device has heard of the server anew and knows everything; remember how long the slowest took."""
    up = time.monotonic()
    # One that was cut off for less than its patience never noticed: that it is live says nothing of the line.
    before = {name: link.heard_at for name, link in house.links.items()}
    while not all(link.state is LinkState.LIVE and link.heard_at != before[name] for name, link in house.links.items()):
        if time.monotonic() - up > 60:
            outcome.faults.append("not all came back")
            break
        await asyncio.sleep(_LOOK_AGAIN)
    outcome.resumed = max(outcome.resumed, time.monotonic() - up)


async def _kill(house: RealHouse, server: ServerProcess, outcome: Outcome) -> None:
    await asyncio.to_thread(server.kill)
    outcome.serving = max(outcome.serving, await asyncio.to_thread(server.start))
    outcome.killed += 1
    await all_back(house, outcome)


@asynccontextmanager
async def at_work(house: RealHouse, ledger: Ledger, outcome: Outcome) -> AsyncIterator[None]:
    """People work until the block ends, and have time to deliver what is under way."""
    plan = house.plan
    kiosks = [KioskPerson(house, name, ledger=ledger, tears=0.0) for name in ("k1", "k2")]
    lives = [asyncio.create_task(kiosk.run()) for kiosk in kiosks]
    lives += [asyncio.create_task(officer(house, desk.id)) for desk in plan.desks]
    lives += [asyncio.create_task(board(house, name, ledger=ledger)) for name in ("b1", "b2")]
    await asyncio.sleep(WORK)
    yield
    await asyncio.sleep(WORK)
    house.quiet = True
    await asyncio.sleep(RESUMED_WITHIN)  # for deliveries that are under way
    for life in lives:
        life.cancel()
    for ended in await asyncio.gather(*lives, return_exceptions=True):
        if not isinstance(ended, asyncio.CancelledError):
            outcome.faults.append(repr(ended))


async def play_on(server: ServerProcess, *, mishaps: Sequence[Mishap]) -> Outcome:
    """People work at a server that runs while one mishap after another befalls it; then all is held together."""
    house, ledger = RealHouse(server, find_centre(CENTRE).plan), Ledger()
    outcome = Outcome(found=Findings(), faults=[])
    async with at_work(house, ledger, outcome):
        for place, mishap in enumerate(mishaps):
            await asyncio.sleep(WORK if place else 0)
            await mishap(house, server, outcome)
    server.stop()
    written = await journal_of(server)
    outcome.found = check(written, house.history)
    outcome.faults += kiosks_numbers(ledger, written) + spoken_twice(ledger)
    outcome.spoken = sum(ledger.spoken.values())
    return outcome


async def journal_of(server: ServerProcess) -> list[Written]:
    """What a server that has ended has written."""
    codec = EventCodec(KINDS)
    location = server.database or server.folder / JOURNAL
    journal = await SqlJournal.open(location, centre=find_centre(server.centre).plan.id)
    try:
        return [
            Written(version=each.version, event=event_of(codec, each), request=each.request, actor=each.actor)
            async for each in journal.read()
        ]
    finally:
        await journal.close()


def play(kills: int) -> Outcome:
    """So many kills of one server."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(CENTRE, Path(folder), Clock.starting(MORNING, speed=HURRY))
        server.start()
        try:
            return asyncio.run(play_on(server, mishaps=[_kill] * kills))
        finally:
            server.stop()


def measure(*, kills: int) -> Row:
    seen = play(kills)
    wrong = seen.found.faults or seen.faults[:3]
    times = f"serving after {seen.serving:.1f} s, all back {seen.resumed:.1f} s later at most"
    return Row(
        what="kill -9 of the server",
        count=f"{seen.killed} kills, {seen.found.requests:,} requests, {seen.spoken:,} announcements",
        held=f"{wrong or '0 lost, 0 said twice'}; {times}",
        good=not wrong and seen.serving <= SERVING_WITHIN and seen.resumed <= RESUMED_WITHIN,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    print(measure(kills=parser.parse_args().kills))


if __name__ == "__main__":
    main()
