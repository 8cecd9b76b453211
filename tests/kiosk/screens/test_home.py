"""The tiles: all services are reachable, live figures arrive, pages turn."""

from __future__ import annotations

import msgspec
import pytest

from tests.kiosk.conftest import ACROSS, UPRIGHT, Opened
from tools.kiosk_samples import centre, day, lines
from tools.kiosk_stage import Stage


def services_shown(stage: Stage) -> list[str]:
    names = [each.test_name for each in stage.touchables() if each.test_name.startswith("service:")]
    return [name.removeprefix("service:") for name in names]


@pytest.mark.parametrize("size", [UPRIGHT, ACROSS], ids=["upright", "across"])
@pytest.mark.parametrize("of", ["kt-tp", "kt-tinh", "kt-bhxh", "kt-truongchinh"])
def test_every_service_of_every_centre_is_within_two_pages(kiosk: Opened, of: str, size: tuple[int, int]) -> None:
    stage = kiosk(of=of, size=size)
    found = services_shown(stage)
    if stage.screen.pages > 1:
        stage.touch("later")
        found += services_shown(stage)
        assert "later" not in [each.test_name for each in stage.touchables()]
        stage.touch("earlier")
    assert found == [service.id for service in centre(of).services]


def test_the_next_citizen_begins_on_the_first_page(kiosk: Opened) -> None:
    stage = kiosk(of="kt-tinh")
    stage.touch("later")
    stage.touch(f"service:{services_shown(stage)[0]}")
    stage.play(90)
    assert stage.screen.name == "home"
    assert services_shown(stage)[0] == centre("kt-tinh").services[0].id


def test_an_abandoned_page_goes_back_to_the_first(kiosk: Opened) -> None:
    stage = kiosk(of="kt-tinh")
    stage.touch("later")
    stage.play(61)
    assert services_shown(stage)[0] == centre("kt-tinh").services[0].id


def test_figures_change_in_place(kiosk: Opened) -> None:
    stage = kiosk()
    told = centre("kt-tp")
    now = lines(told)
    now["dat-dai"] = msgspec.structs.replace(now["dat-dai"], waiting=31, low=70, high=95)
    stage.link.say(told, day(), now)
    stage.play(0.1)
    assert {"31 người chờ", "khoảng 70–95 phút"} <= set(stage.texts())


def test_a_service_that_does_not_fit_says_so(kiosk: Opened) -> None:
    assert {"Khó kịp hôm nay", "Quầy chưa mở"} <= set(kiosk().texts())
