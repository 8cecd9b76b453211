"""Tickets a second, asked by a client that was written from docs/protocol.md alone: it imports nothing of ours.

    motcua demo --no-people --no-windows                       # here or on another machine; prints its folder
    for n in 1 2 3 4; do echo "k$n $(motcua device k$n --role kiosk --data FOLDER)"; done > kiosks.txt
    python bench/running/stranger.py ws://127.0.0.1:8800/ws kiosks.txt [seconds]

One kiosk for each line of the file, each asking again when it was answered. What it says is to be held against
`python -m bench.tickets`, whose client is ours.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect


async def let_in(line: ClientConnection, device: str, token: str) -> list[str]:
    """Say who we are; gives the services of which numbers are given now."""
    await line.send(json.dumps({"type": "hello", "protocol": 1, "role": "kiosk", "device": device, "token": token}))
    while True:
        message = json.loads(await line.recv())
        if message["type"] == "error":
            raise ConnectionRefusedError(f"{device}: {message['message']['vi']} · {message['message']['en']}")
        if message["type"] == "snapshot":
            return [each["service"] for each in message["things"] if each["type"] == "line" and each["issuing"]]


async def ask(line: ClientConnection, **request: object) -> dict[str, Any]:
    """The answer to a request of a fresh id; what else comes in between is news."""
    key = secrets.token_hex(16)
    await line.send(json.dumps({**request, "request": key}))
    while True:
        message: dict[str, Any] = json.loads(await line.recv())
        if message.get("request") == key:
            return message


async def kiosk(address: str, device: str, token: str, *, seconds: float, took: list[float]) -> int:
    """One citizen after another; gives how many were refused a number."""
    async with connect(address, compression=None, max_size=8 << 20, proxy=None) as line:
        services = await let_in(line, device, token)
        if not services:
            raise ConnectionRefusedError("no service gives numbers now: ask in its opening hours, or a `motcua demo`")
        refused, turn, end = 0, 0, time.perf_counter() + seconds
        while (began := time.perf_counter()) < end:
            answer = await ask(line, type="take_ticket", service=services[turn % len(services)])
            turn += 1
            if answer["type"] == "taken":
                took.append(time.perf_counter() - began)
            else:
                refused += 1
        return refused


async def load(address: str, kiosks: list[list[str]], *, seconds: float) -> str:
    """What so many kiosks saw, as one line."""
    took: list[float] = []
    refused = await asyncio.gather(*(kiosk(address, *each, seconds=seconds, took=took) for each in kiosks))
    took.sort()
    p50, p99 = (took[int(len(took) * share)] * 1000 for share in (0.5, 0.99))
    rate = f"{len(took) / seconds:,.0f} tickets a second"
    return f"{len(kiosks)} kiosks: {rate}, p50 {p50:.1f} ms, p99 {p99:.1f} ms, {sum(refused)} refused"


if __name__ == "__main__":
    who = [line.split() for line in Path(sys.argv[2]).read_text("utf-8").splitlines()]
    try:
        print(asyncio.run(load(sys.argv[1], who, seconds=float(sys.argv[3]) if len(sys.argv) > 3 else 10.0)))
    except OSError as error:
        sys.exit(str(error))
