"""The pieces of the screens."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import display.screens
import kiosk.screens


@pytest.fixture
def made() -> Callable[..., Any]:
    """Make a text of a size, as a window would."""
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.parts import Text, register_faces

    register_faces()

    def make(text: str, *, width: float, most: float, lines: int = 1) -> Text:
        label = Text(text=text, most=most, lines=lines, font_name="figures", bold=True, size=(width, 200))
        label.texture_update()
        return label

    return make


def test_text_that_fits_is_as_large_as_wanted(made: Callable[..., Any]) -> None:
    assert made("L021", width=1000, most=140).font_size == 140


@pytest.mark.parametrize("text", ["L021", "L1021", "Bộ phận Tiếp nhận và Trả kết quả thành phố Kon Tum", "1", ""])
@pytest.mark.parametrize("width", [120, 317, 640])
def test_text_too_long_becomes_smaller_and_stays_on_its_line(made: Callable[..., Any], text: str, width: int) -> None:
    label = made(text, width=width, most=140)
    alone = made(text, width=10_000, most=label.font_size)
    assert label.texture_size[1] == pytest.approx(alone.texture_size[1], abs=1)
    assert label.font_size == 1 or label._length(text, label.font_size) <= width


def test_two_lines_hold_a_long_name(made: Callable[..., Any]) -> None:
    name = "Bộ phận Tiếp nhận và Trả kết quả thành phố Kon Tum"
    one, two = made(name, width=700, most=46), made(name, width=700, most=46, lines=2)
    assert two.font_size > one.font_size
    assert two.texture_size[1] < 2.3 * made(name, width=10_000, most=two.font_size).texture_size[1]


def test_type_is_set_only_when_it_was_drawn(made: Callable[..., Any]) -> None:
    label = made("L021", width=600, most=100)
    assert label.is_set("L021")
    label.text = "L022"
    assert not label.is_set("L022"), "the picture is still of the old number"
    label.texture_update()
    assert label.is_set("L022")


def test_no_rule_of_the_board_has_the_name_of_one_of_the_kiosk() -> None:
    """Kivy knows rules by name only: in one process, as in these tests, each would change the other's looks."""
    names = [
        re.findall(r"^<([^>]+)>:", file.read_text("utf-8"), re.MULTILINE)
        for file in (*Path(display.screens.__path__[0]).glob("*.kv"), *Path(kiosk.screens.__path__[0]).glob("*.kv"))
    ]
    rules = [re.split("[@+ ]", name)[0].lstrip("-") for found in names for each in found for name in each.split(",")]
    assert len(rules) > 20
    assert len(rules) == len(set(rules)), sorted(rule for rule in rules if rules.count(rule) > 1)
