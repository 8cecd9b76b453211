"""Our Modbus master against a server that nobody here wrote: pymodbus, over two pseudo terminals and a cable."""

from __future__ import annotations

import asyncio
import os
import select
import threading
import tty
from collections.abc import AsyncIterator, Iterator

import pytest
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

from hardware.bus.exchange import UnitState
from hardware.bus.owner import Bus
from hardware.keypad.base import Press
from hardware.keypad.modbus_keypad import ModbusKeypad
from hardware.relay.boards import ModbusCoil
from hardware.relay.unit import RelayUnit
from hardware.serial_link import SerialLink
from hardware.sign.base import Face
from hardware.sign.modbus_sign import ModbusSign, RegisterMap
from hardware.sign.unit import SignUnit

SIGN, BOARD = 5, 6


class Peer:
    """The server's registers, and what was written to them last."""

    def __init__(self) -> None:
        self.written: dict[tuple[int, int], list[int] | list[bool]] = {}
        self.news = asyncio.Event()
        self.inputs = 0

    async def sign(
        self, function: int, _: int, address: int, __: int, ___: list[int], values: list[int] | list[bool] | None
    ) -> ExcCodes | None:
        return self._note(SIGN, address, values)

    async def board(
        self, function: int, _: int, address: int, __: int, now: list[int], values: list[int] | list[bool] | None
    ) -> ExcCodes | None:
        if function == 2:
            now[0] = self.inputs
        return self._note(BOARD, address, values)

    def _note(self, unit: int, address: int, values: list[int] | list[bool] | None) -> None:
        if values is not None:
            self.written[unit, address] = list(values)
            self.news.set()

    async def until_written(self, unit: int, address: int, values: list[int] | list[bool]) -> None:
        async with asyncio.timeout(60):
            while self.written.get((unit, address)) != values:
                await self.news.wait()
                self.news.clear()


@pytest.fixture
def cable() -> Iterator[tuple[str, str]]:
    """Two ports, and what goes into one comes out of the other."""
    pairs = [os.openpty(), os.openpty()]
    for _, slave in pairs:
        tty.setraw(slave)
    (one, one_port), (two, two_port) = pairs
    stop, stopper = os.pipe()

    def carry() -> None:
        while stop not in (readable := select.select([one, two, stop], [], [])[0]):
            for end in readable:
                os.write(two if end == one else one, os.read(end, 512))

    carrier = threading.Thread(target=carry)
    carrier.start()
    yield os.ttyname(one_port), os.ttyname(two_port)
    os.write(stopper, b"x")
    carrier.join()
    for end in (one, one_port, two, two_port, stop, stopper):
        os.close(end)


@pytest.fixture
async def peer(cable: tuple[str, str]) -> AsyncIterator[Peer]:
    peer = Peer()
    bits = [SimData(0, values=[False] * 16, datatype=DataType.BITS)]
    registers = [SimData(0, count=16, values=0, datatype=DataType.REGISTERS)]
    devices = [
        SimDevice(SIGN, simdata=registers, action=peer.sign),
        SimDevice(BOARD, simdata=(bits, bits, registers, registers), action=peer.board),
    ]
    server = ModbusSerialServer(devices, port=cable[1], baudrate=9600, ignore_missing_devices=True)
    await server.serve_forever(background=True)
    yield peer
    await server.shutdown()


async def test_signs_relays_and_keypads(cable: tuple[str, str], peer: Peer) -> None:
    loop = asyncio.get_running_loop()
    presses: asyncio.Queue[Press] = asyncio.Queue()
    sign = SignUnit("sign", ModbusSign(SIGN, RegisterMap(blink=7)))
    wrong = SignUnit("wrong", ModbusSign(SIGN, RegisterMap(value=200)))
    relay = RelayUnit("bell", ModbusCoil(BOARD, 3))
    keypad = ModbusKeypad(
        "keypad",
        unit=BOARD,
        keys=8,
        pressed=lambda press: loop.call_soon_threadsafe(presses.put_nowait, press) and None,
    )
    bus = Bus(SerialLink(cable[0]), [sign, wrong, relay, keypad], changed=lambda *_: None)
    bus.start()
    try:
        await peer.until_written(BOARD, 3, [False])
        sign.show(Face("A025", blink=True))
        bus.wake()
        await peer.until_written(SIGN, 0, list(b"  A025"))
        await peer.until_written(SIGN, 7, [1])
        relay.pulse(0.2)
        bus.wake()
        await peer.until_written(BOARD, 3, [True])
        await peer.until_written(BOARD, 3, [False])
        peer.inputs = 0b100
        assert await asyncio.wait_for(presses.get(), 60) == Press("keypad", "3")
        assert bus.states == dict.fromkeys(("sign", "bell", "keypad"), UnitState.READY) | {"wrong": UnitState.REFUSES}
    finally:
        await asyncio.to_thread(bus.close)
