"""One service day of a journal as a file and as a sheet of paper: what an outsider needs to check it without us.

How that is done in twenty lines of anybody's own is told in docs/day-hash.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from queue_server.journal.base import ERASED, Record, chain, genesis


class DayFileWrong(Exception):
    """The file is no day of a journal, or its records do not give its hash."""


class DayFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`previous` is the hash before the first record, `hash` that of the last. `records` in order."""

    centre: str
    epoch: str
    day: str
    first: int
    last: int
    previous: str
    hash: str
    records: list[Record]


def day_file(records: Sequence[Record], *, centre: str, epoch: str, day: str, previous: str) -> DayFile:
    """The file of a day; `previous` is empty where the day begins the journal."""
    return DayFile(
        centre=centre,
        epoch=epoch,
        day=day,
        first=records[0].version,
        last=records[-1].version,
        previous=previous or genesis(centre, epoch),
        hash=records[-1].hash,
        records=list(records),
    )


def written(day: DayFile) -> bytes:
    """The file's content."""
    return msgspec.json.format(msgspec.json.encode(day), indent=1)


def read(content: bytes) -> DayFile:
    """A file that somebody brings. Raises `DayFileWrong`."""
    try:
        return msgspec.json.decode(content, type=DayFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DayFileWrong(f"this is not the file of a day: {error}") from error


def proved(day: DayFile) -> DayFile:
    """The same day, when its records give its hash one after another. Raises `DayFileWrong`, naming the record."""
    previous = day.previous
    for version, record in enumerate(day.records, start=day.first):
        if record.kind == ERASED:
            raise DayFileWrong(f"record {version} was erased after its time: its hash cannot be computed any more")
        previous = chain(previous, version, record)
        if (record.version, record.hash) != (version, previous):
            raise DayFileWrong(f"record {version} does not give the hash that the file says")
    if previous != day.hash:
        raise DayFileWrong("the last record does not give the hash of the day")
    return day


def sheet(day: DayFile) -> str:
    """The day on a sheet of paper, to be signed. The hash stands in groups that can be read aloud."""
    groups = [day.hash[place : place + 8] for place in range(0, len(day.hash), 8)]
    began, ended = (datetime.fromtimestamp(each.at / 1000, UTC) for each in (day.records[0], day.records[-1]))
    return "\n".join(
        (
            "MÃ BĂM CỦA NGÀY · HASH OF THE DAY",
            f"Trung tâm · centre      {day.centre}",
            f"Ngày · day              {day.day}",
            f"Bản ghi · records       {day.first}–{day.last}  ({began:%Y-%m-%d %H:%M} – {ended:%Y-%m-%d %H:%M} UTC)",
            f"Nhật ký · journal       {day.epoch}",
            f"Mã trước · before       {day.previous}",
            f"SHA-256                 {' '.join(groups[:4])}",
            f"                        {' '.join(groups[4:])}",
            "Người giữ ký tên · signed by whoever keeps it: ______________________",
        )
    )
