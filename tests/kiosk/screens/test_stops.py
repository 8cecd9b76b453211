"""Every screen can be heard: all that can be pressed is a stop with words, and texts come before what follows them."""

from __future__ import annotations

import pytest

from kiosk.screens.stops import page_of
from tests.kiosk.conftest import Opened
from tools.gallery_kiosk import LANGUAGES, PICTURES, Picture


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_can_be_touched_can_be_heard(kiosk: Opened, picture: Picture, language: str) -> None:
    stage = kiosk(of=picture.centre, instant=picture.instant, printer=picture.printer, language=language)
    picture.reach(stage)
    page = page_of(stage.app.root, stage.app.root._scene)
    heard = {stop.name: stop.text for stop in page.stops if stop.name}
    assert set(heard) == {each.test_name for each in stage.touchables()}
    assert all(text.strip() for text in heard.values())
    assert page.stops[0].text, "a screen says what it is about"


def test_a_dash_is_heard_as_what_nobody_knows(kiosk: Opened) -> None:
    picture = next(each for each in PICTURES if each.name == "before-appointment")
    stage = kiosk(of=picture.centre, instant=picture.instant, printer=picture.printer)
    picture.reach(stage)
    page = page_of(stage.app.root, stage.app.root._scene)
    assert "Trước Ông/Bà. chưa rõ. Giờ hẹn. 09:00." in page.stops[0].text


def test_a_toggle_says_whether_it_is_chosen(kiosk: Opened) -> None:
    stage = kiosk(language="en")
    stage.touch("modes")
    stage.touch("mode:stark")
    page = page_of(stage.app.root, stage.app.root._scene)
    said = {stop.name: stop.text for stop in page.stops}
    assert [said["mode:stark"], said["mode:low"]] == [
        "Strong contrast, chosen",
        "Buttons low, within reach, not chosen",
    ]
    assert page.back == "modes_done"
