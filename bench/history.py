"""What a long journal costs: reading it at the start, and giving out and calling numbers with a million behind them.

    python -m bench.history [--events 600000] [--closed 1000000] [--folder .]

One centre works day after day, 600 tickets each, four records a ticket; what it decides is written as the server writes
it. The folder must lie on a disk, not in memory, and needs 400 bytes an event.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bench.running.processes import CENTRE, ours
from bench.running.row import Row, table
from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.journal.base import Draft
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import LiveCentre
from queue_server.morning import MORNING, KeptMorning
from queue_server.serving import find_centre, open_journal

DESK = "1"
TICKETS_A_DAY = 600
_DAY = 24 * 3_600_000
_MORNING = int(datetime.fromisoformat("2020-01-06T08:00:00+07:00").timestamp() * 1000)
_BATCH = 5_000
#: Tickets of one measured stretch; stretches of the two journals alternate, so that both have the same neighbours.
_STRETCH, _STRETCHES = 100, 20
#: How often a start is measured, how a server is installed, and what of others it loads. Litestar loads pydantic
#: where it finds it, and only our tests bring it. Everything is compiled, as pip leaves it: `tools/prepare` did it.
_STARTS = 7
_AS_INSTALLED = "import sys; sys.modules['pydantic'] = None; "
_SERVER = _AS_INSTALLED + "from queue_server.cli import main; sys.exit(main())"
_LIBRARIES = _AS_INSTALLED + "import sqlalchemy, litestar, litestar.static_files, uvicorn"


class Past:
    """A centre and its journal, made longer day by day. `closed` counts the tickets that were served."""

    def __init__(self, journal: SqlJournal, codec: EventCodec, *, begins: int = _MORNING) -> None:
        self.journal, self.codec, self.centre = journal, codec, Centre()
        self.closed = 0
        self.now = begins
        self._drafts: list[Draft] = []
        self._do(cmd.AdoptPlan(plan=find_centre(CENTRE).plan))
        self._services = [desk.skills[0].service for desk in self.centre.plan.desks if desk.id == DESK]

    async def day(self, tickets: int = TICKETS_A_DAY) -> None:
        """One working day; on a day off nothing but the opening of the day."""
        self._do(cmd.OpenDay())
        if not self.centre.calendar.issuing(self.now).open:
            self.now += _DAY
            return
        if not self.centre.desks[DESK].open:
            self._do(cmd.OpenDesk(desk=DESK, officer="an"))
        for number in range(tickets):
            self._serve(f"{self.now}-{number}")
        self.now += _DAY
        if len(self._drafts) >= _BATCH:
            await self.written()

    async def morning(self, file: Path) -> None:
        """Have the next day begin as a server does it, which keeps its morning, and let it be a working day."""
        await self.written()
        live = LiveCentre(self.journal, self.codec, clock=lambda: self.now, mornings=KeptMorning(file))
        live.centre = self.centre
        running = asyncio.create_task(live.run())
        await live.do(cmd.OpenDay())
        await live.read(lambda _: None)  # it is kept when the next is answered
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await self.day()

    async def written(self) -> None:
        """Have everything on the disk."""
        drafts, self._drafts = self._drafts, []
        if drafts:
            await self.journal.append(drafts)

    def _serve(self, ticket: str) -> None:
        self._do(cmd.TakeTicket(ticket=ticket, service=self._services[0]), request=ticket)
        self._do(cmd.CallNext(desk=DESK))
        self._do(cmd.StartServing(desk=DESK, ticket=ticket))
        self._do(cmd.Finish(desk=DESK, ticket=ticket))
        self.closed += 1

    def _do(self, command: cmd.Command, *, request: str | None = None) -> None:
        for place, event in enumerate(handle(self.centre, command, self.now)):
            kind, body = self.codec.encode(event)
            self._drafts.append(Draft(at=event.at, kind=kind, body=body, request=None if place else request))


async def past(folder: Path, *, begins: int = _MORNING) -> Past:
    journal, codec = await open_journal(folder, CENTRE)
    return Past(journal, codec, begins=begins)


async def replayed(folder: Path, *, mornings: KeptMorning | None = None) -> tuple[float, int]:
    """Seconds from the file to the centre as it stands, the chain checked on the way; and the centre's version."""
    began = time.perf_counter()
    journal, codec = await open_journal(folder, CENTRE)
    live = LiveCentre(journal, codec, clock=lambda: 0, mornings=mornings)
    await live.load()
    took = time.perf_counter() - began
    await journal.close()
    return took, live.centre.version


async def stretch(live: LiveCentre, name: str) -> tuple[list[float], list[float]]:
    """Seconds of each ticket taken and of each call, every one on the disk when it is answered."""
    service = next(desk.skills[0].service for desk in live.centre.plan.desks if desk.id == DESK)
    takes, calls = list[float](), list[float]()
    for number in range(_STRETCH):
        ticket = f"{name}-{number}"
        began = time.perf_counter()
        await live.do(cmd.TakeTicket(ticket=ticket, service=service), request=ticket)
        taken = time.perf_counter()
        outcome = await live.do(cmd.CallNext(desk=DESK))
        calls.append(time.perf_counter() - taken)
        takes.append(taken - began)
        called = outcome.events[0]
        assert isinstance(called, ev.TicketCalled)
        await live.do(cmd.StartServing(desk=DESK, ticket=called.ticket))
        await live.do(cmd.Finish(desk=DESK, ticket=called.ticket))
    return takes, calls


async def compared(long: Past, short: Past) -> tuple[tuple[float, float], tuple[float, float]]:
    """Median seconds of a ticket and of a call, with the long past and with the short one."""
    lives: list[LiveCentre] = []
    for each in (long, short):
        await each.day(1)
        await each.written()
        live = LiveCentre(each.journal, each.codec, clock=lambda now=each.now - _DAY: now)  # type: ignore[misc]
        live.centre = each.centre
        lives.append(live)
    running = [asyncio.create_task(live.run()) for live in lives]
    took: tuple[tuple[list[float], list[float]], ...] = (([], []), ([], []))
    for turn in range(_STRETCHES):
        for live, (takes, calls) in zip(lives, took, strict=True):
            more = await stretch(live, f"measured-{turn}")
            takes += more[0]
            calls += more[1]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    medians = [(statistics.median(takes), statistics.median(calls)) for takes, calls in took]
    return medians[0], medians[1]


async def working(past: Past) -> None:
    """On to a day on which numbers are given out."""
    while not past.centre.calendar.issuing(past.now).open:
        await past.day()


async def long_rows(folder: Path, *, events: int, closed: int) -> list[Row]:
    long = await past(folder / "long")
    while long.centre.version < events:
        await long.day()
    await working(long)
    await long.morning(folder / MORNING)
    await long.written()
    await long.journal.close()
    seconds, count = await replayed(folder / "long")
    rows = [
        Row(
            what=f"replay of {count:,} events at start, every one read and its chain checked",
            wanted="≤ 30 s for 600,000",
            found=f"{seconds:.1f} s ({count / seconds:,.0f} a second)",
            met=seconds * 600_000 / count <= 30,
        )
    ]
    seconds, count = await replayed(folder / "long", mornings=KeptMorning(folder / MORNING))
    rows.append(
        Row(
            what=f"the same {count:,} events from where the last day began, {4 * TICKETS_A_DAY:,} of them read",
            wanted="≤ 1 s for 600,000",
            found=f"{seconds:.2f} s",
            met=seconds <= 1,
        )
    )
    await long.journal.reopen()
    while long.closed < closed:
        await long.day()
    short = await past(folder / "short")
    for each in (long, short):
        await working(each)
    with_many, with_none = await compared(long, short)
    await long.journal.close()
    await short.journal.close()
    for what, many, none in zip(("ticket", "call-next"), with_many, with_none, strict=True):
        rows.append(
            Row(
                what=f"{what} on the disk, with {long.closed:,} closed tickets in the journal, median",
                wanted="± 10 % of an empty one",
                found=f"{many * 1e6:,.0f} µs ({many / none:.2f})",
                beside=f"{none * 1e6:,.0f} µs with an empty journal",
                met=many / none <= 1.1,
            )
        )
    return rows


def day_row(folder: Path) -> Row:
    """Start with the journal of one ordinary day."""

    async def made() -> None:
        one = await past(folder, begins=int(datetime.fromisoformat("2026-11-20T08:00:00+07:00").timestamp() * 1000))
        await one.day(300)
        await one.written()
        await one.journal.close()

    asyncio.run(made())
    seconds, count = asyncio.run(replayed(folder))
    with ours(folder):
        pass  # the centre is configured now, as it is where a server starts with its machine
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", _LIBRARIES], check=True)
    libraries = time.perf_counter() - began
    started = statistics.median(start(folder) for _ in range(_STARTS))
    return Row(
        what=f"start with an ordinary day's journal ({count:,} events)",
        wanted="≤ 1 s",
        found=f"journal to centre {seconds:.2f} s; the process from nothing to serving {started:.2f} s",
        beside=f"{libraries:.2f} s for Python to load SQLAlchemy, Litestar and uvicorn",
        met=started <= 1,
    )


def start(folder: Path) -> float:
    """Seconds from nothing to a server that takes requests, on a folder that has been served before."""
    began = time.perf_counter()
    words = [sys.executable, "-c", _SERVER, "serve", "--data", str(folder), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        seconds = time.perf_counter() - began
        running.terminate()
    return seconds


def measure(folder: Path, *, events: int, closed: int) -> list[Row]:
    return [*asyncio.run(long_rows(folder, events=events, closed=closed)), day_row(folder / "day")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=600_000, help="records to read at the start")
    parser.add_argument("--closed", type=int, default=1_000_000, help="tickets behind those that are measured")
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write and remove the journals")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder, prefix=".bench-") as folder:
        print(table(measure(Path(folder), events=arguments.events, closed=arguments.closed)))


if __name__ == "__main__":
    main()
