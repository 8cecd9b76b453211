"""Two servers share a database: the one that serves is killed, again and again; the other goes on with all devices.

    python -m chaos.takeover [--kills 5]

A real PostgreSQL is started for this, and removed afterwards. Measured is the time from the kill until every device
knows everything again, at the other server.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from chaos.history import Findings, check
from chaos.kills import CENTRE, HURRY, MORNING, WORK, Outcome, RealHouse, all_back, at_work, journal_of
from chaos.people import Ledger
from chaos.process import ServerProcess
from chaos.row import Row
from chaos.simulation import kiosks_numbers, spoken_twice
from queue_server.clock import Clock
from queue_server.serving import find_centre
from tests.conftest import program
from tests.postgres import running_postgres

#: Seconds that are promised.
PROMISED = 15.0


async def _take_over(house: RealHouse, serving: ServerProcess, waiting: ServerProcess, outcome: Outcome) -> None:
    """Kill the one that serves; it comes back to wait behind the other."""
    began = time.monotonic()
    await asyncio.to_thread(serving.kill)
    outcome.killed += 1
    # Before devices are asked: until they have seen the line end, they believe that all is well.
    await asyncio.to_thread(waiting.await_answer, within=60)
    await all_back(house, outcome)
    outcome.serving = max(outcome.serving, time.monotonic() - began)
    await asyncio.to_thread(serving.begin)


async def _play(serving: ServerProcess, waiting: ServerProcess, *, kills: int) -> Outcome:
    plan, ledger = find_centre(CENTRE).plan, Ledger()
    outcome = Outcome(found=Findings(), faults=[])
    await asyncio.to_thread(serving.start)
    await asyncio.to_thread(waiting.begin)
    house = RealHouse(serving, plan, socket=f"{serving.socket},{waiting.socket}")
    async with at_work(house, ledger, outcome):
        for _ in range(kills):
            await asyncio.sleep(WORK)
            if await asyncio.to_thread(waiting.answers):
                outcome.faults.append("both serve at once")
            await _take_over(house, serving, waiting, outcome)
            serving, waiting = waiting, serving
    for server in (serving, waiting):
        await asyncio.to_thread(server.stop)
    written = await journal_of(serving)
    outcome.found = check(written, house.history)
    outcome.faults += kiosks_numbers(ledger, written) + spoken_twice(ledger)
    outcome.spoken = sum(ledger.spoken.values())
    return outcome


def play(kills: int) -> Outcome:
    """So many kills of whichever server serves."""
    found = program("pg_ctl")
    if found is None:
        raise FileNotFoundError("pg_ctl")
    with tempfile.TemporaryDirectory() as folder, running_postgres(found) as database:
        address, clock = database.create("motcua"), Clock.starting(MORNING, speed=HURRY)
        first, second = (ServerProcess(CENTRE, Path(folder, "data"), clock, database=address) for _ in range(2))
        try:
            return asyncio.run(_play(first, second, kills=kills))
        finally:
            first.stop()
            second.stop()


def measure(*, kills: int) -> Row:
    what = "servers that share a database"
    try:
        seen = play(kills)
    except FileNotFoundError:
        return Row(what=what, count="", held="this machine has no PostgreSQL (apt-get install postgresql)", good=False)
    wrong = seen.found.faults or seen.faults[:3]
    return Row(
        what=what,
        count=f"{seen.killed} kills, {seen.found.requests:,} requests, {seen.found.calls:,} calls",
        held=(
            f"{wrong or '0 lost, 0 called twice, never two that serve'}; all devices at the other server "
            f"{seen.serving:.1f} s after the kill at most"
        ),
        good=not wrong and seen.killed == kills and seen.serving <= PROMISED,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=5)
    print(measure(kills=parser.parse_args().kills))


if __name__ == "__main__":
    main()
