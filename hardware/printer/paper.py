"""The paper in a printer that exists in memory: what is burnt into it, how far it was fed, where it was cut.

It knows dots only. Which bytes ask for them is `machine`'s business.
"""

from __future__ import annotations

from PIL import Image

from hardware.printer.bands import left_edge
from hardware.printer.base import Align


class Paper:
    """A roll, from the last cut to the head."""

    def __init__(self, *, dots: int) -> None:
        self.dots = dots
        self.rows = 0
        self._burnt: list[tuple[int, int, Image.Image]] = []

    @property
    def blank(self) -> bool:
        """Whether nothing was printed on it since the last cut."""
        return not any(ink.getbbox() for _, _, ink in self._burnt)

    def burn(self, ink: Image.Image, *, align: Align, scale: tuple[int, int]) -> None:
        """Print a picture of mode "1" (ink white on black), widened and stretched; what stands out is lost."""
        across, down = scale
        dots = ink.resize((ink.width * across, ink.height * down), Image.Resampling.NEAREST)
        self._burnt.append((max(0, left_edge(align, dots.width, dots=self.dots)), self.rows, dots))
        self.rows += dots.height

    def feed(self, rows: int) -> None:
        """Move on."""
        self.rows += rows

    def picture(self) -> Image.Image:
        """The paper since the last cut: mode "1", black on white."""
        picture = Image.new("1", (self.dots, self.rows), 1)
        for left, top, ink in self._burnt:
            picture.paste(0, (left, top), ink)
        return picture

    def cut(self) -> Image.Image:
        """Cut it off; the next paper begins blank."""
        picture = self.picture()
        self.rows = 0
        self._burnt.clear()
        return picture
