"""The hub's end of every uplink: batches that wait together share one transaction.

A centre's records are on disk before it hears that they are held. What the province has published goes down its line.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import cast

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from queue_server.core.events import KINDS, Event
from queue_server.core.plan import Instant
from queue_server.hub.province import Province
from queue_server.hub.published import Published
from queue_server.hub.tokens import Tokens
from queue_server.journal.archive import Archive, Place
from queue_server.journal.base import JournalCorrupt, JournalError, JournalUnavailable, Record
from queue_server.journal.codec import EventCodec
from queue_server.journal.links import Head
from queue_server.protocol.uplink import (
    UNREADABLE,
    Batch,
    FromCentre,
    FromHub,
    Held,
    Rejected,
    Shared,
    SharedTaken,
    Uplink,
)

log = logging.getLogger(__name__)

_HELLO_SECONDS = 10.0
#: How often it is looked whether there is a new publication.
_LOOK_SECONDS = 2.0

_from_centre: msgspec.json.Decoder[FromCentre] = msgspec.json.Decoder(FromCentre)


class Hub:
    """Everything that one hub knows."""

    def __init__(self, archive: Archive, tokens: Tokens, published: Published, *, clock: Callable[[], Instant]) -> None:
        self.province = Province()
        self.clock = clock
        #: The line of each centre that is connected now.
        self.lines: dict[str, ServerConnection] = {}
        #: What each centre that takes settings has last said of them.
        self.settings: dict[str, SharedTaken] = {}
        self._handed: dict[str, int] = {}
        self._published = published
        self.archive = archive
        self._tokens = tokens
        self._codec = EventCodec(KINDS)
        self._waiting: list[tuple[Place, Sequence[Record], asyncio.Future[Head]]] = []
        self._arrived = asyncio.Event()

    async def load(self) -> None:
        """Bring the province up to what is on disk."""
        for place in [each for each in self.archive.heads if self.archive.latest(each.centre) == each]:
            self.province.begin(place.centre)
            self._hear(place, await self.archive.today(place))

    async def run(self) -> None:
        """Store what arrives until cancelled."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            taken, self._waiting = self._waiting, []
            before = dict(self.archive.heads)
            try:
                results = await self.archive.store([(place, records) for place, records, _ in taken])
            except JournalError as error:
                log.error("nothing stored", extra={"action": "hub_not_stored", "error": str(error)})
                for *_, answer in taken:
                    _fail(answer, JournalUnavailable(str(error)))
                await self._reopen()
                continue
            for (place, records, answer), result in zip(taken, results, strict=True):
                if isinstance(result, JournalCorrupt):
                    _fail(answer, result)
                    continue
                had = before.get(place, Head(0, "")).version
                self._hear(place, [record for record in records if record.version > had])
                if not answer.done():
                    answer.set_result(result)

    async def _reopen(self) -> None:
        """A disk that was full may have room again; until then each batch finds out anew, and centres keep theirs."""
        try:
            await self.archive.reopen()
        except JournalError as error:
            log.error("not opened again", extra={"action": "hub_not_reopened", "error": str(error)})

    async def converse(self, connection: ServerConnection) -> None:
        """One uplink from its hello to its end."""
        try:
            async with asyncio.timeout(_HELLO_SECONDS):
                hello = _from_centre.decode(await connection.recv())
            if not isinstance(hello, Uplink) or not self._tokens.right(hello.centre, hello.token):
                return await _reject(connection, "not_allowed")
            await self._receive(connection, Place(hello.centre, hello.epoch), shared=hello.shared)
        except UNREADABLE as error:
            await _reject(connection, "not_understood", str(error))
        except JournalCorrupt as error:
            log.error("forked", extra={"action": "uplink_forked", "error": str(error)})
            await _reject(connection, "forked", str(error))
        except JournalUnavailable:
            await connection.close(1013, "not stored")
        except (ConnectionClosed, TimeoutError):
            log.info("uplink ended", extra={"action": "uplink_ended"})

    async def hand_down(self) -> None:
        """Give what is published to every centre that takes settings and has older ones, until cancelled."""
        while True:
            newest = self._newest()
            for centre in list(self._handed):
                await self._hand(centre, newest)
            await asyncio.sleep(_LOOK_SECONDS)

    def _newest(self) -> Shared | None:
        try:
            return self._published.latest()
        except UNREADABLE as error:
            log.error("not published", extra={"action": "publication_unreadable", "error": str(error)})
            return None

    async def _hand(self, centre: str, newest: Shared | None) -> None:
        line = self.lines.get(centre)
        if newest is None or line is None or self._handed.get(centre, newest.number) >= newest.number:
            return
        self._handed[centre] = newest.number
        try:
            await _send(line, newest)
        except ConnectionClosed:
            log.info("uplink ended", extra={"action": "uplink_ended"})

    async def _receive(self, connection: ServerConnection, place: Place, *, shared: int | None) -> None:
        former = self.lines.get(place.centre)
        self.lines[place.centre] = connection
        if former is not None:
            await former.close(4009, "replaced")
        try:
            await _send(connection, Held(version=self.archive.heads.get(place, Head(0, "")).version))
            if shared is not None:
                self._handed[place.centre], self.settings[place.centre] = shared, SharedTaken(number=shared)
                await self._hand(place.centre, self._newest())
            async for frame in connection:
                batch = _from_centre.decode(frame)
                if isinstance(batch, SharedTaken):
                    self._heard_of_settings(place.centre, batch)
                    continue
                if not isinstance(batch, Batch):
                    return await _reject(connection, "not_understood", "a batch was expected")
                records = [Record(**msgspec.structs.asdict(entry)) for entry in batch.records]
                await _send(connection, Held(version=(await self._stored(place, records)).version))
        finally:
            if self.lines.get(place.centre) is connection:
                del self.lines[place.centre]
                self._handed.pop(place.centre, None)

    def _heard_of_settings(self, centre: str, taken: SharedTaken) -> None:
        self.settings[centre] = taken
        level = logging.WARNING if taken.problem else logging.INFO
        about = {"centre": centre, "number": taken.number, "problem": taken.problem}
        log.log(level, "settings", extra={"action": "centre_settings", **about})

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


def _fail(answer: asyncio.Future[Head], error: JournalError) -> None:
    if not answer.done():  # whoever waited may be gone
        answer.set_exception(error)


async def _send(connection: ServerConnection, message: FromHub) -> None:
    await connection.send(msgspec.json.encode(message), text=True)


async def _reject(connection: ServerConnection, code: str, detail: str = "") -> None:
    await _send(connection, Rejected(code=code, detail=detail[:300]))
    await connection.close(4001, code)
