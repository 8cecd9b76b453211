"""Every slip in every mode, from ticket to paper, read by a stranger: dot for dot what was meant, and its code."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import zxingcpp
from PIL import ImageChops

from hardware.printer.base import PAPER_58_MM, PAPER_80_MM, QrLine, Slip
from hardware.printer.commands import Commands
from hardware.printer.escpos import load_encoder
from hardware.printer.layout import lay_out
from hardware.printer.trial import RULER_DOTS, trial_page
from kiosk.slip import slip
from queue_server.catalogue.shipped import EXAMPLES
from queue_server.protocol.messages import Taken
from tests.hardware.reader import NotUnderstood, Reader
from tools.kiosk_samples import centre, taken

#: What is printed: the ticket's own changes, and how the kiosk prints it.
MODES: dict[str, tuple[dict[str, object], dict[str, object], dict[str, int]]] = {
    "usual": ({}, {}, {}),
    "reprint": ({}, {}, {"copy": 1}),
    "slow line": ({}, {}, {"short": True}),
    "slow line, reprint": ({}, {}, {"short": True, "copy": 2}),
    "without the server": ({"offline": True}, {"follow": "", "ahead": 0}, {}),
    "priority, late, little known": ({"priority": "elderly"}, {"fits_today": False, "experienced": False}, {}),
}


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    cache: Path = tmp_path_factory.mktemp("escpos")
    return Commands(lambda: load_encoder(cache))


def a_ticket(service: str, procedure: str, mode: str) -> Taken:
    of_ticket, of_answer, _ = MODES[mode]
    plain = taken(service, "H107", procedure=procedure)
    return msgspec.structs.replace(plain, ticket=msgspec.structs.replace(plain.ticket, **of_ticket), **of_answer)


def code_of(lines: Slip) -> list[str]:
    return [line.data for line in lines if isinstance(line, QrLine)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dots", [PAPER_80_MM, PAPER_58_MM])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_stranger_reads_what_was_meant(commands: Commands, language: str, dots: int, mode: str) -> None:
    *_, how = MODES[mode]
    for place, example in enumerate(map(centre, EXAMPLES)):
        # Every other service: the other modes have the others.
        for service in example.services[(place + len(mode)) % 2 :: 2]:
            procedure = service.procedures[place % len(service.procedures)]
            lines = slip(a_ticket(service.id, procedure.id, mode), example, language=language, dots=dots, **how)
            page = lay_out(lines, dots=dots)
            reader = Reader(dots)
            reader.read(commands.job(page, cutter=True, ask_sensor=True, mark=b"0042", auto_status=True))
            [paper] = reader.papers
            assert ImageChops.logical_xor(paper, page.picture()).getbbox() is None, (service.id, procedure.id)
            assert paper.size == (dots, page.rows)
            assert set(reader.said) == {"ESC @", "ESC a", "GS a", "GS v", "GS V", "GS r", "GS (H"}
        # Reading a code takes longest.
        assert [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))] == code_of(lines)


@pytest.mark.parametrize("dots", [PAPER_80_MM, PAPER_58_MM])
def test_the_test_slip_too_and_a_printer_without_a_cutter(commands: Commands, dots: int) -> None:
    page = trial_page(dots=dots, note="23/11/2026 08:00")
    reader = Reader(RULER_DOTS)
    reader.read(commands.job(page, cutter=False, ask_sensor=False, mark=None))
    assert reader.papers == []
    paper = reader.paper()
    assert paper.height == page.rows + 150, "five lines to tear it off"
    [found] = zxingcpp.read_barcodes(paper.convert("L"))
    assert found.text == "motcua test slip 23/11/2026 08:00"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"Kon Tum", "not a command"),
        (b"\x1dv0\x00\x01\x00\x02\x00\xff", "cut short"),
        (b"\x1dv0\x00\x02\x00\x01\x00\x10\x04", "real-time code"),
        (b"\x1dv0\x00\x01\x00\x00\x01" + bytes(256), "256 rows"),
        (b"\x1dv0\x00\x49\x00\x01\x00" + b"\xff" * 73, "beyond the paper"),
        (b"\x1d(L\x06\x000EK1\x01\x01", "that is kept"),
    ],
)
def test_the_stranger_is_strict(data: bytes, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why):
        Reader(PAPER_80_MM).read(data)
