"""A client that somebody wrote from docs/protocol.md alone: plain JSON over a websocket, and nothing of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from bench.running.stranger import load
from queue_server.protocol.messages import Role

PROTOCOL = 1


async def hello(line: ClientConnection, **who: object) -> dict[str, Any]:
    """Say who we are; returns the snapshot."""
    await line.send(json.dumps({"type": "hello", "protocol": PROTOCOL, **who}))
    assert (await hear(line))["type"] == "welcome"
    snapshot = await hear(line)
    assert snapshot["type"] == "snapshot"
    return snapshot


async def ask(line: ClientConnection, **request: object) -> dict[str, Any]:
    """The answer to a request; what else comes in between is news."""
    await line.send(json.dumps(request))
    while True:
        message = await hear(line)
        if message.get("request") == request["request"]:
            return message


async def hear(line: ClientConnection) -> dict[str, Any]:
    message = json.loads(await line.recv())
    assert isinstance(message, dict)
    return message


async def test_a_stranger_takes_a_ticket_and_calls_it(start_server: Callable[..., Any]) -> None:
    server = start_server("kt-truongchinh", at="2026-11-23 08:00")
    token, cookie = server.token("k1", Role.KIOSK), await server.cookie("an")
    async with (
        connect(server.socket) as kiosk,
        connect(server.socket, additional_headers={"Cookie": cookie}) as desk,
    ):
        known = await hello(kiosk, role="kiosk", device="k1", token=token)
        [centre] = [thing for thing in known["things"] if thing["type"] == "centre"]
        [service] = [each for each in centre["services"] if each["names"]["vi"] == "Chứng thực"]
        await hello(desk, role="desk", device="pc-1")

        taken = await ask(kiosk, type="take_ticket", request="r1", service=service["id"])
        again = await ask(kiosk, type="take_ticket", request="r1", service=service["id"])
        assert (taken["type"], taken["ticket"]["number"]) == ("taken", "X001")
        assert again["ticket"]["id"] == taken["ticket"]["id"], "asking again is not taking again"
        assert taken["follow"].startswith(server.url)

        assert (await ask(desk, type="open_desk", request="r2", desk="1"))["type"] == "done"
        called = await ask(desk, type="call_next", request="r3", desk="1")
        assert (called["type"], called["ticket"]["number"]) == ("called", "X001")
        assert called["ticket"]["why"]["rule"] == "normal"
        refused = await ask(desk, type="call_next", request="r4", desk="1")
        assert (refused["type"], refused["code"]) == ("refused", "desk_busy")


async def test_a_strangers_load_is_carried(start_server: Callable[..., Any]) -> None:
    server = start_server("kt-truongchinh", at="2026-11-23 08:00")
    kiosks = [[name, server.token(name, Role.KIOSK)] for name in ("k1", "k2")]
    said = await load(server.socket, kiosks, seconds=0.3)
    found = re.fullmatch(r"2 kiosks: ([\d,]+) tickets a second, p50 [\d.]+ ms, p99 [\d.]+ ms, 0 refused", said)
    assert found is not None, said
    assert int(found[1].replace(",", "")) > 0
    with pytest.raises(ConnectionRefusedError, match="ghép nối"):
        await load(server.socket, [["k3", "wrong"]], seconds=0.3)
