"""The owner of a bus in virtual time: echoes, noise, plugs pulled at random; and once on a real thread."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from hardware.bus.emulator import BusEmulator
from hardware.bus.exchange import UnitState
from hardware.bus.owner import Bus
from hardware.bus.presets import PRESETS
from hardware.keypad.base import Press
from hardware.keypad.framed_keypad import FramedKeypad
from hardware.serial_link import SerialLink
from hardware.sign.base import Face
from hardware.sign.machine import ModbusMachine
from hardware.sign.modbus_sign import ModbusSign
from hardware.sign.unit import SignUnit
from tests.hardware.bus.desk_line import VirtualLine


class Echoing(VirtualLine):
    """An adapter that hears itself."""

    def send(self, data: bytes, *, within: float) -> None:
        self._coming.append((self.now + len(data) * self._byte, data))
        super().send(data, within=within)


class Hall:
    """A bus of signs in virtual time."""

    def __init__(self, count: int, *, line: type[VirtualLine] = VirtualLine, echo: bool = False) -> None:
        self.machines = [ModbusMachine(unit) for unit in range(1, count + 1)]
        self.line = line(self.machines)
        self.signs = [SignUnit(f"sign-{unit}", ModbusSign(unit)) for unit in range(1, count + 1)]
        self.presses: list[Press] = []
        self.keypad = FramedKeypad("pad", template=PRESETS["edi"], pressed=self.presses.append, address=9)
        self.changes: list[tuple[str, UnitState]] = []
        self.bus = Bus(
            self.line,
            [*self.signs, self.keypad],
            changed=lambda name, state: self.changes.append((name, state)),
            echo=echo,
            clock=self.line.clock,
        )

    def run(self, seconds: float) -> None:
        until = self.line.now + seconds
        while self.line.now < until:
            idle = self.bus.turn()
            self.line.now += idle

    @property
    def texts(self) -> list[str]:
        return [machine.text.strip() for machine in self.machines]


def test_each_sign_shows_the_newest_thing_it_was_told() -> None:
    hall = Hall(3)
    for text in ("A001", "A002", "A003"):
        for sign in hall.signs:
            sign.show(Face(text))
    hall.run(1)
    assert hall.texts == ["A003"] * 3
    assert [machine.heard for machine in hall.machines] <= [6] * 3


def test_an_adapter_that_hears_itself() -> None:
    hall = Hall(2, line=Echoing, echo=True)
    hall.signs[1].show(Face("B007"))
    hall.run(1)
    assert hall.texts == ["", "B007"]
    assert set(hall.bus.states.values()) == {UnitState.READY}


def test_noise_and_a_cut_wire_are_survived() -> None:
    hall = Hall(2)
    hall.run(1)
    hall.line.cut = True
    hall.signs[0].show(Face("C001"))
    hall.line.say(b"\xff\x00\x13")
    hall.run(10)
    assert hall.bus.states["sign-1"] is UnitState.SILENT
    hall.line.cut = False
    hall.run(10)
    assert hall.texts[0] == "C001"
    assert hall.bus.states["sign-1"] is UnitState.READY


def test_one_late_answer_does_not_shift_all_that_follow() -> None:
    hall = Hall(4)
    hall.run(2)
    hall.line.late = 0.13
    hall.signs[0].show(Face("A001"))
    hall.run(0.2)
    hall.line.late = 0.0
    for number, sign in enumerate(hall.signs):
        sign.show(Face(f"B{number:03d}"))
    hall.run(1)
    assert hall.texts == ["B000", "B001", "B002", "B003"]
    assert [change for change in hall.changes if change[1] is UnitState.SILENT] == []


def test_a_slow_unit_takes_no_other_with_it() -> None:
    """Its answers come when others are asked, every time: they were counted as misses of those."""
    hall = Hall(2)
    hall.line.slow[1] = 0.12
    hall.run(30)
    assert [change for change in hall.changes if change[1] is not UnitState.READY] == []
    for round_ in range(20):
        hall.signs[1].show(Face(f"B{round_:03d}"))
        hall.run(0.3)
        assert hall.texts[1] == f"B{round_:03d}"


def test_a_unit_that_is_busy_for_a_moment_is_asked_again_at_once() -> None:
    hall = Hall(1)
    hall.run(1)
    hall.machines[0].busy = 2
    hall.signs[0].show(Face("A025"))
    hall.run(0.5)
    assert hall.texts == ["A025"]
    assert hall.bus.states["sign-1"] is UnitState.READY


def test_a_press_in_the_breath_of_an_answer_is_heard() -> None:
    hall = Hall(1)
    hall.run(1)
    hall.line.tail = PRESETS["edi"].wrap(b"5", address=9)
    hall.signs[0].show(Face("A025"))
    hall.run(0.1)
    assert hall.presses == [Press("pad", "5")]
    assert hall.bus.states["sign-1"] is UnitState.READY


def test_a_line_that_babbles_does_not_hold_the_bus() -> None:
    hall = Hall(1)
    hall.run(1)
    hall.line.babble = True
    hall.signs[0].show(Face("A025"))
    hall.run(5)
    assert hall.bus.states["sign-1"] is UnitState.SILENT
    hall.line.babble = False
    hall.run(5)
    assert hall.texts == ["A025"]


def test_a_sign_whose_power_came_back_shows_its_number_again() -> None:
    hall = Hall(1)
    hall.signs[0].show(Face("A025"))
    hall.run(1)
    hall.machines[0].power_cycle()
    hall.run(10)
    assert hall.texts == ["A025"]


def test_a_keypad_is_heard_between_exchanges() -> None:
    hall = Hall(2)
    hall.run(1)
    hall.line.say(PRESETS["edi"].wrap(b"5", address=9))
    hall.line.say(PRESETS["edi"].wrap(b"6", address=8))
    hall.run(2)
    assert hall.presses == [Press("pad", "5")]


@pytest.mark.parametrize("seed", range(2))
def test_plugs_pulled_at_random_and_everything_is_back_within_ten_seconds(seed: int) -> None:
    hall, dice = Hall(16), random.Random(seed)
    for round_ in range(5):
        hall.line.unplugged = True
        hall.run(dice.uniform(0.1, 50))
        assert set(hall.bus.states.values()) == {UnitState.GONE}
        for sign in hall.signs:
            sign.show(Face(f"A{round_:03d}"))
        hall.line.unplugged = False
        hall.run(10)
        assert set(hall.bus.states.values()) == {UnitState.READY}
        assert hall.texts == [f"A{round_:03d}"] * 16
        cut = hall.machines.pop(dice.randrange(16))
        hall.run(dice.uniform(0.1, 50))
        hall.machines.append(cut)
        hall.run(10)
        assert set(hall.bus.states.values()) == {UnitState.READY}


def test_a_thread_finds_its_port_again(tmp_path: Path) -> None:
    machine, sign = ModbusMachine(1), SignUnit("sign", ModbusSign(1))
    happened = {state: threading.Event() for state in UnitState}
    emulator = BusEmulator([machine], port=tmp_path / "tty")
    bus = Bus(SerialLink(str(emulator.port)), [sign], changed=lambda _, state: happened[state].set())
    with emulator:
        bus.start()
        sign.show(Face("A025"))
        bus.wake()
        assert happened[UnitState.READY].wait(20)
        emulator.unplug()
        assert happened[UnitState.GONE].wait(20)
        happened[UnitState.READY].clear()
        sign.show(Face("A026"))
        bus.wake()
        emulator.plug()
        assert happened[UnitState.READY].wait(20)
        bus.close()
    assert machine.text.strip() == "A026"
