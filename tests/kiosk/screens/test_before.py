"""What a citizen is told before the number exists."""

from __future__ import annotations

import pytest

from hardware.printer.base import PrinterStatus
from kiosk import events as ev
from tests.kiosk.conftest import ACROSS, UPRIGHT, Opened
from tools.kiosk_samples import at
from tools.kiosk_stage import Stage


def choose(kiosk: Opened, service: str, procedure: str, **more: object) -> Stage:
    stage = kiosk(of="kt-truongchinh", **more)
    stage.touch(f"service:{service}")
    stage.touch(f"procedure:{procedure}")
    return stage


@pytest.mark.parametrize("size", [UPRIGHT, ACROSS], ids=["upright", "across"])
def test_papers_fee_and_wait_are_said(kiosk: Opened, size: tuple[int, int]) -> None:
    texts = choose(kiosk, "ho-tich", "ks", size=size).texts()
    assert "Giấy chứng sinh (bản chính)" in texts
    assert "Miễn phí nếu đăng ký đúng hạn (60 ngày)" in texts
    assert "khoảng 4–10 phút" in texts


def test_the_rule_of_three_o_clock_is_said_early_and_late(kiosk: Opened) -> None:
    assert "Nộp sau 15 giờ: nhận kết quả ngày làm việc tiếp theo." in choose(kiosk, "ho-tich", "tl").texts()
    late = choose(kiosk, "ho-tich", "tl", instant=at(14, 55))
    assert "Dự kiến đến lượt sau 15 giờ: nhận kết quả ngày làm việc tiếp theo." in late.texts()


def test_without_paper_it_is_said_before(kiosk: Opened) -> None:
    stage = kiosk(printer=PrinterStatus.PAPER_OUT)
    stage.touch("service:dat-dai")
    assert "Máy không in được phiếu" in stage.texts()
    stage.touch("go_on")
    stage.touch("procedure:dd-ld")
    assert "Máy không in phiếu: số sẽ hiện trên màn hình" in stage.texts()


def test_no_priority_is_chosen_until_somebody_does(kiosk: Opened) -> None:
    stage = choose(kiosk, "ho-tich", "ks")

    def chosen() -> list[str]:
        return [
            each.test_name for each in stage.touchables() if getattr(each, "chosen", False) and hasattr(each, "text")
        ]

    before = chosen()
    stage.touch("priority:pregnant")
    assert set(chosen()) - set(before) == {"priority:pregnant"}
    stage.touch("priority:elderly")
    assert set(chosen()) - set(before) == {"priority:elderly"}
    stage.touch("priority:elderly")
    assert chosen() == before


def test_back_goes_to_the_list(kiosk: Opened) -> None:
    stage = choose(kiosk, "ho-tich", "ks")
    stage.touch("back")
    assert stage.screen.name == "procedures"


def test_after_a_way_home_the_button_lives_again(kiosk: Opened) -> None:
    stage = choose(kiosk, "ho-tich", "ks")
    stage.touch("take")
    request = stage.effects[0].request  # type: ignore[union-attr]
    stage.app.happened(ev.RefusedByServer(request, "closed", {"vi": "Đã đóng."}))
    stage.play(0.5)
    stage.touch("home")
    stage.touch("service:ho-tich")
    stage.touch("procedure:ks")
    stage.touch("take")
    assert len(stage.effects) == 2
    assert len({effect.request for effect in stage.effects}) == 2, "a new visit, a new id"  # type: ignore[union-attr]
