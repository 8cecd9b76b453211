"""Fingers: a bounce, two at once, a long press, a slip, a palm that never lifts. None takes two tickets or a wedge."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from hardware.printer.base import JobState
from kiosk import events as ev
from kiosk.screens.root import DEAF, FINGER_LONGEST
from kiosk.state import COUNTDOWN, IDLE, SLIP_SHOWN
from tests.alike import alike
from tests.kiosk.conftest import ACROSS, UPRIGHT, Opened
from tools.kiosk_samples import centre, day, lines, taken
from tools.kiosk_stage import Stage
from windows.orbit import STAY


def on_the_page_before_the_number(kiosk: Opened, *, size: tuple[int, int] = UPRIGHT) -> Stage:
    stage = kiosk(size=size)
    stage.touch("service:dat-dai")
    stage.touch("procedure:dd-ld")
    return stage


def asked(stage: Stage) -> list[ev.AskForTicket]:
    return [effect for effect in stage.effects if isinstance(effect, ev.AskForTicket)]


@pytest.mark.parametrize("size", [UPRIGHT, ACROSS], ids=["upright", "across"])
def test_a_citizen_takes_a_ticket(kiosk: Opened, size: tuple[int, int]) -> None:
    stage = kiosk(size=size)
    stage.touch("service:dat-dai")
    assert stage.screen.name == "procedures"
    stage.touch("procedure:dd-ld")
    assert stage.screen.name == "before"
    stage.touch("priority:elderly")
    stage.touch("take")
    assert stage.screen.name == "printing"
    [asking] = asked(stage)
    assert (asking.service, asking.procedure, asking.priority, asking.language) == ("dat-dai", "dd-ld", "elderly", "vi")
    stage.app.happened(ev.Answered(taken("dat-dai", "L012", request=asking.request)))
    stage.play(0.1)
    assert "L012" in stage.texts(), "the number is there before the paper"
    stage.app.happened(ev.SlipReported("ticket-L012", JobState.CONFIRMED))
    stage.play(0.1)
    assert stage.screen.name == "take"
    assert {"L012", "Quầy 1, 2, 3", "khoảng 10–25 phút"} <= set(stage.texts())
    stage.play(SLIP_SHOWN + 1)
    assert stage.screen.name == "home"


@pytest.mark.parametrize("times", [2, 5])
def test_a_bounced_finger_asks_once(kiosk: Opened, times: int) -> None:
    stage = on_the_page_before_the_number(kiosk)
    stage.touch("take", times=times, held=0.03)
    assert len(asked(stage)) == 1


def test_a_bounce_does_not_choose_what_was_not_seen(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("service:dat-dai", times=3, held=0.03)
    assert stage.screen.name == "procedures", "the second touch fell on a procedure that had just appeared"


def test_after_the_bounce_touches_count_again(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("service:dat-dai")
    stage.play(DEAF)
    stage.touch("procedure:dd-ld")
    assert stage.screen.name == "before"


def test_two_fingers_ask_once(kiosk: Opened) -> None:
    stage = on_the_page_before_the_number(kiosk)
    x, y = stage.find("take").center
    first, second = stage.press(x, y), stage.press(x + 40, y)
    stage.play(0.1)
    stage.lift(second)
    stage.lift(first)
    stage.play(0.5)
    assert len(asked(stage)) == 1


def test_a_second_finger_elsewhere_does_nothing(kiosk: Opened) -> None:
    stage = kiosk()
    first = stage.press(*stage.find("service:dat-dai").center)
    second = stage.press(*stage.find("service:chung-thuc").center)
    stage.lift(second)
    stage.lift(first)
    stage.play(0.5)
    assert stage.app.state.visit is not None
    assert stage.app.state.visit.service == "dat-dai"


def test_a_long_press_is_a_touch(kiosk: Opened) -> None:
    stage = on_the_page_before_the_number(kiosk)
    stage.touch("take", held=5.0)
    assert len(asked(stage)) == 1


def test_a_finger_that_slips_off_chooses_nothing_and_wedges_nothing(kiosk: Opened) -> None:
    stage = kiosk()
    finger = stage.press(*stage.find("service:dat-dai").center)
    stage.slide(finger, *stage.find("service:thue").center)
    stage.lift(finger)
    stage.play(0.5)
    assert stage.screen.name == "home"
    stage.touch("service:thue")
    assert stage.screen.name == "before"


def test_a_palm_that_never_lifts_does_not_lock_others_out(kiosk: Opened) -> None:
    stage = kiosk()
    stage.press(5, 5)
    stage.play(FINGER_LONGEST + 0.1)
    stage.touch("service:thue")
    assert stage.screen.name == "before"


def test_the_language_switch_changes_every_word_at_once(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("language:en")
    texts = stage.texts()
    assert {"What do you need today?", "Land", "Tuesday, 11 October 2022"} <= set(texts)
    assert not [text for text in texts if "người chờ" in text]
    stage.touch("language:vi")
    assert "Ông/Bà cần làm việc gì?" in stage.texts()


def test_a_language_without_words_has_no_button(kiosk: Opened) -> None:
    stage = kiosk()
    told = replace(centre("kt-tp"), languages=("vi", "jra", "en"))
    stage.link.say(told, day(), lines(told))
    stage.play(0.5)
    buttons = [each.test_name for each in stage.touchables() if each.test_name.startswith("language:")]
    assert sorted(buttons) == ["language:en", "language:vi"]
    assert {"Tiếng Việt", "English"} <= set(stage.texts())


def test_an_idle_citizen_is_warned_and_may_have_more_time(kiosk: Opened) -> None:
    stage = on_the_page_before_the_number(kiosk)
    for _ in range(3):
        stage.play(IDLE + 0.6)
        assert "Ông/Bà còn ở đó không?" in stage.texts()
        stage.touch("more_time")
        assert stage.screen.name == "before"
        assert "Ông/Bà còn ở đó không?" not in stage.texts()
    stage.play(IDLE + COUNTDOWN + 1)
    assert stage.screen.name == "home"
    assert stage.effects == [], "nothing is taken or printed when time runs out"


def test_the_dialog_keeps_touches_from_what_lies_under_it(kiosk: Opened) -> None:
    stage = on_the_page_before_the_number(kiosk)
    x, y = stage.find("take").center
    stage.play(IDLE + 0.6)
    finger = stage.press(x, y)
    stage.lift(finger)
    stage.play(0.4)
    assert asked(stage) == []


def test_leaving_from_the_dialog_goes_home(kiosk: Opened) -> None:
    stage = on_the_page_before_the_number(kiosk)
    stage.play(IDLE + 0.6)
    stage.touch("leave")
    assert stage.screen.name == "home"


def test_screens_are_built_in_quiet_moments(kiosk: Opened) -> None:
    stage = kiosk()
    while stage.app.root.warm(0):
        pass
    assert len(stage.app.root.ids.screens.screens) == 8


def test_what_stands_still_goes_round_unblurred_and_uncut(kiosk: Opened, tmp_path: Path) -> None:
    stage = kiosk()
    before, after = tmp_path / "before.png", tmp_path / "after.png"
    stage.photograph(before)
    stage.app.root.aside_x += 4
    stage.app.root.aside_y -= 2
    stage.photograph(after)
    first, second = (Image.open(path).convert("RGB") for path in (before, after))
    wide, high = first.size
    assert alike(first.crop((0, 0, wide - 4, high - 2)), second.crop((4, 2, wide, high)))
    assert alike(second.crop((0, 2, 4, high)), second.crop((4, 2, 8, high))), "the left edge"
    assert alike(second.crop((8, 0, wide, 2)), second.crop((8, 2, wide, 4))), "and the upper one"


def test_nothing_moves_under_a_finger(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("service:dat-dai")
    x, y = stage.app.root.aside_x, stage.app.root.aside_y
    stage.instant += STAY
    stage.play(1)
    assert (stage.app.root.aside_x, stage.app.root.aside_y) == (x, y)
    stage.touch("back")
    assert (stage.app.root.aside_x, stage.app.root.aside_y) != (x, y)
