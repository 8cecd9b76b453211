"""A small version of `make faults`: a kiosk loses power while a slip comes out, on a running centre."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from chaos.lobby_faults import ROWS, play

GUIDE = Path(__file__).parents[2] / "docs" / "operators-guide.md"


@pytest.mark.timeout(240)
def test_a_kiosk_that_lost_power_goes_on_and_owns_up(tmp_path: Path) -> None:
    rows = play(["kiosk_power_cut"], tmp_path / "hall", pictures=tmp_path / "pictures")
    assert [str(each) for each in rows if not each.good] == []
    assert len(rows) == 2
    [picture] = (tmp_path / "pictures").glob("*.png")
    with Image.open(picture) as seen:
        assert seen.size == (540, 960)


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
