"""The virtual printer: what it puts into its folder is drawn from the bytes, and is what the layout wanted."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.errors import DeviceGone, DeviceStalled
from hardware.printer.base import PAPER_58_MM, PAPER_80_MM, JobState, NumberLine, PrinterStatus, Slip, TextLine
from hardware.printer.layout import lay_out
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.simulator import MachineTransport, VirtualPrinter
from hardware.printer.talk import Patience
from tests.hardware.slips import FULL, LINK

QUICK = Patience(reply=0.05, chunk=0.1, look_every=0.03, settle=0.0, evidence=0.2, cool_down=0.1, retry_first=0.0)
SHORT: Slip = (NumberLine("L021"), TextLine("Đất đai"))


@pytest.fixture(params=[PAPER_80_MM, PAPER_58_MM])
async def printer(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[VirtualPrinter]:
    printer = VirtualPrinter(tmp_path / "slips", dots=request.param, patience=QUICK)
    yield printer
    await printer.close()


def papers(printer: VirtualPrinter, kind: str = "png") -> list[Path]:
    return sorted(printer.folder.glob(f"*.{kind}"))


async def test_the_paper_is_the_layout_dot_for_dot(printer: VirtualPrinter) -> None:
    report = await printer.print(FULL, job="kt-tp/L021")
    assert (report.state, report.status) == (JobState.CONFIRMED, PrinterStatus.READY)
    (png,) = papers(printer)
    assert png.stem.endswith("-kt-tp-L021")
    paper, wanted = Image.open(png), lay_out(FULL, dots=printer.machine.paper.dots).picture()
    assert (paper.mode, paper.size) == ("1", wanted.size)
    assert paper.tobytes() == wanted.tobytes()
    assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == [LINK]
    assert not printer.machine.unknown


async def test_the_bytes_kept_are_those_that_made_the_picture(printer: VirtualPrinter) -> None:
    await printer.print(SHORT, job="a")
    (data,), (png,) = papers(printer, "bin"), papers(printer)
    again: list[Printout] = []
    Machine(dots=printer.machine.paper.dots, cut_off=again.append).receive(data.read_bytes())
    assert again[0].picture.tobytes() == Image.open(png).tobytes()
    assert again[0].data == data.read_bytes()


async def test_papers_carry_the_names_of_their_jobs_through_every_trouble(printer: VirtualPrinter) -> None:
    await printer.print(SHORT, job="one")
    printer.put(Fault.PAPER_OUT)
    assert (await printer.print(SHORT, job="two")).state is JobState.FAILED
    printer.mend(Fault.PAPER_OUT)
    printer.put(Fault.GONE, after_rows=20)
    assert (await printer.print(SHORT, job="three")).state is JobState.UNCONFIRMED
    printer.mend(Fault.GONE)
    await printer.print(SHORT, job="four")
    await printer.print(SHORT, job="four")
    assert [png.stem.split("-", 3)[3] for png in papers(printer)] == ["one", "three", "four"], "of three, what came out"


async def test_every_status_can_be_had(printer: VirtualPrinter) -> None:
    assert await printer.status() is PrinterStatus.READY
    for fault in Fault:
        printer.put(fault)
        wanted = PrinterStatus.SILENT if fault in (Fault.STALLED, Fault.OFF) else PrinterStatus(fault.value)
        assert await printer.status() is wanted
        printer.mend(fault)
    assert await printer.status() is PrinterStatus.READY


def test_a_write_waits_for_room_and_goes_on_when_there_is_some() -> None:
    machine = Machine(dots=64)
    wire = MachineTransport(machine)
    wire.put(Fault.STALLED)
    with pytest.raises(DeviceStalled, match="took 0 of 3 bytes"):
        wire.write(b"abc", within=0.01)
    writing = threading.Thread(target=lambda: wire.write(b"abc", within=30))
    writing.start()
    wire.mend(Fault.STALLED)
    writing.join()
    assert len(machine.unknown) == 3


def test_an_unplugged_wire_says_so() -> None:
    wire = MachineTransport(Machine(dots=64))
    wire.put(Fault.GONE)
    for use in (wire.open, lambda: wire.write(b"x", within=1), lambda: wire.read(within=1)):
        with pytest.raises(DeviceGone):
            use()
