"""Cuts the icon font down to the glyphs that the kiosk names: `python -m tools.subset_icons tabler-icons.ttf`.

The whole font comes with the npm package `@tabler/icons-webfont` (MIT). Needs fonttools.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

from kiosk import icons


def main(source: Path) -> None:
    font = TTFont(source)
    missing = [hex(code) for code in sorted(icons.codes()) if code not in font.getBestCmap()]
    if missing:
        raise SystemExit(f"{source} has no glyph for {', '.join(missing)}")
    cutter = subset.Subsetter(subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=True))
    cutter.populate(unicodes=icons.codes())
    cutter.subset(font)
    _crop(font)
    font.save(icons.FONT)


def _crop(font: TTFont) -> None:
    """Leave no room beside the strokes: the text renderer would put that room on one side only."""
    shapes, widths = font["glyf"], font["hmtx"]
    for name in font.getGlyphOrder():
        shape = shapes[name]
        if shape.numberOfContours <= 0:
            continue
        shape.recalcBounds(shapes)  # what the file says of itself is not to be trusted
        moved = [(x - shape.xMin, y) for x, y in shape.coordinates]
        shape.coordinates = GlyphCoordinates(moved)
        shape.recalcBounds(shapes)
        widths[name] = (shape.xMax, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
