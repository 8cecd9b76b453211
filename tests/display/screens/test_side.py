"""What stands beside the calls, and that it never takes their place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from display.board import Picture, Recent, Room, Row, Scene, Standing
from display.carousel import Shown
from display.theme import BESIDE_MEDIA, plan_for
from queue_server.protocol.messages import BoardInfo, Line, SlideInfo
from tests.display.hall import at, centre, day

NOW = at("2026-11-23 09:05")
ROWS = tuple(
    Row(number=f"L02{desk}", desk=str(desk), at=NOW, standing=Standing.CALLED, call=desk, front=True, newest=desk == 4)
    for desk in (4, 3, 2, 1)
)
LINE = Line(service="thue", waiting=12, ahead=12, low=10, high=25, desks_open=1)
WORDS = Shown(slide=SlideInfo(words={"vi": "Trả kết quả tại nhà", "en": "Results by post"}), since=0)


def picture(**more: Any) -> Picture:
    recent = tuple(Recent(number=f"K00{place}", desk="7", at=NOW) for place in range(4))
    return Picture(**({"scene": Scene.CALLS, "rows": ROWS, "centre": centre(), "day": day(), "recent": recent} | more))


def laid_out(size: tuple[int, int], *panels: str, shown: Shown | None = WORDS, **more: Any) -> tuple[Any, bool]:
    """A frame in a window of this size after its layout has settled, and whether all of it was drawn."""
    from display.screens.frame import Frame

    plan = plan_for(*size)
    room = Room(rows=plan.room.rows, recent=BESIDE_MEDIA)
    frame = Frame(plan, room=room, info=BoardInfo(id="b1", panels=("clock", "calls", *panels, "ticker")))
    frame.size = size
    drawn = frame.show(picture(**more), now=NOW, bright=False, shown=shown)
    settle(frame)
    return frame, drawn


def settle(widget: Any) -> None:
    if hasattr(widget, "do_layout"):
        widget.do_layout()
    for child in widget.children:
        settle(child)


def names(widget: Any) -> list[str]:
    return [type(child).__name__ for child in reversed(widget.children)]


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (3840, 2160), (1080, 1920), (1920, 540)])
@pytest.mark.parametrize("other", ["recent", "lines", ""])
def test_no_call_is_covered_and_every_number_stays_readable(size: tuple[int, int], other: str) -> None:
    panels = (other, "media") if other else ("media",)
    frame, _ = laid_out(size, *panels, lines=(LINE,) if other == "lines" else ())
    assert frame.side.media.parent is frame.side
    assert frame.stage.width > frame.width / 2
    left, bottom, right, top = frame.stage.x, frame.stage.y, frame.stage.right, frame.stage.top
    for panel in frame.side.children:
        assert panel.width > 0
        assert panel.height > 0
        apart = panel.x >= right or panel.right <= left or panel.y >= top or panel.top <= bottom
        assert apart, f"{type(panel).__name__} at {panel.pos} covers the calls at {frame.stage.pos}"
        assert panel.right <= frame.width
        assert panel.y >= 0
    digits = [0.714 * slot.ids.line.type_size / frame.plan.unit for slot in frame.calls.slots]
    assert min(digits) >= 99, "5 cm on a panel of 43 inches (docs/decisions/0070)"


def test_a_notice_in_words_stands_below_the_recent_calls() -> None:
    frame, drawn = laid_out((1920, 1080), "recent", "media")
    assert drawn
    assert names(frame.side) == ["RecentCalls", "MediaPanel"]
    assert (frame.side.media.sentence, frame.side.media.sentence_beside) == ("Trả kết quả tại nhà", "Results by post")
    frame.show(picture(), now=NOW, bright=False, shown=None)
    assert names(frame.side) == ["RecentCalls"], "where nothing goes round, the list has all the room"


def test_alone_it_has_the_whole_side() -> None:
    frame, _ = laid_out((1920, 1080), "media", recent=())
    settle(frame)
    assert frame.side.media.height == frame.side.height


def test_a_picture_that_cannot_be_drawn_leaves_its_place() -> None:
    slide = SlideInfo(file="gone.png")
    frame, drawn = laid_out((1920, 1080), "recent", "media", shown=Shown(slide=slide, since=0, path=Path("gone.png")))
    assert not drawn
    assert names(frame.side) == ["RecentCalls"]
