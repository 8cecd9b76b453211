"""Whoever sits where the hub, or the server of a kiosk, should be: whatever they answer, centre and kiosk go on."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from websockets.asyncio.client import connect

from queue_server.client.link import Link
from queue_server.protocol.messages import Role
from queue_server.uplink import JournalUplink
from tests.queue_server.hub.conftest import Edge, Running

#: What is said to a handshake, and what after the client's first word.
Answer = Callable[[bytes], tuple[bytes, bytes]]
DEEP = b"[" * 30_000


def frame(text: bytes, *, first: int = 0x81) -> bytes:
    return bytes([first, 127]) + len(text).to_bytes(8, "big") + text


def said(*frames: bytes) -> Answer:
    """A proper handshake, and then this."""

    def answer(request: bytes) -> tuple[bytes, bytes]:
        key = re.findall(rb"Sec-WebSocket-Key: (\S+)", request)[0]
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        head = (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        )
        return head + accept + b"\r\n\r\n", b"".join(frames)

    return answer


def sent_to(address: str) -> Answer:
    return lambda _: (f"HTTP/1.1 302 Found\r\nLocation: {address}\r\n\r\n".encode(), b"")


ANSWERS: dict[str, Answer] = {
    "sent to a page": sent_to("http://127.0.0.1/"),
    "sent to no port": sent_to("ws://127.0.0.1:99999999/"),
    "sent to no address": sent_to("ws://[::"),
    "sent to no name": sent_to("ws://" + "a" * 300 + "./"),
    "no HTTP": lambda _: (b"\xff" * 1000, b""),
    "nothing": lambda _: (b"", b""),
    "brackets without end": said(frame(b'{"type":"held","zz":' + DEEP)),
    "no text": said(frame(b'{"type":"\xff\xfe"}', first=0x82)),
    "less than nothing held": said(frame(b'{"type":"held","version":-1' + b"0" * 40 + b"}")),
    "more than everything held": said(frame(b'{"type":"held","version":1' + b"0" * 3000 + b"}")),
    "a long complaint": said(frame(b'{"type":"rejected","code":"' + b"x" * 60_000 + b'"}')),
    "bits that mean nothing": said(frame(b"{}", first=0xF1)),
    "nonsense": said(frame(b"nonsense")),
}


@asynccontextmanager
async def imposter(answer: Answer) -> AsyncIterator[tuple[int, asyncio.Event]]:
    """Its port, and what is set when somebody came for the second time: who died does not."""
    came, again = 0, asyncio.Event()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal came
        came += 1
        if came > 1:
            again.set()
        with suppress(OSError, asyncio.IncompleteReadError):
            head, rest = answer(await reader.readuntil(b"\r\n\r\n"))
            writer.write(head)
            if rest:
                await reader.read(1)
                writer.write(rest)
            writer.write_eof()
            await reader.read()
        writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], again
    finally:
        server.close()


async def comes_again(run: asyncio.Task[None], again: asyncio.Event) -> None:
    """Raises what the task died of."""
    waiting = asyncio.create_task(again.wait())
    await asyncio.wait([run, waiting], timeout=60, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if run.done():
        run.result()
    assert again.is_set()
    run.cancel()
    await asyncio.gather(run, return_exceptions=True)


@pytest.mark.parametrize("what", ANSWERS)
async def test_a_hub_cannot_end_a_centre(edge: Edge, what: str) -> None:
    async with imposter(ANSWERS[what]) as (port, again):
        uplink = JournalUplink(edge.journal, f"ws://127.0.0.1:{port}/uplink", token="t", pause=lambda _: 0.01)
        await comes_again(asyncio.create_task(uplink.run()), again)
    assert not edge.tasks[0].done(), "the centre is at work"


@pytest.mark.parametrize("what", ANSWERS)
async def test_a_server_cannot_end_a_kiosk(what: str) -> None:
    async with imposter(ANSWERS[what]) as (port, again):
        link = Link(f"ws://127.0.0.1:{port}/ws", role=Role.KIOSK, device="k1", token="t")
        await comes_again(asyncio.create_task(link.run()), again)


@pytest.mark.parametrize("sent", [b'{"type":"uplink","zz":' + DEEP, b'{"type":"\xff\xfe"}'], ids=["deep", "no text"])
async def test_a_stranger_is_told_off_by_the_hub_in_one_word(
    running: Running, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    """Not with an error of ours, in twenty lines of its log each time."""
    async with connect(running.url) as stranger:
        await stranger.send(sent)
        assert "not_understood" in str(await stranger.recv())
    assert "Traceback" not in caplog.text
