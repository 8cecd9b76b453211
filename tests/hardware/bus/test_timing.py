"""A called number is there within 200 ms at 9600 baud: by calculation, and on a line in virtual time."""

from __future__ import annotations

import pytest

from hardware.bus.exchange import UnitState
from hardware.bus.owner import Bus
from hardware.bus.timing import SIX_DIGITS, Traffic, calls_within, gap, longest_wait, shown_within, wire, write_time
from hardware.sign.base import Face
from hardware.sign.machine import ModbusMachine
from hardware.sign.modbus_sign import ModbusSign
from hardware.sign.unit import SignUnit
from tests.hardware.bus.desk_line import VirtualLine

BAUD = 9600
LIMIT = 0.2


def test_a_number_is_at_its_sign_within_200_ms() -> None:
    assert shown_within(SIX_DIGITS, baud=BAUD) < LIMIT / 2
    assert shown_within(SIX_DIGITS, baud=BAUD, dead=True) < LIMIT
    assert calls_within(LIMIT, SIX_DIGITS, baud=BAUD) >= 3


def test_parts_of_the_sum() -> None:
    assert wire(96, baud=9600) == pytest.approx(0.1)
    assert gap(baud=9600) == pytest.approx(35 / 9600)
    assert gap(baud=115200) == 0.00175
    silent = Traffic(write=8, write_answer=0, poll=8, poll_answer=0)
    assert write_time(silent, baud=9600) == pytest.approx(115 / 9600)
    assert longest_wait(SIX_DIGITS, baud=9600, dead=True) > longest_wait(SIX_DIGITS, baud=9600, dead=False)


@pytest.mark.parametrize("dead", [False, True])
def test_a_line_keeps_to_the_calculation(dead: bool) -> None:
    machines = [ModbusMachine(unit) for unit in range(1, 17)]
    line = VirtualLine(machines[1:] if dead else machines)
    signs = [SignUnit(str(unit), ModbusSign(unit)) for unit in range(1, 17)]
    states: dict[str, UnitState] = {}
    bus = Bus(line, signs, changed=states.__setitem__, clock=line.clock)
    while line.now < 1020.0:
        bus.turn()
    assert list(states.values()).count(UnitState.READY) == 16 - dead
    worst = 0.0
    for number in range(200):
        sign = 1 + number % 15
        # The call comes at the worst moment: just after an exchange was begun.
        before = len(line.sent)
        while len(line.sent) == before:
            called_at = line.now
            bus.turn()
        signs[sign].show(Face(f"A{number:03d}"))
        while machines[sign].text.strip() != f"A{number:03d}":
            bus.turn()
        worst = max(worst, line.sent[-1][0] - called_at)
    assert worst <= shown_within(SIX_DIGITS, baud=BAUD, dead=dead) + 1e-9 < LIMIT
