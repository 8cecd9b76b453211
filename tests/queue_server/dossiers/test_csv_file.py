"""A file of dossiers: read, replaced while it serves, wrong; and what stands in further columns is never kept."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest

from queue_server.csv_table import TableInvalid
from queue_server.dossiers.base import Dossier, DossierState, RegistryUnavailable
from queue_server.dossiers.csv_file import CsvRegistry, read_dossiers
from queue_server.protocol.dossiers import DossierCode, parse_dossier_code

HEAD = "code,state,updated,due,procedure,service,owner\n"
ROWS = HEAD + (
    "H34-221013-0012,9,2022-10-20,2022-10-21,1.001193,tra-ket-qua,Nguyễn Thị Hồng Đào\n"
    "h34.01.05-260102-123456,5,,,,,\n"
    "03706/2026/07906,4,2026-02-03,,,,\n"
)


def code(text: str) -> DossierCode:
    found = parse_dossier_code(text)
    assert found is not None
    return found


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


async def test_a_dossier_is_found_by_its_code(tmp_path: Path) -> None:
    registry = CsvRegistry(written(tmp_path / "d.csv", ROWS))
    found = await registry.find(code("H34-221013-0012"))
    assert found == Dossier(
        code="H34-221013-0012",
        state=DossierState.DONE,
        updated=date(2022, 10, 20),
        due=date(2022, 10, 21),
        procedure="1.001193",
        service="tra-ket-qua",
    )
    assert "Nguyễn" not in str(vars(registry._table))
    wanted = await registry.find(code("H34.01.05-260102-123456"))
    assert wanted is not None
    assert wanted.state is DossierState.SUPPLEMENT_WANTED
    assert await registry.find(code("H34-221013-0013")) is None


async def test_a_file_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    registry = CsvRegistry(written(tmp_path / "d.csv", ROWS))
    written(tmp_path / "new.csv", HEAD + "H34-221013-0013,2,,,,,\n").replace(tmp_path / "d.csv")
    assert await registry.find(code("H34-221013-0012")) is None
    assert await registry.find(code("H34-221013-0013")) is not None


async def test_a_wrong_replacement_leaves_the_former_in_use(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    registry = CsvRegistry(written(tmp_path / "d.csv", ROWS))
    written(tmp_path / "d.csv", HEAD + "H34-221013-0012,eleven,,,,,\n")
    assert await registry.find(code("H34-221013-0012")) is not None
    assert "line 2" in caplog.records[0].error  # type: ignore[attr-defined]


async def test_a_file_that_is_gone_makes_it_unavailable(tmp_path: Path) -> None:
    registry = CsvRegistry(written(tmp_path / "d.csv", ROWS))
    (tmp_path / "d.csv").unlink()
    with pytest.raises(RegistryUnavailable):
        await registry.find(code("H34-221013-0012"))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "no column code and no state"),
        ("code\nH34-221013-0012\n", "no column state"),
        (HEAD + "x,1,,,,,\n", "line 2: column code: expected a dossier's code"),
        (HEAD + "H34-221013-0012,11,,,,,\n", "line 2: column state: expected the portal's number, 1 to 10$"),
        (
            HEAD + "H34-221013-0012,1,,,,,\nH34-221013-0012,1,yesterday,,,,\n",
            "line 3: column updated: expected a date such as 2026-11-23$",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(TableInvalid, match=where):
        read_dossiers(written(tmp_path / "d.csv", text))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes(HEAD.encode() + "H34-221013-0012,1,,,,,Nguyễn".encode("utf-16"))
    with pytest.raises(TableInvalid, match="UTF-8"):
        read_dossiers(tmp_path / "d.csv")
