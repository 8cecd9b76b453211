"""Header, footer, banner, and how the parts are arranged."""

from __future__ import annotations

from typing import Any

import pytest

from display.board import Picture, Recent, Row, Scene, Standing
from display.theme import plan_for
from queue_server.protocol.messages import BoardInfo, Line, Notice
from tests.display.hall import at, centre, day
from windows.notices import TURN, Posted
from windows.orbit import STAY

NOW = at("2026-11-23 09:05")
ROW = Row(number="L021", desk="3", at=NOW, standing=Standing.CALLED, call=7, front=True, newest=True)
RECENT = (Recent(number="L001", desk="1", at=NOW),)


def picture(**more: Any) -> Picture:
    return Picture(
        **({"scene": Scene.CALLS, "rows": (ROW,), "centre": centre(), "day": day(), "recent": RECENT} | more)
    )


@pytest.fixture
def frame() -> Any:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.frame import Frame

    plan = plan_for(1920, 1080)
    return Frame(plan, room=plan.room)


def parts(frame: Any) -> list[str]:
    return [type(child).__name__ for child in reversed(frame.children)]


def test_header_and_footer_tell_of_the_centre(frame: Any) -> None:
    frame.show(picture(), now=NOW, bright=False)
    assert frame.header.name == "Bộ phận Tiếp nhận và Trả kết quả thành phố Kon Tum"
    assert frame.header.name_beside == "Kon Tum City Reception and Results Section"
    assert frame.header.clock == "09:05"
    assert frame.footer.hotline == "Đường dây nóng: 0260 3862 345"
    assert frame.footer.hours == "Phát số đến 16:45"


def test_the_footer_says_when_no_tickets_are_issued(frame: Any) -> None:
    frame.show(picture(day=day(issuing=False, reason="lunch")), now=NOW, bright=False)
    assert frame.footer.hours == "Đã ngừng phát số"


def test_the_banner_is_there_only_when_it_has_something_to_say(frame: Any) -> None:
    frame.show(picture(), now=NOW, bright=False)
    assert parts(frame) == ["BoardHeader", "BoxLayout", "BoardFooter"]
    frame.show(picture(stale=NOW), now=NOW, bright=False)
    frame.show(picture(stale=NOW), now=NOW, bright=True)
    assert parts(frame) == ["BoardHeader", "StaleBanner", "BoxLayout", "BoardFooter"]
    assert frame.banner.sentence == "Mất kết nối từ 09:05 — số hiển thị có thể đã cũ"
    assert frame.footer.hint == "Vui lòng nghe cán bộ mời  ·  Please listen for the officers"
    frame.show(picture(), now=NOW, bright=False)
    assert parts(frame) == ["BoardHeader", "BoxLayout", "BoardFooter"]


def test_recent_calls_have_a_place_only_when_there_are_any(frame: Any) -> None:
    frame.show(picture(), now=NOW, bright=False)
    assert frame.side.parent is frame.middle
    frame.show(picture(recent=()), now=NOW, bright=False)
    assert frame.side.parent is None
    frame.show(picture(), now=NOW, bright=False)
    assert frame.middle.children[0] is frame.side


def test_calls_and_notice_take_turns(frame: Any) -> None:
    frame.show(picture(), now=NOW, bright=False)
    assert frame.stage.children == [frame.calls]
    assert frame.visible == {7}
    frame.show(picture(scene=Scene.WELCOME, rows=()), now=NOW, bright=False)
    assert frame.stage.children == [frame.notice]
    assert frame.visible == frozenset()


def test_what_is_not_on_a_window_is_not_drawn(frame: Any) -> None:
    frame.show(picture(), now=NOW, bright=False)
    assert frame.drawn() == frozenset()


def framed(*panels: str, size: tuple[int, int] = (1920, 1080), **more: Any) -> Any:
    from display.screens.frame import Frame

    plan = plan_for(*size)
    return Frame(plan, room=plan.room, info=BoardInfo(id="b1", panels=panels, **more))


def test_a_board_is_divided_as_it_is_set_up(frame: Any) -> None:
    line = Line(service="thue", waiting=12, ahead=12, low=10, high=25, desks_open=1)
    full = framed("clock", "calls", "recent", "lines", "ticker")
    full.show(picture(lines=(line,)), now=NOW, bright=False)
    assert parts(full) == ["BoardHeader", "BoxLayout", "BoardFooter"]
    assert [type(each).__name__ for each in reversed(full.middle.children)] == ["BoxLayout", "Side"]
    assert parts(full.side) == ["RecentCalls", "WaitingLines"]
    [line] = [each for each in full.side.lines.lines if each.opacity]
    assert (line.service, line.waiting, line.wait) == ("Thuế", "12", "Chờ khoảng 10–25 phút")
    bare = framed("calls")
    bare.show(picture(), now=NOW, bright=False)
    assert parts(bare) == ["BoxLayout"]
    assert len(bare.middle.children) == 1


def test_a_notice_lies_across_and_an_emergency_takes_the_board_and_gives_it_back(frame: Any) -> None:
    notice = Notice(id=1, words={"vi": "Máy in tạm dừng", "en": "The printer is out of order"}, at=NOW)
    frame.show(picture(stale=NOW), now=NOW, bright=False, posted=Posted(other=notice))
    assert parts(frame) == ["BoardHeader", "StaleBanner", "NoticeBanner", "BoxLayout", "BoardFooter"]
    assert (frame.posted.sentence, frame.posted.sentence_beside) == (notice.words["vi"], notice.words["en"])
    urgent = Notice(id=2, words={"vi": "Mời ra cửa chính"}, at=NOW, urgent=True)
    frame.show(picture(), now=NOW, bright=False, posted=Posted(urgent=urgent, other=notice))
    assert parts(frame) == ["Emergency"]
    assert (frame.emergency.sentence, frame.emergency.sentence_beside) == ("Mời ra cửa chính", "")
    frame.show(picture(), now=NOW, bright=False)
    assert parts(frame) == ["BoardHeader", "BoxLayout", "BoardFooter"]


def test_the_sentence_at_the_foot_takes_turns(frame: Any) -> None:
    board = framed("clock", "calls", "ticker", ticker={"vi": "Mang theo CCCD", "en": "Bring your ID card"})
    seen = set()
    for turn in range(2):
        board.show(picture(), now=NOW + turn * TURN, bright=False)
        seen.add(board.footer.hint)
    assert seen == {
        "Mang theo CCCD  ·  Bring your ID card",
        "Vui lòng chờ đến số của mình  ·  Please wait for your number",
    }


def test_at_night_the_board_is_dark_and_wakes_for_an_emergency(frame: Any) -> None:
    shut = picture(scene=Scene.CLOSED, rows=(), day=day(issuing=False, reason="after_closing"))
    late = at("2026-11-23 21:40")
    frame.show(shut, now=late, bright=False, dark=True)
    assert parts(frame) == ["NightScene"]
    assert (frame.night.clock, frame.night.label, frame.night.opens) == ("21:40", "Phát số trở lại", "07:00 sáng mai")
    before = frame.night.where
    frame.show(shut, now=late + STAY, bright=False, dark=True)
    assert frame.night.where != before
    urgent = Notice(id=2, words={"vi": "Mời ra cửa chính"}, at=NOW, urgent=True)
    frame.show(shut, now=late, bright=False, posted=Posted(urgent=urgent), dark=True)
    assert parts(frame) == ["Emergency"]
    frame.show(shut, now=late, bright=False)
    assert parts(frame) == ["BoardHeader", "BoxLayout", "BoardFooter"]


def test_what_stands_still_goes_round(frame: Any) -> None:
    places = set()
    for step in range(24):
        frame.show(picture(), now=NOW + step * STAY, bright=False)
        places.add((frame.aside_x, frame.aside_y))
    assert len(places) == 24
