"""Order on a bus: fresh first, fair within, the dead rarely; with units that wish by a script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.bus.exchange import Exchange, Unit, UnitState, Urgency, Wish
from hardware.bus.turns import IDLE, MISSES, PROBE, Turns

ANYTHING = Exchange(b"x")


class Scripted:
    """Wishes what it is told to; remembers what happened."""

    def __init__(self, name: str, urgency: Urgency | None = Urgency.ROUTINE, due: float = 0.0) -> None:
        self.name = name
        self.urgency = urgency
        self.due = due
        self.served = 0
        self.joined = 0

    def wish(self, now: float) -> Wish | None:
        return None if self.urgency is None else Wish(ANYTHING, self.urgency, self.due)

    def done(self, answer: bytes, *, now: float) -> None:
        self.served += 1

    def hear(self, data: bytes, *, now: float) -> None:
        raise AssertionError("nobody speaks here")

    def rejoined(self) -> None:
        self.joined += 1


def turns_of(*units: Scripted) -> tuple[Turns, list[tuple[str, UnitState]]]:
    changes: list[tuple[str, UnitState]] = []
    turns = Turns(units, changed=lambda name, state: changes.append((name, state)))
    turns.port_back(now=0.0)
    return turns, changes


def serve(turns: Turns, now: float) -> Unit:
    following = turns.next(now)
    assert not isinstance(following, float)
    turns.answered(following[0], b"", now=now)
    return following[0]


def test_fresh_goes_before_routine() -> None:
    routine, fresh = Scripted("routine"), Scripted("fresh", Urgency.FRESH)
    turns, _ = turns_of(routine, fresh)
    assert [serve(turns, now).name for now in (1.0, 2.0)] == ["fresh", "fresh"]


@given(st.integers(2, 16), st.integers(1, 5))
def test_all_get_their_turn(count: int, rounds: int) -> None:
    units = [Scripted(str(number), Urgency.FRESH) for number in range(count)]
    turns, _ = turns_of(*units)
    for now in range(count * rounds):
        serve(turns, float(now))
    assert {unit.served for unit in units} == {rounds}


def test_nobody_is_served_before_it_is_due() -> None:
    turns, _ = turns_of(Scripted("a", due=10.0), Scripted("silent", None))
    assert turns.next(9.75) == 0.25
    assert turns.next(1.0) == IDLE
    assert serve(turns, 10.0).name == "a"


def test_a_dead_unit_is_asked_rarely_and_told_everything_when_it_is_back() -> None:
    dead, living = Scripted("dead", Urgency.FRESH), Scripted("living")
    turns, changes = turns_of(dead, living)
    for _ in range(MISSES):
        turns.next(0.0)
        turns.missed(dead)
    assert changes == [("dead", UnitState.SILENT)]
    asked = 0
    for tenth in range(1, 401):
        following = turns.next(tenth / 10)
        assert not isinstance(following, float)
        if following[0] is dead:
            asked += 1
            turns.missed(dead)
        else:
            turns.answered(following[0], b"", now=tenth / 10)
    assert asked <= 40 / PROBE
    assert living.served >= 390 - asked
    turns.answered(dead, b"", now=50.0)
    assert (changes[-1], dead.joined) == (("dead", UnitState.READY), 2)


def test_a_unit_that_refuses_is_named_and_asked_rarely() -> None:
    unit = Scripted("a")
    turns, changes = turns_of(unit)
    turns.next(0.0)
    turns.refused(unit)
    assert changes == [("a", UnitState.REFUSES)]
    assert turns.next(0.0) == IDLE
    serve(turns, PROBE)
    assert turns.states == {"a": UnitState.READY}


def test_a_port_takes_all_with_it_and_brings_them_back() -> None:
    asked, speaks = Scripted("asked"), Scripted("speaks", None)
    turns, changes = turns_of(asked, speaks)
    serve(turns, 0.0)
    turns.port_gone()
    assert changes[-2:] == [("asked", UnitState.GONE), ("speaks", UnitState.GONE)]
    turns.port_back(now=1.0)
    assert turns.states == {"asked": UnitState.GONE, "speaks": UnitState.READY}
    assert (asked.joined, speaks.joined) == (2, 2)
