"""What the notices say, as data."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest

from hardware.printer.base import PrinterStatus
from kiosk.events import BackAsked, EnterAsked, NoticeAccepted
from kiosk.language import Words
from kiosk.notice import NOTICES, notice
from kiosk.scene import Scene
from kiosk.state import Screen, State, Visit
from queue_server.protocol.messages import Day, NeighbourInfo
from tools.kiosk_samples import ZONE, at, centre, day, lines

CITY = centre("kt-tp")
NOON = datetime(2022, 10, 11, 11, 20, tzinfo=ZONE)


def scene(screen: Screen, *, told: Day | None = None, now: datetime = NOON, **more: object) -> Scene:
    return Scene(state=State(screen=screen, **more), words=Words("vi"), now=now, centre=CITY, day=told)  # type: ignore[arg-type]


@pytest.mark.parametrize("screen", Screen)
def test_exactly_the_notices_say_something(screen: Screen) -> None:
    assert (notice(scene(screen)) is not None) == (screen in NOTICES)


@pytest.mark.parametrize("reason", ["before_opening", "lunch", "after_closing", "holiday", "closed_day", "unheard_of"])
def test_every_reason_has_a_title(reason: str) -> None:
    said = notice(scene(Screen.CLOSED, told=day(reason, next_opening=at(13))))
    assert said is not None
    assert said.title
    assert said.large == "13:00 hôm nay"


def test_what_is_looked_up_by_a_scan_while_closed_is_looked_up_by_touch_too() -> None:
    lunch = notice(scene(Screen.CLOSED, told=day("lunch", next_opening=at(13)), link_up=True))
    assert lunch is not None
    assert lunch.primary is not None
    assert lunch.primary.event == EnterAsked()
    alone = notice(scene(Screen.CLOSED, told=day("lunch", next_opening=at(13)), link_up=False))
    assert alone is not None
    assert alone.primary is None, "there is nobody to ask"


def test_when_nobody_knows_the_next_opening_it_refers_to_the_sheet_on_the_wall() -> None:
    said = notice(scene(Screen.CLOSED, told=day("holiday")))
    assert said is not None
    assert (said.large, said.small) == ("", "Xin xem lịch làm việc niêm yết tại trung tâm")


def test_after_issuing_those_who_have_a_number_are_still_called() -> None:
    evening = NOON.replace(hour=16, minute=50)
    said = notice(scene(Screen.CLOSED, told=day("after_closing"), now=evening))
    assert said is not None
    assert "17:00" in said.lead
    later = notice(scene(Screen.CLOSED, told=day("after_closing"), now=evening.replace(hour=18)))
    assert later is not None
    assert later.lead == ""


def test_no_paper_says_why_and_goes_on_or_back() -> None:
    empty = notice(scene(Screen.NO_PAPER, printer=PrinterStatus.PAPER_OUT))
    broken = notice(scene(Screen.NO_PAPER, printer=PrinterStatus.CUTTER))
    assert empty is not None
    assert broken is not None
    assert empty.lead != broken.lead
    assert empty.primary is not None
    assert empty.secondary is not None
    assert (empty.primary.event, empty.secondary.event) == (NoticeAccepted(), BackAsked())


def test_starting_is_not_a_fault() -> None:
    starting = notice(scene(Screen.OUT_OF_ORDER))
    assert starting is not None
    assert (starting.tone, starting.title) == ("calm", "Máy đang khởi động")
    lost = notice(_lost())
    assert lost is not None
    assert lost.tone == "trouble"
    assert "11:20" in lost.lead


def _lost() -> Scene:
    return Scene(
        state=State(screen=Screen.OUT_OF_ORDER),
        words=Words("vi"),
        now=NOON,
        centre=CITY,
        lost_at=NOON,
        fault="replaced",
    )


def test_who_gets_no_number_hears_why_when_again_and_where_else() -> None:
    land = next(info for info in CITY.services if info.id == "dat-dai")
    near = NeighbourInfo(names={"vi": "Trung tâm tỉnh"}, procedures=(land.procedures[0].id,), hotline="0260 1")
    far = NeighbourInfo(names={"vi": "Trung tâm khác"}, procedures=("khong-co",))
    line = msgspec.structs.replace(lines(CITY)["dat-dai"], issuing=False, reason="quota_used", left=0)
    said = notice(
        Scene(
            state=State(screen=Screen.REFUSED, visit=Visit(request="r1", service="dat-dai", listed=True, only=None)),
            words=Words("vi"),
            now=NOON,
            centre=msgspec.structs.replace(CITY, neighbours=(near, far)),
            day=msgspec.structs.replace(day(), tomorrow=at(7) + 24 * 3_600_000),
            lines={"dat-dai": line},
        )
    )
    assert said is not None
    assert said.lead == "Hôm nay đã phát hết số của lĩnh vực này."
    texts = [text for _, text in said.steps]
    assert texts[0].startswith("Phát số trở lại: 07:00 ngày mai")
    assert texts[1] == "Cũng tiếp nhận thủ tục này: Trung tâm tỉnh (0260 1)"
    assert not any("khác" in text for text in texts)
