"""From the address in a window's settings to the lamp of its panel.

backlight:/sys/class/backlight/NAME   a built-in panel          program:/PATH   called with `on` or `off`
"""

from __future__ import annotations

from pathlib import Path

from hardware.errors import AddressError
from hardware.light.backlight import Backlight
from hardware.light.base import Light
from hardware.light.program_light import ProgramLight


def open_light(address: str) -> Light:
    """The lamp at an address; nothing is touched yet. Raises `AddressError`."""
    kind, _, path = address.strip().partition(":")
    if path.startswith("/"):
        if kind == "backlight":
            return Backlight(Path(path))
        if kind == "program":
            return ProgramLight(Path(path))
    raise AddressError(
        f"{address!r} không phải địa chỉ đèn nền, hãy viết · is no lamp, write: "
        "backlight:/sys/class/backlight/NAME or program:/PATH"
    )
