"""The centre's end of an uplink: sends the journal to a hub or a spare whenever the line allows, hears its settings.

The journal is the outbox: nothing is kept beside it, and nothing waits for the line. Not the hub's end; see hub/.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from queue_server.client.straight import Straight
from queue_server.core.events import Event
from queue_server.journal.base import Journal, JournalError, Record
from queue_server.protocol.uplink import (
    BATCH,
    LARGEST_SETTINGS,
    UNREADABLE,
    Batch,
    Entry,
    FromHub,
    Held,
    Rejected,
    Shared,
    SharedTaken,
    Uplink,
)

log = logging.getLogger(__name__)

#: Seconds between attempts: by lot up to twice the last, so that a province does not knock all at once.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
#: After a refusal somebody must come and look.
_REFUSED_PAUSE = 300.0
#: So much of what a hub says is written down, in characters.
_LONGEST_REASON = 300
#: A hub that is silent for so long on a batch has gone.
_PATIENCE = 20.0

_from_hub: msgspec.json.Decoder[FromHub] = msgspec.json.Decoder(FromHub)
_lot = random.SystemRandom()


class Refused(Exception):
    """The hub does not take this journal; its words say why."""


class TakesSettings(Protocol):
    """Whoever puts the province's settings in force here."""

    @property
    def number(self) -> int:
        """Of those in force."""

    async def take(self, shared: Shared) -> SharedTaken:
        """Put them in force, and say what came of it."""


class JournalUplink:
    """Keeps a hub's copy of a journal up to date. `published` is to be called after each commit."""

    def __init__(
        self,
        journal: Journal,
        url: str,
        *,
        token: str,
        pause: Callable[[float], float] = lambda longest: _lot.uniform(longest / 2, longest),
    ) -> None:
        self._journal = journal
        self._url, self._token, self._pause = url, token, pause
        self._news = asyncio.Event()
        #: What the hub has confirmed; None while there is no line.
        self.held: int | None = None
        #: Where this centre takes settings from its province.
        self.settings: TakesSettings | None = None

    def published(self, _: Sequence[Event], __: int) -> None:
        """There is more to send."""
        self._news.set()

    async def run(self) -> None:
        """Keep trying until cancelled."""
        longest = _FIRST_PAUSE
        while True:
            try:
                async with _connected(self._url) as connection:
                    await self._send(connection)
            except Refused as refusal:
                log.error("uplink refused", extra={"action": "uplink_refused", "error": str(refusal)})
                longest = _REFUSED_PAUSE
            except (OSError, TimeoutError, InvalidHandshake, ConnectionClosed, JournalError) as error:
                log.info("no uplink", extra={"action": "uplink_down", "error": repr(error)})
                longest = _FIRST_PAUSE if self.held is not None else min(_LONGEST_PAUSE, longest * 2)
            self.held = None
            await asyncio.sleep(self._pause(longest))

    async def _send(self, connection: ClientConnection) -> None:
        hello = Uplink(
            centre=self._journal.centre,
            epoch=self._journal.epoch,
            token=self._token,
            shared=self.settings.number if self.settings else None,
        )
        await connection.send(msgspec.json.encode(hello), text=True)
        self.held = await self._answer(connection)
        if self.held > self._journal.version:
            raise Refused(
                f"the hub holds {self.held} records of this epoch, this journal has {self._journal.version}: its end is"
                " lost (restore it from the newest copy, or promote the hub's)"
            )
        log.info("uplink", extra={"action": "uplink_up", "held": self.held})
        while True:
            self._news.clear()
            batch: list[Record] = []
            async for record in self._journal.read(after=self.held):
                batch.append(record)
                if len(batch) == BATCH:
                    self.held = await self._deliver(connection, batch)
                    batch = []
            if batch:
                self.held = await self._deliver(connection, batch)
            while not self._news.is_set():
                await self._news_or_settings(connection)

    async def _deliver(self, connection: ClientConnection, records: list[Record]) -> int:
        await connection.send(msgspec.json.encode(_batch(records)), text=True)
        held = await self._answer(connection)
        if held < records[-1].version:
            raise Refused(f"the hub confirmed {held} instead of {records[-1].version}")
        return held

    async def _answer(self, connection: ClientConnection) -> int:
        """How far the hub holds the journal; settings that come before its answer are taken on the way."""
        while True:
            async with asyncio.timeout(_PATIENCE):
                frame = await connection.recv()
            held = await self._hear(connection, frame)
            if held is not None:
                return held

    async def _news_or_settings(self, connection: ClientConnection) -> None:
        """Until there is more to send, or settings were taken. Raises `ConnectionClosed` when the line drops first."""
        waiting = asyncio.ensure_future(self._news.wait())
        heard = asyncio.ensure_future(connection.recv())
        try:
            await asyncio.wait([waiting, heard], return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            heard.cancel()
            [frame] = await asyncio.gather(heard, return_exceptions=True)
        if isinstance(frame, asyncio.CancelledError):
            return
        if isinstance(frame, BaseException):
            raise frame
        await self._hear(connection, frame)

    async def _hear(self, connection: ClientConnection, frame: str | bytes) -> int | None:
        try:
            message = _from_hub.decode(frame)
        except UNREADABLE as error:
            raise Refused(f"not a hub of ours: {error}") from error
        match message:
            case Held(version=version):
                return version
            case Rejected(code=code, detail=detail):
                raise Refused(f"{code} {detail}"[:_LONGEST_REASON])
            case Shared() if self.settings is not None:
                taken = await self.settings.take(message)
                await connection.send(msgspec.json.encode(taken), text=True)
        return None


def _connected(url: str) -> Straight:
    # Escaped, a text may take twice its length.
    largest = 2 * LARGEST_SETTINGS
    return Straight(
        url,
        compression="deflate",
        max_size=largest,
        open_timeout=10,
        close_timeout=1,
        ping_interval=20,
        ping_timeout=20,
    )


def _batch(records: list[Record]) -> Batch:
    return Batch(
        records=tuple(
            Entry(
                version=each.version,
                at=each.at,
                kind=each.kind,
                body=each.body,
                hash=each.hash,
                request=each.request,
                actor=each.actor,
            )
            for each in records
        )
    )
