"""Where a centre stands, as one hash of plain facts: what every later release must make of a journal of an earlier one.

    python -m chaos.standing FOLDER

writes the journal of this release, and what it stands at, for tests/fixtures/journals. Only what people would notice is
in it (numbers, lines, desks, calls), not the shape of our objects, which may change.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from chaos.core_days import day
from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.events import KINDS, Event
from queue_server.journal.base import Draft
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import event_of
from queue_server.serving import find_centre

CENTRE = "kt-truongchinh"


def standing(events: Iterable[Event]) -> str:
    """The hash of where a centre stands after these events."""
    centre = Centre()
    for event in events:
        apply(centre, event)
    tickets = [
        (key, each.number, each.state.value, each.service, each.legs, each.desk, each.effective_at, each.calls)
        for key, each in sorted(centre.tickets.items())
    ]
    desks = [(key, each.state.value, each.officer, each.ticket) for key, each in sorted(centre.desks.items())]
    calls = [(each.id, each.number, each.desk, each.at, each.withdrawn) for each in centre.calls]
    lines = {service: centre.lanes.waiting(service) for service in sorted(centre.services)}
    facts = [centre.version, centre.now, centre.day, tickets, desks, calls, lines, sorted(centre.given.items())]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


async def read(path: Path) -> list[Event]:
    """Every event of a journal's file, opened as the server does."""
    codec, journal = EventCodec(KINDS), await SqlJournal.open(path, centre=CENTRE)
    try:
        return [event_of(codec, record) async for record in journal.read()]
    finally:
        await journal.close()


async def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    codec, drafts = EventCodec(KINDS), list[Draft]()
    for event in day(find_centre(CENTRE).plan, seed=2026):
        kind, body = codec.encode(event)
        drafts.append(Draft(at=event.at, kind=kind, body=body, actor="k1"))
    path = folder / "journal.sqlite"
    journal = await SqlJournal.open(path, centre=CENTRE)
    await journal.append(drafts)
    await journal.close()
    (folder / "standing").write_text(standing(await read(path)) + "\n", "ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    asyncio.run(_write(parser.parse_args().folder))


if __name__ == "__main__":
    main()
