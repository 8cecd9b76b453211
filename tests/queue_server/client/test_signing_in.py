"""An officer signs in: what is sent, the cookie that comes back, and what a refusal looks like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.error import HTTPError

import pytest

from queue_server.client.signing_in import sign_in


@asynccontextmanager
async def a_server(answer: bytes, heard: list[bytes]) -> AsyncIterator[str]:
    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        [length] = [line.split()[1] for line in head.splitlines() if line.lower().startswith(b"content-length")]
        heard.extend([head, await reader.readexactly(int(length))])
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(respond, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_the_cookie_alone_is_given() -> None:
    heard: list[bytes] = []
    answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: motcua=abc; HttpOnly; Path=/\r\nContent-Length: 0\r\n\r\n"
    async with a_server(answer, heard) as url:
        assert await sign_in(url, name="lan", pin="2468") == "motcua=abc"
    assert heard[0].startswith(b"POST /sign-in ")
    assert b"x-motcua: 1" in heard[0].lower()
    assert json.loads(heard[1]) == {"name": "lan", "pin": "2468"}


async def test_a_wrong_pin_is_an_error_of_http() -> None:
    async with a_server(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", []) as url:
        with pytest.raises(HTTPError) as refused:
            await sign_in(url, name="lan", pin="0000")
    assert refused.value.code == 401
    refused.value.close()
