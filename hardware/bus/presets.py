"""Templates of devices that are sold, by the names used in settings. Sources: makers' manuals and sellers' pages.

None of these is a standard: look at the sign's own sheet, and write `frame` in the settings where it differs.
"""

from __future__ import annotations

from typing import Literal

from hardware.bus.framed import Template

PRESETS: dict[str, Template] = {
    name: Template.parse(text)
    for name, text in {
        # STX, two digits of address, text, ETX: EDI panels.
        "edi": "02 addr2 data 03",
        # STX, address as two hex digits, text, CR: Ditel DN109.
        "ditel": "02 addrx2 data 0D",
        # ETX STX, one byte of address (0 is all), text, ETX: London Electronics ER4S.
        "er4s": "03 02 addr data 03",
        # Address, number as two bytes, sum: small digit signs, 9600 8N1.
        "binary": "addr data sum8",
        # Colon, colour (red), number low byte first, nothing more, sum, LF: Sunpn.
        "sunpn": "3A 01 data 00 sum8 0A",
        # A0, channel, on or off, sum: LCUS relay boards with a CH340.
        "lcus": "A0 addr data sum8",
        # The frame of 21-key callers with a small screen.
        "caller21": "FF 68 len len 68 | addr data sum8 16",
    }.items()
}
#: How their data is written, where it is not text, and how many bytes of it there are.
NUMBERS: dict[str, Literal["big", "little"]] = {"binary": "big", "sunpn": "little"}
