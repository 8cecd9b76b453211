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
        (PORT + '[[sign]]\nname = "s"\ndesk = "1"\nport = "a"\nkind = "neon"\n', ":8: kind: found 'neon', expected"),
        (PORT + '[[keypad]]\nname = "k"\ndesk = "1"\nkind = "usb"\nkeys = {}\n', ":5: path: found nothing, expected"),
        (
            PORT + '[[keypad]]\nname = "k"\ndesk = "1"\nport = "a"\nkind = "modbus"\nkeys = {}\ntypes = { 1 = "A" }\n',
            ":10: types: found {'1': 'A'}, expected",
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


BUTTONS = PORT + '[[keypad]]\nname = "k"\ndesk = "1"\nport = "a"\nkind = "modbus"\ncount = 6\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('keys = { 7 = "next" }\n', "k: found button '7', expected 1 to 6"),
        ('keys = {}\nofficers = { 1 = "an" }\n', "k: types: found no button for enter"),
        ('keys = {}\nofficers = { 1 = "an", 2 = "binh" }\ntypes = { 6 = "enter" }\n', "found no button for *"),
    ],
)
def test_buttons_that_cannot_do_what_is_wanted_are_found_before_the_start(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "devices.toml"
    path.write_text(BUTTONS + text, "utf-8")
    with pytest.raises(SettingsProblem) as caught:
        attach(read_settings(path), pressed=lambda _: None, changed=lambda *_: None)
    assert problem in str(caught.value)
