"""A registry in a CSV file, such as an export made every morning: read anew when the file was replaced.

Columns by their names in the first line: `code` and `state` (1 to 10), and if wanted `updated`, `due` (2026-11-23),
`procedure` (1.001193) and `service` (the centre's id). Others, such as names, are passed over and never kept.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from queue_server.csv_table import CsvTable, Row, read_rows
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
