"""A table in a file: replaced while it is used, wrong, and never more of it kept than is asked for."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from queue_server.csv_table import CsvTable, Row, TableInvalid, cell, read_rows


def _pair(row: Row) -> tuple[str, int]:
    return row["key"] or "", int(row["value"] or "")


def read(path: Path) -> dict[str, int]:
    return dict(read_rows(path, needs={"key", "value"}, row=_pair))


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_a_wrong_cell_is_told_by_its_column_and_not_quoted() -> None:
    """A comma in a name has moved it here, and the message goes to a log."""
    with pytest.raises(ValueError, match=r"^column value: expected a number$") as wrong:
        cell({"key": "a", "value": "Nguyễn Thị"}, "value", int, expected="a number")
    assert wrong.value.__context__ is None
    assert cell({"value": " 0 "}, "value", int, expected="a number") == 0


async def test_a_file_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    table = CsvTable(written(tmp_path / "t.csv", "key,value\na,1\n"), read, what="numbers")
    assert await table.find("a") == 1
    written(tmp_path / "new.csv", "key,value\nb,2\n").replace(tmp_path / "t.csv")
    assert (await table.find("a"), await table.find("b")) == (None, 2)


async def test_a_wrong_one_leaves_the_former_in_use_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    table = CsvTable(written(tmp_path / "t.csv", "key,value\na,1\n"), read, what="numbers")
    written(tmp_path / "t.csv", "key,value\na,one and a half\n")
    assert await table.find("a") == 1
    [told] = caplog.records
    assert told.action == "numbers_not_read"  # type: ignore[attr-defined]
    assert "line 2" in told.error  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["", "key\na\n", "key,value\na,x\n"])
def test_what_cannot_be_used_is_refused_as_a_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(TableInvalid, match="line"):
        read(written(tmp_path / "t.csv", text))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("key,value\nNguyễn,1\n".encode("utf-16"))
    with pytest.raises(TableInvalid, match="UTF-8"):
        read(tmp_path / "t.csv")
