from __future__ import annotations

from hardware.keypad.base import Press
from hardware.keypad.modbus_keypad import ASK, ModbusKeypad
from hardware.sign.machine import ModbusMachine


def test_an_input_that_comes_on_is_one_press() -> None:
    presses: list[Press] = []
    machine = ModbusMachine(4)
    keypad = ModbusKeypad("pad", unit=4, keys=8, pressed=presses.append)
    now = 0.0

    def ask() -> None:
        nonlocal now
        wish = keypad.wish(now)
        assert wish is not None
        assert wish.due <= now
        assert wish.exchange.answer is not None
        answer = wish.exchange.answer(machine.receive(wish.exchange.request))
        assert answer is not None
        keypad.done(answer[0], now=now)
        now += ASK

    machine.inputs[0] = True
    ask()
    assert presses == []
    machine.inputs[2] = True
    for _ in range(5):
        ask()
    machine.inputs[2] = False
    ask()
    machine.inputs[2] = machine.inputs[7] = True
    ask()
    assert presses == [Press("pad", key) for key in "338"]
    keypad.rejoined()
    ask()
    assert len(presses) == 3
