"""The look of a board: colours and faces, and how a window of any shape is divided. Pure numbers, no drawing.

The colours are those of the web pages (queue_server/web/static/base.css); a test compares the two.
Sizes are in units: one unit is a pixel of a screen of 1920 × 1080, 1080 × 1920 or 3840 × 1080.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from enum import Enum

from display.board import Room

GROUND = "#f8f3eb"
CARD = "#ffffff"
SUNKEN = "#f1e7da"
EDGE = "#e3d8c9"
INK = "#231f1c"
MUTED = "#5c534b"
ACCENT = "#8f1d21"
ACCENT_DARK = "#6c1317"
ACCENT_SOFT = "#f7e6e2"
ON_ACCENT = "#ffffff"
GOLD = "#f2cf7e"
ON_GOLD = "#4a1010"
WARN = "#7f4b00"
WARN_SOFT = "#fcefd3"
STALE = "#6f665e"
NIGHT = "#000000"
NIGHT_INK = "#8c8278"

#: Faces by their use, as files of `hardware.fonts`: (regular, bold). Numbers need digits of one width.
FACES = {
    "text": ("BeVietnamPro-Medium", "BeVietnamPro-Bold"),
    "light": ("BeVietnamPro-Regular", "BeVietnamPro-SemiBold"),
    "figures": ("NotoSans-SemiBold", "NotoSans-Bold"),
}

#: The height of a digit of these faces, in parts of the font's size.
DIGIT = 0.714

#: So many recent calls or lines fit above what goes round, one less for each banner across the board; beside it on a
#: screen on its end, where they are narrow, one less at any time.
BESIDE_MEDIA = 4

#: With more calls than two usual pages hold, until one holds them again: rows of a page, the newest counted, and the
#: columns of the others.
CROWDED = {"landscape": (9, 2), "portrait": (9, 1), "wide": (16, 3)}

#: Seconds between the two halves of a flash: one flash a second, where the limit is three (WCAG 2.2, SC 2.3.1).
BLINK = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """The colours of one row: its card, the hairline around it, the figures, the words, and the arrow."""

    card: str
    edge: str
    figures: str
    words: str
    arrow: str


TONES = {
    "newest": Tone(card=ACCENT, edge=ACCENT, figures=ON_ACCENT, words=GOLD, arrow=GOLD),
    "newest flash": Tone(card=GOLD, edge=ACCENT, figures=ON_GOLD, words=ON_GOLD, arrow=ACCENT),
    "called": Tone(card=CARD, edge=EDGE, figures=INK, words=MUTED, arrow=ACCENT),
    "called flash": Tone(card=GOLD, edge=GOLD, figures=ON_GOLD, words=ON_GOLD, arrow=ACCENT),
    "serving": Tone(card=SUNKEN, edge=EDGE, figures=MUTED, words=MUTED, arrow=MUTED),
    "stale": Tone(card=SUNKEN, edge=EDGE, figures=STALE, words=STALE, arrow=STALE),
    "empty": Tone(card=GROUND, edge=EDGE, figures=MUTED, words=MUTED, arrow=EDGE),
}


class Shape(Enum):
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    WIDE = "wide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a window is divided. `unit` is in pixels; `room` counts the large row of the newest call too."""

    shape: Shape
    unit: float
    room: Room


def plan_for(width: float, height: float) -> Plan:
    """The division of a window of that many pixels."""
    if height > width:
        return Plan(shape=Shape.PORTRAIT, unit=min(width / 1080, height / 1920), room=Room(rows=5, recent=6))
    if width > 2.2 * height:
        return Plan(shape=Shape.WIDE, unit=min(width / 3840, height / 1080), room=Room(rows=6, recent=7))
    return Plan(shape=Shape.LANDSCAPE, unit=min(width / 1920, height / 1080), room=Room(rows=4, recent=7))


def room_for(
    plan: Plan, panels: Container[str], *, desks: int, banners: int, front: int = 0, crowded: bool = False
) -> Room:
    """The room of a board that shows so many desks, with so many banners across it, and `front` calls to show.

    What is `crowded` stays so until one usual page holds all: a board does not change its face with each call.
    """
    if front > (1 if crowded else 2) * plan.room.rows and "desk" not in panels:
        rows, columns = CROWDED[plan.shape.value]
        return Room(rows=rows, recent=0, columns=columns, crowded=True)
    recent = plan.room.recent
    if "media" in panels:
        recent = BESIDE_MEDIA - (1 if plan.shape is Shape.PORTRAIT else banners)
    return Room(rows=max(1, min(plan.room.rows, desks)), recent=recent)


def rgba(colour: str, alpha: float = 1.0) -> tuple[float, float, float, float]:
    """A colour such as `#9f1d20` as four parts of one."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue, alpha


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgba(colour)[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
