"""Guessing gets nowhere, and locks nobody else out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.web.guessing import LOCK_SECONDS, TRIES, Guesses, Locked


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def guesses(clock: Seconds) -> Guesses:
    return Guesses(clock=clock)


def test_five_wrong_tries_lock_the_name_at_that_address_for_five_minutes(guesses: Guesses, clock: Seconds) -> None:
    for _ in range(TRIES):
        assert guesses.admit("an", "10.0.0.7") == 0
    with pytest.raises(Locked):
        guesses.admit("an", "10.0.0.7")
    assert guesses.admit("binh", "10.0.0.7") == 0, "one locked name locks nobody else"
    clock.now += LOCK_SECONDS - 1
    with pytest.raises(Locked):
        guesses.admit("an", "10.0.0.7")
    clock.now += 1
    assert guesses.admit("an", "10.0.0.7") == 0, "the count begins anew"


def test_a_stranger_makes_a_colleague_slower_but_never_locks_them_out(guesses: Guesses) -> None:
    for place in range(40):
        for _ in range(TRIES):
            guesses.admit("an", f"10.0.1.{place}")
    assert 0 < guesses.admit("an", "10.0.0.7") <= 8


def test_the_right_pin_forgets_the_wrong_ones_of_that_address_only(guesses: Guesses) -> None:
    for _ in range(TRIES):
        guesses.admit("an", "10.0.1.1")
    for _ in range(3):
        for _ in range(TRIES - 1):
            guesses.admit("an", "10.0.0.7")
        guesses.forgive("an", "10.0.0.7")
    with pytest.raises(Locked):
        guesses.admit("an", "10.0.1.1")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.floats(0, 400)), max_size=80))
def test_no_address_ever_gets_more_than_five_looks_at_a_name_in_five_minutes(
    tries: list[tuple[str, str, float]],
) -> None:
    clock = Seconds()
    guesses = Guesses(clock=clock)
    admitted: dict[tuple[str, str], list[float]] = {}
    for name, address, later in tries:
        clock.now += later
        try:
            assert 0 <= guesses.admit(name, address) <= 8
        except Locked:
            continue
        seen = admitted.setdefault((name, address), [])
        seen.append(clock.now)
        assert len(run(seen)) <= TRIES


def run(tries: list[float]) -> list[float]:
    """The tries at the end with less than five minutes between one and the next."""
    for place in range(len(tries) - 1, 0, -1):
        if tries[place] - tries[place - 1] >= LOCK_SECONDS:
            return tries[place:]
    return tries
