"""How the first page is divided into tiles, and how large things are on them. Pure."""

from __future__ import annotations

#: Columns and rows of a page, fewest places first.
UPRIGHT = ((1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (2, 5))
ACROSS = ((2, 1), (3, 1), (2, 2), (3, 2), (4, 2), (3, 3), (4, 3))
#: The same for the lower part of a panel, upright or not.
LOW_SHAPES = {True: ((1, 2), (2, 2)), False: ((2, 1), (3, 1), (2, 2), (3, 2))}
#: The same in large letters: for a whole panel and for its lower part.
LARGE_SHAPES = {True: ((1, 2), (1, 3), (1, 4)), False: ((2, 1), (2, 2))}
LARGE_LOW_SHAPES = {True: ((1, 2),), False: ((2, 1), (2, 2))}
#: How much larger things are on a tile where a page has so few rows.
_SCALES = {1: 1.4, 2: 1.4, 3: 1.4, 4: 1.2, 5: 1.0}


def grid(
    services: int, *, upright: bool, low: bool = False, large: bool = False, posted: bool = False
) -> tuple[int, int]:
    """Columns and rows of a page: as few places as hold all services, at most the largest page.

    In large letters on an upright panel something `posted` takes the room of a row.
    """
    shapes: tuple[tuple[int, int], ...] = UPRIGHT if upright else ACROSS
    if large:
        shapes = (LARGE_LOW_SHAPES if low else LARGE_SHAPES)[upright]
    elif low:
        shapes = LOW_SHAPES[upright]
    if posted and large and upright and not low:
        shapes = shapes[:-1]
    return next((shape for shape in shapes if shape[0] * shape[1] >= services), shapes[-1])


def scale(rows: int, *, upright: bool) -> float:
    """How much larger than usual things are on a tile of a page with so many rows."""
    return _SCALES[rows + (0 if upright else 2)]
