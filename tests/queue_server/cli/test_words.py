"""Wrong use of any word is told in one line of both languages with status 2, and begins nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.cli import main

WRONG = [
    ((), "gõ chưa đúng · not understood: the following arguments are required: COMMAND"),
    (("serv",), "→ xem · see: motcua --help"),
    (("check",), "→ xem · see: motcua check --help"),
    (("kiosk", "--size", "abc"), "'abc' không phải cỡ cửa sổ · is no size of a window"),
    (("display", "--size", "1920x"), "'1920x' không phải cỡ cửa sổ"),
    (("demo", "--speed", "fast"), "cần một số lớn hơn 0 · expected a number above 0"),
    (("demo", "--speed", "0"), "cần một số lớn hơn 0"),
    (("serve", "--keep-tickets", "-1"), "expected months, 0 for ever"),
    (("hub", "--keep-acts", "-60"), "cần số tháng, 0 là giữ mãi"),
    (("serve", "--copy-every", "-5"), "cần số phút lớn hơn 0 · expected minutes, more than 0"),
    (("serve", "--copy-every", "0"), "cần số phút lớn hơn 0"),
    (("serve", "--database", "motcua"), "không phải địa chỉ cơ sở dữ liệu"),
    (("doctor", "--database", "motcua"), "is no address of one: postgresql://"),
    (("serve", "--public-url", "hangdoi.example"), "is no address, write: http://HOST, https://HOST"),
    (("doctor", "--public-url", "ws://server:8800"), "không phải địa chỉ, hãy viết"),
    (("kiosk", "--server", "http://server:8800/ws"), "is no address, write: ws://HOST, wss://HOST"),
    (("display", "--server", "ws://a/ws,b"), "'b' không phải địa chỉ"),
    (("devices", "--file", "f", "--server", "ws://a:x/ws"), "'ws://a:x/ws' không phải địa chỉ"),
    (("officer", ""), "cần tên không có dấu cách"),
    (("device", "k 1", "--role", "kiosk"), "'k 1': cần tên không có dấu cách · expected a name without spaces"),
]


@pytest.mark.parametrize(("typed", "told"), WRONG)
def test_what_is_not_understood_is_told_and_where_to_look(
    typed: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(typed)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MOTCUA_PORT", "eighty"),
        ("MOTCUA_PORT", "99999"),
        ("MOTCUA_LANGUAGE", "fr"),
        ("MOTCUA_LOG", "xml"),
    ],
)
def test_a_variable_that_cannot_be_read_is_named(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, value)
    assert main(["check", "none.yaml"]) == 2
    assert f"Biến môi trường chưa đúng · {variable}: found {value!r}, expected" in capsys.readouterr().err
