"""A sign on a bus, step by step: newest first, flashes, looks, and what a break makes of it."""

from __future__ import annotations

import pytest

from hardware.bus.exchange import Exchange, Urgency
from hardware.bus.presets import PRESETS
from hardware.sign.base import DARK, Face, SignLanguage
from hardware.sign.framed_sign import FramedSign
from hardware.sign.line_display import LineDisplay
from hardware.sign.machine import FramedMachine, LineDisplayMachine, ModbusMachine
from hardware.sign.modbus_sign import ModbusSign, RegisterMap
from hardware.sign.unit import FLASH, LOOK, SignUnit


class Watched:
    """A sign and what passes between it and its machine, in virtual time."""

    def __init__(self, language: SignLanguage, machine: ModbusMachine | LineDisplayMachine | FramedMachine) -> None:
        self.sign = SignUnit("sign", language)
        self.machine = machine
        self.now = 0.0

    def step(self) -> Urgency | None:
        """Do what is due; None when nothing is."""
        wish = self.sign.wish(self.now)
        assert wish is not None
        if wish.due > self.now:
            return None
        answer = self.machine.receive(wish.exchange.request)
        self.sign.done(_taken(wish.exchange, answer), now=self.now)
        return wish.urgency

    def settle(self) -> list[Urgency]:
        done = []
        while (urgency := self.step()) is not None:
            done.append(urgency)
        return done


def _taken(exchange: Exchange, answer: bytes) -> bytes:
    if exchange.answer is None:
        assert answer == b""
        return b""
    taken = exchange.answer(answer)
    assert taken is not None
    return taken[0]


def test_a_fresh_face_is_urgent_and_an_old_one_is_only_looked_at() -> None:
    machine = ModbusMachine(1)
    hall = Watched(ModbusSign(1), machine)
    hall.settle()
    hall.sign.show(Face("A001"))
    hall.sign.show(Face("A002"))
    assert (hall.settle(), machine.text) == ([Urgency.FRESH], "  A002")
    hall.now += LOOK
    assert hall.settle() == [Urgency.ROUTINE]
    machine.power_cycle()
    hall.now += LOOK
    assert (hall.settle(), machine.text) == ([Urgency.ROUTINE, Urgency.FRESH], "  A002")


def test_a_sign_that_cannot_flash_is_flashed() -> None:
    machine = ModbusMachine(1)
    hall = Watched(ModbusSign(1), machine)
    hall.sign.show(Face("A002", blink=True))
    seen = []
    for _ in range(40):
        hall.settle()
        seen.append(machine.text.strip())
        hall.now += FLASH
    assert seen == ["A002", ""] * 20
    hall.sign.show(Face("A002"))
    hall.settle()
    assert machine.text.strip() == "A002"


def test_a_sign_that_can_flash_is_told_so_once() -> None:
    machine = ModbusMachine(1)
    hall = Watched(ModbusSign(1, RegisterMap(blink=7, blink_on=3, brightness=8)), machine)
    hall.sign.show(Face("A002", blink=True, brightness=2))
    assert hall.settle() == [Urgency.FRESH] * 3
    assert machine.registers[7:9] == [3, 2]
    hall.now += FLASH
    assert hall.settle() == []


@pytest.mark.parametrize(
    ("registers", "expected"),
    [
        (RegisterMap(coding="packed", width=4), [0x4130, 0x3235]),
        (RegisterMap(coding="number", value=2), [0, 0, 25]),
        (RegisterMap(coding="long"), [0, 25]),
    ],
)
def test_register_maps(registers: RegisterMap, expected: list[int]) -> None:
    machine = ModbusMachine(1)
    hall = Watched(ModbusSign(1, registers), machine)
    hall.sign.show(Face("A025"))
    hall.settle()
    assert machine.registers[: len(expected)] == expected


def test_a_line_display_has_the_desk_above_the_number() -> None:
    machine = LineDisplayMachine()
    hall = Watched(LineDisplay(), machine)
    hall.sign.show(Face("A025", caption="Quầy số 3", brightness=2))
    hall.settle()
    assert [line.strip() for line in machine.lines] == ["Quay so 3", "A025"]
    assert machine.brightness == 2
    machine.lines = ["", ""]
    hall.now += LOOK
    assert hall.settle() == [Urgency.ROUTINE]
    assert machine.lines[1].strip() == "A025"


def test_an_escpos_display_flashes_by_itself() -> None:
    (exchange,) = LineDisplay("escpos", 8).frames(Face("A025", caption="Q3", blink=True, brightness=9))
    assert exchange.request == b"\x1fX\x04\x1fE\x0a\x0c   Q3     A025  "


def test_a_framed_sign_by_its_preset() -> None:
    machine = FramedMachine(PRESETS["edi"])
    hall = Watched(FramedSign(template=PRESETS["edi"], address=7, width=4), machine)
    hall.sign.show(Face("A025"))
    hall.settle()
    assert machine.told == {7: b"A025"}
    hall.sign.show(DARK)
    hall.settle()
    assert machine.told == {7: b"    "}


def test_after_a_break_it_is_told_again() -> None:
    machine = ModbusMachine(1)
    hall = Watched(ModbusSign(1), machine)
    hall.sign.show(Face("A025"))
    hall.settle()
    machine.power_cycle()
    hall.sign.rejoined()
    assert (hall.settle(), machine.text) == ([Urgency.FRESH], "  A025")
