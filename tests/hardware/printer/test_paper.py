from __future__ import annotations

from PIL import Image

from hardware.printer.base import Align
from hardware.printer.paper import Paper


def burnt(picture: Image.Image) -> set[tuple[int, int]]:
    return {(x, y) for x in range(picture.width) for y in range(picture.height) if not picture.getpixel((x, y))}


def test_ink_lands_where_it_is_aligned_and_scaled() -> None:
    paper = Paper(dots=32)
    dot = Image.new("1", (8, 1), 0)
    dot.putpixel((0, 0), 1)
    paper.burn(dot, align=Align.LEFT, scale=(1, 1))
    paper.feed(2)
    paper.burn(dot, align=Align.CENTRE, scale=(2, 2))
    paper.burn(dot, align=Align.RIGHT, scale=(1, 1))
    picture = paper.cut()
    assert picture.size == (32, 6)
    assert burnt(picture) == {(0, 0), (8, 3), (9, 3), (8, 4), (9, 4), (24, 5)}


def test_what_stands_out_is_lost_and_a_cut_begins_anew() -> None:
    paper = Paper(dots=16)
    paper.burn(Image.new("1", (40, 2), 1), align=Align.CENTRE, scale=(1, 1))
    assert len(burnt(paper.picture())) == 32
    assert paper.cut().height == 2
    assert paper.rows == 0
    paper.feed(3)
    assert burnt(paper.cut()) == set()


def test_white_dots_leave_it_blank_until_something_is_burnt() -> None:
    paper = Paper(dots=16)
    paper.feed(30)
    paper.burn(Image.new("1", (8, 2), 0), align=Align.LEFT, scale=(1, 1))
    assert paper.blank
    paper.burn(Image.new("1", (8, 1), 1), align=Align.LEFT, scale=(1, 1))
    assert not paper.blank
    paper.cut()
    assert paper.blank
