"""How the kiosk looks: palette, type scale, spacing. Numbers only; what is drawn with them is in `screens/`.

Every size is a multiple of one unit `u`, so a screen looks the same on every panel. A 27-inch portrait panel of
1080×1920 has 3.2 pixels a millimetre: `TARGET` is 30 mm there and the smallest allowed, 64, is 20 mm.
"""

from __future__ import annotations

GROUND = "#F8F3EB"
CARD = "#FFFFFF"
LINE = "#E3D8C9"
INK = "#231F1C"
INK_SOFT = "#5C534B"
ACCENT = "#8F1D21"
ACCENT_PRESSED = "#6C1317"
ACCENT_TINT = "#F7E6E2"
ON_ACCENT = "#FFFFFF"
GOLD = "#F2CF7E"
PRESSED = "#F1E7DA"
MUTED = "#E9E1D6"
MUTED_INK = "#6A6159"
GREEN = "#1C6638"
GREEN_TINT = "#E2F1E6"
AMBER = "#7F4B00"
AMBER_TINT = "#FCEFD3"
RED = "#A5191C"
RED_TINT = "#FBE4E1"
SCRIM = "#231F1CB8"
QR_DARK = "#000000"

#: Every foreground with every ground it is ever set on. A test holds each to a contrast of 4.5 to 1.
TEXT_PAIRS = (
    (INK, GROUND),
    (INK, CARD),
    (INK, PRESSED),
    (INK, AMBER_TINT),
    (INK, GREEN_TINT),
    (INK, RED_TINT),
    (INK, ACCENT_TINT),
    (INK_SOFT, GROUND),
    (INK_SOFT, CARD),
    (INK_SOFT, PRESSED),
    (INK_SOFT, ACCENT_TINT),
    (ACCENT, CARD),
    (ACCENT, GROUND),
    (ACCENT, PRESSED),
    (ACCENT, ACCENT_TINT),
    (ON_ACCENT, ACCENT),
    (ON_ACCENT, ACCENT_PRESSED),
    (GOLD, ACCENT),
    (MUTED_INK, MUTED),
    (GREEN, CARD),
    (GREEN, PRESSED),
    (GREEN, GREEN_TINT),
    (AMBER, CARD),
    (AMBER, GROUND),
    (AMBER, PRESSED),
    (AMBER, AMBER_TINT),
    (RED, CARD),
    (RED, PRESSED),
    (RED, RED_TINT),
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
TARGET = 96
SMALLEST_TARGET = 64
SMALLEST_TEXT = 28

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
