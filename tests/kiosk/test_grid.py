"""How many tiles a page has, and how large they are."""

from __future__ import annotations

import pytest

from kiosk.grid import ACROSS, UPRIGHT, grid, scale


@pytest.mark.parametrize("services", range(1, 40))
@pytest.mark.parametrize(("upright", "shapes"), [(True, UPRIGHT), (False, ACROSS)])
def test_a_page_has_as_few_places_as_hold_all(
    services: int, upright: bool, shapes: tuple[tuple[int, int], ...]
) -> None:
    columns, rows = grid(services, upright=upright)
    assert (columns, rows) in shapes
    smaller = [shape for shape in shapes if shape[0] * shape[1] < columns * rows]
    assert all(shape[0] * shape[1] < services for shape in smaller)


@pytest.mark.parametrize(("upright", "shapes"), [(True, UPRIGHT), (False, ACROSS)])
def test_fewer_rows_are_never_drawn_smaller(upright: bool, shapes: tuple[tuple[int, int], ...]) -> None:
    scales = {rows: scale(rows, upright=upright) for _, rows in shapes}
    assert [scales[rows] for rows in sorted(scales)] == sorted(scales.values(), reverse=True)


def test_a_notice_takes_a_row_of_large_letters() -> None:
    assert grid(9, upright=True, large=True, posted=True)[1] == grid(9, upright=True, large=True)[1] - 1
