"""The calls in front, as rows of colours and type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from display.board import Picture, Room, Row, Scene, Standing
from display.theme import CROWDED, TONES, Shape, rgba
from tests.display.hall import centre


def row(number: str, desk: str = "3", **more: Any) -> Row:
    return Row(number=number, desk=desk, at=0, standing=Standing.CALLED, call=7, front=True, **more)


def picture(*rows: Row, **more: Any) -> Picture:
    return Picture(scene=Scene.CALLS, rows=rows, centre=centre(), **more)


@pytest.fixture
def scene() -> Callable[..., Any]:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.calls import CallsScene
    from display.screens.parts import register_faces

    register_faces()
    return lambda shape=Shape.LANDSCAPE, rows=4, **more: CallsScene(
        shape=shape, room=Room(rows=rows, recent=0, **more), unit=1
    )


def colours(scene: Any) -> list[tuple[float, ...]]:
    return [tuple(slot.colour) for slot in scene.slots]


def tones(*names: str) -> list[tuple[float, ...]]:
    return [rgba(TONES[name].card) for name in names]


def test_each_row_has_the_tone_of_its_standing(scene: Callable[..., Any]) -> None:
    calls = scene()
    served = Row(number="R1", desk="8", at=0, standing=Standing.SERVING, call=1)
    calls.show(picture(row("L1", newest=True), row("L2"), served), bright=False)
    assert colours(calls) == tones("newest", "called", "serving", "empty")


def test_new_calls_flash_in_the_bright_half(scene: Callable[..., Any]) -> None:
    calls = scene()
    seen = picture(row("L1", newest=True, flash=True), row("L2", flash=True), row("L3"))
    calls.show(seen, bright=True)
    assert colours(calls) == tones("newest flash", "called flash", "called", "empty")
    calls.show(seen, bright=False)
    assert colours(calls) == tones("newest", "called", "called", "empty")


def test_stale_rows_are_grey_and_do_not_flash(scene: Callable[..., Any]) -> None:
    calls = scene()
    calls.show(picture(row("L1", newest=True, flash=True), row("L2"), stale=1), bright=True)
    assert colours(calls) == tones("stale", "stale", "empty", "empty")


def test_the_newest_call_says_what_it_means(scene: Callable[..., Any]) -> None:
    calls = scene()
    calls.show(picture(row("L1", newest=True)), bright=False)
    assert calls.newest.caption == "Mời số  ·  Now calling"
    assert calls.newest.desk_name == "Đất đai 3 - giao dịch bảo đảm"
    assert calls.newest.pages == ""
    calls.show(picture(row("L1"), page=1, pages=2), bright=False)
    assert calls.newest.pages == "2 / 2"


def test_a_served_number_is_not_said_to_be_called(scene: Callable[..., Any]) -> None:
    calls = scene()
    calls.show(picture(Row(number="R1", desk="8", at=0, standing=Standing.SERVING, call=1)), bright=False)
    assert (calls.newest.caption, calls.newest.way) == ("Đang phục vụ  ·  Now serving", "")


def test_an_empty_place_shows_no_old_number(scene: Callable[..., Any]) -> None:
    calls = scene()
    calls.show(picture(row("L1", newest=True), row("L2")), bright=False)
    calls.show(picture(row("L2")), bright=False)
    assert [slot.ids.line.opacity for slot in calls.slots] == [1, 0, 0, 0]


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("rows", [1, 2, 6])
def test_there_are_as_many_rows_as_wanted(scene: Callable[..., Any], shape: Shape, rows: int) -> None:
    assert len(scene(shape, rows).slots) == rows


@pytest.mark.parametrize(("shape", "across"), [(Shape.LANDSCAPE, 2), (Shape.PORTRAIT, 1), (Shape.WIDE, 3)])
def test_many_calls_stand_in_columns_and_none_is_left_out(scene: Callable[..., Any], shape: Shape, across: int) -> None:
    rows, columns = CROWDED[shape.value]
    calls = scene(shape, rows, columns=columns, crowded=True)
    assert (len(calls.slots), columns) == (rows, across)
    inside = [each for each in calls.walk(restrict=True) if each in calls.slots]
    assert set(inside) == set(calls.slots)
    assert calls.newest.bare is (shape is not Shape.WIDE)
