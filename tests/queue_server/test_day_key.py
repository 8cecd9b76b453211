from __future__ import annotations

from queue_server.day_key import DayKeys


def test_one_key_a_day_and_another_for_each_start() -> None:
    keys = DayKeys()
    first = keys.thing("2026-11-23")
    assert keys.thing("2026-11-23") is first
    assert len(first.key) >= 43, "32 bytes"
    second = keys.thing("2026-11-24")
    assert second.key != first.key
    assert keys.thing("2026-11-23").key != first.key, "a day that is over is forgotten"
    assert DayKeys().thing("2026-11-23").key != first.key
