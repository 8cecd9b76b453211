"""The sheets that cards and buttons are: a ground with round corners and a border, one small texture for each look.

It is stretched in its middle only, so nine pieces of it do for any size. Two smoothed shapes over each other, which
look the same, cost a machine without a graphics card a third more for each frame.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from kivy.graphics.texture import Texture
from PIL import Image, ImageDraw

#: Dots drawn for each dot of the texture, along each side: edges are as smooth as that.
_FINE = 8
#: Dots in the middle, which is what is stretched.
_MIDDLE = 2


def corner(radius: float) -> int:
    """Pixels along each edge that belong to the corners and are not stretched."""
    return ceil(radius) + 1


@lru_cache(maxsize=128)
def skin(fill: str, border: str, radius: float, width: float) -> Texture:
    """A sheet of this colour, its border so many pixels wide within it."""
    picture = draw(fill, border, radius=radius, width=width)
    texture = Texture.create(size=picture.size, colorfmt="rgba")
    texture.blit_buffer(picture.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    return texture


def draw(fill: str, border: str, *, radius: float, width: float) -> Image.Image:
    """The smallest sheet: corners and a middle of two dots. Outside it is the border's colour, seen through."""
    side = 2 * corner(radius) + _MIDDLE
    sheet, shape = Image.new("RGB", (side * _FINE,) * 2, border), Image.new("L", (side * _FINE,) * 2, 0)
    for image, colour, inset in ((shape, 255, 0.0), (sheet, fill, width)):
        near, far = inset * _FINE, side * _FINE - 1 - inset * _FINE
        round_as = (radius - inset) * _FINE
        ImageDraw.Draw(image).rounded_rectangle((near, near, far, far), round_as, fill=colour)
    drawn = sheet.resize((side, side), Image.Resampling.BOX)
    drawn.putalpha(shape.resize((side, side), Image.Resampling.BOX))
    return drawn
