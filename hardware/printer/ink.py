"""Text as black dots: measured, broken between words, drawn and thresholded. No paper, no printer.

A line's box is tall enough for every Vietnamese letter: Be Vietnam Pro draws the marks of `Ẳ` far above the ascent
it declares, so the box follows the ink and not the face's metrics.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

from PIL import Image, ImageDraw, ImageFont

from hardware import fonts

# From the baseline, in parts of the type size: the highest and lowest ink of all Vietnamese letters in our faces.
_ABOVE = 1.25
_BELOW = 0.26
# How much of a dot must be covered to burn it. Below one half: heat spreads, but thin strokes must not break.
_THRESHOLD = 112
_TO_INK = [255 if coverage >= _THRESHOLD else 0 for coverage in range(256)]


@dataclass(frozen=True, slots=True)
class Type:
    """A face at a size in dots."""

    face: str
    size: int

    @property
    def above(self) -> int:
        """Rows of a line's box above the baseline."""
        return ceil(self.size * _ABOVE)

    @property
    def height(self) -> int:
        """Rows of a line's box."""
        return self.above + ceil(self.size * _BELOW)


def clean(text: str) -> str:
    """The text as it is drawn: composed letters (a face has no separate marks), one blank between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the ink of a text lies: from the pen's start to the right, from the baseline up and down."""

    left: int
    right: int
    above: int
    below: int

    @property
    def width(self) -> int:
        """Dots from the first to the last column of ink."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows from the first to the last."""
        return self.above + self.below


@lru_cache(maxsize=2048)
def extent(text: str, type_: Type) -> Extent:
    """Measure a text."""
    left, top, right, bottom = _font(type_).getbbox(text, anchor="ls")
    return Extent(left=floor(left), right=ceil(right), above=ceil(-top), below=ceil(bottom))


def width_of(text: str, type_: Type) -> int:
    """Dots across."""
    return extent(text, type_).width


def draw(canvas: Image.Image, text: str, type_: Type, *, left: int, baseline: int) -> None:
    """Draw ink on a canvas of mode "L", its first dot at `left`."""
    start = left - extent(text, type_).left
    ImageDraw.Draw(canvas).text((start, baseline), text, fill=255, font=_font(type_), anchor="ls")


def to_dots(canvas: Image.Image) -> Image.Image:
    """A canvas of mode "L" as mode "1": a dot is burnt or it is not, nothing is dithered."""
    return canvas.point(_TO_INK, "1")


def break_lines(text: str, type_: Type, *, width: int) -> tuple[str, ...]:
    """The text in lines of at most `width` dots: between words, and inside a word only where it fits no line."""
    lines: list[str] = []
    line = ""
    for word in _words(text, type_, width):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, type_) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line) if line else tuple(lines)


def _words(text: str, type_: Type, width: int) -> Iterator[str]:
    for word in clean(text).split():
        part = ""
        for letter in word:
            if part and width_of(part + letter, type_) > width:
                yield part
                part = ""
            part += letter
        yield part


@lru_cache(maxsize=32)
def _font(type_: Type) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.path(type_.face)), type_.size)
