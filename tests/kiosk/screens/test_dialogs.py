"""The panel where the kiosk is made easier: what is chosen shows at once, and nothing lies under it."""

from __future__ import annotations

from kiosk import theme
from kiosk.modes import Mode
from kiosk.state import IDLE
from tests.kiosk.conftest import Opened


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
