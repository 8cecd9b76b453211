"""The look in numbers: contrast, how windows are divided, and one palette for boards, kiosk and pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import display.theme as theme
import kiosk.theme
import queue_server.web
from display.theme import TONES, Shape, contrast, plan_for, rgba, room_for


@pytest.mark.parametrize("name", sorted(TONES))
def test_figures_and_words_can_be_read(name: str) -> None:
    tone = TONES[name]
    assert contrast(tone.figures, tone.card) >= 4.5
    assert contrast(tone.words, tone.card) >= 4.5


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (theme.INK, theme.GROUND),
        (theme.MUTED, theme.GROUND),
        (theme.MUTED, theme.CARD),
        (theme.STALE, theme.SUNKEN),
        (theme.ACCENT, theme.CARD),
        (theme.ON_ACCENT, theme.ACCENT_DARK),
        (theme.GOLD, theme.ACCENT_DARK),
        (theme.WARN, theme.WARN_SOFT),
    ],
)
def test_other_texts_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_the_two_halves_of_a_flash_differ_in_brightness_too() -> None:
    """Those who do not see red see it flash."""
    for name in ("newest", "called"):
        halves = TONES[name], TONES[f"{name} flash"]
        assert contrast(halves[0].card, halves[1].card) >= 1.4
        assert halves[0].figures != halves[1].figures


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_colours_in_parts() -> None:
    assert rgba("#ff0080") == (1, 0, 128 / 255, 1)


@pytest.mark.parametrize(
    ("size", "shape", "unit"),
    [
        ((1920, 1080), Shape.LANDSCAPE, 1),
        ((1280, 720), Shape.LANDSCAPE, 2 / 3),
        ((1024, 768), Shape.LANDSCAPE, 1024 / 1920),
        ((3840, 2160), Shape.LANDSCAPE, 2),
        ((1080, 1920), Shape.PORTRAIT, 1),
        ((3840, 1080), Shape.WIDE, 1),
        ((1920, 540), Shape.WIDE, 0.5),
    ],
)
def test_a_window_of_any_shape_is_divided(size: tuple[int, int], shape: Shape, unit: float) -> None:
    plan = plan_for(*size)
    assert plan.shape is shape
    assert plan.unit == pytest.approx(unit)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (3840, 1080)])
def test_more_calls_than_two_pages_take_the_whole_board(size: tuple[int, int]) -> None:
    plan = plan_for(*size)
    usual = room_for(plan, ("calls", "recent"), desks=25, banners=0, front=2 * plan.room.rows)
    assert usual == plan.room
    crowded = room_for(plan, ("calls", "recent"), desks=25, banners=0, front=2 * plan.room.rows + 1)
    assert crowded.crowded
    assert crowded.rows > plan.room.rows
    assert -(-25 // crowded.rows) <= 3
    still = room_for(plan, ("calls", "recent"), desks=25, banners=0, front=plan.room.rows + 1, crowded=True)
    assert still == crowded
    assert room_for(plan, ("calls", "recent"), desks=25, banners=0, front=plan.room.rows, crowded=True) == plan.room
    assert not room_for(plan, ("desk",), desks=1, banners=0, front=25).crowded


def test_the_pages_have_the_same_colours() -> None:
    css = (Path(queue_server.web.__file__).parent / "static" / "base.css").read_text("utf-8")
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))
    shared = {
        name: getattr(theme, name.upper().replace("-", "_"))
        for name in tokens
        if hasattr(theme, name.upper().replace("-", "_"))
    }
    assert len(shared) >= 13
    assert {name: tokens[name] for name in shared} == shared


def test_the_kiosk_has_the_same_colours() -> None:
    pairs = {"GROUND": "GROUND", "CARD": "CARD", "ACCENT": "ACCENT", "INK": "INK", "MUTED": "INK_SOFT", "EDGE": "LINE"}
    pairs |= {"ON_ACCENT": "ON_ACCENT", "GOLD": "GOLD", "WARN": "AMBER", "WARN_SOFT": "AMBER_TINT"}
    assert {ours: getattr(theme, ours) for ours in pairs} == {
        ours: kiosk.theme.PLAIN[theirs.lower()].lower() for ours, theirs in pairs.items()
    }
