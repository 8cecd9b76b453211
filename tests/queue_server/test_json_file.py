"""A file in JSON is what it should be, or whoever reads it is told its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.json_file import JsonDamaged, read_json


@pytest.mark.parametrize("content", [b"", b'{"a": ', b"[1]", b'{"a": 1}', b"\xff"])
def test_what_is_not_what_it_should_be_is_named(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "names.json"
    file.write_bytes(content)
    with pytest.raises(JsonDamaged, match=r"names\.json: "):
        read_json(file, dict[str, str])


def test_what_was_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "names.json"
    file.write_text('{"a": "á"}', "utf-8")
    assert read_json(file, dict[str, str]) == {"a": "á"}
    with pytest.raises(FileNotFoundError):
        read_json(tmp_path / "none.json", dict[str, str])
