"""Text as black dots: measured, broken between words, drawn and thresholded. No paper, no printer.

A line's box is just tall enough for every Vietnamese letter: Be Vietnam Pro draws the marks of `Ẳ` far above the ascent
it declares and Noto Sans far below it, so the box follows the ink and not the face's metrics.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

from PIL import Image, ImageDraw, ImageFont

from hardware import fonts

# From the baseline, in parts of the type size: the highest and lowest ink of all Vietnamese letters in our faces.
# Hinting may add a row.
_ABOVE = {"NotoSans": 1.1, "BeVietnamPro": 1.24}
_BELOW = 0.25


@dataclass(frozen=True, slots=True)
class Type:
    """A face at a size in dots."""

    face: str
    size: int

    @property
    def above(self) -> int:
        """Rows of a line's box above the baseline."""
        return ceil(self.size * _ABOVE[self.face.partition("-")[0]]) + 1

    @property
    def height(self) -> int:
        """Rows of a line's box."""
        return self.above + ceil(self.size * _BELOW) + 1


def clean(text: str) -> str:
    """The text as it is drawn: composed letters (a face has no separate marks); a wider gap is two blanks at most."""
    composed = unicodedata.normalize("NFC", text)
    return re.sub(r"\s", " ", re.sub(r"\s{2,}", "  ", composed)).strip()


@dataclass(frozen=True, slots=True)
class Extent:
    """The room of a text: across as the pen goes, ink and the little air beside it; up and down from the baseline."""

    left: int
    right: int
    above: int
    below: int

    @property
    def width(self) -> int:
        """Dots across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows from the first to the last."""
        return self.above + self.below


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that was drawn: slips are made of few words, and drawing them is what takes time."""

    picture: Image.Image
    extent: Extent
    advance: float


@lru_cache(maxsize=2048)
def extent(text: str, type_: Type) -> Extent:
    """Measure a text."""
    words = [(pen, word.extent) for pen, word in _words(text, type_)]
    return Extent(
        left=words[0][1].left,
        right=max(pen + room.right for pen, room in words),
        above=max(room.above for _, room in words),
        below=max(room.below for _, room in words),
    )


def width_of(text: str, type_: Type) -> int:
    """Dots across."""
    return extent(text, type_).width


def draw(canvas: Image.Image, text: str, type_: Type, *, left: int, baseline: int) -> None:
    """Draw a text on a canvas of mode "L", its room beginning at `left`."""
    start = left - extent(text, type_).left
    for pen, word in _words(text, type_):
        canvas.paste(255, (start + pen + word.extent.left, baseline - word.extent.above), word.picture)


def _words(text: str, type_: Type) -> Iterator[tuple[int, _Word]]:
    """Each word, and how many dots after the first one its pen begins."""
    pen, blank = 0.0, _word(" ", type_).advance
    for each in text.split(" "):
        word = _word(each, type_)
        yield round(pen), word
        pen += word.advance + blank


@lru_cache(maxsize=1024)
def _word(word: str, type_: Type) -> _Word:
    font = _font(type_)
    left, top, right, bottom = font.getbbox(word, anchor="ls")
    room = Extent(left=floor(left), right=ceil(right), above=ceil(-top), below=ceil(bottom))
    picture = Image.new("L", (room.width, room.height), 0)
    ImageDraw.Draw(picture).text((-room.left, room.above), word, fill=255, font=font, anchor="ls")
    return _Word(picture, room, font.getlength(word))


def to_dots(canvas: Image.Image) -> Image.Image:
    """A canvas of mode "L" as mode "1": a dot that is half covered is burnt, nothing is dithered."""
    return canvas.convert("1", dither=Image.Dither.NONE)


def break_lines(text: str, type_: Type, *, width: int) -> tuple[str, ...]:
    """The text in lines of at most `width` dots: between words, and inside a word only where it fits no line.

    No more lines than are needed, and these as even as can be: a last line of one word looks forgotten.
    """
    text = clean(text)
    if text and width_of(text, type_) <= width:
        return (text,)
    words = [part for word in text.split(" ") for part in _parts(word, type_, width)]
    lines = _filled(words, type_, width)
    if len(lines) > 1:
        low, high = max(width_of(word, type_) for word in words), width
        while low < high:
            middle = (low + high) // 2
            if len(_filled(words, type_, middle)) > len(lines):
                low = middle + 1
            else:
                high = middle
        lines = _filled(words, type_, high)
    return lines


def _filled(words: Sequence[str], type_: Type, width: int) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, type_) > width:
            lines.append(line.rstrip())
            line = word
        else:
            line = longer
    return (*lines, line) if line else tuple(lines)


def _parts(word: str, type_: Type, width: int) -> list[str]:
    """The word, in pieces where it is wider than a line. An empty one stands for a wider gap."""
    if width_of(word, type_) <= width:
        return [word]
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter, type_) > width:
            parts.append("")
        parts[-1] += letter
    return parts


@lru_cache(maxsize=32)
def _font(type_: Type) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.path(type_.face)), type_.size)
