"""Two printers on pseudo terminals, pulled and plugged at random while slips are printed: how soon each is back.

    python -m bench.replug [--seconds 60] [--seed 1]

A port comes back under another name each time; the link that udev would keep points to it. The driver is the kiosk's
own, looked at every three seconds as the kiosk does. Prints the longest time from plug to ready, and what became of
the jobs; a job printed twice, or a paper that nobody was told of, ends it with an error.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hardware.printer.abilities import Abilities
from hardware.printer.base import JobState, NumberLine, QrLine, Slip, TextLine
from hardware.printer.emulator import Emulator
from hardware.printer.escpos import EscposPrinter
from hardware.printer.jobs import JobBook
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.serial_port import BAUD, SerialTransport

LOOK_EVERY = 3.0
PROMISED = 10.0


@dataclass
class Place:
    """A printer, its port, and what happened there."""

    folder: Path
    papers: list[Printout] = field(default_factory=list)
    back_after: list[float] = field(default_factory=list)
    jobs: Counter[JobState] = field(default_factory=Counter)
    plugged_at: float | None = None
    emulator: Emulator | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.machine = Machine(dots=576, cut_off=self.papers.append)
        self.port = self.folder / "by-id"
        self.plug()
        self.printer = EscposPrinter(
            SerialTransport(str(self.port)),
            dots=576,
            book=JobBook(self.folder / "jobs.log"),
            cache=self.folder,
            abilities=Abilities(process_id=True, clears_buffer=True, auto_status=True),
        )

    def plug(self) -> None:
        self.machine.mend(Fault.GONE)
        self.emulator = Emulator(self.machine, bytes_per_second=BAUD / 10).serve_pty()
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(self.emulator.address.removeprefix("serial:"))
        self.plugged_at = time.monotonic()

    def unplug(self) -> None:
        assert self.emulator is not None
        self.plugged_at = None
        self.emulator.put(Fault.GONE)
        self.emulator.close()

    async def look(self) -> None:
        """As a kiosk's health watch."""
        while True:
            plugged = self.plugged_at
            status = await self.printer.status()
            if status.can_print and plugged is not None and plugged == self.plugged_at:
                self.back_after.append(time.monotonic() - plugged)
                self.plugged_at = None
            await asyncio.sleep(LOOK_EVERY)

    async def citizens(self, chance: random.Random) -> None:
        count = 0
        while True:
            count += 1
            slip: Slip = (
                TextLine("Đất đai"),
                NumberLine(f"L{count % 1000:03d}"),
                QrLine(f"{self.folder.name} {count}"),
            )
            report = await self.printer.print(slip, job=f"{count}")
            self.jobs[report.state] += 1
            await asyncio.sleep(chance.uniform(0.2, 2))

    async def hands(self, chance: random.Random) -> None:
        while True:
            await asyncio.sleep(chance.uniform(4, 15))
            await asyncio.to_thread(self.unplug)
            await asyncio.sleep(chance.uniform(0.1, 8))
            await asyncio.to_thread(self.plug)


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.replug", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places = [Place(Path(folder) / name) for name in ("a", "b")]
        chance = random.Random(chosen.seed)
        work = [asyncio.create_task(each.look()) for each in places]
        work += [asyncio.create_task(each.citizens(chance)) for each in places]
        work += [asyncio.create_task(each.hands(chance)) for each in places]
        done, _ = await asyncio.wait(work, timeout=chosen.seconds, return_when=asyncio.FIRST_EXCEPTION)
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        for task in done:
            task.result()
        for each in places:
            await each.printer.close()
            if each.emulator is not None:
                each.emulator.close()
            sure = each.jobs[JobState.CONFIRMED]
            in_doubt = each.jobs[JobState.UNCONFIRMED]
            assert sure <= len(each.papers) <= sure + in_doubt, "a paper too few or too many"
            assert max(each.back_after) <= PROMISED, f"back after {max(each.back_after):.1f} s"
            said = ", ".join(f"{count} {state.value}" for state, count in sorted(each.jobs.items(), key=str))
            print(
                f"printer {each.folder.name}: plugged {len(each.back_after)} times, back after at most "
                f"{max(each.back_after):.1f} s; {len(each.papers)} papers of {said}"
            )


if __name__ == "__main__":
    asyncio.run(main())
