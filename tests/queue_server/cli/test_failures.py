"""What fails is told in Vietnamese, with the exact cause and the file in English beside it, by every word alike."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from queue_server.catalogue.versions import Versions
from queue_server.cli import main
from queue_server.cli.failures import failed
from queue_server.web.access import FILE


def test_a_folder_that_cannot_be_is_told_by_whoever_writes_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.txt").write_text("bánh mì")
    inside = str(tmp_path / "note.txt" / "data")
    for words in (["officer", "lan"], ["device", "k1", "--role", "kiosk"], ["serve", "--centre", "kt-tp"]):
        assert main([*words, "--data", inside]) == 1
        assert "Đường dẫn đi qua một tệp, cần thư mục · Not a directory" in capsys.readouterr().err


def _an_officers_file(data: Path) -> Path:
    return data / FILE


def _a_configuration(data: Path) -> Path:
    Versions(data).add("kind: centre", at=0, by="quan", note="")
    return data / "configuration" / "000001.json"


@pytest.mark.parametrize("made", [_an_officers_file, _a_configuration])
def test_a_server_names_the_file_that_is_damaged(
    made: Callable[[Path], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made(tmp_path)
    file.write_text('{"officers": ')
    assert main(["serve", "--data", str(tmp_path)]) == 1
    assert f"Tệp này hỏng, hãy lấy lại từ bản sao · {file}: " in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--centre", "kt-tp", "--data", str(tmp_path), "--port", str(port)]) == 1
    told = capsys.readouterr().err
    assert f"Cổng đang có chương trình khác dùng · Address already in use: 127.0.0.1:{port}" in told


def test_a_database_that_can_be_none_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--centre", "kt-tp", "--data", str(tmp_path), "--database", "mysql://localhost/x"]) == 1
    assert "in an SQLite file or in PostgreSQL, not in mysql" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["http://hub:8900/uplink", "hub", "ws:///uplink"])
def test_an_uplink_to_no_address_is_told_before_anything_begins(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["serve", "--centre", "kt-tp", "--data", str(tmp_path / "data"), "--uplink", address, "token"]
    assert main(words) == 2
    assert (
        f"--uplink: {address!r} không phải địa chỉ, hãy viết · is no address, write: ws://" in capsys.readouterr().err
    )
    assert not (tmp_path / "data").exists()


def test_a_key_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "key").write_text("no key")
    words = ["serve", "--centre", "kt-tp", "--data", str(tmp_path), "--port", "0", "--province-key"]
    assert main([*words, str(tmp_path / "key")]) == 1
    assert "Khóa của tỉnh không đúng, xem lại tệp khóa · this is no key of a province" in capsys.readouterr().err


def test_what_is_wrong_with_a_centres_file_is_told_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "centre.yaml"
    file.write_text("kind: centre\nid: thu\nnonsense: 1\n", "utf-8")
    for words in (["serve", "--centre", str(file), "--data", str(tmp_path)], ["demo", "--centre", str(file)]):
        assert main(words) == 1
        told = capsys.readouterr().err
        assert f"{file}:3: khóa 'nonsense': thấy" in told
        assert f" · {file}:3: key 'nonsense': found" in told


def test_a_file_of_devices_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "devices.toml").write_text("[port")
    assert main(["devices", "--check", "--file", str(tmp_path / "devices.toml")]) == 2
    assert "Tệp thiết bị chưa đúng · " in capsys.readouterr().err
    assert main(["devices", "--check", "--file", str(tmp_path / "none.toml")]) == 1
    assert "Không có tệp hoặc thư mục này · No such file or directory" in capsys.readouterr().err


def test_a_kiosk_which_has_no_server_installed_can_say_what_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("catalogue.problems", "journal.base", "signature"):
        monkeypatch.setitem(sys.modules, f"queue_server.{name}", None)
    assert failed(PermissionError(errno.EACCES, "Permission denied", "/var/lib/motcua")) == 1
    assert capsys.readouterr().err == "Không có quyền đọc hoặc ghi · Permission denied: /var/lib/motcua\n"


def test_a_reader_who_has_enough_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "centre.yaml").write_text("kind: centre\n")
    nobody, end = os.pipe()
    os.close(nobody)
    with os.fdopen(end, "w") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "queue_server.cli", "check", str(tmp_path / "centre.yaml")],
            check=False,
            stdout=closed,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert (ended.returncode, ended.stderr) == (1, b"")
