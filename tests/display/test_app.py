"""The board's window, for real: what it shows when, and what it reports."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from display.announcer import Health, State
from display.board import FLASH, GRACE, HOLD, MISSED
from display.theme import ACCENT, DIGIT, GOLD, rgba
from hardware.light.simulator import VirtualLight
from queue_server.client.base import LinkState
from queue_server.protocol import messages as msg
from tests.alike import alike
from tests.display.conftest import BoardWindow
from tests.display.hall import Hall, at, centre, day, many_desks
from windows.light import Lamp

Window = Callable[..., BoardWindow]


async def settle() -> None:
    """Let reports on their way arrive."""
    for _ in range(5):
        await asyncio.sleep(0)


def call(window: BoardWindow, number: str, desk: str, **more: msg.CallKind) -> int:
    made = window.hall.call(number, desk, **more)
    window.link.bring()
    return made


# ------------------------------------------------------------------------------------------------------ what is seen


async def test_a_called_number_and_its_desk_are_shown_large(window: Window) -> None:
    board = window().open()
    call(board, "L021", "3")
    board.harness.frames(2)
    assert {"L021", "Quầy", "3"} <= set(board.texts())
    assert board.announcer.announced[0].number == "L021"
    assert board.announcer.started == [100]


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1920, 540), (3840, 2160)])
async def test_numbers_are_legible_from_ten_metres(window: Window, size: tuple[int, int]) -> None:
    """5 cm on a 43-inch panel, which is 53.5 cm high and 95.2 cm wide: 100 of 1080 pixels, or of 1920 upright."""
    board = window(size=size).open()
    for number, desk in (("L021", "3"), ("H004", "4"), ("K009", "7"), ("R017", "12")):
        call(board, number, desk)
    board.harness.frames(3)
    sizes = {row.ids.line.ids.number.text: row.ids.line.ids.number.font_size for row in board.app.frame.calls.slots[:4]}
    assert set(sizes) == {"L021", "H004", "K009", "R017"}
    # A strip is as wide as two panels side by side, so its pixels are as large as those of one.
    wanted = {True: 100 * size[1] / 1080, False: 100 * size[1] / 1920}[size[0] > size[1]]
    assert min(sizes.values()) * DIGIT >= wanted
    assert sizes["R017"] > 1.2 * sizes["L021"], "the newest is larger"


async def test_the_newest_number_flashes_once_a_second_for_six_seconds(window: Window) -> None:
    board = window().open()
    call(board, "L021", "3")
    colours = []
    for _ in range(16):
        board.harness.wait(0.5)
        board.harness.frames()
        colours.append(tuple(board.app.frame.calls.newest.colour))
    assert set(colours[:11]) == {rgba(GOLD), rgba(ACCENT)}
    changes = sum(one != other for one, other in pairwise(colours))
    assert changes <= 2 * FLASH / 1000, "never more than one flash a second"
    assert set(colours[13:]) == {rgba(ACCENT)}


async def test_a_still_board_draws_only_to_prove_that_it_can(window: Window) -> None:
    board = window().open()
    call(board, "L021", "3")
    board.harness.wait(HOLD / 1000 + 1)
    before = board.harness.flips
    board.harness.wait(20)
    assert board.harness.flips - before <= 2


async def test_at_night_the_panels_lamp_is_told(window: Window) -> None:
    board = window().open()
    light = VirtualLight()
    board.app.lamp = Lamp(light)
    following = asyncio.create_task(board.app.lamp.run())
    await settle()
    board.hall.now = at("2026-11-23 21:00")
    board.hall.tell(day(issuing=False, reason="after_closing"))
    board.link.bring()
    board.harness.wait(1)
    await settle()
    board.hall.now = at("2026-11-24 06:45")
    board.harness.wait(1)
    await settle()
    following.cancel()
    assert light.switched == [True, False, True]


async def test_the_clock_goes_on(window: Window) -> None:
    board = window().open()
    assert "09:00" in board.texts()
    board.hall.now = at("2026-11-23 09:01")
    board.harness.wait(1)
    assert "09:01" in board.texts()
    assert "Thứ Hai, 23/11/2026" in board.texts()


async def test_a_stale_board_says_since_when_and_turns_grey(window: Window) -> None:
    board = window().open()
    board.hall.now = at("2026-11-23 10:42")
    call(board, "L021", "3")
    board.link.breaks()
    board.hall.now = at("2026-11-23 10:50")
    board.harness.wait(GRACE / 1000 - 1)
    assert not any("Mất kết nối" in text for text in board.texts())
    board.harness.wait(2)
    assert "Mất kết nối từ 10:42 — số hiển thị có thể đã cũ" in board.texts()
    assert "L021" in board.texts()
    assert tuple(board.app.frame.calls.newest.colour) not in {rgba(GOLD), rgba(ACCENT)}
    board.link.bring()
    board.harness.wait(1)
    assert not any("Mất kết nối" in text for text in board.texts())


async def test_before_the_first_connection_it_shows_no_error(window: Window) -> None:
    board = window()
    board.link.bring(state=LinkState.CONNECTING)
    board.harness.wait(10)
    assert "Bảng gọi số đang khởi động" in board.texts()


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1920, 540), (1024, 768), (2560, 1080)])
async def test_every_text_fits_its_box_in_every_shape(window: Window, size: tuple[int, int]) -> None:
    from tests.kivy_harness import spills, visible

    board = window(Hall(day=day(issuing=False, reason="after_closing", opens="2026-11-25 07:00")), size=size).open()
    board.harness.frames(3)

    def spilling() -> list[str]:
        return [spills(label) for label in board.harness.labels() if visible(label) and spills(label)]

    assert "07:00 Thứ Tư, 25/11" in board.texts()
    assert spilling() == []
    for number, desk in (("A001", "1"), ("HA104", "3"), ("K009", "7"), ("M888", "8"), ("L1021", "12")):
        call(board, number, desk)
    board.link.breaks()
    board.harness.wait(5)
    assert "L1021" in board.texts()
    assert spilling() == []


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1920, 360)])
@pytest.mark.parametrize("calls", [6, 12])
async def test_a_letter_with_a_tail_stays_in_its_row(window: Window, size: tuple[int, int], calls: int) -> None:
    from display.screens.calls import CallPanel
    from tests.kivy_harness import ink

    board = window(Hall(centre=many_desks(calls)), size=size).open()
    for desk in range(1, calls + 1):
        call(board, f"{'QJ'[desk % 2]}{desk:03}", str(desk))
    board.harness.wait(1)
    rows = [panel for panel in board.harness.widgets(CallPanel) if panel.row is not None]
    assert {panel.row.number[0] for panel in rows} == {"Q", "J"}
    for panel in rows:
        number = panel.ids.line.ids.number
        _, lowest, _, highest = ink(number)
        foot = number.center_y - number.texture_size[1] / 2
        assert panel.y < foot + lowest, f"{number.text} reaches below its row"
        assert foot + highest < panel.top


async def test_a_centre_of_one_language_shows_no_english(window: Window) -> None:
    board = window(Hall(centre=centre(languages=("vi",)))).open()
    call(board, "L021", "3")
    board.harness.frames(2)
    calls = " ".join(board.texts())
    board.hall.free("3")
    board.link.bring()
    board.harness.wait(HOLD / 1000 + 1)
    for english in ("call", "please", "Please", "Recently", "City", "wait"):
        assert english not in calls + " ".join(board.texts())


async def test_turned_on_its_end_it_is_arranged_anew(window: Window) -> None:
    from kivy.core.window import Window as Glass

    board = window().open()
    call(board, "L021", "3")
    Glass.size = (1080, 1920)
    board.harness.frames(5)
    assert board.app.frame.plan.shape.value == "portrait"
    assert board.app.frame.size == [1080, 1920]
    assert "L021" in board.texts()


async def test_a_crowded_board_keeps_its_face_until_one_page_holds_all(window: Window) -> None:
    """It would change with each call otherwise, around the number from which on it is crowded."""
    board = window(Hall(centre=many_desks(12))).open()
    for desk in range(1, 10):
        call(board, f"L{desk:03}", str(desk))
    board.harness.frames(2)
    assert board.app.frame.room.crowded
    faces = []
    for desk in range(1, 6):
        board.hall.serve(str(desk))
        board.link.bring()
        board.harness.wait(HOLD / 1000 + 1)
        faces.append(board.app.frame.room.crowded)
    assert faces == [True, True, True, True, False]  # four calls are a page


# ------------------------------------------------------------------------------------------------- what is reported


async def test_drawn_is_reported_only_after_a_frame_showed_it(window: Window) -> None:
    board = window().open()
    made = call(board, "L021", "3")
    await settle()
    assert board.drawn() == [], "no frame since"
    flips = board.harness.flips
    board.harness.frames()
    await settle()
    assert board.harness.flips == flips + 1
    assert board.drawn() == [made]
    board.harness.wait(3)
    await settle()
    assert board.drawn() == [made], "once"


async def test_a_call_on_another_page_is_drawn_when_its_page_is(window: Window) -> None:
    board = window().open()
    made = [call(board, f"A00{desk}", desk) for desk in ("1", "2", "3", "4", "5", "7")]
    board.hall.now += 1000
    board.harness.frames(2)
    await settle()
    assert board.drawn() == sorted(made[2:])
    board.harness.wait(10)
    await settle()
    assert sorted(board.drawn()) == made


async def test_a_repeat_is_drawn_and_said_anew(window: Window) -> None:
    board = window().open()
    first = call(board, "L021", "3")
    board.harness.frames(2)
    again = call(board, "L021", "3", kind=msg.CallKind.RECALL)
    board.harness.frames(2)
    await settle()
    assert board.drawn() == [first, again]
    assert [each.id for each in board.announcer.announced] == [first, again]


async def test_what_was_missed_is_reported_and_not_said(window: Window) -> None:
    board = window().open()
    board.link.breaks()
    gone = board.hall.call("L021", "3")
    board.hall.free("3")
    stands = board.hall.call("K009", "7")
    board.link.bring(snapshot=True)
    await settle()
    assert [each.id for each in board.announcer.announced] == [stands]
    failed = [(each.call, each.failed) for each in board.link.asked if isinstance(each, msg.ReportCall) and each.failed]
    assert failed == [(gone, MISSED)]


async def test_health_is_told_at_once_and_after_each_break(window: Window) -> None:
    board = window().open()

    def told() -> list[str]:
        return [each.health for each in board.link.asked if isinstance(each, msg.ReportHealth)]

    await settle()
    assert told() == ["ready"]
    board.announcer.health = Health(State.SILENT, 0, "no_sound_device")
    board.app.heard(board.announcer.health)
    await settle()
    board.link.breaks()
    board.link.bring()
    await settle()
    assert told() == ["ready", "no_sound", "no_sound"]
    board.app.heard(Health(State.SILENT, 0, "speaker_hangs"))
    await settle()
    assert told()[-1] == "silent"


async def test_the_voice_follows_the_centre(window: Window) -> None:
    board = window(Hall(centre=centre(languages=("vi",)))).open()
    assert board.announcer.speech.zero_tens == "lẻ"
    assert board.announcer.speech.repeat == 2


async def test_no_key_does_anything(window: Window) -> None:
    board = window().open()
    assert board.app.open_settings() is False


async def test_a_board_can_be_photographed(window: Window, tmp_path: Path) -> None:
    board = window().open()
    call(board, "L021", "3")
    picture = board.harness.photograph(tmp_path / "board.png")
    assert picture.stat().st_size > 10_000


async def test_the_hall_is_told_once_before_tickets_end(window: Window) -> None:
    board = window().open()
    board.hall.tell(day())
    board.link.bring()
    for time in ("16:29", "16:30", "16:31", "16:44"):
        board.hall.now = at(f"2026-11-23 {time}")
        board.harness.wait(1)
    [(label, said)] = board.announcer.notices
    assert label == "closing"
    assert said == ["Còn mười lăm phút nữa hết giờ tiếp nhận.", "Reception closes in fifteen minutes."]


async def test_a_desk_is_called_what_the_centre_calls_it(window: Window) -> None:
    board = window().open()
    rooms = msgspec.structs.replace(board.hall.centre, speech=msg.SpeechInfo(desk_word="phòng"))
    board.hall.tell(rooms)
    call(board, "L021", "3")
    board.harness.frames(2)
    assert {"Phòng", "3"} <= set(board.texts())
    assert "Quầy" not in board.texts()


async def test_a_board_that_the_server_does_not_want_says_so(window: Window) -> None:
    board = window().open()
    board.link.refusal = "unknown_device"
    board.harness.wait(1)
    assert "Bảng cần được kiểm tra (unknown_device)" in board.texts()
    board.link.refusal = None
    board.app.reports.trouble = "not_allowed"
    board.harness.wait(1)
    assert "Bảng cần được kiểm tra (not_allowed)" in board.texts()


def test_a_board_draws_no_oftener_than_eyes_need() -> None:
    fresh = {name: value for name, value in os.environ.items() if not name.startswith("KCFG_")}
    said = subprocess.run(
        [sys.executable, "-c", "import display.app; from kivy.clock import Clock; print(Clock._max_fps)"],
        cwd=Path(__file__).parents[2], env=fresh, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert said.stdout.split() == ["15.0"]


@pytest.mark.parametrize(("panels", "notice"), [((), None), ((), True), (("desk",), False)])
async def test_a_board_is_moved_aside_unblurred_and_uncut(
    window: Window, panels: tuple[str, ...], notice: bool | None, tmp_path: Path
) -> None:
    info = msg.BoardInfo(id="b1", panels=panels, desks=("3",)) if panels else msg.BoardInfo(id="b1")
    board = window(Hall(centre=centre(boards=(info,)))).open()
    if notice is not None:
        board.hall.tell(msg.Notice(id=1, words={"vi": "Mời ra cửa chính"}, at=board.hall.now, urgent=notice))
        board.link.bring()
    board.harness.frames(3)
    frame = board.app.frame
    first = Image.open(board.harness.photograph(tmp_path / "before.png")).convert("RGB")
    frame.aside_x, frame.aside_y = frame.aside_x + 4, frame.aside_y + 2
    second = Image.open(board.harness.photograph(tmp_path / "after.png")).convert("RGB")
    wide, high = first.size
    assert alike(first.crop((0, 2, wide - 4, high)), second.crop((4, 0, wide, high - 2)))
    assert alike(second.crop((0, 0, 4, high - 2)), second.crop((4, 0, 8, high - 2))), "the left edge"
    assert alike(second.crop((8, high - 2, wide, high)), second.crop((8, high - 4, wide, high - 2))), "the lower one"


async def test_a_board_sleeps_by_the_centres_clock_and_wakes_before_opening(window: Window) -> None:
    board = window().open()
    board.hall.now = at("2026-11-23 17:29")
    board.hall.tell(day(issuing=False, reason="after_closing"))
    board.link.bring()
    board.harness.wait(1)
    assert "Đã hết giờ phát số hôm nay" in board.texts()
    board.hall.now = at("2026-11-23 17:30")
    board.harness.wait(1)
    assert board.texts() == ["17:30", "Phát số trở lại", "07:00 sáng mai"]
    board.hall.call("L099", "3")
    board.link.bring()
    board.harness.wait(1)
    assert "L099" in board.texts(), "whoever is still called sees it"
    board.hall.free("3")
    board.hall.now = at("2026-11-24 06:30")
    board.link.bring()
    board.harness.wait(30)
    assert "06:30" in board.texts()
    assert "Đã hết giờ phát số hôm nay" in board.texts()
