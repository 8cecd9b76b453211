"""A registry in a CSV file, such as an export made every morning: read anew when the file was replaced.

Columns by their names in the first line: `code` and `state` (1 to 10), and if wanted `updated`, `due` (2026-11-23),
`procedure` (1.001193) and `service` (the centre's id). Others, such as names, are passed over and never kept.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from queue_server.csv_table import CsvTable, Row, cell, read_rows
from queue_server.dossiers.base import Dossier, DossierState, RegistryUnavailable
from queue_server.protocol.dossiers import DossierCode, parse_dossier_code


class CsvRegistry:
    """The dossiers of one file."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises `TableInvalid` and OSError."""
        self._path = path
        self._table = CsvTable(path, read_dossiers, what="dossiers")

    async def find(self, code: DossierCode) -> Dossier | None:
        """See `DossierRegistry`."""
        try:
            return await self._table.find(code.text)
        except OSError as error:
            raise RegistryUnavailable(f"{self._path}: {error.strerror}") from error


def read_dossiers(path: Path) -> dict[str, Dossier]:
    """Every dossier of a file by its code; the last line of a code counts. Raises `TableInvalid`."""
    return {dossier.code: dossier for dossier in read_rows(path, needs={"code", "state"}, row=_dossier)}


def _dossier(row: Row) -> Dossier:
    return Dossier(
        code=cell(row, "code", parse_dossier_code, expected="a dossier's code such as H34-221013-0012").text,
        state=cell(row, "state", lambda text: DossierState(int(text)), expected="the portal's number, 1 to 10"),
        updated=_day(row, "updated"),
        due=_day(row, "due"),
        procedure=row.get("procedure") or None,
        service=row.get("service") or None,
    )


def _day(row: Row, column: str) -> date | None:
    if not (row.get(column) or "").strip():
        return None
    return cell(row, column, date.fromisoformat, expected="a date such as 2026-11-23")
