"""The server of a centre is lost in the middle of work, its disk too; a spare that had its journal goes on.

    python -m chaos.spare

What is typed is what docs/hub.md says. Nothing of the lost disk is used: officers and devices come from the newest copy
that the spare has. The spare takes over the lost server's address. Measured is the time from the
loss until every device knows everything again, without the minutes that somebody needs to walk there.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from chaos.history import Asked, Findings, check
from chaos.hub_process import HubProcess
from chaos.kills import CENTRE, HURRY, MORNING, WORK, Outcome, RealHouse, all_back, at_work, journal_of
from chaos.people import Ledger
from chaos.process import ServerProcess
from chaos.row import Row
from chaos.simulation import kiosks_numbers
from queue_server.clock import Clock
from queue_server.keeping import copies_in
from queue_server.protocol import messages as msg
from queue_server.serving import find_centre
from queue_server.web.access import FILE

#: Where the spare has the server's copies, in its own folder.
COPIES = "copies"
#: Seconds in which all must work again once somebody stands before the spare.
PROMISED = 120.0


@dataclass(slots=True, kw_only=True)
class Seen:
    """What came of it. `unknown` were answered in the last moment, and the spare had not heard of them."""

    found: Findings
    back: float
    held: int
    unknown: int
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.found.faults and not self.faults and self.back <= PROMISED


def promoted(server: ServerProcess, spare: HubProcess, folder: Path) -> tuple[int, float]:
    """What is typed on the spare; gives how far it had the journal, and when its server was started."""
    spare.stop()
    command = [sys.executable, "-m", "queue_server.cli", "promote", server.centre, "--to", str(folder)]
    known = ("--copies", str(spare.folder / COPIES), "--data", str(spare.folder))
    run = subprocess.run([*command, *known], capture_output=True, text=True, check=True)
    held = re.search(r"(\d+) records$", run.stdout, re.MULTILINE)
    assert held is not None, run.stdout
    server.folder, server.options, server.log = folder, (), folder / "server.log"
    started = time.monotonic()
    server.start()
    return int(held[1]), started


async def _play(server: ServerProcess, spare: HubProcess, folder: Path) -> Seen:
    house, ledger = RealHouse(server, find_centre(CENTRE).plan), Ledger()
    outcome = Outcome(found=Findings(), faults=[])
    async with at_work(house, ledger, outcome):
        await _copied_with_everybody(server, spare.folder / COPIES)
        await asyncio.to_thread(server.kill)
        shutil.rmtree(server.folder)
        lost = time.monotonic()
        held, started = await asyncio.to_thread(promoted, server, spare, folder)
        await all_back(house, outcome)
        back = time.monotonic() - lost
        await asyncio.sleep(WORK)
    server.stop()
    written = await journal_of(server)
    unknown = [
        each for each in house.history if each.answer and (each.answered or 0) < started and each.answer.version > held
    ]
    missing = {each.key for each in unknown}
    found = check(written, [each for each in house.history if each.key not in missing])
    faults = outcome.faults + kiosks_numbers(ledger, written) + _given_twice(house.history, ledger)
    return Seen(found=found, back=back, held=held, unknown=len(unknown), faults=faults)


async def _copied_with_everybody(server: ServerProcess, folder: Path) -> None:
    """Wait for a copy that holds all officers and devices there are."""
    known = (server.folder / FILE).read_text("utf-8")
    async with asyncio.timeout(PROMISED):
        while True:
            for copy in copies_in(folder, server.centre)[-1:]:
                with closing(sqlite3.connect(copy)) as opened:
                    found = opened.execute("SELECT body FROM documents WHERE name = ?", (FILE,)).fetchone()
                if found == (known,):
                    return
            await asyncio.sleep(WORK / 10)


def _given_twice(history: list[Asked], ledger: Ledger) -> list[str]:
    """Numbers that two citizens hold, also those of whom the spare never heard."""
    told = {each.answer.ticket.id: each.answer.ticket.number for each in history if isinstance(each.answer, msg.Taken)}
    given = dict(ticket for tickets in ledger.given.values() for ticket in tickets)
    return [number for number, times in Counter((told | given).values()).items() if times > 1]


def play() -> Seen:
    """One loss, one promotion."""
    with tempfile.TemporaryDirectory() as folder:
        spare = HubProcess(Path(folder, "spare"))
        token = Path(folder, "token")
        token.write_text(spare.admit([CENTRE])[CENTRE], "ascii")
        copies = ("--copies", str(spare.folder / COPIES), "--copy-every", str(1 / 60))
        options = ("--uplink", spare.uplink, str(token), *copies)
        server = ServerProcess(CENTRE, Path(folder, "first"), Clock.starting(MORNING, speed=HURRY), options)
        try:
            spare.start()
            server.start()
            return asyncio.run(_play(server, spare, Path(folder, "second")))
        finally:
            server.stop()
            spare.stop()


def measure() -> Row:
    seen = play()
    wrong = seen.found.faults or seen.faults[:3]
    return Row(
        what="a lost server and its spare",
        count=f"{seen.found.requests:,} requests, {seen.held:,} records held by the spare",
        held=(
            f"{wrong or '0 lost of what the spare was told, no number twice'}; promoted, all devices back "
            f"{seen.back:.1f} s after the loss; {seen.unknown} answers of the last moment unknown to it"
        ),
        good=seen.good,
    )


if __name__ == "__main__":
    print(measure())
