"""What is shown while nobody is called."""

from __future__ import annotations

from typing import Any

import pytest

from display.board import Picture, Recent, Scene
from tests.display.hall import at, centre, day

NOW = at("2026-11-23 17:20")


@pytest.fixture
def notice() -> Any:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.notice import NoticeScene

    return NoticeScene(unit=1)


def test_a_welcome_before_the_first_call(notice: Any) -> None:
    notice.show(Picture(scene=Scene.WELCOME, centre=centre(), day=day()), now=NOW)
    assert (notice.title, notice.title_beside) == ("Kính chào quý công dân", "Welcome")
    assert notice.line == "Mời lấy số thứ tự tại máy lấy số"
    assert notice.hint
    assert notice.large == ""


def test_between_two_calls(notice: Any) -> None:
    recent = (Recent(number="L001", desk="1", at=NOW),)
    notice.show(Picture(scene=Scene.WELCOME, centre=centre(), day=day(), recent=recent), now=NOW)
    assert notice.title == "Đang chờ lượt gọi tiếp theo"


@pytest.mark.parametrize(
    ("reason", "title"),
    [
        ("before_opening", "Chưa đến giờ phát số"),
        ("lunch", "Nghỉ trưa"),
        ("after_closing", "Đã hết giờ phát số hôm nay"),
        ("holiday", "Hôm nay nghỉ lễ"),
        ("closed_day", "Hôm nay không làm việc"),
        ("a reason of a newer server", "Đã ngừng phát số"),
    ],
)
def test_closed_says_why_and_until_when(notice: Any, reason: str, title: str) -> None:
    notice.show(Picture(scene=Scene.CLOSED, centre=centre(), day=day(issuing=False, reason=reason)), now=NOW)
    assert notice.title == title
    assert notice.line == "Phát số trở lại"
    assert notice.large == "07:00 sáng mai"


def test_starting_needs_no_centre(notice: Any) -> None:
    notice.show(Picture(scene=Scene.CONNECTING), now=NOW)
    assert notice.title == "Bảng gọi số đang khởi động"
