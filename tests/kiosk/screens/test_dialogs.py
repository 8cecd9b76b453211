"""The panel where the kiosk is made easier: what is chosen shows at once, and nothing lies under it."""

from __future__ import annotations

import pytest

from kiosk import theme
from kiosk.modes import Mode
from kiosk.screens.dialogs import NightDialog
from kiosk.state import IDLE, LIT
from queue_server.protocol.messages import Notice
from tests.kiosk.conftest import Opened
from tools.kiosk_samples import at, day
from tools.kiosk_stage import Stage
from windows.orbit import STAY


def test_what_is_chosen_shows_at_once(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("modes")
    stage.touch("mode:stark")
    assert stage.app.look is theme.STARK
    assert stage.find("mode:stark").chosen
    stage.touch("mode:stark")
    assert stage.app.look is theme.PLAIN
    assert not stage.find("mode:stark").chosen


def test_the_panel_covers_everything_else(kiosk: Opened) -> None:
    stage = kiosk()
    x, y = stage.find("service:dat-dai").center
    stage.touch("modes")
    stage.lift(stage.press(x, y))
    stage.play(0.5)
    assert stage.screen.name == "home"
    stage.touch("modes_done")
    stage.touch("service:dat-dai")
    assert stage.screen.name == "procedures"


def test_modes_go_on_over_the_screens_of_a_visit(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("modes")
    stage.touch("mode:stark")
    stage.touch("mode:low")
    stage.touch("modes_done")
    stage.touch("service:dat-dai")
    assert stage.app.state.modes == {Mode.STARK, Mode.LOW}
    assert all(each.top <= stage.app.reach for each in stage.touchables())


def test_a_forgotten_panel_goes_away(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("modes")
    stage.touch("mode:stark")
    stage.play(IDLE + 1)
    assert stage.app.look is theme.PLAIN
    assert stage.find("service:dat-dai")


def _closed_at_night(stage: Stage) -> None:
    told = stage.link.view
    assert told.centre is not None
    opens = at(7) + 24 * 3_600_000
    stage.link.say(told.centre, day("after_closing", next_opening=opens), told.lines)
    stage.play(LIT + 1)


def test_at_night_the_screen_is_dark_and_says_when_the_centre_opens(kiosk: Opened) -> None:
    stage = kiosk(instant=at(21, 40))
    _closed_at_night(stage)
    [night] = [each for each in stage.app.root.children if isinstance(each, NightDialog)]
    assert {"21:41", "07:00 ngày mai", "Thứ Tư, 12/10/2022"} <= set(stage.texts())
    before = night.where
    stage.play(STAY / 1000)
    assert night.where != before
    assert night.children[0].y >= 0
    assert night.children[0].top <= night.height


def test_a_touch_lights_a_dark_screen_and_does_nothing_else(kiosk: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = kiosk(instant=at(21, 40))
    heard: list[bool] = []
    monkeypatch.setattr(stage.app, "darkened", heard.append)
    x, y = stage.find("modes").center
    _closed_at_night(stage)
    assert heard[-1] is True
    stage.lift(stage.press(x, y))
    stage.play(0.5)
    assert "Cấp số trở lại" in stage.texts()
    assert stage.screen.name == "notice"
    assert not stage.app.state.choosing_modes, "nobody saw what was under the finger"
    assert not any(isinstance(each, NightDialog) for each in stage.app.root.children)
    assert heard[-1] is False
    stage.play(LIT + 1)
    assert any(isinstance(each, NightDialog) for each in stage.app.root.children)


def test_who_comes_early_finds_the_screen_lit(kiosk: Opened) -> None:
    stage = kiosk(instant=at(6, 28))
    told = stage.link.view
    assert told.centre is not None
    stage.link.say(told.centre, day("before_opening", next_opening=at(7)), told.lines)
    stage.play(LIT + 1)
    assert any(isinstance(each, NightDialog) for each in stage.app.root.children)
    stage.play(60)
    assert not any(isinstance(each, NightDialog) for each in stage.app.root.children)


def test_something_urgent_is_to_be_read_in_the_night_too(kiosk: Opened) -> None:
    stage = kiosk(instant=at(21, 40))
    _closed_at_night(stage)
    told = stage.link.view
    notice = Notice(id=1, words={"vi": "Nước dâng, mời rời tầng trệt"}, at=stage.instant, urgent=True)
    stage.link.say(told.centre, told.day, told.lines, notice)
    stage.play(0.5)
    assert "Nước dâng, mời rời tầng trệt" in stage.texts()
    assert not any(isinstance(each, NightDialog) for each in stage.app.root.children)


def test_a_closed_kiosk_too_is_as_the_centre_wants_it_for_the_next_citizen(kiosk: Opened) -> None:
    stage = kiosk(instant=at(17, 5))
    told = stage.link.view
    assert told.centre is not None
    stage.link.say(told.centre, day("after_closing", next_opening=at(7) + 24 * 3_600_000), told.lines)
    stage.play(0.5)
    stage.touch("language:en")
    stage.touch("modes")
    stage.touch("mode:stark")
    stage.touch("modes_done")
    stage.play(IDLE - 5)
    assert (stage.app.state.language, stage.app.look) == ("en", theme.STARK)
    stage.play(6)
    assert (stage.app.state.language, stage.app.look) == ("vi", theme.PLAIN)
