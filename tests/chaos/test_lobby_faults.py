"""A small version of `make faults`: a kiosk loses power while a slip comes out, on a running centre."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from chaos.lobby import mixed_papers
from chaos.lobby_faults import ROWS, play
from hardware.printer.base import QrLine, TextLine
from hardware.printer.layout import lay_out
from hardware.printer.machine import Printout

GUIDE = Path(__file__).parents[2] / "docs" / "operators-guide.md"


@pytest.mark.timeout(240)
def test_a_kiosk_that_lost_power_goes_on_and_owns_up(tmp_path: Path) -> None:
    rows = play(["kiosk_power_cut"], tmp_path / "hall", pictures=tmp_path / "pictures")
    assert [str(each) for each in rows if not each.good] == []
    assert len(rows) == 2
    [picture] = (tmp_path / "pictures").glob("*.png")
    with Image.open(picture) as seen:
        assert seen.size == (540, 960)


def test_a_paper_with_something_of_another_slip_on_it_is_found() -> None:
    def printed(*tickets: str, above: int = 0) -> Printout:
        page = (TextLine("Trung tâm"), *(QrLine(f"http://motcua.vn/t/{ticket}") for ticket in tickets))
        sheet = Image.new("1", (576, above + (slip := lay_out(page, dots=576).picture()).height), 1)
        sheet.paste(slip, (0, above))
        return Printout(sheet, b"")

    good = [printed("aaaa"), printed("bbbb"), printed()]
    assert mixed_papers(good) == []
    assert "paper 3 of cccc" in mixed_papers([*good, printed("cccc", above=100)])[0]
    assert "paper 3 of cccc" in mixed_papers([*good, printed("cccc", "dddd")])[0]


def test_every_row_of_the_guide_is_played_in_the_hall() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE.read_text("utf-8"), re.M)) == set(ROWS)


def test_the_gallery_shows_every_row_with_its_screens() -> None:
    """What a page in the repository says was made by `make faults`; its pictures must be there, and no others."""
    gallery = GUIDE.parent / "gallery" / "faults"
    page = (gallery / "README.md").read_text("utf-8")
    assert set(ROWS) <= set(re.findall(r"^## (\w+)$", page, re.M))
    shown = set(re.findall(r"!\[\w+(?:-before)?\]\(([\w-]+\.png)\)", page))
    assert shown == {each.name for each in gallery.glob("*.png")}
    assert {f"{code}.png" for code in ROWS} <= shown
