"""What is written is read again, or told to be damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server import sealed_file


@pytest.mark.parametrize("body", [b"", b"\n\n", b"abc\nd"])
def test_it_is_read_as_it_was_written(tmp_path: Path, body: bytes) -> None:
    for each in (b"before", body):
        sealed_file.write(tmp_path / "it", each)
    assert sealed_file.read(tmp_path / "it") == body
    assert [(each.name, each.stat().st_mode & 0o777) for each in tmp_path.iterdir()] == [("it", 0o600)]


@pytest.mark.parametrize("spoil", [lambda body: body[:-1], lambda body: body.replace(b"b", b"c"), lambda _: b""])
def test_what_was_spoilt_is_told(tmp_path: Path, spoil: object) -> None:
    sealed_file.write(tmp_path / "it", b"b" * 100)
    (tmp_path / "it").write_bytes(spoil((tmp_path / "it").read_bytes()))  # type: ignore[operator]
    with pytest.raises(sealed_file.Damaged):
        sealed_file.read(tmp_path / "it")
