from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.keypad.held import SAME, Held


@given(st.lists(st.tuples(st.sampled_from("12"), st.floats(0, 1)), max_size=30))
def test_a_key_counts_after_another_or_after_a_pause(reports: list[tuple[str, float]]) -> None:
    held, now, before, last = Held(), 0.0, "", 0.0
    for key, pause in reports:
        now += pause
        assert held.fresh(key, now=now) is (key != before or now - last >= SAME)
        before, last = key, now
