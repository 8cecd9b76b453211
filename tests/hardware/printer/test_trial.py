from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import ImageChops

from hardware.printer.bands import ROWS_AT_MOST
from hardware.printer.base import PAPER_58_MM, PAPER_80_MM, Align
from hardware.printer.commands import Commands
from hardware.printer.escpos import load_encoder
from hardware.printer.machine import Machine, Printout
from hardware.printer.trial import RULER_DOTS, trial_page

NOTE = "23/11/2026 08:00"


@pytest.mark.parametrize("paper", [PAPER_58_MM, 512, PAPER_80_MM])
def test_it_looks_the_same_on_every_paper_and_the_ruler_ends_with_it(paper: int, tmp_path: Path) -> None:
    papers: list[Printout] = []
    machine = Machine(dots=paper, cut_off=papers.append)
    page = trial_page(dots=PAPER_58_MM, note=NOTE)
    machine.receive(Commands(lambda: load_encoder(tmp_path)).job(page, cutter=True, ask_sensor=False, mark=None))
    (printed,) = papers
    assert printed.picture.width == paper
    ruler = printed.picture.crop((0, 0, paper, 8))
    assert ruler.getpixel((paper - 8, 0)) == 0, "a mark stands on the last millimetre that the paper has"
    (code,) = zxingcpp.read_barcodes(printed.picture.convert("L"))
    assert code.text.endswith(NOTE)
    text = printed.picture.crop((0, 56, PAPER_58_MM, page.rows)).convert("1")
    meant = page.picture().crop((0, 56, PAPER_58_MM, page.rows)).convert("1")
    assert ImageChops.logical_xor(text, meant).getbbox() is None
    assert not machine.unknown


def test_nothing_depends_on_the_width_of_the_paper() -> None:
    page = trial_page(dots=PAPER_58_MM, note=NOTE)
    assert {band.align for band in page.bands} == {Align.LEFT}
    assert all(band.rows <= ROWS_AT_MOST for band in page.bands)
    assert page.bands[0].printed_width <= RULER_DOTS
