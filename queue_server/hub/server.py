"""The hub's end of every uplink, and its page, on one port: batches that wait together share one transaction.

A centre's records are on disk before it hears that they are held.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import cast

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from queue_server.core.events import KINDS, Event
from queue_server.core.plan import Instant
from queue_server.hub.pages import respond
from queue_server.hub.province import Province
from queue_server.hub.tokens import Tokens
from queue_server.journal.archive import Archive, Place
from queue_server.journal.base import JournalCorrupt, Record
from queue_server.journal.codec import EventCodec
from queue_server.journal.links import Head
from queue_server.protocol.uplink import Batch, FromCentre, FromHub, Held, Rejected, Uplink

log = logging.getLogger(__name__)

#: A batch of the longest records; a connection that sends more is cut.
_MAX_FRAME = 4 * 1024 * 1024
_HELLO_SECONDS = 10.0

_from_centre: msgspec.json.Decoder[FromCentre] = msgspec.json.Decoder(FromCentre)


class Hub:
    """Everything that one hub knows."""

    def __init__(self, archive: Archive, tokens: Tokens, *, clock: Callable[[], Instant]) -> None:
        self.province = Province()
        self.clock = clock
        #: The line of each centre that is connected now.
        self.lines: dict[str, ServerConnection] = {}
        self._archive = archive
        self._tokens = tokens
        self._codec = EventCodec(KINDS)
        self._waiting: list[tuple[Place, Sequence[Record], asyncio.Future[Head]]] = []
        self._arrived = asyncio.Event()

    async def load(self) -> None:
        """Bring the province up to what is on disk."""
        for place in [each for each in self._archive.heads if self._archive.latest(each.centre) == each]:
            self.province.begin(place.centre)
            self._hear(place, await self._archive.today(place))

    async def run(self) -> None:
        """Store what arrives until cancelled."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            taken, self._waiting = self._waiting, []
            before = dict(self._archive.heads)
            results = await self._archive.store([(place, records) for place, records, _ in taken])
            for (place, records, answer), result in zip(taken, results, strict=True):
                if isinstance(result, JournalCorrupt):
                    answer.set_exception(result)
                    continue
                had = before.get(place, Head(0, "")).version
                self._hear(place, [record for record in records if record.version > had])
                if not answer.done():
                    answer.set_result(result)

    async def converse(self, connection: ServerConnection) -> None:
        """One uplink from its hello to its end."""
        try:
            async with asyncio.timeout(_HELLO_SECONDS):
                hello = _from_centre.decode(await connection.recv())
            if not isinstance(hello, Uplink) or not self._tokens.right(hello.centre, hello.token):
                return await _reject(connection, "not_allowed")
            await self._receive(connection, Place(hello.centre, hello.epoch))
        except msgspec.DecodeError as error:
            await _reject(connection, "not_understood", str(error))
        except JournalCorrupt as error:
            log.error("forked", extra={"action": "uplink_forked", "error": str(error)})
            await _reject(connection, "forked", str(error))
        except (ConnectionClosed, TimeoutError):
            log.info("uplink ended", extra={"action": "uplink_ended"})

    async def _receive(self, connection: ServerConnection, place: Place) -> None:
        former = self.lines.get(place.centre)
        self.lines[place.centre] = connection
        if former is not None:
            await former.close(4009, "replaced")
        try:
            await _send(connection, Held(version=self._archive.heads.get(place, Head(0, "")).version))
            async for frame in connection:
                batch = _from_centre.decode(frame)
                if not isinstance(batch, Batch):
                    return await _reject(connection, "not_understood", "a batch was expected")
                records = [Record(**msgspec.structs.asdict(entry)) for entry in batch.records]
                await _send(connection, Held(version=(await self._stored(place, records)).version))
        finally:
            if self.lines.get(place.centre) is connection:
                del self.lines[place.centre]

    async def _stored(self, place: Place, records: Sequence[Record]) -> Head:
        answer: asyncio.Future[Head] = asyncio.get_running_loop().create_future()
        self._waiting.append((place, records, answer))
        self._arrived.set()
        return await answer

    def _hear(self, place: Place, records: Sequence[Record]) -> None:
        """Let the province know. A centre of a newer release may say what is not known here: then it is not shown."""
        if records and records[0].version == 1:
            self.province.begin(place.centre)
        try:
            events = [cast("Event", self._codec.decode(each.kind, each.body)) for each in records]
            self.province.hear(place.centre, events)
        except (JournalCorrupt, KeyError, AssertionError) as error:
            log.warning("not shown", extra={"action": "centre_not_shown", "centre": place.centre, "error": str(error)})
            self.province.centres.pop(place.centre, None)


@asynccontextmanager
async def serving_hub(hub: Hub, *, host: str, port: int) -> AsyncIterator[Server]:
    """Take uplinks and show the page while the block runs. Raises OSError when the port is taken."""
    await hub.load()
    storing = asyncio.create_task(hub.run())
    try:
        async with serve(
            hub.converse,
            host,
            port,
            process_request=lambda connection, request: respond(hub, connection, request),
            max_size=_MAX_FRAME,
            ping_interval=20,
            ping_timeout=20,
            close_timeout=1,
        ) as server:
            yield server
    finally:
        storing.cancel()
        await asyncio.gather(storing, return_exceptions=True)


async def _send(connection: ServerConnection, message: FromHub) -> None:
    await connection.send(msgspec.json.encode(message), text=True)


async def _reject(connection: ServerConnection, code: str, detail: str = "") -> None:
    await _send(connection, Rejected(code=code, detail=detail[:300]))
    await connection.close(4001, code)
