"""A registry in a CSV file, such as an export made every morning: read anew when the file was replaced.

Columns by their names in the first line: `code` and `state` (1 to 10), and if wanted `updated`, `due` (2026-11-23),
`procedure` (1.001193) and `service` (the centre's id). Others, such as names, are passed over and never kept.
"""

from __future__ import annotations

import asyncio
import csv
import logging
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from queue_server.dossiers.base import Dossier, DossierState, RegistryUnavailable
from queue_server.protocol.dossiers import DossierCode, parse_dossier_code

log = logging.getLogger(__name__)

_Stamp = tuple[int, int, int]


class RegistryFileInvalid(ValueError):
    """The file of dossiers cannot be used; the message names its line and what is expected there."""


class CsvRegistry:
    """The dossiers of one file. A file that was replaced by a wrong one is refused, and the former keeps serving."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises `RegistryFileInvalid` and OSError."""
        self._path = path
        self._reading = asyncio.Lock()
        self._stamp = _stamp(path)
        self._dossiers = read_dossiers(path)

    async def find(self, code: DossierCode) -> Dossier | None:
        """See `DossierRegistry`."""
        async with self._reading:
            try:
                stamp = await asyncio.to_thread(_stamp, self._path)
            except OSError as error:
                raise RegistryUnavailable(f"{self._path}: {error.strerror}") from error
            if stamp != self._stamp:
                self._stamp = stamp
                await self._read_anew()
        return self._dossiers.get(code.text)

    async def _read_anew(self) -> None:
        try:
            self._dossiers = await asyncio.to_thread(read_dossiers, self._path)
        except (RegistryFileInvalid, OSError) as error:
            log.warning("dossiers not read", extra={"action": "dossiers_not_read", "error": str(error)})
        else:
            log.info("dossiers read", extra={"action": "dossiers_read", "count": len(self._dossiers)})


def read_dossiers(path: Path) -> dict[str, Dossier]:
    """Every dossier of a file by its code; the last line of a code counts. Raises `RegistryFileInvalid`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            rows = csv.DictReader(file)
            missing = {"code", "state"} - set(rows.fieldnames or ())
            if missing:
                raise RegistryFileInvalid(f"{path}: line 1: no column {' and no '.join(sorted(missing))}")
            return {dossier.code: dossier for dossier in _read(path, rows)}
        except (UnicodeDecodeError, csv.Error) as error:
            raise RegistryFileInvalid(f"{path}: expected CSV in UTF-8: {error}") from error


def _read(path: Path, rows: csv.DictReader[str]) -> Iterator[Dossier]:
    for row in rows:
        try:
            yield _dossier(row)
        except ValueError as error:
            raise RegistryFileInvalid(f"{path}: line {rows.line_num}: {error}") from error


def _dossier(row: Mapping[str, str | None]) -> Dossier:
    code = parse_dossier_code(row["code"] or "")
    if code is None:
        raise ValueError("the code has not the shape of a dossier's code")
    return Dossier(
        code=code.text,
        state=DossierState(int(row["state"] or "")),
        updated=_day(row.get("updated")),
        due=_day(row.get("due")),
        procedure=row.get("procedure") or None,
        service=row.get("service") or None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text.strip()) if text and text.strip() else None


def _stamp(path: Path) -> _Stamp:
    """Changes whenever the file was replaced or written."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size
