"""A machine with a sign, a keypad and a bell on pseudo terminals, attached to a server in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from devices.app import Devices
from devices.attach import Attached, Changed, attach
from devices.parts import KeypadPart, Port, RelayPart, Settings, SignPart
from hardware.bus.emulator import BusEmulator
from hardware.bus.presets import PRESETS
from hardware.keypad.base import Press, Pressed
from hardware.relay.simulator import VirtualRelay
from hardware.sign.machine import FramedMachine, ModbusMachine
from queue_server.client.base import LinkState
from queue_server.client.fake import FakeServer
from queue_server.protocol import messages as msg

DESK = msg.Desk(id="1", state=msg.DeskState.IDLE, since=0)


def calling(number: str, *, at: int) -> tuple[msg.Thing, ...]:
    desk = msgspec.structs.replace(DESK, state=msg.DeskState.CALLING, ticket="t1", number=number)
    call = msg.Call(
        id=at, ticket="t1", number=number, service="s", desk="1", kind=msg.CallKind.CALL, priority=False, at=at
    )
    return desk, call


def settings(folder: Path) -> Settings:
    return Settings(
        port=(Port(name="bus", path=str(folder / "bus")), Port(name="relays", path=str(folder / "relays"))),
        sign=(SignPart(name="sign", desk="1", port="bus", kind="modbus", blink=7),),
        keypad=(
            KeypadPart(
                name="pad", desk="1", port="bus", kind="framed", preset="edi", unit=9, keys={"1": "next", "3": "rate 5"}
            ),
        ),
        relay=(RelayPart(name="bell", port="relays", kind="framed", desks=("1",), seconds=0.2),),
    )


class Board(FramedMachine):
    """An LCUS board that remembers whether it ever rang."""

    def __init__(self) -> None:
        super().__init__(PRESETS["lcus"], width=1)
        self.rang = False

    def receive(self, data: bytes) -> bytes:
        answer = super().receive(data)
        self.rang = self.rang or self.told.get(1) == b"\x01"
        return answer


async def until(condition: Callable[[], bool], news: asyncio.Event) -> None:
    async with asyncio.timeout(60):
        while not condition():
            news.clear()
            if not condition():
                await news.wait()


async def test_a_call_is_shown_rung_and_answered_by_the_keypad(tmp_path: Path) -> None:
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    sign, board = ModbusMachine(1), Board()
    server = FakeServer(DESK, now=1000)

    def tell(_: object) -> None:
        loop.call_soon_threadsafe(news.set)

    def health(request: msg.ReportHealth) -> msg.Answer:
        news.set()
        return msg.Done(request=request.request, version=1)

    def pressed(request: msg.CallNext | msg.Rate) -> msg.Answer:
        news.set()
        return msg.Done(request=request.request, version=1)

    server.on(msg.ReportHealth, health)
    server.on(msg.CallNext, pressed)
    server.on(msg.Rate, pressed)
    link = server.link(msg.Role.DEVICES, "hall")
    bus = BusEmulator([sign], port=tmp_path / "bus", heard=tell)
    relays = BusEmulator([board], port=tmp_path / "relays", heard=tell)

    def told(word: str) -> bool:
        return any(isinstance(each, msg.ReportHealth) and each.health == word for each in server.carried_out)

    with bus, relays:
        tasks = [asyncio.create_task(link.run()), asyncio.create_task(Devices(link, settings(tmp_path)).run())]
        await until(lambda: told("ready"), news)
        bus.say(PRESETS["edi"].wrap(b"1", address=9))
        await until(lambda: any(isinstance(each, msg.CallNext) for each in server.carried_out), news)
        bus.say(PRESETS["edi"].wrap(b"3", address=9))
        await until(lambda: msg.Rate in map(type, server.carried_out), news)
        server.push(*calling("A025", at=1000))
        await until(lambda: sign.text == "  A025" and sign.registers[7] == 1, news)
        await until(lambda: board.rang and board.told[1] == b"\x00", news)
        await asyncio.to_thread(bus.unplug)
        await until(lambda: told("gone"), news)
        sign.power_cycle()
        bus.plug()
        await until(lambda: sign.text == "  A025", news)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_without_the_server_a_sign_goes_dark_in_the_end(tmp_path: Path) -> None:
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    sign, minutes = ModbusMachine(1), 0.0
    server = FakeServer(*calling("A025", at=1000), now=60_000)
    server.on(msg.ReportHealth, lambda request: msg.Done(request=request.request, version=1))
    link = server.link(msg.Role.DEVICES, "hall")
    devices = Devices(link, settings(tmp_path), steady=lambda: minutes * 60)
    with BusEmulator([sign], port=tmp_path / "bus", heard=lambda _: loop.call_soon_threadsafe(news.set)):
        tasks = [asyncio.create_task(link.run()), asyncio.create_task(devices.run())]
        await until(lambda: sign.text == "  A025", news)
        server.drop()
        minutes = 2.0
        await until(lambda: not sign.text.strip(), news)
        server.restore()
        await until(lambda: sign.text == "  A025", news)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_is_pressed_without_the_server_is_refused_at_the_sign_and_never_done_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each press had waited for the one before it: the last were done when nobody expected them any more."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    sign, seconds = ModbusMachine(1), 0.0
    server = FakeServer(*calling("A025", at=1000), now=60_000)
    link = server.link(msg.Role.DEVICES, "hall")
    fingers: list[Pressed] = []
    asked: list[type] = []
    really_ask = link.ask

    async def ask(request: msg.Command, *, timeout: float | None = None) -> msg.Answer:
        asked.append(type(request))
        news.set()
        return await really_ask(request, timeout=timeout)

    def attached(settings: Settings, *, pressed: Pressed, changed: Changed) -> Attached:
        fingers.append(pressed)
        return attach(settings, pressed=pressed, changed=changed)

    monkeypatch.setattr(link, "ask", ask)
    monkeypatch.setattr("devices.app.attach", attached)
    devices = Devices(link, settings(tmp_path), steady=lambda: seconds)
    with BusEmulator([sign], port=tmp_path / "bus", heard=lambda _: loop.call_soon_threadsafe(news.set)):
        tasks = [asyncio.create_task(link.run()), asyncio.create_task(devices.run())]
        await until(lambda: sign.text == "  A025", news)
        server.drop()
        for key in "131":
            fingers[0](Press("pad", key))
        await until(lambda: msg.CallNext in asked, news)
        seconds = 3.5
        server.pass_deadlines()
        await until(lambda: sign.text == "   LOI", news)
        server.restore()
        await until(lambda: sign.text == "  A025", news)
        assert asked.count(msg.CallNext) + asked.count(msg.Rate) == 1
        assert msg.CallNext not in map(type, server.carried_out)
        fingers[0](Press("pad", "1"))
        await until(lambda: msg.CallNext in map(type, server.carried_out), news)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_server_that_is_away_or_does_not_know_the_device_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """There is no screen to say so: with a wrong token the program ran for ever, and said nothing."""
    server = FakeServer(DESK, now=1000)
    link = server.link(msg.Role.DEVICES, "hall")
    with caplog.at_level("INFO", "devices.app"), BusEmulator([], port=tmp_path / "bus"):
        tasks = [asyncio.create_task(Devices(link, settings(tmp_path)).run()), asyncio.create_task(link.run())]
        async for change in link.listen():
            if change.state is LinkState.LIVE:
                break
        server.drop()
        server.turn_away("unknown_device")
        lines = [record for record in caplog.records if record.__dict__.get("action") == "devices_line"]
        assert [line.getMessage() for line in lines] == [
            "server: live",
            "server: stale",
            "server: refused, unknown_device",
        ]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_bell_does_not_ring_for_calls_made_while_the_line_was_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    sign, bell = ModbusMachine(1), VirtualRelay("bell")
    server = FakeServer(DESK, now=1000)
    link = server.link(msg.Role.DEVICES, "hall")

    def attached(settings: Settings, *, pressed: Pressed, changed: Changed) -> Attached:
        made = attach(settings, pressed=pressed, changed=changed)
        return replace(made, relays={"bell": bell})

    monkeypatch.setattr("devices.app.attach", attached)
    with BusEmulator([sign], port=tmp_path / "bus", heard=lambda _: loop.call_soon_threadsafe(news.set)):
        tasks = [asyncio.create_task(link.run()), asyncio.create_task(Devices(link, settings(tmp_path)).run())]
        await until(lambda: sign.heard > 0, news)
        server.drop()
        server.push(*calling("A025", at=2000))
        server.now = 30_000
        server.restore()
        await until(lambda: sign.text == "  A025", news)
        assert bell.pulses == []
        server.push(*calling("A026", at=30_000))
        assert bell.pulses == [0.2]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_an_officer_without_a_pc_signs_in_at_the_keypad(tmp_path: Path) -> None:
    """With the real bytes of a framed keypad: her number, *, her PIN, #. Her sign shows dashes and how it went."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    closed = msgspec.structs.replace(DESK, state=msg.DeskState.CLOSED)
    sign, server = ModbusMachine(1), FakeServer(closed, now=1000)

    def signs_in(request: msg.SignInAtDesk) -> msg.Answer:
        news.set()
        if (request.name, request.pin) != ("an", "2468"):
            return msg.Refused(request=request.request, code="wrong_pin", message={"vi": "Sai"})
        server.push(DESK)
        return msg.Done(request=request.request, version=1)

    def done(request: msg.CallNext | msg.ReportHealth) -> msg.Answer:
        news.set()
        return msg.Done(request=request.request, version=1)

    server.on(msg.SignInAtDesk, signs_in)
    server.on(msg.CallNext, done)
    server.on(msg.ReportHealth, done)
    keypad = msgspec.structs.replace(settings(tmp_path).keypad[0], officers={"1": "an", "12": "binh"})
    attached = msgspec.structs.replace(settings(tmp_path), keypad=(keypad,), relay=())
    link = server.link(msg.Role.DEVICES, "hall")
    shown: set[str] = set()

    def tell(_: object) -> None:
        shown.add(sign.text.strip())
        loop.call_soon_threadsafe(news.set)

    def asked(kind: type) -> list[msg.Command]:
        return [each for each in server.carried_out if isinstance(each, kind)]

    with BusEmulator([sign], port=tmp_path / "bus", heard=tell) as bus:
        tasks = [asyncio.create_task(link.run()), asyncio.create_task(Devices(link, attached).run())]
        await until(lambda: bool(asked(msg.ReportHealth)), news)
        bus.say(PRESETS["edi"].wrap(b"1", address=9))  # would call the next, were the desk open
        await until(lambda: sign.text.strip() == "-", news)
        for key in "2*1357#":
            bus.say(PRESETS["edi"].wrap(key.encode(), address=9))
        await until(lambda: "SAI" in shown, news)
        for key in "1*2468#":
            bus.say(PRESETS["edi"].wrap(key.encode(), address=9))
        await until(lambda: "OK" in shown, news)
        bus.say(PRESETS["edi"].wrap(b"1", address=9))
        await until(lambda: bool(asked(msg.CallNext)), news)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert [each.name for each in asked(msg.SignInAtDesk)] == ["binh", "an"]
    assert not any(set("2468") & set(text) for text in shown), "no PIN on a sign"


class Buttons(ModbusMachine):
    """Push buttons on the inputs of a unit; counts how often they were looked at."""

    looks = 0

    def receive(self, data: bytes) -> bytes:
        answer = super().receive(data)
        self.looks += bool(answer)
        return answer


async def test_an_officer_signs_in_with_push_buttons(tmp_path: Path) -> None:
    """Buttons on Modbus inputs, beside the sign on its bus: each types its number, the sixth is Enter."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    closed = msgspec.structs.replace(DESK, state=msg.DeskState.CLOSED)
    sign, buttons, server = ModbusMachine(1), Buttons(21), FakeServer(closed, now=1000)

    def done(request: msg.SignInAtDesk | msg.ReportHealth) -> msg.Answer:
        news.set()
        return msg.Done(request=request.request, version=1)

    server.on(msg.SignInAtDesk, done)
    server.on(msg.ReportHealth, done)
    pad = KeypadPart(
        name="pad",
        desk="1",
        port="bus",
        kind="modbus",
        unit=21,
        count=6,
        keys={"6": "next"},
        officers={"1": "an"},
        types={"6": "enter"},
    )
    attached = msgspec.structs.replace(settings(tmp_path), keypad=(pad,), relay=())
    link = server.link(msg.Role.DEVICES, "hall")

    async def push(button: int) -> None:
        for down in (True, False):
            buttons.inputs[button - 1] = down
            seen = buttons.looks
            await until(lambda seen=seen: buttons.looks > seen + 1, news)  # type: ignore[misc]

    shown: set[str] = set()

    def tell(_: object) -> None:
        shown.add(sign.text.strip())
        loop.call_soon_threadsafe(news.set)

    with BusEmulator([sign, buttons], port=tmp_path / "bus", heard=tell):
        tasks = [asyncio.create_task(link.run()), asyncio.create_task(Devices(link, attached).run())]
        await until(lambda: buttons.looks > 1, news)
        for button in (2, 4, 5, 3, 6):
            await push(button)
        await until(lambda: "OK" in shown, news)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    asked = [each for each in server.carried_out if isinstance(each, msg.SignInAtDesk)]
    assert [(each.name, each.pin) for each in asked] == [("an", "2453")]
