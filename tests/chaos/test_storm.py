"""A few screens on a real server: one that stops reading is sent away, and all come back after a kill."""

from __future__ import annotations

from chaos.storm import play


def test_who_stops_reading_is_sent_away_and_all_others_come_back() -> None:
    seen = play(25, patience=16)
    assert (seen.stalled, seen.sent_away) == (2, 2), "one that reads nothing, and one that reads a byte a second"
    assert seen.told < float("inf"), "every screen heard of every call"
    assert seen.back < 60
