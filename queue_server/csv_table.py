"""Tables that other systems export to a CSV file: read as a whole or refused, and anew when the file was replaced.

The first line names the columns. Those that nobody asks for, such as names, are passed over and never kept.
"""

from __future__ import annotations

import asyncio
import csv
import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
Row = Mapping[str, str | None]
_Stamp = tuple[int, int, int]


class TableInvalid(ValueError):
    """The file cannot be used; the message names its line and what is expected there."""


class CsvTable(Generic[T]):
    """What `read` makes of a file. One that was replaced by a wrong one is refused, and the former keeps serving.

    `what` it holds is named in the log: "dossiers read".
    """

    def __init__(self, path: Path, read: Callable[[Path], dict[str, T]], *, what: str) -> None:
        """Read the file. Raises `TableInvalid` and OSError."""
        self._path, self._read, self._what = path, read, what
        self._reading = asyncio.Lock()
        self._stamp = _stamp(path)
        self._found = read(path)

    async def find(self, key: str) -> T | None:
        """What the file says of `key`. Raises OSError where the file is not there now."""
        async with self._reading:
            stamp = await asyncio.to_thread(_stamp, self._path)
            if stamp != self._stamp:
                self._stamp = stamp
                await self._read_anew()
        return self._found.get(key)

    async def _read_anew(self) -> None:
        try:
            self._found = await asyncio.to_thread(self._read, self._path)
        except (TableInvalid, OSError) as error:
            action = f"{self._what}_not_read"
            log.warning("%s not read", self._what, extra={"action": action, "error": str(error)})
        else:
            log.info("%s read", self._what, extra={"action": f"{self._what}_read", "count": len(self._found)})


def read_rows(path: Path, *, needs: set[str], row: Callable[[Row], T]) -> Iterator[T]:
    """What `row` makes of each line below the first; its ValueErrors are told with the line. Raises `TableInvalid`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            rows = csv.DictReader(file)
            missing = sorted(needs - set(rows.fieldnames or ()))
            if missing:
                raise TableInvalid(f"{path}: line 1: no column {' and no '.join(missing)}")
            for each in rows:
                try:
                    yield row(each)
                except ValueError as error:
                    raise TableInvalid(f"{path}: line {rows.line_num}: {error}") from error
        except (UnicodeDecodeError, csv.Error) as error:
            raise TableInvalid(f"{path}: expected CSV in UTF-8: {error}") from error


def cell(row: Row, column: str, read: Callable[[str], T | None], *, expected: str) -> T:
    """What `read` makes of a column's text; None is wrong too. Raises ValueError, which names the column.

    It does not quote what is there: a comma in somebody's name moves it into the next column, and this is logged.
    """
    try:
        found = read((row[column] or "").strip())
    except ValueError:
        found = None
    if found is None:
        raise ValueError(f"column {column}: expected {expected}")
    return found


def _stamp(path: Path) -> _Stamp:
    """Changes whenever the file was replaced or written."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size
