"""The power goes at any write or sync of a journal: nothing that was acknowledged is lost, and what is found is whole.

    python -m chaos.power_cut [--cuts 1000]

The product's own statements (`Ledger`) and settings run on a disk that tears and reorders what was not synced; what is
left is opened by the product's own journal. With weaker settings the same must lose something, or this proves nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections import namedtuple
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import apsw
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from chaos.falling_disk import FallingDisk, PowerCut
from chaos.row import Row
from queue_server.journal.base import Draft, JournalError
from queue_server.journal.ledger import Ledger
from queue_server.journal.sql import SqlJournal
from queue_server.journal.sqlite import SETTINGS

CENTRE, FILE = "kt-tp", "/journal.sqlite"
#: Pages after which SQLite moves its log into the file: few, so that the power also goes in the middle of that.
_CHECKPOINT = 24
_BATCHES = 12


class Connection:
    """As much of an SQLAlchemy connection as `Ledger` uses, on apsw, which alone takes a disk made in Python."""

    def __init__(self, disk: FallingDisk, *, synchronous: str) -> None:
        self.dialect = sqlite_dialect()
        self._raw = apsw.Connection(FILE, vfs=disk.name)
        for pragma, value, wanted in SETTINGS:
            weaker = pragma == "synchronous" and synchronous
            self._raw.execute(f"PRAGMA {pragma} = {weaker or value}")
            [(found,)] = self._raw.execute(f"PRAGMA {pragma}").fetchall() or [(wanted,)]
            assert weaker or found == wanted, (pragma, found)
        self._raw.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")

    def close(self) -> None:
        with suppress(apsw.Error):  # the disk is not what it left
            self._raw.close()

    @contextmanager
    def begin(self) -> Iterator[None]:
        self._raw.execute("BEGIN IMMEDIATE")
        yield
        self._raw.execute("COMMIT")

    def exec_driver_sql(self, text: str, rows: Sequence[Any]) -> _Found:
        if isinstance(rows, list):
            self._raw.executemany(text, rows)
        else:
            self._raw.execute(text, rows)
        return _Found((), rowcount=self._raw.changes())

    def execute(self, statement: Any, values: dict[str, Any] | None = None) -> _Found:
        compiled = statement.compile(dialect=self.dialect)
        bound = compiled.construct_params(values or {})
        names = compiled.positiontup or ()
        rows = self._raw.execute(str(compiled), [bound[name] for name in names]).fetchall()
        if not rows:
            return _Found(())
        made = namedtuple("made", list(statement.selected_columns.keys()), rename=True)  # type: ignore[misc]
        return _Found([made(*row) for row in rows])


@dataclass(frozen=True, slots=True)
class _Found:
    rows: Sequence[Any]
    rowcount: int = 0

    def all(self) -> Sequence[Any]:
        return self.rows

    def first(self) -> Any:
        return self.rows[0] if self.rows else None

    def scalar(self) -> Any:
        return self.rows[0][0] if self.rows else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What one cut left: how much was acknowledged, how much was found, and why it could not be opened."""

    acknowledged: int
    found: int
    damage: str = ""


async def empty_journal(folder: Path) -> bytes:
    """The file of a journal in which nothing has happened."""
    path = folder / "empty.sqlite"
    await (await SqlJournal.open(path, centre=CENTRE)).close()
    return path.read_bytes()


def _write(disk: FallingDisk, lot: random.Random, *, synchronous: str) -> list[str]:
    """Append until the power goes; gives the hashes of all records that were acknowledged."""
    hashes: list[str] = []
    connection: Connection | None = None
    # SQLite ignores an error of moving its log; apsw tells the interpreter of it. The next write fails as well.
    with patch.object(sys, "unraisablehook", lambda _: None):
        try:
            connection = Connection(disk, synchronous=synchronous)
            ledger = Ledger(connection, centre=CENTRE)  # type: ignore[arg-type]
            for _ in range(_BATCHES):
                drafts = [
                    Draft(at=at, kind="k", body="x" * lot.randint(10, 3_000), request=None, actor=None)
                    for at in range(lot.randint(1, 6))
                ]
                hashes += [record.hash for record in ledger.write(drafts)]
        except (PowerCut, apsw.Error):
            assert disk.cut_at is not None
            if disk.operations < disk.cut_at:
                raise
        finally:
            disk.dead = True
            if connection is not None:
                connection.close()
    return hashes


async def cut(empty: bytes, *, seed: int, folder: Path, synchronous: str = "") -> Cut:
    """One life of a journal that the power ends, and what is found afterwards."""
    lot = random.Random(seed)
    disk = FallingDisk({FILE: empty}, cut_at=lot.randint(1, 260))
    hashes = _write(disk, lot, synchronous=synchronous)
    acknowledged = len(hashes)
    path = folder / f"{seed}.sqlite"
    for name, content in disk.after_the_cut(lot).items():
        path.with_name(path.name + name.removeprefix(FILE)).write_bytes(content)
    try:
        journal = await SqlJournal.open(path, centre=CENTRE)
        try:
            found = [record.hash async for record in journal.read()]
        finally:
            await journal.close()
    except JournalError as error:
        return Cut(acknowledged=acknowledged, found=0, damage=str(error))
    finally:
        for left in folder.glob(f"{seed}.sqlite*"):
            left.unlink()
    if found[: len(hashes)] != hashes[: len(found)]:
        return Cut(acknowledged=acknowledged, found=len(found), damage="other records than were written")
    return Cut(acknowledged=acknowledged, found=len(found))


async def _cuts(number: int, *, synchronous: str = "") -> list[Cut]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = await empty_journal(folder)
        return [await cut(empty, seed=seed, folder=folder, synchronous=synchronous) for seed in range(number)]


def lost(cuts: list[Cut]) -> list[Cut]:
    """Those in which something acknowledged is gone, or what is left cannot be used."""
    return [each for each in cuts if each.damage or each.found < each.acknowledged]


def play(number: int, *, synchronous: str = "") -> list[Cut]:
    """So many cuts, one after another."""
    return asyncio.run(_cuts(number, synchronous=synchronous))


def measure(*, cuts: int) -> Row:
    ours = play(cuts)
    weaker = {name: len(lost(play(max(20, cuts // 10), synchronous=name))) for name in ("NORMAL", "OFF")}
    bad, records = lost(ours), sum(each.acknowledged for each in ours)
    control = ", ".join(f"{name} loses in {count} of {max(20, cuts // 10)}" for name, count in weaker.items())
    return Row(
        what="power cuts while writing",
        count=f"{cuts:,} cuts, {records:,} records acknowledged",
        held=f"{len(bad)} lost or damaged {bad[:2] or ''}; control: {control}",
        good=not bad and all(weaker.values()),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=1_000)
    print(measure(cuts=parser.parse_args().cuts))


if __name__ == "__main__":
    main()
