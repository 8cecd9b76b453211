from __future__ import annotations

from pathlib import Path

import pytest

from hardware.errors import AddressError
from hardware.scanner.open import open_scanner
from hardware.scanner.simulator import virtual_scanner


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("serial:/dev/ttyACM0", "/dev/ttyACM0"),
        ("serial:/dev/ttyACM*?baud=115200&suffix=lf", "/dev/ttyACM*"),
        ("keyboard:/dev/input/by-id/usb-x-event-kbd?suffix=tab&gap=200", "/dev/input/by-id/usb-x-event-kbd"),
        ("virtual:/run/scanner", "/run/scanner"),
    ],
)
def test_addresses(address: str, name: str) -> None:
    assert open_scanner(address, virtual=virtual_scanner).name == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "usb:",
        "serial:",
        "keyboard:",
        "serial:/dev/ttyACM0?baud=fast",
        "serial:/dev/ttyACM0?gap=0",
        "serial:/dev/ttyACM0?suffix=star",
        "keyboard:/dev/input/event0?baud=9600",
        "serial:/dev/ttyACM0?nonsense",
    ],
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(AddressError):
        open_scanner(address)


def test_a_virtual_one_only_where_it_is_wanted() -> None:
    with pytest.raises(AddressError, match="demo"):
        open_scanner(f"virtual:{Path('/run/scanner')}")
