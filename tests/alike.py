"""Whether two pictures are the same, but for how a text at half a pixel is rounded."""

from __future__ import annotations

from PIL import Image, ImageChops


def alike(one: Image.Image, other: Image.Image, *, most: int = 24) -> bool:
    """No channel of any pixel is further apart than `most` of 255."""
    extremes = ImageChops.difference(one, other).getextrema()
    return all(high <= most for _, high in extremes)
