"""A journal's file is damaged, by one bit or cut short: it is said so, and nothing wrong is served.

python -m chaos.bit_flips [--damages 50]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path

from chaos.core_days import day
from chaos.row import Row
from queue_server.core.events import KINDS
from queue_server.journal.base import Draft, JournalError, Record
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.serving import find_centre

CENTRE = "kt-truongchinh"


async def written(path: Path) -> tuple[str, list[Record]]:
    """A journal with a day in it: its epoch and its records."""
    codec, drafts = EventCodec(KINDS), list[Draft]()
    for event in day(find_centre(CENTRE).plan, seed=1):
        kind, body = codec.encode(event)
        drafts.append(Draft(at=event.at, kind=kind, body=body))
    journal = await SqlJournal.open(path, centre=CENTRE)
    await journal.append(drafts)
    await journal.close()
    return await _read(path)


async def _read(path: Path) -> tuple[str, list[Record]]:
    journal = await SqlJournal.open(path, centre=CENTRE)
    try:
        return journal.epoch, [record async for record in journal.read()]
    finally:
        await journal.close()


def damaged(content: bytes, lot: random.Random) -> bytes:
    """The file with one bit turned over, or, one time in ten, without its end."""
    if lot.random() < 0.1:
        return content[: lot.randrange(len(content))]
    at, bit = lot.randrange(len(content)), 1 << lot.randrange(8)
    return content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]


async def _damages(number: int) -> Counter[str]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "journal.sqlite"
        right = await written(path)
        content, seen = path.read_bytes(), Counter[str]()
        for seed in range(number):
            hurt = Path(name) / f"{seed}.sqlite"
            hurt.write_bytes(damaged(content, random.Random(seed)))
            seen[await _outcome(hurt, right)] += 1
        return seen


async def _outcome(path: Path, right: tuple[str, list[Record]]) -> str:
    try:
        found = await _read(path)
    except JournalError:
        return "detected"
    return "harmless" if found == right else "served"


def play(number: int) -> Counter[str]:
    """So many damages: detected, harmless (what is read is what was written), or served though it is not."""
    return asyncio.run(_damages(number))


def measure(*, damages: int) -> Row:
    seen = play(damages)
    return Row(
        what="damaged files",
        count=f"{damages:,} bits turned over or ends cut off",
        held=f"{seen['detected']} detected, {seen['harmless']} without effect, {seen['served']} served as if sound",
        good=not seen["served"],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--damages", type=int, default=50)
    print(measure(damages=parser.parse_args().damages))


if __name__ == "__main__":
    main()
