"""What hangs on a serial line of the hall: a bus of signs that change their numbers, a keypad that is pressed."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from bench.pulled.absence import Absence
from hardware.bus.emulator import BusEmulator
from hardware.bus.exchange import Unit
from hardware.bus.owner import Bus
from hardware.bus.presets import PRESETS
from hardware.keypad.base import Press
from hardware.keypad.framed_keypad import FramedKeypad
from hardware.serial_link import SerialLink
from hardware.sign.base import Face
from hardware.sign.machine import ModbusMachine
from hardware.sign.modbus_sign import ModbusSign
from hardware.sign.unit import SignUnit

BAUD = 9600
#: Seconds between two looks at what the signs show; between two calls; between two presses.
LOOK, CALL, PRESS = 0.1, 3.0, 0.4


def _started(emulator: BusEmulator, units: list[Unit]) -> Bus:
    link = SerialLink(str(emulator.port), baud=BAUD)
    bus = Bus(link, units, changed=lambda *_: None, baud=BAUD)
    bus.start()
    return bus


class SignsPlace:
    """Sixteen signs on one line. They lose their power with the plug: each must show its number again by itself."""

    def __init__(self, folder: Path, *, signs: int = 16) -> None:
        self.name = f"bus of {signs} signs"
        self.absence = Absence()
        self._machines = [ModbusMachine(unit) for unit in range(1, signs + 1)]
        self._signs = [SignUnit(str(unit), ModbusSign(unit)) for unit in range(1, signs + 1)]
        self._numbers = [""] * signs
        self._calls = 0
        self._emulator = BusEmulator(self._machines, port=folder / "signs", baud=BAUD)
        self.plug()
        self._bus = _started(self._emulator, [*self._signs])

    def plug(self) -> None:
        for machine in self._machines:
            machine.power_cycle()
        self._emulator.plug()
        self.absence.plugged()

    def unplug(self) -> None:
        self.absence.pulled()
        self._emulator.unplug()

    async def use(self, chance: random.Random) -> None:
        for place in range(len(self._signs)):
            self._call(place)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._look())
            tasks.create_task(self._officers(chance))

    async def _officers(self, chance: random.Random) -> None:
        while True:
            await asyncio.sleep(chance.uniform(0.5, CALL))
            self._call(chance.randrange(len(self._signs)))

    def _call(self, place: int) -> None:
        self._calls += 1
        self._numbers[place] = f"A{self._calls % 1000:03d}"
        self._signs[place].show(Face(self._numbers[place]))
        self._bus.wake()

    async def _look(self) -> None:
        while True:
            since = self.absence.since
            if all(sign.text.strip() == number for sign, number in zip(self._machines, self._numbers, strict=True)):
                self.absence.heard_of(since)
            await asyncio.sleep(LOOK)

    def faults(self) -> list[str]:
        return []

    def said(self) -> str:
        return f"{self._calls} calls; back when all show their numbers again"

    async def close(self) -> None:
        await asyncio.to_thread(self._bus.close)
        self._emulator.unplug()


class KeypadPlace:
    """A keypad whose keys are pressed one after another."""

    def __init__(self, folder: Path) -> None:
        self.name = "keypad"
        self.absence = Absence()
        self._sent = self._heard = 0
        self._emulator = BusEmulator([], port=folder / "keypad", baud=BAUD)
        self.plug()
        keypad = FramedKeypad("pad", template=PRESETS["edi"], pressed=self._press, address=9)
        self._bus = _started(self._emulator, [keypad])

    def plug(self) -> None:
        self._emulator.plug()
        self.absence.plugged()

    def unplug(self) -> None:
        self.absence.pulled()
        self._emulator.unplug()

    async def use(self, chance: random.Random) -> None:
        del chance  # an officer's finger keeps time
        while True:
            await asyncio.sleep(PRESS)
            if self._emulator.plugged:
                self._sent += 1
                self._emulator.say(PRESETS["edi"].wrap(str(self._sent % 10).encode(), address=9))

    def _press(self, _: Press) -> None:
        self._heard += 1
        self.absence.heard_of(self.absence.since)

    def faults(self) -> list[str]:
        return ["a press was heard twice"] if self._heard > self._sent else []

    def said(self) -> str:
        return f"{self._heard} of {self._sent} presses heard"

    async def close(self) -> None:
        await asyncio.to_thread(self._bus.close)
        self._emulator.unplug()
