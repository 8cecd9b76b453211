"""A printer in memory at the other end of a pseudo terminal or a TCP port, at the speed of a real line if wanted.

For trying drivers, ours and others, without a printer: `python -m hardware.printer.emulator --tcp 9100 --folder slips`.
It carries bytes only; what they mean is `machine`'s business.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import socket
import sys
import threading
import time
import tty
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from hardware.printer.base import PAPER_80_MM
from hardware.printer.machine import Fault, Machine, Printout

_READ_AT_MOST = 512
# How long a full machine is left alone before it is offered bytes again.
_BREATH = 0.01


class Emulator:
    """Serves one machine until closed. `address` is what our `open_printer` takes."""

    def __init__(self, machine: Machine, *, bytes_per_second: float | None = None) -> None:
        self.machine = machine
        self._bytes_per_second = bytes_per_second
        self._lock = threading.Lock()
        self._stop, self._stopper = os.pipe()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._closers: list[Callable[[], None]] = []
        self.address = ""

    def serve_tcp(self, *, host: str = "127.0.0.1", port: int = 0) -> Self:
        """Listen on a port, a free one by default. One connection at a time, as real ones have it."""
        listener = socket.create_server((host, port))
        self.address = f"tcp:{host}:{listener.getsockname()[1]}"
        self._closers.append(listener.close)
        return self._start(lambda: self._accept(listener))

    def serve_pty(self) -> Self:
        """Open a pseudo terminal, as a serial line."""
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.address = f"serial:{os.ttyname(theirs)}"
        return self._start(lambda: self._carry_pty(ours, theirs))

    def put(self, fault: Fault, *, after_rows: int | None = None) -> None:
        """Break the machine; `GONE` cuts the line."""
        with self._lock:
            self.machine.put(fault, after_rows=after_rows)

    def mend(self, fault: Fault) -> None:
        """Mend the machine."""
        with self._lock:
            self.machine.mend(fault)

    def close(self) -> None:
        """Stop serving. For whoever holds the other end this is an unplugged cable."""
        if self._stopped.is_set():
            return
        self._stopped.set()
        os.write(self._stopper, b"x")
        for thread in self._threads:
            thread.join()
        for close in self._closers:
            close()
        os.close(self._stop)
        os.close(self._stopper)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, work: Callable[[], None]) -> Self:
        thread = threading.Thread(target=work, name=f"emulator {self.address}", daemon=True)
        self._threads.append(thread)
        thread.start()
        return self

    def _accept(self, listener: socket.socket) -> None:
        while self._ready(listener.fileno()):
            connection, _ = listener.accept()
            with connection:
                self._carry(connection.fileno())

    def _carry_pty(self, ours: int, theirs: int) -> None:
        # Our hold on the far end keeps the line up between two users of it; letting go of both is the unplugging.
        try:
            self._carry(ours)
        finally:
            os.close(ours)
            os.close(theirs)

    def _carry(self, line: int) -> None:
        """Bytes to the machine and its answers back, until the line or the emulator ends."""
        # A line is as quick on a busy machine: what waited for us while we were late has arrived meanwhile.
        arrived = time.monotonic()
        while not self._stopped.is_set() and Fault.GONE not in self.machine.faults:
            with self._lock:
                if not self._answer(line):
                    return
                room = min(self.machine.room, _READ_AT_MOST)
            if room <= 0 or not self._ready(line, within=_BREATH):
                self._stopped.wait(_BREATH if room <= 0 else 0)
                arrived = time.monotonic()
                continue
            try:
                data = os.read(line, room)
            except OSError:
                return
            if not data:
                return
            if self._bytes_per_second:
                arrived += len(data) / self._bytes_per_second
                self._stopped.wait(max(0.0, arrived - time.monotonic()))
            with self._lock:
                self.machine.receive(data)

    def _answer(self, line: int) -> bool:
        """Say what there is to say; whether anybody is there to hear it."""
        answers = self.machine.take_answers()
        try:
            return not answers or os.write(line, answers) > 0
        except OSError:
            return False

    def _ready(self, line: int, *, within: float | None = None) -> bool:
        readable, _, _ = select.select([line, self._stop], [], [], within)
        return line in readable


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted, and put each paper into a folder."""
    parser = argparse.ArgumentParser(prog="python -m hardware.printer.emulator", description=__doc__)
    parser.add_argument("--tcp", type=int, metavar="PORT", help="listen on this port (0: a free one)")
    parser.add_argument("--pty", action="store_true", help="open a pseudo terminal, as a serial line")
    parser.add_argument("--folder", type=Path, default=Path("slips"), help="where papers go (default: slips)")
    parser.add_argument("--dots", type=int, default=PAPER_80_MM, help="dots across the paper (default: 576)")
    parser.add_argument("--baud", type=int, help="take bytes no faster than a serial line of this speed")
    chosen = parser.parse_args(arguments)
    if (chosen.tcp is None) == (not chosen.pty):
        parser.error("say either --tcp PORT or --pty")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    machine = Machine(dots=chosen.dots, keeps=True, cut_off=lambda printout: _keep(printout, chosen.folder))
    emulator = Emulator(machine, bytes_per_second=chosen.baud / 10 if chosen.baud else None)
    # Waited for instead of caught: a process begun in the background of a script would ignore it.
    endings = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, endings)
    with emulator.serve_pty() if chosen.pty else emulator.serve_tcp(port=chosen.tcp):
        _say(f"printer at {emulator.address}, papers in {chosen.folder}; Ctrl-C ends it")
        signal.sigwait(endings)
        _say("ended")
    return 0


def _keep(printout: Printout, folder: Path) -> None:
    stem = datetime.now(tz=UTC).astimezone().strftime("%Y%m%d-%H%M%S-%f")
    (folder / f"{stem}.bin").write_bytes(printout.data)
    printout.picture.save(folder / f"{stem}.png")
    _say(f"paper {stem}.png, {printout.picture.height / 8:.0f} mm from {len(printout.data)} bytes")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
