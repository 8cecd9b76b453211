"""Whose kiosk it is, what time it is there, and where the tools stand."""

from __future__ import annotations

import msgspec
import pytest
from kivy.uix.label import Label

from kiosk.modes import Mode
from kiosk.screens.parts import extents
from queue_server.protocol.messages import Notice
from tests.kiosk.conftest import ACROSS, UPRIGHT, Opened
from tools.kiosk_samples import centre, day, lines


def test_the_header_says_whose_kiosk_it_is_and_when(kiosk: Opened) -> None:
    texts = kiosk(language="en").texts()
    assert {"08:05", "Tuesday, 11 October 2022"} <= set(texts)


@pytest.mark.parametrize("name", ["kt-truongchinh", "kt-bhxh", "Trung tâm Phục vụ hành chính công phường Văn Miếu"])
@pytest.mark.parametrize("size", [UPRIGHT, ACROSS])
def test_a_long_name_stands_on_two_lines(kiosk: Opened, size: tuple[int, int], name: str) -> None:
    told = centre("kt-tp") if " " in name else centre(name)
    if " " in name:
        told = msgspec.structs.replace(told, names={"vi": name})
    stage = kiosk(size=size)
    stage.link.say(told, day(), lines(told))
    stage.play(0.5)
    label = next(each for each in stage.labels() if each.text == told.names["vi"])
    assert lines_of(label) == 2


def lines_of(label: Label) -> int:
    """On how many lines a text stands."""
    whole = extents(label.text, label.font_size, font_name="Text", bold=True, width=label.width)[1]
    return round(whole / extents("Ộg", label.font_size, font_name="Text", bold=True)[1])


def test_the_tools_stand_low_on_an_upright_panel(kiosk: Opened) -> None:
    stage = kiosk(size=UPRIGHT)
    assert {stage.find(name).top < 0.1 * UPRIGHT[1] for name in ("language:vi", "language:en", "modes")} == {True}


def test_the_tools_come_down_on_a_panel_on_its_side(kiosk: Opened) -> None:
    stage = kiosk(size=ACROSS)
    assert stage.find("modes").y > 0.8 * ACROSS[1]
    stage.touch("modes")
    stage.touch(f"mode:{Mode.LOW.value}")
    stage.touch("modes_done")
    assert stage.find("modes").top < 0.15 * ACROSS[1]
    assert stage.find("language:en").top < 0.15 * ACROSS[1]


def test_what_a_supervisor_posts_is_read_until_somebody_begins(kiosk: Opened) -> None:
    stage = kiosk()
    told = centre("kt-tp")
    tiles = stage.find("service:dat-dai").pos
    notice = Notice(id=1, words={"vi": "Hệ thống chậm", "en": "Slow today"}, at=1, until=stage.instant + 60_000)
    stage.link.say(told, day(), lines(told), notice)
    stage.play(0.5)
    assert "Hệ thống chậm" in stage.texts()
    stage.touch("language:en")
    assert "Slow today" in stage.texts()
    stage.touch("service:dat-dai")
    assert "Slow today" not in stage.texts(), "who is in the middle of something is left alone"
    stage.touch("back")
    assert "Slow today" in stage.texts()
    stage.instant += 60_000
    stage.play(1)
    assert "Slow today" not in stage.texts()
    assert stage.find("service:dat-dai").pos == tiles
