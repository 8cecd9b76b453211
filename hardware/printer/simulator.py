"""A printer without hardware: our true driver before a machine in memory. Chosen only where parts are put together.

Each paper lands in a folder as `<moment>-<job>.png`, drawn from the bytes and not from the layout, beside the exact
bytes as `.bin`. It can be broken like the real thing and then behaves like it.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hardware.errors import DeviceGone, DeviceStalled
from hardware.printer.abilities import Abilities
from hardware.printer.base import PAPER_80_MM, PrinterStatus, PrintReport, Slip
from hardware.printer.escpos import EscposPrinter
from hardware.printer.jobs import JobBook
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.talk import Patience

_ABILITIES = Abilities(process_id=True, clears_buffer=True)
_UNNAMED = "paper"
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


class MachineTransport:
    """A wire to a machine in memory. The machine may be broken from another thread."""

    answers = True
    one_job = False
    bytes_per_second = 1e9

    def __init__(self, machine: Machine, *, name: str = "virtual printer") -> None:
        self.name = name
        self._machine = machine
        self._changed = threading.Condition()

    def put(self, fault: Fault, *, after_rows: int | None = None) -> None:
        """Break the machine."""
        with self._changed:
            self._machine.put(fault, after_rows=after_rows)
            self._changed.notify_all()

    def mend(self, fault: Fault) -> None:
        """Mend the machine."""
        with self._changed:
            self._machine.mend(fault)
            self._changed.notify_all()

    def open(self) -> None:
        """See `Transport`."""
        with self._changed:
            self._check()

    def write(self, data: bytes, *, within: float) -> None:
        """See `Transport`."""
        end = time.monotonic() + within
        left = data
        with self._changed:
            while left:
                self._check()
                room = max(0, min(self._machine.room, len(left)))
                if room:
                    self._machine.receive(left[:room])
                    left = left[room:]
                elif not self._changed.wait(max(0.0, end - time.monotonic())):
                    raise DeviceStalled(f"{self.name} took {len(data) - len(left)} of {len(data)} bytes")

    def read(self, *, within: float) -> bytes:
        """See `Transport`."""
        with self._changed:
            self._check()
            answers = self._machine.take_answers()
            if not answers and within > 0:
                self._changed.wait(within)
                self._check()
                answers = self._machine.take_answers()
            return answers

    def paper_out(self) -> bool:
        """See `Transport`. A machine says it by its answers."""
        return False

    def discard(self) -> None:
        """See `Transport`. Nothing is on its way: it is in the machine, or was not taken."""

    def close(self) -> None:
        """See `Transport`."""

    def _check(self) -> None:
        if Fault.GONE in self._machine.faults:
            raise DeviceGone(f"{self.name} is unplugged")


class VirtualPrinter:
    """A printer whose papers are files in `folder`."""

    def __init__(
        self,
        folder: Path,
        *,
        dots: int = PAPER_80_MM,
        abilities: Abilities = _ABILITIES,
        patience: Patience | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.machine = Machine(
            dots=dots,
            cut_off=self._keep,
            knows_process_id=abilities.process_id,
            knows_clearing=abilities.clears_buffer,
        )
        self._wire = MachineTransport(self.machine)
        self._names: deque[str] = deque()
        self._printer = EscposPrinter(
            self._wire,
            dots=dots,
            book=JobBook(folder / "jobs.log"),
            cache=folder / ".cache",
            abilities=abilities,
            patience=patience,
            sending=self._expect,
        )

    @property
    def cut_short(self) -> tuple[str, ...]:
        """See `base.Printer`."""
        return self._printer.cut_short

    def draw_ahead(self, lines: Slip) -> None:
        """See `base.Printer`."""
        self._printer.draw_ahead(lines)

    def tell_late(self, told: Callable[[str], object]) -> None:
        """See `base.Printer`."""
        self._printer.tell_late(told)

    def keep(self, lines: Slip) -> None:
        """See `base.Printer`."""
        self._printer.keep(lines)

    async def status(self) -> PrinterStatus:
        """See `base.Printer`."""
        return await self._printer.status()

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        """See `base.Printer`."""
        return await self._printer.print(slip, job=job)

    async def close(self) -> None:
        """See `base.Printer`."""
        await self._printer.close()

    def put(self, fault: Fault, *, after_rows: int | None = None) -> None:
        """Break it now, or when so many more rows are printed (see `Machine.put`)."""
        self._wire.put(fault, after_rows=after_rows)

    def mend(self, fault: Fault) -> None:
        """Mend it; what it held comes out now."""
        self._wire.mend(fault)

    def _expect(self, job: str) -> None:
        if not self.machine.holding:
            # Papers that have not come by now never will: the names they were to have are nobody's.
            self._names.clear()
        self._names.append(job)

    def _keep(self, printout: Printout) -> None:
        moment = datetime.now(tz=UTC).astimezone().strftime("%Y%m%d-%H%M%S-%f")
        name = self._names.popleft() if self._names else _UNNAMED
        stem = f"{moment}-{_NOT_IN_NAMES.sub('-', name)}"
        (self.folder / f"{stem}.bin").write_bytes(printout.data)
        printout.picture.save(self.folder / f"{stem}.png")
