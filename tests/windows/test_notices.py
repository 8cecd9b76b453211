"""What a board shows of what supervisors post."""

from __future__ import annotations

from queue_server.protocol.messages import Notice
from windows.notices import TURN, Posted, posted

NOW = 100 * TURN


def notice(key: int, *, until: int | None = None, urgent: bool = False, withdrawn: bool = False) -> Notice:
    return Notice(id=key, words={"vi": f"Thông báo {key}"}, at=NOW, until=until, urgent=urgent, withdrawn=withdrawn)


def test_nothing_is_shown_that_is_over_or_taken_down() -> None:
    assert posted([], now=NOW) == Posted()
    assert posted([notice(1, until=NOW), notice(2, withdrawn=True)], now=NOW) == Posted()
    assert posted([notice(1, until=NOW + 1)], now=NOW).other == notice(1, until=NOW + 1)


def test_the_newest_urgent_notice_takes_the_board_and_others_come_in_turn() -> None:
    found = posted([notice(1, urgent=True), notice(2), notice(3, urgent=True), notice(4)], now=NOW)
    assert found.urgent == notice(3, urgent=True)
    seen = [posted([notice(2), notice(4)], now=NOW + step * TURN).other for step in range(3)]
    assert seen == [notice(4), notice(2), notice(4)]
