"""One frame for everybody: what arrives is what was said, however long, whoever would rather have it compressed."""

from __future__ import annotations

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from queue_server.frames import framed, put
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import decode_from_server


def failure(length: int) -> msg.Failure:
    return msg.Failure(code="unavailable", message={"vi": "ả" * length})


@pytest.mark.parametrize("length", [0, 1, 40, 100, 20_000, 30_000])
async def test_what_is_put_on_many_connections_arrives_on_each(length: int) -> None:
    everybody: set[ServerConnection] = set()
    complete = asyncio.Event()

    async def meet(connection: ServerConnection) -> None:
        everybody.add(connection)
        if len(everybody) == 2:
            complete.set()
        await connection.wait_closed()

    async with serve(meet, "127.0.0.1", 0, compression=None) as server:
        address = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with connect(address, proxy=None) as first, connect(address, proxy=None, compression=None) as second:
            await complete.wait()
            put(framed(failure(length)), on=everybody)
            for each in (first, second):
                assert decode_from_server(await each.recv(decode=False)) == failure(length)


async def test_nothing_is_put_on_a_connection_that_says_goodbye() -> None:
    async def part(connection: ServerConnection) -> None:
        closing = asyncio.create_task(connection.close(1000))
        await asyncio.sleep(0)
        put(framed(failure(1)), on=[connection])
        await closing

    async with serve(part, "127.0.0.1", 0, compression=None) as server:
        async with connect(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", proxy=None) as client:
            assert [frame async for frame in client] == []
        assert client.close_code == 1000
