"""Frames against the examples of the specification, and answers that are cut, broken or of somebody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bus import modbus
from hardware.bus.exchange import Exchange, UnitBusy, UnitRefuses
from hardware.sign.machine import ModbusMachine


def answer_to(exchange: Exchange, data: bytes) -> bytes | None:
    assert exchange.answer is not None
    found = exchange.answer(data)
    return None if found is None else found[0]


def test_the_check_is_the_specifications() -> None:
    # Modbus over Serial Line V1.02, 6.2.2: the CRC of 02 07 is 41 12, low byte first.
    assert modbus.crc(bytes.fromhex("0207")) == bytes.fromhex("4112")


def test_frames_are_the_specifications() -> None:
    # Application Protocol V1.1b3: the examples of 6.3, 6.5, 6.6 and 6.12.
    assert modbus.read(1, modbus.Read.REGISTERS, 0x6B, count=3).request[1:-2].hex() == "03006b0003"
    assert modbus.write_coil(1, 0xAC, on=True).request[1:-2].hex() == "0500acff00"
    assert modbus.write_register(1, 1, 3).request[1:-2].hex() == "0600010003"
    assert modbus.write_registers(1, 1, [10, 0x102]).request[1:-2].hex() == "100001000204000a0102"


def test_an_answer_is_taken_when_it_is_whole() -> None:
    exchange = modbus.read(7, modbus.Read.REGISTERS, 0, count=2)
    whole = modbus.frame(7, 3, bytes.fromhex("0400410042"))
    assert [answer_to(exchange, whole[:count]) for count in range(len(whole))] == [None] * len(whole)
    assert answer_to(exchange, whole) == bytes.fromhex("00410042")


def test_bits_come_packed() -> None:
    machine = ModbusMachine(3)
    machine.inputs[0] = machine.inputs[5] = True
    exchange = modbus.read(3, modbus.Read.INPUTS, 0, count=8)
    assert answer_to(exchange, machine.receive(exchange.request)) == bytes((0b00100001,))


@pytest.mark.parametrize(
    "wrong",
    [
        modbus.frame(8, 6, bytes((0, 1, 0, 3))),
        modbus.frame(7, 3, bytes((0, 1, 0, 3))),
        modbus.frame(7, 6, bytes((0, 1, 0, 4))),
        modbus.frame(7, 6, bytes((0, 1, 0, 3)))[:-1] + b"\x00",
    ],
)
def test_what_is_no_answer_is_none(wrong: bytes) -> None:
    assert answer_to(modbus.write_register(7, 1, 3), wrong) is None


@pytest.mark.parametrize("before", [b"", b"\x00", b"\x07", b"\xff\xff", modbus.frame(8, 6, bytes((0, 1, 0, 3)))])
@pytest.mark.parametrize("after", [b"", b"\x00", b"\x02091\x03"])
def test_an_answer_is_found_between_other_bytes(before: bytes, after: bytes) -> None:
    """A glitch where an adapter turns round, another unit's answer that was late, a keypad that spoke into it."""
    exchange = modbus.write_register(7, 1, 3)
    assert exchange.answer is not None
    found = exchange.answer(before + modbus.frame(7, 6, bytes((0, 1, 0, 3))) + after)
    assert found is not None
    assert found[1] == before + after


@pytest.mark.parametrize("code", [5, 6])
def test_a_unit_may_be_busy(code: int) -> None:
    with pytest.raises(UnitBusy):
        answer_to(modbus.write_register(7, 1, 3), modbus.frame(7, 0x86, bytes((code,))))


def test_a_unit_may_refuse() -> None:
    machine = ModbusMachine(7)
    exchange = modbus.write_register(7, 99, 3)
    with pytest.raises(UnitRefuses, match="exception 2"):
        answer_to(exchange, machine.receive(exchange.request))


def test_a_read_of_another_length_is_no_answer() -> None:
    wrong = modbus.frame(7, 3, b"\x02\x00\x01\x00\x00")
    assert answer_to(modbus.read(7, modbus.Read.REGISTERS, 0, count=2), wrong) is None


def test_everybody_answers_nothing() -> None:
    assert modbus.write_register(modbus.EVERYBODY, 0, 1).answer is None


@given(st.binary(max_size=40))
def test_noise_never_passes_for_an_answer(noise: bytes) -> None:
    exchange = modbus.write_registers(7, 0, [65, 48, 50, 53])
    try:
        answer = answer_to(exchange, noise)
    except (UnitBusy, UnitRefuses):
        return
    assert answer is None or modbus.frame(7, 16, bytes((0, 0, 0, 4))) in noise


@given(st.integers(1, 247), st.integers(0, 8), st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=8))
def test_what_is_written_is_read_back(unit: int, address: int, values: list[int]) -> None:
    machine = ModbusMachine(unit)
    write = modbus.write_registers(unit, address, values)
    assert answer_to(write, machine.receive(write.request)) == modbus.words(address, len(values))
    read = modbus.read(unit, modbus.Read.REGISTERS, address, count=len(values))
    assert answer_to(read, machine.receive(read.request)) == modbus.words(*values)
