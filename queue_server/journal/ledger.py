"""The statements of a journal on one connection, used by one thread: begin an epoch, write a batch, read a stretch.

It lets the errors of SQLAlchemy through; `sql` translates them. It checks what it reads against the hash chain.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Sequence
from itertools import chain

from sqlalchemy import Connection, bindparam, func, insert, select, update

from queue_server.journal.base import Draft, JournalConflict, JournalCorrupt, JournalUnavailable, Record, genesis
from queue_server.journal.links import Head, check, link
from queue_server.journal.tables import epochs, records

logger = logging.getLogger(__name__)

_mine = (records.c.centre == bindparam("of_centre")) & (records.c.epoch == bindparam("of_epoch"))

_WRITE = insert(records)
_MOVE_HEAD = (
    update(epochs)
    .values(version=bindparam("to_version"), hash=bindparam("to_hash"))
    .where(epochs.c.centre == bindparam("of_centre"), epochs.c.epoch == bindparam("of_epoch"))
    .where(epochs.c.version == bindparam("from_version"))
)
#: Rows of one statement; SQLite takes 32,766 values.
_AT_ONCE = 256
_COLUMNS = tuple(column.name for column in records.c)
_MOVED = ("to_version", "to_hash", "of_centre", "of_epoch", "from_version")
_HASH_AT = select(records.c.hash).where(_mine, records.c.version == bindparam("at_version"))
_LAST = select(records.c.version, records.c.hash).where(_mine).order_by(records.c.version.desc()).limit(1)
_STRETCH = (
    select(*(records.c[name] for name in ("version", "at", "kind", "body", "request", "actor", "hash")))
    .where(_mine, records.c.version > bindparam("above"), records.c.version <= bindparam("up_to"))
    .order_by(records.c.version)
)


class Ledger:
    """One centre's newest epoch in a database whose tables are there."""

    def __init__(self, connection: Connection, *, centre: str, shared: bool = False) -> None:
        """Begins the first epoch where there is none. Raises `JournalCorrupt` where the last record is not the last.

        Only a `shared` database may hold other centres too.
        """
        self.centre = centre
        self._connection = connection
        self.shared = shared
        self._by_name = not connection.dialect.positional
        self.epoch, self.head = self._find() or self._begin()
        self._key = {"of_centre": centre, "of_epoch": self.epoch}
        # Made into text once: for rows this small SQLAlchemy's own way costs more than the insert (bench/journal.py).
        self._write = str(_WRITE.compile(dialect=connection.dialect))
        self._writes: dict[int, str] = {}
        self._move_head = str(_MOVE_HEAD.compile(dialect=connection.dialect))
        self._check_tail()

    def write(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        """Append the drafts in one transaction."""
        links = link(drafts, after=self.head)
        if not links:
            return links
        head = Head(links[-1].version, links[-1].hash)
        centre, epoch = self.centre, self.epoch
        rows = [(centre, epoch, r.version, r.at, r.kind, r.body, r.request, r.actor, r.hash) for r in links]
        moved = (head.version, head.hash, centre, epoch, self.head.version)
        with self._connection.begin():
            self._insert(rows)
            if self._connection.exec_driver_sql(self._move_head, self._row(_MOVED, moved)).rowcount != 1:
                raise JournalConflict(f"another server moved the end of the journal of {self.centre!r}: load it again")
        self.head = head
        return links

    def _insert(self, rows: Sequence[tuple[object, ...]]) -> None:
        if self._by_name:
            self._connection.exec_driver_sql(self._write, [self._row(_COLUMNS, row) for row in rows])
            return
        # SQLite's driver lets go of the interpreter with every statement, and a busy server gives it back after
        # milliseconds: so all rows are one statement.
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            self._connection.exec_driver_sql(self._statement(len(some)), tuple(chain.from_iterable(some)))

    def _statement(self, count: int) -> str:
        """The insert of so many rows."""
        if count not in self._writes:
            head, values, row = self._write.partition(" VALUES ")
            self._writes[count] = head + values + ", ".join([row] * count)
        return self._writes[count]

    def _row(self, names: Sequence[str], values: tuple[object, ...]) -> tuple[object, ...] | dict[str, object]:
        """The values as the driver wants them: in order, or by name."""
        return dict(zip(names, values, strict=True)) if self._by_name else values

    def stretch(self, *, above: int, up_to: int) -> list[Record]:
        """The records from `above` + 1 to `up_to`: all of them, or `JournalCorrupt`."""
        with self._connection.begin():
            before = Head(above, self._hash_at(above))
            rows = self._connection.execute(_STRETCH, self._key | {"above": above, "up_to": up_to}).all()
        found = [
            Record(version=version, at=at, kind=kind, body=body, request=request, actor=actor, hash=hash_)
            for version, at, kind, body, request, actor, hash_ in rows
        ]
        end = check(found, after=before)
        if end.version != up_to:
            raise JournalCorrupt(f"record {end.version + 1} is missing: the journal goes on to {self.head.version}")
        return found

    def _hash_at(self, version: int) -> str:
        if version == 0:
            return genesis(self.centre, self.epoch)
        hash_ = self._connection.execute(_HASH_AT, self._key | {"at_version": version}).scalar()
        if hash_ is None:
            raise JournalCorrupt(f"record {version} is missing")
        return str(hash_)

    def _find(self) -> tuple[str, Head] | None:
        mine = select(epochs.c.epoch, epochs.c.version, epochs.c.hash).where(epochs.c.centre == self.centre)
        with self._connection.begin():
            others = self._connection.execute(
                select(epochs.c.centre).where(epochs.c.centre != self.centre).limit(1)
            ).scalar()
            if others is not None and not self.shared:
                raise JournalUnavailable(f"this is the journal of the centre {others!r}, not of {self.centre!r}")
            row = self._connection.execute(mine.order_by(epochs.c.ordinal.desc()).limit(1)).first()
        return row and (row.epoch, Head(row.version, row.hash))

    def _begin(self) -> tuple[str, Head]:
        epoch = secrets.token_hex(8)
        head = Head(0, genesis(self.centre, epoch))
        with self._connection.begin():
            mine = select(func.count()).select_from(records).where(records.c.centre == self.centre)
            if self._connection.execute(mine).scalar():
                raise JournalCorrupt("there are records, but nothing says of which epoch they are")
            self._connection.execute(
                insert(epochs).values(
                    centre=self.centre,
                    epoch=epoch,
                    ordinal=1,
                    at=time.time_ns() // 1_000_000,
                    version=head.version,
                    hash=head.hash,
                )
            )
        logger.info(
            "A new journal of %s begins",
            self.centre,
            extra={"action": "epoch_began", "centre": self.centre, "epoch": epoch},
        )
        return epoch, head

    def _check_tail(self) -> None:
        with self._connection.begin():
            last = self._connection.execute(_LAST, self._key).first()
        found = Head(last.version, last.hash) if last else Head(0, genesis(self.centre, self.epoch))
        if found != self.head:
            raise JournalCorrupt(
                f"the journal should end with record {self.head.version} ({self.head.hash[:12]}…), "
                f"but ends with {found.version} ({found.hash[:12]}…)"
            )
