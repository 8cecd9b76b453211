"""From a touch to the paper: how long a slip takes over each kind of line, beside what the mechanism alone needs.

    python -m bench.paper [--language vi]

The bytes go to an emulated printer at the speed of the line; the mechanism's time is of 150 mm/s, and a printer prints
while it receives. "All printed" is when the printer itself has said so (GS ( H), and is what the citizen waits for
before the screen says *take your slip*. The server's answer, which comes first, is not in here (bench.tickets).
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec

from hardware.printer.abilities import Abilities
from hardware.printer.base import DOTS_PER_MM, PAPER_58_MM, PAPER_80_MM, JobState, Slip
from hardware.printer.commands import Commands
from hardware.printer.emulator import Emulator
from hardware.printer.escpos import EscposPrinter, load_encoder
from hardware.printer.jobs import JobBook
from hardware.printer.layout import lay_out
from hardware.printer.machine import Machine
from hardware.printer.serial_port import SerialTransport
from hardware.printer.tcp import TcpTransport
from hardware.printer.transport import Transport
from kiosk.slip import slip
from tools.kiosk_samples import centre, taken

MM_PER_SECOND = 150
USB_BYTES_PER_SECOND = 800_000
SLIPS = 3


@dataclass(frozen=True)
class Line:
    name: str
    bytes_per_second: float
    baud: int | None = None
    short: bool = False
    """With the short slip that a kiosk prints on slow lines."""

    def transport(self, emulator: Emulator) -> Transport:
        place = emulator.address.partition(":")[2]
        if self.baud is None:
            host, _, port = place.rpartition(":")
            return TcpTransport(host, int(port))
        return SerialTransport(place, baud=self.baud)


#: USB is played by a socket at the speed of a full-speed printer, by calculation.
LINES = (
    Line("USB", USB_BYTES_PER_SECOND),
    Line("LAN", 1_000_000),
    Line("serial 115,200", 11_520, 115_200),
    Line("serial 38,400", 3_840, 38_400),
    Line("serial 19,200", 1_920, 19_200),
    Line("serial 38,400", 3_840, 38_400, short=True),
    Line("serial 19,200", 1_920, 19_200, short=True),
)


def a_slip(language: str, dots: int, place: int, *, short: bool) -> Slip:
    example = centre("kt-tp")
    service = example.services[0]
    ticket = taken(service.id, f"{service.prefix}{place + 21:03d}", procedure=service.procedures[0].id)
    return slip(msgspec.structs.replace(ticket, ahead=place), example, language=language, dots=dots, short=short)


async def seconds(line: Line, slips: list[Slip], dots: int, folder: Path) -> float:
    """The median from `print` to the printer's word that all of it is printed."""
    machine = Machine(dots=dots)
    emulator = Emulator(machine, bytes_per_second=line.bytes_per_second)
    with emulator.serve_tcp() if line.baud is None else emulator.serve_pty():
        printer = EscposPrinter(
            line.transport(emulator),
            dots=dots,
            book=JobBook(folder / "jobs.log"),
            cache=folder,
            abilities=Abilities(process_id=True),
        )
        took = []
        for place, each in enumerate(slips):
            begun = time.perf_counter()
            report = await printer.print(each, job=f"{place}")
            took.append(time.perf_counter() - begun)
            assert report.state is JobState.CONFIRMED, report
        await printer.close()
    return median(took)


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.paper", description=__doc__.partition("\n")[0])
    parser.add_argument("--language", default="vi")
    chosen = parser.parse_args()
    print("| line | slip | bytes | line alone, s | mechanism alone, s | measured, s | paper in the hand, s |")
    print("|---|---|---|---|---|---|---|")
    for dots in (PAPER_80_MM, PAPER_58_MM):
        for line in LINES:
            slips = [a_slip(chosen.language, dots, place, short=line.short) for place in range(SLIPS)]
            page = lay_out(slips[0], dots=dots)
            mechanism = page.rows / DOTS_PER_MM / MM_PER_SECOND
            with tempfile.TemporaryDirectory() as folder:
                commands = Commands(lambda: load_encoder(Path(folder)))
                size = len(commands.job(page, cutter=True, ask_sensor=True, mark=b"0001"))
                measured = await seconds(line, slips, dots, Path(folder))
            alone = size / line.bytes_per_second
            figures = f"{size:,} | {alone:.2f} | {mechanism:.2f} | {measured:.2f}"
            # What is not transfer (asking, drawing, waiting for the word) comes on top of the slower of the two.
            kind = "short" if line.short else "full"
            in_hand = max(alone, mechanism) + max(0.0, measured - alone)
            print(
                f"| {line.name} | {kind}, {dots} dots, {page.rows / DOTS_PER_MM:.0f} mm | {figures} | {in_hand:.2f} |"
            )


if __name__ == "__main__":
    asyncio.run(main())
