"""How long a called number takes to its sign on a paced line, beside the calculation.

python -m bench.signs [--units 16] [--baud 9600] [--calls 100]
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from pathlib import Path

from hardware.bus.emulator import BusEmulator
from hardware.bus.owner import Bus
from hardware.bus.timing import SIX_DIGITS, calls_within, shown_within
from hardware.serial_link import SerialLink
from hardware.sign.base import Face
from hardware.sign.machine import ModbusMachine
from hardware.sign.modbus_sign import ModbusSign
from hardware.sign.unit import SignUnit


class Watched(ModbusMachine):
    """A sign that says when it shows what is waited for."""

    def __init__(self, unit: int) -> None:
        super().__init__(unit)
        self.awaited = ""
        self.shown = threading.Event()

    def receive(self, data: bytes) -> bytes:
        answer = super().receive(data)
        if self.awaited and self.text.strip() == self.awaited:
            self.shown.set()
        return answer


def measure(*, units: int, baud: int, calls: int, dead: bool) -> list[float]:
    """Seconds of each call; with `dead` one further unit is on the bus that never answers."""
    machines = [Watched(unit) for unit in range(1, units + 1)]
    signs = [SignUnit(str(unit), ModbusSign(unit)) for unit in range(1, units + 1 + dead)]
    took = []
    with tempfile.TemporaryDirectory() as folder:
        emulator = BusEmulator(machines, port=Path(folder) / "bus", baud=baud, thinks=SIX_DIGITS.thinks)
        with emulator:
            bus = Bus(SerialLink(str(emulator.port), baud=baud), signs, changed=lambda *_: None, baud=baud)
            bus.start()
            for number in range(calls):
                machine = machines[number % units]
                machine.shown.clear()
                machine.awaited = f"A{number:03d}"
                began = time.perf_counter()
                signs[number % units].show(Face(machine.awaited))
                bus.wake()
                if not machine.shown.wait(30):
                    raise SystemExit(f"sign {number % units + 1} never showed {machine.awaited}")
                took.append(time.perf_counter() - began)
            bus.close()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=16)
    parser.add_argument("--baud", type=int, default=9600)
    parser.add_argument("--calls", type=int, default=100)
    chosen = parser.parse_args()
    for dead in (False, True):
        took = sorted(measure(units=chosen.units, baud=chosen.baud, calls=chosen.calls, dead=dead)[chosen.units :])
        bound = shown_within(SIX_DIGITS, baud=chosen.baud, dead=dead)
        print(
            f"{chosen.units} signs{' and a dead one' if dead else ''} at {chosen.baud} baud: "
            f"p50 {took[len(took) // 2] * 1000:.0f} ms, p95 {took[int(len(took) * 0.95)] * 1000:.0f} ms, "
            f"worst {took[-1] * 1000:.0f} ms; calculated worst {bound * 1000:.0f} ms, "
            f"{calls_within(0.2, SIX_DIGITS, baud=chosen.baud, dead=dead)} calls at once within 200 ms"
        )


if __name__ == "__main__":
    main()
