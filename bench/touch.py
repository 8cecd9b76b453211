"""From a touch on *take a number* to the paper: the printer's first byte, its last, and the paper in the hand.

    python -m bench.touch [--visits 100] [--write]

Server, kiosk and printer are processes and threads of their own; the printer takes bytes at the speed of its line. What
a mechanism needs is reckoned at 150 mm/s, and it prints while it receives. Drawing the slip is timed beside it, alone.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median

from bench.core import quantile
from bench.paper import LINES, MM_PER_SECOND, Line
from bench.running.page import PAGE, tell
from bench.slip import costs
from chaos.kiosk_process import KioskProcess
from chaos.lobby import CENTRE, PROCEDURE, SERVICE
from chaos.process import ServerProcess
from hardware.printer.base import DOTS_PER_MM, PAPER_80_MM
from hardware.printer.commands import Commands
from hardware.printer.emulator import Emulator
from hardware.printer.escpos import load_encoder
from hardware.printer.machine import Machine, Printout
from queue_server.clock import Clock

#: A slip at 19,200 baud takes five seconds: there, and on the other slower lines, fewer do.
FEWER = 5
_MEASURED = ("USB", "LAN", "serial 115,200", "serial 19,200")
_PICTURE = b"\x1dv0"


class Watched(Machine):
    """A printer that notes when the first picture of a slip began to arrive, and when all of it had."""

    def __init__(self, line: Line) -> None:
        super().__init__(dots=PAPER_80_MM, cut_off=self._cut)
        self._line = line
        self.first = self.last = self.mm = 0.0

    def receive(self, data: bytes) -> None:
        # They were taken from the line before the pause that plays its speed.
        if not self.first and _PICTURE in data:
            self.first = time.monotonic() - len(data) / self._line.bytes_per_second
        super().receive(data)

    def _cut(self, paper: Printout) -> None:
        self.last, self.mm = time.monotonic(), paper.picture.height / DOTS_PER_MM


@dataclass
class Course:
    """Seconds from the lifting of the finger, of each visit."""

    line: Line
    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    mechanism: list[float] = field(default_factory=list)

    def row(self) -> str:
        in_hand = [
            max(last, first + mechanism)
            for first, last, mechanism in zip(self.first, self.last, self.mechanism, strict=True)
        ]
        first = f"{median(self.first) * 1000:.0f} | {quantile(self.first, 0.99) * 1000:.0f}"
        figures = " | ".join(f"{median(each):.2f}" for each in (self.last, self.mechanism, in_hand))
        kind = ", short slip" if self.line.short else ""
        return f"| {self.line.name}{kind} | {len(self.first)} | {first} | {figures} |"


@contextmanager
def a_kiosk(line: Line, folder: Path) -> Iterator[tuple[KioskProcess, Watched]]:
    """A centre on a Monday morning, with a kiosk whose printer is at the end of this line."""
    machine = Watched(line)
    emulator = Emulator(machine, bytes_per_second=line.bytes_per_second)
    morning = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
    server = ServerProcess(CENTRE, folder / "server", Clock.starting(morning, speed=1))
    with emulator.serve_tcp() if line.baud is None else emulator.serve_pty():
        options = "process_id=yes" if line.baud is None else f"process_id=yes&baud={line.baud}"
        kiosk = KioskProcess(server, folder / "kiosk", f"{emulator.address}?{options}")
        server.start()
        try:
            kiosk.start()
            kiosk.until(lambda seen: seen.printer == "ready", what="the printer")
            yield kiosk, machine
        finally:
            kiosk.stop()
            server.stop()


def visit(kiosk: KioskProcess, machine: Watched, course: Course) -> None:
    """A citizen takes a number, and leaves with the paper."""
    kiosk.until(lambda seen: seen.screen == "home" and seen.live, what="the first screen")
    kiosk.touch(SERVICE)
    kiosk.touch(next(name for name in kiosk.look().names if name.startswith(PROCEDURE)))
    machine.first = 0.0
    lifted = kiosk.touch("take").lifted
    kiosk.until(lambda seen: seen.screen == "take", what="the slip")
    course.first.append(machine.first - lifted)
    course.last.append(machine.last - lifted)
    course.mechanism.append(machine.mm / MM_PER_SECOND)
    kiosk.touch("done")


def drawing() -> list[float]:
    """Milliseconds of a processor to the bytes of a slip's job, as far as it could not be drawn before the touch."""
    with tempfile.TemporaryDirectory() as cache:
        commands = Commands(lambda: load_encoder(Path(cache)))
        commands.load()
        _, *found = costs(commands, language="vi", dots=PAPER_80_MM, rounds=2)
    return [each.after_touch * 1000 for each in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=100, help="to the printers on USB and LAN")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    rows = []
    for line in (each for each in LINES if each.name in _MEASURED and each.short is (each.name == "serial 19,200")):
        course = Course(line)
        with tempfile.TemporaryDirectory() as folder, a_kiosk(line, Path(folder)) as (kiosk, machine):
            for _ in range(chosen.visits if line.baud is None else min(chosen.visits, FEWER)):
                visit(kiosk, machine, course)
        rows.append(course.row())
    drawn, (load, _, _) = drawing(), os.getloadavg()
    tell(
        "bench.touch",
        "| line | visits | first byte: median, ms | p99, ms | last byte, s | mechanism alone, s | paper, s |\n"
        "|---|---|---|---|---|---|---|\n"
        + "\n".join(rows)
        + f"\n\nDrawing what is new on a slip, of that: median {median(drawn):.0f} ms, "
        f"p95 {quantile(drawn, 0.95):.0f} ms, p99 "
        f"{quantile(drawn, 0.99):.0f} ms of a processor. Load of the machine's two cores meanwhile: {load:.1f}.",
        page=PAGE if chosen.write else None,
    )


if __name__ == "__main__":
    main()
