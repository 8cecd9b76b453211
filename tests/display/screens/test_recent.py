"""The list of recent calls."""

from __future__ import annotations

from display.board import Picture, Recent, Scene
from tests.display.hall import at, centre


def test_recent_calls_have_desk_and_time() -> None:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.recent import RecentCalls

    calls = RecentCalls(room=3, columns=1, unit=1)
    recent = tuple(Recent(number=f"L00{n}", desk=str(n), at=at(f"2026-11-23 08:0{n}")) for n in (2, 1))
    calls.show(Picture(scene=Scene.CALLS, recent=recent, centre=centre()))
    assert [(line.number, line.desk, line.time) for line in calls.lines] == [
        ("L002", "Quầy 2", "08:02"),
        ("L001", "Quầy 1", "08:01"),
        ("", "", ""),
    ]
    assert [line.opacity for line in calls.lines] == [1, 1, 0]
    assert calls.title == "Vừa gọi  ·  Recently called"
