"""How many wait, beside the calls."""

from __future__ import annotations

from typing import Any

from display.board import Picture, Scene
from queue_server.protocol.messages import Line
from tests.display.hall import centre, day


def line(service: str, waiting: int) -> Line:
    return Line(service=service, waiting=waiting, ahead=waiting, low=5, high=15, desks_open=1)


def shown(*lines: Line, room: int = 4) -> list[tuple[str, str, str]]:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.lines import WaitingLines

    panel: Any = WaitingLines(room=room, columns=1, unit=1)
    panel.show(Picture(scene=Scene.CALLS, centre=centre(), day=day(), lines=lines))
    return [(each.service, each.waiting, each.wait) for each in panel.lines if each.opacity]


def test_names_counts_and_waits_in_the_order_given() -> None:
    assert shown(line("thue", 3), line("dat-dai", 0)) == [
        ("Thuế", "3", "Chờ khoảng 5–15 phút"),
        ("Đất đai", "0", ""),
    ]


def test_the_busiest_stay_where_there_is_no_room_for_all() -> None:
    found = shown(line("dat-dai", 1), line("thue", 9), line("ho-tich", 5), room=2)
    assert [service for service, _, _ in found] == ["Thuế", "Hộ tịch"]
