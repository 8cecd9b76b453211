"""A kiosk's printer that is pulled while slips are printed. Its port has another name each time; a link follows it."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

from bench.pulled.absence import Absence
from hardware.printer.abilities import Abilities
from hardware.printer.base import JobState, NumberLine, PrintReport, QrLine, Slip, TextLine
from hardware.printer.emulator import Emulator
from hardware.printer.escpos import EscposPrinter
from hardware.printer.jobs import JobBook
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.serial_port import BAUD, SerialTransport

#: Seconds, as the kiosk looks after its printer.
LOOK_EVERY = 3.0


class PrinterPlace:
    """See `bench.replug.Place`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = f"printer {name}"
        self.absence = Absence()
        self._papers: list[Printout] = []
        self._jobs: Counter[JobState] = Counter()
        self._machine = Machine(dots=576, cut_off=self._papers.append)
        self._port = folder / f"printer-{name}"
        self.plug()
        self._printer = EscposPrinter(
            SerialTransport(str(self._port)),
            dots=576,
            book=JobBook(folder / f"jobs-{name}.log"),
            cache=folder,
            abilities=Abilities(process_id=True, clears_buffer=True, auto_status=True),
        )

    def plug(self) -> None:
        self._machine.mend(Fault.GONE)
        self._emulator = Emulator(self._machine, bytes_per_second=BAUD / 10).serve_pty()
        self._port.unlink(missing_ok=True)
        self._port.symlink_to(self._emulator.address.removeprefix("serial:"))
        self.absence.plugged()

    def unplug(self) -> None:
        self.absence.pulled()
        # First the name, as udev does: its terminal's number may be another program's in a moment.
        self._port.unlink(missing_ok=True)
        self._emulator.put(Fault.GONE)
        self._emulator.close()

    async def use(self, chance: random.Random) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._look())
            tasks.create_task(self._citizens(chance))

    async def _look(self) -> None:
        while True:
            since = self.absence.since
            if (await self._printer.status()).can_print:
                self.absence.heard_of(since)
            await asyncio.sleep(LOOK_EVERY)

    async def _citizens(self, chance: random.Random) -> None:
        count = 0
        while True:
            count += 1
            code = QrLine(f"{self.name} {count}")
            slip: Slip = (TextLine("Đất đai"), NumberLine(f"L{count % 1000:03d}"), code)
            job = asyncio.ensure_future(self._printer.print(slip, job=f"{count}"))
            job.add_done_callback(self._count)
            await asyncio.shield(job)  # the last one is printed to its end, and counts
            await asyncio.sleep(chance.uniform(0.2, 2))

    def _count(self, job: asyncio.Future[PrintReport]) -> None:
        self._jobs[job.result().state] += 1

    def faults(self) -> list[str]:
        sure, in_doubt = self._jobs[JobState.CONFIRMED], self._jobs[JobState.UNCONFIRMED]
        right = sure <= len(self._papers) <= sure + in_doubt
        return [] if right else [f"{len(self._papers)} papers of {sure} confirmed jobs and {in_doubt} in doubt"]

    def said(self) -> str:
        jobs = ", ".join(f"{count} {state.value}" for state, count in sorted(self._jobs.items(), key=str))
        return f"{len(self._papers)} papers of {jobs}"

    async def close(self) -> None:
        await self._printer.close()
        self._emulator.close()
