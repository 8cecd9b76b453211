"""A devices file: the one that is shipped, and every problem with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.attach import attach
from devices.settings import SettingsProblem, read_settings

SHIPPED = Path(__file__).parents[2] / "devices" / "example.toml"
PORT = '[[port]]\nname = "a"\npath = "/dev/ttyS0"\n'


def test_the_shipped_example_is_right() -> None:
    settings = read_settings(SHIPPED)
    attached = attach(settings, pressed=lambda _: None, changed=lambda *_: None)
    assert (list(attached.signs), list(attached.relays), len(attached.pads)) == (["sign-1", "sign-2"], ["bell"], 1)
    assert settings.keypad[0].keys["enter"] == "next"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (PORT + 'baud = "fast"\n', ":4: baud: found 'fast', expected `int`"),
        (PORT + "\n# fast\nspeed = 9600\n", ":6: speed: found 9600, expected no such key"),
        ('[[port]]\nname = "a"\n', ":1: path: found nothing, expected"),
        (PORT + PORT, ":5: name: found 'a', expected a name used only once"),
        (
            PORT + '[[sign]]\nname = "s"\ndesk = "1"\nport = "b"\nkind = "modbus"\n',
            ":7: port: found 'b', expected one of a",
        ),
        (
            PORT + '[[sign]]\nname = "s"\ndesk = "1"\nport = "a"\nkind = "neon"\n',
            ":8: kind: found 'neon', expected one of modbus, cd5220, escpos, framed",
        ),
        (PORT + '[[keypad]]\nname = "k"\ndesk = "1"\nkind = "usb"\nkeys = {}\n', ":4: path: found nothing, expected"),
        (
            PORT + '[[keypad]]\nname = "k"\ndesk = "1"\nport = "a"\nkind = "modbus"\nkeys = {}\ntypes = { 1 = "A" }\n',
            ":10: types: found {'1': 'A'}, expected",
        ),
        (
            PORT + '[[keypad]]\nname = "k"\ndesk = "1"\nport = "a"\nkind = "modbus"\n[keypad.keys]\n1 = 5\n',
            ":9: keys: found {'1': 5}, expected `str`",
        ),
        (
            PORT
            + '[[keypad]]\nname = "k"\ndesk = "1"\nport = "a"\nkind = "modbus"\nkeys = {}\nofficers = { an = "1" }\n',
            ":10: officers: found {'an': '1'}, expected `str` matching",
        ),
        ("[[port]\n", "line 1"),
    ],
)
def test_a_problem_names_file_line_key_found_and_expected(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "devices.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsProblem) as caught:
        read_settings(path)
    assert str(caught.value).startswith(str(path))
    assert problem in str(caught.value)


def test_a_file_in_another_encoding_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "devices.toml"
    path.write_bytes(PORT.encode() + "# Quầy".encode("utf-16"))
    with pytest.raises(SettingsProblem, match=r"devices\.toml:4: found b'\\xff', expected UTF-8"):
        read_settings(path)


def test_a_mark_at_the_beginning_of_a_file_does_no_harm(tmp_path: Path) -> None:
    """Windows' editor writes it."""
    path = tmp_path / "devices.toml"
    path.write_text(PORT, "utf-8-sig")
    assert read_settings(path).port[0].name == "a"
