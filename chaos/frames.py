"""Frames that no client of ours sends, over real sockets: the server answers or hangs up, and nothing else happens.

python -m chaos.frames [--frames 10000] [--seed 1]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from chaos.process import ServerProcess
from chaos.row import Row
from queue_server.clock import Clock
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import encode

_MORNING = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
#: Frames after which the answers are waited for, and how many one connection may ask at once.
_AT_ONCE = 50
_PER_CONNECTION = 900
_PATIENCE = 20.0
KINDS = (
    *("noise", "bits", "cut", "types", "deep", "unknown", "not_mine"),
    *("future", "utf8", "long", "binary", "hello again"),
)
_HELLO = encode(msg.Hello(protocol=msg.PROTOCOL, role=msg.Role.BOARD, device="fuzz"))
#: Handshakes that are begun and never ended, and what of them is sent.
_SLOW, _BEGUN = 20, b"GET /ws HTTP/1.1\r\nHost: motcua\r\nUpgrade: websoc"
#: Lines of the log that this may cost at most: one a second, and those of each line that comes and goes.
_LINES_A_SECOND, _LINES_OF_ONE = 1.0, 6
#: After these the server hangs up, or may: what came behind them on the same line would be read by nobody.
_LAST = ("utf8", "long")
#: What comes without having been asked for; everything else answers a frame.
_UNASKED = ("welcome", "snapshot", "update", "beat", "errand")
_VALID = tuple(
    encode(each)
    for each in (
        msg.CallNext(request="f", desk="1"),
        msg.TakeTicket(request="f", service="ho-tich"),
        msg.ReportCall(request="f", call=999_999, drawn=True),
        msg.FindTicket(request="f", ticket="X001"),
        msg.OpenDesk(request="f", desk="1"),
    )
)


def frame(lot: random.Random) -> tuple[str, bytes]:
    """A frame and what it is. None of them may change anything for a board."""
    valid = lot.choice(_VALID)
    kind = lot.choice(KINDS)
    match kind:
        case "noise":
            return kind, json.dumps("".join(chr(lot.randrange(32, 0x2FFF)) for _ in range(lot.randrange(200)))).encode()
        case "bits":
            at = lot.randrange(len(valid))
            return kind, valid[:at] + bytes([lot.randrange(32, 127)]) + valid[at + 1 :]
        case "cut":
            return kind, valid[: lot.randrange(len(valid))]
        case "types":
            whole = json.loads(valid)
            whole[lot.choice(sorted(whole))] = lot.choice([None, 1e308, -1, [], {}, True, "x" * 500, "\u0000"])
            return kind, json.dumps(whole).encode()
        case "deep":
            depth = lot.randrange(10, 20_000)
            return kind, b"[" * depth + b"]" * depth
        case "unknown":
            return kind, json.dumps({"type": f"op{lot.randrange(99)}", "request": "f", "x": 1}).encode()
        case "not_mine":
            return kind, valid
        case "future":
            hello = {
                "type": "hello",
                "protocol": 99,
                "role": "board",
                "device": "b",
                "resume": {"epoch": "?", "version": 1e9},
            }
            return kind, json.dumps(hello).encode()
        case "binary":
            return kind, valid[: lot.randrange(1, len(valid))] + bytes(lot.randrange(256) for _ in range(20))
        case "hello again":
            return kind, _HELLO
        case "utf8":
            return kind, valid[:5] + bytes([0xFF, 0xC0, lot.randrange(128, 255)]) + valid[5:]
        case _:
            return kind, b" " * lot.randrange(60_000, 70_000) + valid


async def _board(
    server: ServerProcess, name: str, token: str, role: msg.Role = msg.Role.BOARD
) -> tuple[ClientConnection, int]:
    """A board that was let in, and the centre's version then."""
    line = await connect(server.socket, compression=None, max_size=None, ping_interval=None, proxy=None)
    hello = msg.Hello(protocol=msg.PROTOCOL, role=role, device=name, token=token)
    await line.send(encode(hello), text=True)
    welcome = json.loads(await asyncio.wait_for(line.recv(), _PATIENCE))
    return line, int(welcome["version"])


async def _send(line: ClientConnection, lot: random.Random, seen: Counter[str], *, left: int) -> int:
    """Send until so many were sent or the server hangs up; gives how many were sent."""
    sent = 0
    try:
        while sent < min(left, _PER_CONNECTION):
            asked = answers = 0
            kind = ""
            while asked < _AT_ONCE and kind not in _LAST:
                kind, content = frame(lot)
                seen[kind] += 1
                asked += 1
                await line.send(content, text=kind != "binary")
            sent += asked
            while answers < asked:
                async with asyncio.timeout(_PATIENCE):
                    answers += json.loads(await line.recv())["type"] not in _UNASKED
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else 1006
        seen[f"closed {code}"] += 1
    await line.close()
    return sent


async def _play(server: ServerProcess, *, frames: int, seed: int, role: msg.Role) -> tuple[Counter[str], list[str]]:
    lot, seen, wrong = random.Random(seed), Counter[str](), list[str]()
    token = server.token("fuzz", role)
    line, before = await _board(server, "fuzz", token, role)
    await line.close()
    began, said, lines = time.monotonic(), _lines(server), 1
    slow = [await asyncio.open_connection(server.host, server.port) for _ in range(_SLOW)]
    for _, writer in slow:
        writer.write(_BEGUN)
    sent = 0
    while sent < frames:
        line, _ = await _board(server, "fuzz", token, role)
        sent += await _send(line, lot, seen, left=frames - sent)
        lines += 1
    line, after = await _board(server, "fuzz", token, role)
    await line.close()
    for _, writer in slow:
        writer.close()
    if not server.answers():
        wrong.append("the server is gone")
    if after != before:
        wrong.append(f"the centre went from {before} to {after}")
    wrong += [f"closed {code}" for code in ("1006", "1011") if seen[f"closed {code}"]]
    if b"Traceback" in server.log.read_bytes():
        wrong.append("an error of ours is in the log")
    wordy = _lines(server) - said - _LINES_A_SECOND * (time.monotonic() - began) - _LINES_OF_ONE * lines - _SLOW
    if wordy > 0:
        wrong.append(f"{wordy:.0f} lines too many in the log")
    return seen, wrong


def _lines(server: ServerProcess) -> int:
    return server.log.read_bytes().count(b"\n")


def play(frames: int, *, seed: int = 1, role: msg.Role = msg.Role.BOARD) -> tuple[Counter[str], list[str]]:
    """What was sent and how lines were closed, and what was wrong. A role that may do what is sent is the control."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess("kt-truongchinh", Path(folder), Clock.starting(_MORNING, speed=1))
        server.start()
        try:
            return asyncio.run(_play(server, frames=frames, seed=seed, role=role))
        finally:
            server.stop()


def measure(*, frames: int, seed: int = 1) -> Row:
    seen, wrong = play(frames, seed=seed)
    closed = {name.removeprefix("closed "): count for name, count in seen.items() if name.startswith("closed")}
    return Row(
        what="malformed frames",
        count=f"{sum(seen.values()) - sum(closed.values()):,} frames of {len(seen) - len(closed)} kinds",
        held=f"{wrong or '0 crashes, 0 changes'}; lines closed by code: {closed}",
        good=not wrong,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(measure(frames=arguments.frames, seed=arguments.seed))


if __name__ == "__main__":
    main()
