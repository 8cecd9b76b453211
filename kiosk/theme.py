"""How the kiosk looks: palette, type scale, spacing. Numbers only; what is drawn with them is in `screens/`.

Every size is a multiple of one unit `u`, so a screen looks the same on every panel. A 27-inch portrait panel of
1080×1920 has 3.2 pixels a millimetre: `TARGET` is 30 mm there and the smallest allowed, 64, is 20 mm.
"""

from __future__ import annotations

from collections.abc import Mapping

#: A colour for each role; screens name roles and never colours.
Look = Mapping[str, str]

PLAIN: Look = {
    "ground": "#F8F3EB",
    "card": "#FFFFFF",
    "line": "#E3D8C9",
    "ink": "#231F1C",
    "ink_soft": "#5C534B",
    "accent": "#8F1D21",
    "accent_pressed": "#6C1317",
    "accent_tint": "#F7E6E2",
    "on_accent": "#FFFFFF",
    "gold": "#F2CF7E",
    "pressed": "#F1E7DA",
    "muted": "#E9E1D6",
    "muted_ink": "#6A6159",
    "green": "#1C6638",
    "green_tint": "#E2F1E6",
    "amber": "#7F4B00",
    "amber_tint": "#FCEFD3",
    "red": "#A5191C",
    "red_tint": "#FBE4E1",
    "scrim": "#231F1CB8",
    "night": "#000000",
    "night_ink": "#8C8278",
}
#: For weak eyes: light on black, and one strong colour for what can be pressed.
STARK: Look = {
    "ground": "#000000",
    "card": "#000000",
    "line": "#FFFFFF",
    "ink": "#FFFFFF",
    "ink_soft": "#F2F2F2",
    "accent": "#FFE14D",
    "accent_pressed": "#FFF3A8",
    "accent_tint": "#2B2600",
    "on_accent": "#000000",
    "gold": "#000000",
    "pressed": "#3A3A3A",
    "muted": "#3A3A3A",
    "muted_ink": "#F2F2F2",
    "green": "#8CF5A8",
    "green_tint": "#06210E",
    "amber": "#FFC978",
    "amber_tint": "#2B1B00",
    "red": "#FFC4BF",
    "red_tint": "#2E0605",
    "scrim": "#000000D9",
    "night": "#000000",
    "night_ink": "#A8A8A8",
}

#: Every foreground with every ground it is ever set on. A test holds each to a contrast of 4.5 to 1, STARK to 7.
TEXT_PAIRS = (
    ("ink", "ground"),
    ("ink", "card"),
    ("ink", "pressed"),
    ("ink", "amber_tint"),
    ("ink", "green_tint"),
    ("ink", "red_tint"),
    ("ink", "accent_tint"),
    ("ink_soft", "ground"),
    ("ink_soft", "card"),
    ("ink_soft", "pressed"),
    ("ink_soft", "accent_tint"),
    ("accent", "card"),
    ("accent", "ground"),
    ("accent", "pressed"),
    ("accent", "accent_tint"),
    ("on_accent", "accent"),
    ("on_accent", "accent_pressed"),
    ("gold", "accent"),
    ("muted_ink", "muted"),
    ("night_ink", "night"),
    ("green", "card"),
    ("green", "pressed"),
    ("green", "green_tint"),
    ("amber", "card"),
    ("amber", "ground"),
    ("amber", "pressed"),
    ("amber", "amber_tint"),
    ("red", "card"),
    ("red", "pressed"),
    ("red", "red_tint"),
)

# Text, in units. Nothing is smaller than NOTE.
NOTE = 28
BODY = 34
LEAD = 40
TITLE = 52
DISPLAY = 72

# Space, in units.
GAP = 24
EDGE = 48
RADIUS = 24
FOOT = 108
#: How much of the panel's height, from below, a person in a wheelchair reaches: EN 301 549 8.3 has 1,120 to 1,220 mm.
REACH_UPRIGHT, REACH_ACROSS = 0.53, 0.72
TARGET = 96
SMALLEST_TARGET = 64
SMALLEST_TEXT = 28
#: For weak eyes: a capital letter of 36 units is seen under 0.7 degrees from 65 cm (EN 301 549 5.1.4), of 28 from 50.
#: On a panel on its side, or in the lower part of one, there is less room.
LARGER, SMALLEST_LARGE, SMALLEST_LARGE_SQUEEZED = 1.3, 36, 32

TEXT_FACE = "BeVietnamPro-Medium"
BOLD_FACE = "BeVietnamPro-Bold"
DIGIT_FACE = "NotoSans-Bold"


def unit(width: float, height: float) -> float:
    """The design unit in pixels: 1 on a panel of 1080×1920, upright or on its side."""
    if height >= width:
        return min(width / 1080, height / 1920)
    return min(width / 1920, height / 1080)


def contrast(foreground: str, ground: str) -> float:
    """How far two opaque colours stand apart, 1 to 21, as WCAG 2.2 reckons it (success criterion 1.4.3)."""
    lighter, darker = sorted((_luminance(foreground), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
