"""Tables of a devices file whose keys are each right and cannot be so together: found with their line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.settings import SettingsProblem, read_settings

PORT = '[[port]]\nname = "a"\npath = "/dev/ttyS0"\n'
SIGN = PORT + '[[sign]]\nname = "s"\ndesk = "1"\nport = "a"\nkind = "{}"\n'
FRAMED, MODBUS = SIGN.format("framed"), SIGN.format("modbus")
KEYPAD = PORT + '[[keypad]]\nname = "k"\ndesk = "1"\nport = "a"\nkind = "{}"\n'
WIRED, BUTTONS = KEYPAD.format("framed"), KEYPAD.format("modbus")
RELAY = PORT + '[[relay]]\nname = "r"\nport = "a"\nkind = "framed"\n'
PAD = '[[keypad]]\nname = "{}"\ndesk = "1"\nkind = "usb"\npath = "/dev/input/pad"\nkeys = {{}}\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (PORT + PORT.replace('"a"', '"b"'), ":6: path: found '/dev/ttyS0', expected a path used only once"),
        (FRAMED, ":4: preset: found nothing, expected one of edi, ditel"),
        (FRAMED + 'preset = "edy"\n', ":9: preset: found 'edy', expected one of edi, ditel"),
        (FRAMED + 'frame = "02 adr data"\n', ":9: frame: found '02 adr data', expected 'adr' is neither"),
        (FRAMED + 'preset = "edi"\nunit = 247\n', ":10: unit: found 247, expected 99 at most"),
        (FRAMED + 'frame = "02 addr1 data 03"\nunit = 12\n', ":10: unit: found 12, expected 9 at most"),
        (RELAY + 'frame = "02 addr1 data 03"\nchannel = 55\n', ":9: channel: found 55, expected 9 at most"),
        (RELAY + 'preset = "nope"\n', ":8: preset: found 'nope'"),
        (MODBUS + "value = 70000\n", ":9: value: found 70000, expected `int` <= 65535"),
        (MODBUS + "blink = -1\n", ":9: blink: found -1, expected `int` >= 0"),
        (
            MODBUS + '[[sign]]\nname = "t"\ndesk = "2"\nport = "a"\nkind = "modbus"\n',
            ":9: unit: found 1, expected one that no sign before it has",
        ),
        (WIRED + 'preset = "binary"\nkeys = {}\n', ":4: width: found nothing, expected how many bytes"),
        (WIRED + 'frame = "02 data addr 03"\nkeys = {}\n', ":4: width: found nothing, expected how many bytes"),
        (WIRED + 'preset = "edi"\nkeys = { 1 = "nex" }\n', ":10: keys: found '1 = nex', expected next, recall"),
        (BUTTONS + 'count = 6\nkeys = { 7 = "next" }\n', ":10: keys: found '7', expected 1 to 6"),
        (
            BUTTONS + 'keys = {}\nofficers = { 1 = "an" }\n',
            ":4: types: found nothing, expected a button for enter",
        ),
        (
            BUTTONS + 'keys = {}\nofficers = { 1 = "an", 2 = "binh" }\ntypes = { 6 = "enter" }\n',
            ":11: types: found {'6': 'enter'}, expected a button for *",
        ),
        (PAD.format("a") + PAD.format("b"), ":11: path: found '/dev/input/pad', expected a path used only once"),
    ],
)
def test_what_cannot_be_so_together_is_found_with_its_line_and_key(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "devices.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsProblem) as caught:
        read_settings(path)
    assert str(caught.value).startswith(str(path) + problem)


def test_signs_that_differ_in_port_address_or_register_are_different_signs(tmp_path: Path) -> None:
    more = '[[sign]]\nname = "{}"\ndesk = "2"\nport = "a"\nkind = "modbus"\n{}'
    path = tmp_path / "devices.toml"
    path.write_text(MODBUS + more.format("t", "unit = 2\n") + more.format("u", "value = 8\n"), "utf-8")
    assert len(read_settings(path).sign) == 3
