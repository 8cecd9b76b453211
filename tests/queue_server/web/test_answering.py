"""What is begun at once, what is received, and that one thing after the other is answered."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol

from queue_server.web.answering import Answering, whole_text


def masked(text: str, opcode: Opcode = Opcode.TEXT) -> bytes:
    """A frame as a client sends it."""
    return Frame(opcode, text.encode()).serialize(mask=True)


class Asked:
    """The server's end: what begins with "now" is begun at once and answered when somebody says so."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.begun: list[Callable[[], None]] = []
        self.news = asyncio.Event()

    async def __call__(self, connection: ServerConnection) -> None:
        assert isinstance(connection, Answering)

        def at_once(text: bytes) -> bool:
            if not text.startswith(b"now"):
                return False
            self.heard.append(f"at once {text.decode()}")
            self.begun.append(connection.done)
            self.news.set()
            return True

        connection.at_once = at_once
        async for message in connection:
            await connection.turn()
            self.heard.append(f"received {message!r}")
            connection.done()
            await connection.send("heard")


class Noted(Answering):
    """A connection that says when bytes have come."""

    fed = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        Noted.fed.set()


@asynccontextmanager
async def line(asked: Asked) -> AsyncIterator[ClientConnection]:
    async with serve(asked, "127.0.0.1", 0, compression=None, create_connection=Noted) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}", compression=None, proxy=None) as client:
            yield client


async def alone(client: ClientConnection, asked: Asked, text: str) -> None:
    """Send a text that is heard before anything else comes."""
    asked.news.clear()
    await client.send(text)
    await asked.news.wait()


async def piece(client: ClientConnection, data: bytes) -> None:
    """Send bytes that come by themselves."""
    Noted.fed = asyncio.Event()
    client.transport.write(data)
    await Noted.fed.wait()


async def test_what_is_not_begun_at_once_is_received() -> None:
    asked = Asked()
    async with line(asked) as client:
        await alone(client, asked, "now 1")
        asked.begun.pop()()
        await client.send("later 2")
        assert await client.recv() == "heard"
        await alone(client, asked, "now 3")
    assert asked.heard == ["at once now 1", "received 'later 2'", "at once now 3"]


async def test_what_comes_meanwhile_waits_for_its_turn() -> None:
    asked = Asked()
    async with line(asked) as client:
        await alone(client, asked, "now 1")
        for text in ("later 2", "now 3", "now 4"):
            await client.send(text)
        await (await client.ping())
        assert asked.heard == ["at once now 1"]
        asked.begun.pop()()
        for _ in range(3):
            assert await client.recv() == "heard"
        await alone(client, asked, "now 5")
    assert asked.heard == [
        "at once now 1",
        "received 'later 2'",
        "received 'now 3'",
        "received 'now 4'",
        "at once now 5",
    ]


async def test_binary_messages_and_those_in_pieces_are_received() -> None:
    asked = Asked()
    async with line(asked) as client:
        await client.send(b"now 1")
        assert await client.recv() == "heard"
        await client.send(["now", " 2"])
        assert await client.recv() == "heard"
        await alone(client, asked, "now 3")
    assert asked.heard == ["received b'now 1'", "received 'now 2'", "at once now 3"]


@pytest.mark.parametrize("cut", [1, 2, 5, 8])
async def test_a_frame_that_comes_in_pieces_is_received(cut: int) -> None:
    asked = Asked()
    async with line(asked) as client:
        whole = masked("later")
        await piece(client, whole[:cut])
        client.transport.write(whole[cut:])
        assert await client.recv() == "heard"
        await alone(client, asked, "now 2")
    assert asked.heard == ["received 'later'", "at once now 2"]


async def test_the_rest_of_a_frame_that_looks_like_a_frame_is_none() -> None:
    asked = Asked()
    rest = masked("now inside")
    head = bytes([0x82, 0x80 | len(rest), 0, 0, 0, 0])  # a mask of zeros changes nothing
    async with line(asked) as client:
        await piece(client, head)
        client.transport.write(rest)
        assert await client.recv() == "heard"
    assert asked.heard == [f"received {rest!r}"]


async def test_a_text_between_the_pieces_of_another_is_against_the_rules() -> None:
    asked = Asked()
    async with line(asked) as client:
        await piece(client, bytes([0x01, 0x81, 0, 0, 0, 0]) + b"n")
        client.transport.write(masked("now 1"))
        with pytest.raises(ConnectionClosedError) as closed:
            await client.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1002
    assert asked.heard == []


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 300, 65_535])
def test_a_text_is_read_out_of_its_frame(length: int) -> None:
    text = "a" * length
    frame = masked(text)
    assert whole_text(frame) == text.encode()
    assert whole_text(frame[:-1]) is None
    assert whole_text(frame + b"a") is None
    assert whole_text(b"\xc1" + frame[1:]) is None, "with a bit that means nothing here"
    assert whole_text(frame[:1] + bytes([frame[1] & 0x7F]) + frame[2:]) is None, "not masked"


def test_what_is_no_short_text_is_left_to_the_library() -> None:
    for frame in (b"", b"\x81", b"\x81\xfe\x00", masked("a" * 65_536), masked("a", Opcode.CLOSE)):
        assert whole_text(frame) is None


@pytest.mark.parametrize("last", [masked("half")[:3], b"\xff" * 9], ids=["cut off", "no frame"])
async def test_a_line_that_ended_badly_is_let_go_of_at_once(last: bytes) -> None:
    """Looking for garbage is rare in a server, and who cannot get in knocks again and again."""
    made: list[weakref.ref[ServerProtocol]] = []
    gone = asyncio.Event()

    def connection(*arguments: Any, **named: Any) -> Answering:
        this = Answering(*arguments, **named)
        made.append(weakref.ref(this.protocol, lambda _: gone.set()))
        return this

    async def hear(connection: ServerConnection) -> None:
        with suppress(ConnectionClosedError):
            await connection.recv()

    gc.disable()
    try:
        async with serve(hear, "127.0.0.1", 0, create_connection=connection) as server:
            port = server.sockets[0].getsockname()[1]
            client = await connect(f"ws://127.0.0.1:{port}", proxy=None)
            client.transport.write(last)
            client.transport.close()
            await gone.wait()
    finally:
        gc.enable()
