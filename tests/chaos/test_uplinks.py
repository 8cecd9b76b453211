"""A few centres and a hub that is killed: it holds what they wrote, to the last hash."""

from __future__ import annotations

from chaos.uplinks import play


def test_a_hub_that_is_killed_holds_all_again() -> None:
    seen = play(12, seconds=0.5, backlog=450)
    assert seen.differ == 0
    assert seen.events > 50
