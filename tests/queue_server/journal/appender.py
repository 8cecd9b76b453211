"""A server that does nothing but append, and says what it has acknowledged. Run by test_crash.py, which kills it.

    python appender.py FILE SEED [LARGEST]

It writes `opening`, then `open VERSION`, then a line `VERSION HASH` for each batch that it was told is on the disk.
With LARGEST no file may grow beyond so many bytes; when the disk refuses it writes `refused WHY`, lets files grow
again, reopens the journal, writes `open VERSION`, appends one more batch and ends.
"""

from __future__ import annotations

import asyncio
import random
import resource
import sys

from queue_server.journal.base import Draft, JournalUnavailable
from queue_server.journal.sql import SqlJournal


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def batch(lots: random.Random) -> list[Draft]:
    return [
        Draft(at=n, kind="ticket_called", body="x" * lots.randint(0, 3000), request=str(lots.random()))
        for n in range(lots.randint(1, 24))
    ]


async def append(journal: SqlJournal, drafts: list[Draft]) -> None:
    records = await journal.append(drafts)
    say(f"{records[-1].version} {records[-1].hash}")


async def main(file: str, seed: str, largest: str | None = None) -> None:
    lots = random.Random(seed)
    say("opening")
    journal = await SqlJournal.open(file, centre="kt-tp")
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), resource.RLIM_INFINITY))
    say(f"open {journal.version}")
    try:
        while True:
            await append(journal, batch(lots))
    except JournalUnavailable as error:
        say(f"refused {error}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await journal.reopen()
    say(f"open {journal.version}")
    await append(journal, batch(lots))
    await journal.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
