"""Names as long as real centres have them, a lost line and a notice across the board: nothing is cut or covered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from display.theme import plan_for
from queue_server.protocol import messages as msg
from tests.display.conftest import BoardWindow
from tests.display.hall import Hall, centre
from tests.display.web_board import SOUND, Show
from tests.kivy_harness import spills

pytestmark = pytest.mark.asyncio(loop_scope="module")

SIZES = [(1920, 1080), (1080, 1920), (1920, 540)]
CENTRE = "Trung tâm Phục vụ hành chính công tỉnh Quảng Ngãi, điểm tiếp nhận số 2 tại phường Kon Tum (Bưu điện tỉnh cũ)"
SERVICES = {
    "dat-dai": "Đăng ký đất đai, tài sản gắn liền với đất và đăng ký biện pháp bảo đảm",
    "thue": "Thuế, phí, lệ phí và các nghĩa vụ tài chính về đất đai của hộ gia đình, cá nhân",
    "chung-thuc": "Chứng thực bản sao từ bản chính, chữ ký, hợp đồng, giao dịch",
    "tra-ket-qua": "Trả kết quả giải quyết thủ tục hành chính",
}
NOTICE = {
    "vi": "Hệ thống đăng ký hộ tịch điện tử đang bảo trì, các thủ tục hộ tịch tạm ngừng tiếp nhận đến 14 giờ",
    "en": "The civil registration system is under maintenance; civil status is not received until 14:00",
}
TICKER = {"vi": "Mang theo căn cước công dân và bản chính các giấy tờ cần chứng thực; trẻ em đi cùng cha mẹ"}
BOARD = msg.BoardInfo(
    id="b1",
    panels=("clock", "calls", "lines", "media", "ticker"),
    ticker=TICKER,
    media=(msg.SlideInfo(words=NOTICE, seconds=600),),
)
DESK = msg.BoardInfo(id="b1", panels=("desk",), desks=("Trả kết quả tầng 2",))
#: Smaller type is read by nobody, in units.
LEAST = 14
#: Texts of several lines that do not stand whole in their boxes, and rows of a list that lie on each other.
CUT = """Array.from(document.querySelectorAll(".lines, .said, .alone .place")).filter((each) =>
    each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1
).map((each) => each.textContent)"""
OVER = """Array.from(document.querySelectorAll(".waits li > *, .board > *, .names > *, .strip > *")).filter((each) => {
    const next = each.parentNode.matches("li") ? null : each.nextElementSibling;
    const inside = each.parentNode.getBoundingClientRect(), box = each.getBoundingClientRect();
    return box.bottom > inside.bottom + 8 || (next && box.bottom > next.getBoundingClientRect().top + 8);
}).map((each) => each.textContent)"""
SMALLEST = """Array.from(document.querySelectorAll(".lines"), (each) => parseFloat(getComputedStyle(each).fontSize))
    .reduce((one, other) => Math.min(one, other))"""


def hall_of(board: msg.BoardInfo) -> Hall:
    plain = centre(boards=(board,))
    services = tuple(
        msgspec.structs.replace(each, names={"vi": SERVICES.get(each.id, each.names["vi"])}) for each in plain.services
    )
    desks = plain.desks
    if board is DESK:
        name = "Tư pháp - Lao động, Thương binh và Xã hội - Văn hóa, Thể thao và Du lịch"
        desks = (msg.DeskInfo(id=DESK.desks[0], names={"vi": name}, services=("tra-ket-qua",)),)
    names = {"vi": CENTRE, "en": "Quang Ngai Provincial Public Administration Service Centre, second reception point"}
    hall = Hall(centre=msgspec.structs.replace(plain, services=services, desks=desks, names=names))
    hall.open()
    hall.tell(
        msg.Notice(id=1, words=NOTICE, at=hall.now),
        *(msg.Line(service=key, waiting=114, ahead=9, low=125, high=245, desks_open=1) for key in SERVICES),
    )
    hall.call("L021", desks[0].id)
    return hall


def cut(texts: list[Any]) -> list[str]:
    """Those that leave their boxes by more than a pixel, which is rounding."""
    found = [spills(each) for each in texts]
    return [each for each in found if each and not each.endswith("by 1 pixels")]


def seen(window: Any, *kinds: str) -> list[Any]:
    """The texts in panels of these kinds that are on the board."""
    panels = [each for each in window.harness.widgets() if type(each).__name__ in kinds and each.opacity]
    return [each for panel in panels for each in panel.walk() if type(each).__name__ == "Text" and each.text]


@pytest.mark.parametrize("size", SIZES)
async def test_the_window_covers_and_cuts_nothing(window: Callable[..., BoardWindow], size: tuple[int, int]) -> None:
    board = window(hall_of(BOARD), size)
    board.link.bring(snapshot=True)
    for broken in (False, True):
        if broken:
            board.link.breaks()
        board.harness.wait(4)
        texts = seen(board, "WaitLine", "NoticeBanner", "StaleBanner", "MediaPanel", "BoardHeader")
        assert len([each for each in texts if each.text in SERVICES.values()]) >= 2
        assert cut(texts) == []
        assert min(each.font_size for each in texts) >= LEAST * plan_for(*size).unit


@pytest.mark.parametrize("size", SIZES)
async def test_an_emergency_has_its_first_language_larger_and_whole(
    window: Callable[..., BoardWindow], size: tuple[int, int]
) -> None:
    hall = hall_of(BOARD)
    hall.tell(msg.Notice(id=2, words=NOTICE, at=hall.now, urgent=True))
    board = window(hall, size)
    board.link.bring(snapshot=True)
    board.harness.frames(4)
    first, second = [each for each in seen(board, "Said") if each.text in NOTICE.values()]
    assert first.font_size > 1.4 * second.font_size
    assert cut([first, second]) == []
    assert first.y >= second.top


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (1920, 540)])
async def test_a_desks_name_stays_clear_of_its_number(
    window: Callable[..., BoardWindow], size: tuple[int, int]
) -> None:
    board = window(hall_of(DESK), size)
    board.link.bring(snapshot=True)
    board.link.breaks()
    board.harness.wait(4)
    strip = [
        each for each in seen(board, "DeskScene") if each.text in ("Trả kết quả tầng 2", board.app.frame.calls.name)
    ]  # type: ignore[union-attr]
    assert len(strip) == 2
    assert cut(strip) == []


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("board", [BOARD, DESK], ids=["hall", "desk"])
async def test_the_page_covers_and_cuts_nothing(shown: Show, board: msg.BoardInfo, size: tuple[int, int]) -> None:
    hall = hall_of(board)
    async with shown(hall, SOUND, size=size, ready=".row.first .number, .alone .number") as page:
        await page.typeset()
        for broken in (False, True):
            if broken:
                await page.web.hang_up()
                await page.page.wait_for_selector(".banner")
            assert await page.page.evaluate(CUT) == []
            assert await page.page.evaluate(OVER) == []
            assert await page.page.evaluate(SMALLEST) >= LEAST * plan_for(*size).unit
