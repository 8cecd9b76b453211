"""A relay goes off by itself, and after a break it is off."""

from __future__ import annotations

from hardware.bus.exchange import Urgency
from hardware.bus.presets import PRESETS
from hardware.relay.boards import FramedRelay, ModbusCoil
from hardware.relay.simulator import VirtualRelay
from hardware.relay.unit import AGAIN, RelayUnit
from hardware.sign.machine import FramedMachine, ModbusMachine


class Bell:
    def __init__(self) -> None:
        self.now = 100.0
        self.machine = ModbusMachine(2)
        self.relay = RelayUnit("bell", ModbusCoil(2, 1), clock=lambda: self.now)

    def settle(self) -> list[Urgency]:
        done = []
        while (wish := self.relay.wish(self.now)) is not None and wish.due <= self.now:
            self.machine.receive(wish.exchange.request)
            self.relay.done(b"", now=self.now)
            done.append(wish.urgency)
        return done

    @property
    def rings(self) -> bool:
        return self.machine.coils[1]


def test_it_rings_and_stops() -> None:
    bell = Bell()
    assert bell.settle() == [Urgency.FRESH]
    bell.relay.pulse(3)
    bell.relay.pulse(1)
    assert (bell.settle(), bell.rings) == ([Urgency.FRESH], True)
    bell.now += 2.9
    assert (bell.settle(), bell.rings) == ([], True)
    bell.now += 0.2
    assert (bell.settle(), bell.rings) == ([Urgency.FRESH], False)
    bell.now += AGAIN
    assert (bell.settle(), bell.rings) == ([Urgency.ROUTINE], False)


def test_a_ring_is_not_made_up_for_after_a_break() -> None:
    bell = Bell()
    bell.relay.pulse(60)
    bell.settle()
    bell.relay.rejoined()
    assert (bell.settle(), bell.rings) == ([Urgency.FRESH], False)


def test_a_framed_board() -> None:
    machine = FramedMachine(PRESETS["lcus"], width=1)
    for on in (True, False):
        machine.receive(FramedRelay(2).switch(on=on).request)
        assert machine.told == {2: bytes((on,))}


def test_a_virtual_relay_remembers() -> None:
    relay = VirtualRelay("bell")
    relay.pulse(2)
    assert (relay.name, relay.pulses) == ("bell", [2])
