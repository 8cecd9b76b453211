"""A server does not send its clients elsewhere."""

from __future__ import annotations

import asyncio

import pytest
from websockets.exceptions import InvalidStatus

from queue_server.client.straight import Straight


@pytest.mark.parametrize("where", ["/elsewhere", "ws://127.0.0.1:1/", "http://[::"])
async def test_it_goes_where_it_was_told_to_and_nowhere_else(where: str) -> None:
    asked: list[bytes] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(f"HTTP/1.1 307 Elsewhere\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode())
        writer.close()

    async with await asyncio.start_server(meet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(InvalidStatus):
            await Straight(f"ws://127.0.0.1:{port}/ws", proxy=None)
    assert len(asked) == 1
