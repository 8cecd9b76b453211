"""What stands still on a screen goes round."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from windows.orbit import BLEED, STAY, orbit, place

INSTANTS = st.integers(min_value=0, max_value=4_000_000_000_000)


@given(now=INSTANTS, unit=st.floats(min_value=0.2, max_value=8))
def test_a_step_is_small_and_never_further_than_what_is_drawn(now: int, unit: float) -> None:
    (x, y), (then_x, then_y) = orbit(now, unit=unit), orbit(now + STAY, unit=unit)
    assert max(abs(x), abs(y)) < BLEED
    moved = abs(then_x - x) + abs(then_y - y)
    assert 0 < moved <= max(2, 4 * unit), "nobody sees it move, but it moves"


def test_no_place_is_kept_for_long() -> None:
    seen = [orbit(step * STAY, unit=1) for step in range(24)]
    assert len(set(seen)) == 24
    assert all(place(step * STAY) != place((step + 1) * STAY) for step in range(24))
