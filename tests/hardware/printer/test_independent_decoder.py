"""What we print, read by programs nobody here wrote: emupos for the bytes, zxing and zbar for the code, tesseract
for the letters.
"""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from hardware.printer.base import (
    PAPER_58_MM,
    PAPER_80_MM,
    JobState,
    NumberLine,
    Printer,
    PrinterStatus,
    PrintReport,
    Slip,
    TextLine,
)
from hardware.printer.layout import lay_out
from hardware.printer.open import open_printer
from tests.hardware.slips import CENTRE, FULL, LINK, SERVICE
from tests.hardware.witness import Receipt, Witness, witness

pytestmark = [pytest.mark.needs("emupos"), pytest.mark.xdist_group("emupos")]

SHORT: Slip = (NumberLine("L021"), TextLine("Đất đai"))


@dataclass(frozen=True)
class Seen:
    """A full slip as the stranger saw it."""

    dots: int
    report: PrintReport
    receipt: Receipt
    unknown: list[dict[str, object]]


#: The last as over a slow line, where the printer is asked between the pictures of a slip.
@pytest.fixture(scope="module", params=[(PAPER_80_MM, ""), (PAPER_58_MM, ""), (PAPER_80_MM, "?baud=115200")])
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    folder: Path = tmp_path_factory.mktemp("witness")
    dots, line = request.param

    async def printed(address: str) -> PrintReport:
        printer = open_printer(address, dots=dots, folder=folder / "printer")
        report = await printer.print(FULL, job="one")
        await printer.close()
        return report

    with witness(folder, dots=dots) as stranger:
        report = asyncio.run(printed(stranger.address + line))
        (receipt,) = stranger.receipts(1)
        return Seen(dots, report, receipt, stranger.unknown_commands())


def test_it_is_dot_for_dot_what_was_meant(seen: Seen) -> None:
    picture, meant = seen.receipt.picture.convert("1"), lay_out(FULL, dots=seen.dots).picture()
    assert picture.size == meant.size
    assert ImageChops.logical_xor(picture, meant).getbbox() is None


def test_every_byte_was_understood_and_none_was_taken_for_text(seen: Seen) -> None:
    assert seen.unknown == []
    assert {line.split(" ")[0] for line in seen.receipt.text.splitlines()} == {"[image"}
    assert seen.report.state is JobState.ACCEPTED, "it answers GS r, and does not know GS ( H"


@pytest.mark.needs("zbarimg")
def test_two_strangers_read_the_code(seen: Seen, tmp_path: Path) -> None:
    (code,) = zxingcpp.read_barcodes(seen.receipt.picture.convert("L"))
    assert (code.text, code.format) == (LINK, zxingcpp.BarcodeFormat.QRCode)
    file = tmp_path / "receipt.png"
    seen.receipt.picture.convert("L").save(file)
    assert said_by("zbarimg", "--quiet", "--raw", str(file)).strip() == LINK


@pytest.mark.needs("tesseract")
def test_a_stranger_reads_the_vietnamese(seen: Seen, tmp_path: Path) -> None:
    file = tmp_path / "receipt.png"
    grey = seen.receipt.picture.convert("L")
    # As a scanner would hand it over: with a margin, and larger than a thermal head's dots.
    framed = Image.new("L", (grey.width + 80, grey.height + 80), 255)
    framed.paste(grey, (40, 40))
    framed.resize((framed.width * 2, framed.height * 2), Image.Resampling.BICUBIC).save(file)
    read = " ".join(said_by("tesseract", str(file), "-", "-l", "vie", "--psm", "11", "--dpi", "400").split())
    for words in (SERVICE, CENTRE, "Giờ lấy số", "Căn cước công dân còn hiệu lực", "Đường dây nóng"):
        assert words in read, read


def said_by(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture
async def printer(witness_printer: Witness, tmp_path: Path) -> AsyncIterator[Printer]:
    printer = open_printer(witness_printer.address, dots=PAPER_80_MM, folder=tmp_path / "printer")
    yield printer
    await printer.close()


async def test_a_stranger_in_trouble_is_understood(witness_printer: Witness, printer: Printer) -> None:
    with witness_printer.fault("paper-out"):
        assert await printer.status() is PrinterStatus.PAPER_OUT
        report = await printer.print(SHORT, job="a")
        assert (report.state, report.status) == (JobState.FAILED, PrinterStatus.PAPER_OUT)
    with witness_printer.fault("cover-open"):
        assert await printer.status() is PrinterStatus.COVER_OPEN
    with witness_printer.fault("paper-near-end"):
        report = await printer.print(SHORT, job="b")
        assert (report.state, report.status) == (JobState.ACCEPTED, PrinterStatus.PAPER_LOW)
    assert await printer.print(SHORT, job="b") == report
    assert (await printer.print(SHORT, job="c")).state is JobState.ACCEPTED
    assert len(witness_printer.receipts(2)) == 2, "a failed job left nothing, and one job is one paper"
