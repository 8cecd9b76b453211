"""What is begun at once, what is received, and that one thing after the other is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

from queue_server.web.answering import Answering


class Asked:
    """The server's end: what begins with "now" is begun at once and answered when somebody says so."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.begun: list[Callable[[], None]] = []

    async def __call__(self, connection: ServerConnection) -> None:
        assert isinstance(connection, Answering)

        def at_once(text: bytes) -> bool:
            if not text.startswith(b"now"):
                return False
            self.heard.append(f"at once {text.decode()}")
            self.begun.append(connection.done)
            return True

        connection.at_once = at_once
        async for message in connection:
            await connection.turn()
            self.heard.append(f"received {message!r}")
            connection.done()
            await connection.send("heard")


@asynccontextmanager
async def line(asked: Asked) -> AsyncIterator[ClientConnection]:
    async with serve(asked, "127.0.0.1", 0, compression=None, create_connection=Answering) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}", compression=None, proxy=None) as client:
            yield client


async def come(client: ClientConnection) -> None:
    """Until the other end has what was sent."""
    await (await client.ping())


async def test_what_is_not_begun_at_once_is_received() -> None:
    asked = Asked()
    async with line(asked) as client:
        await client.send("now 1")
        await come(client)
        asked.begun.pop()()
        await client.send("later 2")
        assert await client.recv() == "heard"
        await client.send("now 3")
        await come(client)
    assert asked.heard == ["at once now 1", "received 'later 2'", "at once now 3"]


async def test_what_comes_meanwhile_waits_for_its_turn() -> None:
    asked = Asked()
    async with line(asked) as client:
        for text in ("now 1", "later 2", "now 3", "now 4"):
            await client.send(text)
        await come(client)
        assert asked.heard == ["at once now 1"]
        asked.begun.pop()()
        for _ in range(3):
            assert await client.recv() == "heard"
        await client.send("now 5")
        await come(client)
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
        await client.send("now 3")
        await come(client)
    assert asked.heard == ["received b'now 1'", "received 'now 2'", "at once now 3"]
