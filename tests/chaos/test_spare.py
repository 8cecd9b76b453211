"""A server is lost with its disk: the spare that had its journal goes on, and no two citizens hold one number."""

from __future__ import annotations

from chaos.spare import play


def test_the_spare_goes_on_where_it_was_told() -> None:
    seen = play()
    assert seen.found.faults == {}
    assert seen.faults == []
    assert seen.held > 20
    assert seen.found.calls > 0
