"""One desk's number, as large as the window allows."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs

from display.board import Picture, Row, Scene, Standing
from display.theme import Shape
from queue_server.protocol.messages import Desk, DeskState
from tests.display.hall import at, centre, day

NOW = at("2026-11-23 09:05")
ROW = Row(number="L021", desk="3", at=NOW, standing=Standing.CALLED, call=7, front=True, newest=True)
DESK = Desk(id="3", state=DeskState.CALLING, since=NOW)


@pytest.fixture
def scene() -> Any:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.desk import DeskScene

    return DeskScene(shape=Shape.LANDSCAPE, unit=1)


def picture(**more: Any) -> Picture:
    return Picture(**({"scene": Scene.CALLS, "rows": (ROW,), "centre": centre(), "day": day(), "desk": DESK} | more))


def test_the_desk_and_whom_it_asks(scene: Any) -> None:
    scene.show(picture(), bright=False)
    assert (scene.place, scene.number, scene.caption) == ("Quầy 3", "L021", "Mời số  ·  Now calling")
    assert scene.name == "Đất đai 3 - giao dịch bảo đảm"
    calm = tuple(scene.ground)
    flashing = Row(**{name: getattr(ROW, name) for name in ROW.__slots__} | {"flash": True})
    scene.show(picture(rows=(flashing,)), bright=True)
    assert tuple(scene.ground) != calm


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DeskState.PAUSED, "Quầy tạm nghỉ  ·  Back shortly"),
        (DeskState.CLOSED, "Quầy đang đóng  ·  Closed"),
        (DeskState.IDLE, "Vui lòng chờ đến số của mình  ·  Please wait for your number"),
    ],
)
def test_without_a_number_it_says_how_the_desk_is(scene: Any, state: DeskState, words: str) -> None:
    scene.show(picture(scene=Scene.WELCOME, rows=(), desk=structs.replace(DESK, state=state)), bright=False)
    assert (scene.number, scene.caption) == ("–", words)
    assert scene.drawn() == frozenset()
