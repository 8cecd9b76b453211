"""A hub put together: its uplinks and its page on one port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.server import Server, serve
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

from queue_server.core.lasting import Limits
from queue_server.hub.erasing import keep_obeying
from queue_server.hub.pages import respond
from queue_server.hub.server import Hub

#: A batch of the longest records; a connection that sends more is cut.
_MAX_FRAME = 4 * 1024 * 1024
_LIMITS = Limits()
#: What a centre sends is compressed as one stream. What it is told is a few words at a time: to remember those before
#: would take 36 KiB of each line.
_PACKED = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True,
    server_max_window_bits=12,
    client_max_window_bits=12,
    compress_settings={"memLevel": 5},
)


@asynccontextmanager
async def serving_hub(hub: Hub, *, host: str, port: int, limits: Limits = _LIMITS) -> AsyncIterator[Server]:
    """Take uplinks and show the page while the block runs. Raises OSError when the port is taken."""
    await hub.load()
    erasing = keep_obeying(hub.archive, limits=limits, clock=hub.clock)
    parts = [asyncio.create_task(each) for each in (hub.run(), hub.hand_down(), erasing)]
    try:
        async with serve(
            hub.converse,
            host,
            port,
            process_request=lambda connection, request: respond(hub, connection, request),
            extensions=[_PACKED],
            max_size=_MAX_FRAME,
            ping_interval=20,
            ping_timeout=20,
            close_timeout=1,
        ) as server:
            yield server
    finally:
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
