"""How long it will be: ranges that are honest, learn, and hold."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from queue_server.core.plan import MINUTE
from queue_server.core.wait import Experience, bucket, cold_start, keys, rounded


@given(st.floats(0, 600), st.floats(0, 600))
def test_a_range_is_never_a_single_number_and_always_holds_what_it_rounds(low: float, more: float) -> None:
    least, most = rounded(low, low + more)
    assert least < most
    assert least <= low + 1e-9
    assert most >= low + more - 1e-9
    assert least <= 10 or least % 5 == 0
    assert most <= 10 or most % 5 == 0 or least < 10


@given(st.integers(0, 10_000))
def test_longer_lines_never_share_a_bucket_with_shorter_ones_than_their_neighbours(ahead: int) -> None:
    assert bucket(ahead) <= bucket(ahead + 1) <= bucket(ahead) + 1


def test_keys_go_from_fine_to_coarse() -> None:
    finest, *_, coarsest = keys("dat-dai", "", ahead=4, desks=2.0)
    assert finest == ("dat-dai", "", 4, 2.0)
    assert coarsest == ()


def test_without_history_the_configured_minutes_are_halved_and_doubled() -> None:
    assert cold_start(ahead=4, desks=2, minutes=10, idle=False) == (11.25, 45.0)
    assert cold_start(ahead=0, desks=1, minutes=10, idle=True) == (0.0, 2.0)
    assert Experience().quantiles("dat-dai", "", ahead=4, desks=2) is None


def test_the_band_of_eight_in_ten_holds_eight_in_ten_of_a_real_line() -> None:
    """Waits are the sum of the services ahead over the desks; the band is judged on what comes after it was told."""
    dice = random.Random(7)
    seen, inside, widths = Experience(), 0, []
    trials = 4000
    for trial in range(trials):
        ahead, desks = dice.randrange(8), dice.choice((1.0, 2.0))
        wait = sum(dice.lognormvariate(2.2, 0.5) for _ in range(ahead)) / desks + dice.uniform(0, 6)
        told = seen.quantiles("dat-dai", "", ahead=ahead, desks=desks) or cold_start(
            ahead=ahead, desks=desks, minutes=10, idle=False
        )
        low, high = rounded(*told)
        if trial > 500:
            inside += low <= wait <= high
            widths.append(high - low)
        seen.observe(int(wait * MINUTE), service="dat-dai", priority="", ahead=ahead, desks=desks, promised=high)
    assert 0.75 <= inside / (trials - 501) <= 0.92
    assert sum(widths) / len(widths) < 30


def test_a_worse_day_widens_the_promise() -> None:
    seen = Experience()
    for _ in range(20):
        seen.observe(10 * MINUTE, service="s", priority="", ahead=1, desks=1, promised=15)
    before = seen.late_level
    for _ in range(20):
        seen.observe(40 * MINUTE, service="s", priority="", ahead=1, desks=1, promised=15)
    assert seen.late_level < before
    told = seen.quantiles("s", "", ahead=1, desks=1)
    assert told is not None
    assert told[1] > 30
