"""The pictures on the screens: glyphs of Tabler Icons, cut down to those named here (`tools/subset_icons.py`).

Services name their picture in the centre's configuration; a name that is not here gets a neutral one, never a blank.
The licence lies beside the font.
"""

from __future__ import annotations

from pathlib import Path

FONT = Path(__file__).parent / "pictures" / "tabler-icons-subset.ttf"

#: Name in the configuration → name of the glyph in Tabler Icons. The configuration's words stay when the font changes.
SERVICES = {
    "bolt": "bolt",
    "book": "book",
    "box": "file-certificate",
    "car": "car",
    "card": "id",
    "chart": "chart-line",
    "coin": "coin",
    "crane": "crane",
    "cross": "stethoscope",
    "family": "users-group",
    "flag": "flag",
    "globe": "world",
    "hands": "heart-handshake",
    "helmet": "helmet",
    "info": "info-circle",
    "leaf": "leaf",
    "lock": "lock",
    "mail": "mail",
    "map": "map-2",
    "mask": "masks-theater",
    "medal": "medal",
    "shop": "building-store",
    "stamp": "rubber-stamp",
    "truck": "truck",
    "wheat": "plant-2",
    "wheel": "steering-wheel",
}

FALLBACK = "category-2"

_CODES = {
    "accessible": 0xEBA9,
    "alert-triangle": 0xEA06,
    "armchair": 0xEF9E,
    "arrow-bar-to-down": 0xEC88,
    "arrow-left": 0xEA19,
    "arrow-right": 0xEA1F,
    "backspace": 0xEA2D,
    "bolt": 0xEA38,
    "book": 0xEA39,
    "building-store": 0xEA4E,
    "calendar": 0xEA53,
    "camera": 0xEA54,
    "car": 0xEBBB,
    "cash": 0xEA55,
    "category-2": 0xF1F5,
    "chart-line": 0xEA5C,
    "check": 0xEA5E,
    "chevron-left": 0xEA60,
    "chevron-right": 0xEA61,
    "circle-check": 0xEA67,
    "clock": 0xEA70,
    "coffee": 0xEF0E,
    "coin": 0xEB82,
    "contrast": 0xEC4E,
    "crane": 0xEF27,
    "file-certificate": 0xED4D,
    "file-text": 0xEAA2,
    "flag": 0xEAA6,
    "headphones": 0xEABD,
    "heart-handshake": 0xF0F3,
    "helmet": 0xEFCA,
    "help-circle": 0xF91D,
    "home": 0xEAC1,
    "hourglass": 0xEF93,
    "id": 0xEAC3,
    "info-circle": 0xEAC5,
    "keyboard": 0xEBD6,
    "leaf": 0xED4F,
    "lock": 0xEAE2,
    "mail": 0xEAE5,
    "map-2": 0xEAE7,
    "map-pin": 0xEAE8,
    "masks-theater": 0xF263,
    "medal": 0xEC78,
    "moon-stars": 0xECE7,
    "phone": 0xEB09,
    "plant-2": 0xED7E,
    "plug-connected-x": 0xF0A0,
    "printer": 0xEB0E,
    "printer-off": 0xF184,
    "receipt-off": 0xEDFB,
    "refresh": 0xEB13,
    "rubber-stamp": 0xF5AB,
    "search": 0xEB1C,
    "steering-wheel": 0xEC7B,
    "stethoscope": 0xEDBE,
    "text-size": 0xF2B1,
    "ticket": 0xEB3D,
    "truck": 0xEBC4,
    "users": 0xEBF2,
    "users-group": 0xFA21,
    "wheelchair": 0xF1DB,
    "world": 0xEB54,
    "x": 0xEB55,
}


def glyph(name: str) -> str:
    """The character of a picture by its name in Tabler Icons. A name that is not here raises `KeyError`."""
    return chr(_CODES[name])


def service_glyph(name: str) -> str:
    """The character of a service's picture by its name in the configuration."""
    return glyph(SERVICES.get(name, FALLBACK))


def codes() -> frozenset[int]:
    """Every character that the font must hold."""
    return frozenset(_CODES.values())
