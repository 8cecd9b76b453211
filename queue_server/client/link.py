"""One lasting connection of a kiosk, board or desk to its centre: connects, resumes, asks, and never gives up.

A request that was not answered before the line broke is sent again unchanged; its id makes that harmless. Not
responsible for what the news means; see view.py for what is known, base.py for what callers may expect.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.uri import parse_uri

from queue_server.client.asking import Asked, Asking
from queue_server.client.base import (
    AnyLink,
    Change,
    ErrandListener,
    LinkState,
    Listener,
    NoAnswer,
    Refusal,
    fresh_request,
)
from queue_server.client.listeners import Listeners
from queue_server.client.straight import Straight
from queue_server.client.view import View
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import MAX_FRAME_FROM_SERVER, NotUnderstood, encode, read_from_server
from queue_server.protocol.session import UNWANTED, Following, OutOfTurn

__all__ = ["AnyLink", "Change", "Link", "LinkState", "NoAnswer", "Refusal", "fresh_request"]

log = logging.getLogger(__name__)

#: Seconds between attempts: at most the first, then twice as long up to the longest, and by lot, so that a house full
#: of devices does not knock all at once when its server is back.
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
#: The longest while the server's machine says at once that nothing listens: it is being started again, and soon here.
RESTARTING_PAUSE = 2.5
#: After "you may not" the server is asked again only now and then.
UNWANTED_PAUSE = 30.0
#: A server that cannot write just now is asked again after this.
ASK_LATER_PAUSE = 1.0
#: Failures of which nothing is wrong with the request: it is sent again.
LATER = frozenset({"unavailable", "too_fast"})
#: How long opening a connection may take.
OPENING = 10.0

_lot = random.SystemRandom()


class Link:
    """See base.AnyLink. `url` may name several servers, by commas: they are tried in turn until one answers.

    `steady` counts seconds, `wall` tells milliseconds since 1970.
    """

    def __init__(
        self,
        url: str,
        *,
        role: msg.Role,
        device: str,
        token: str = "",
        headers: Mapping[str, str] | None = None,
        jitter: Callable[[float], float] = lambda longest: _lot.uniform(0, longest),
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], msg.Instant] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._urls = [each.strip() for each in url.split(",")]
        for each in self._urls:
            try:
                parse_uri(each)
            except InvalidURI as error:
                raise ValueError(f"{each} is not the address of a server; it looks like ws://host:port/ws") from error
        self.view = View()
        self.state = LinkState.CONNECTING
        self.welcome: msg.Welcome | None = None
        self.refusal: str | None = None
        self.heard_at: msg.Instant | None = None
        self._role, self._device, self._token = role, device, token
        self._headers = dict(headers or {})
        self._jitter, self._sleep, self._steady = jitter, sleep, steady
        #: From our steady clock to the server's, in milliseconds; our own wall clock until it was heard.
        self._ahead = wall() - int(steady() * 1000)
        #: How long a pause may get after what the last attempt met.
        self._longest_pause = LONGEST_PAUSE
        self._listeners = Listeners[Change]()
        self._errands = Listeners[msg.Errand]()
        self._to_send = asyncio.Event()
        self._asking = Asking(sleep=sleep, wake=self._to_send.set)

    def now(self) -> msg.Instant:
        """The server's clock, as far as it is known here."""
        return int(self._steady() * 1000) + self._ahead

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every change until what is returned is called."""
        return self._listeners.add(listener)

    def on_errand(self, listener: ErrandListener) -> Callable[[], None]:
        """Call `listener` with everything that an administrator asks of this device."""
        return self._errands.add(listener)

    def listen(self) -> AsyncIterator[Change]:
        """What is known now, then every change in order, for ever."""
        return self._listeners.listen(lambda: self._change(self.view.things, snapshot=True))

    async def ask(self, request: msg.Command, *, timeout: float | None = None) -> msg.Answer:
        """Send a request until it is answered. Raises `Refusal`, `NoAnswer`, `ValueError`; see base.AnyLink."""
        return await self._asking.ask(request, timeout=timeout)

    async def run(self) -> None:
        """Keep connected until cancelled. Requests still unanswered then end in `NoAnswer`."""
        longest = FIRST_PAUSE
        try:
            while True:
                if await self._connect():
                    longest = FIRST_PAUSE
                longest = min(longest, self._longest_pause)
                await self._sleep(UNWANTED_PAUSE if self.refusal else self._jitter(longest))
                longest *= 2
        finally:
            self._asking.end()
            if self.state is LinkState.LIVE:
                self._down(refusal=None)

    # --------------------------------------------------------------------------------------------------- connecting

    async def _connect(self) -> bool:
        """One connection from its opening to its end; whether everything was known while it lasted."""
        url = self._urls[0]
        try:
            connection = await Straight(
                url,
                additional_headers=self._headers,
                compression=None,
                max_size=MAX_FRAME_FROM_SERVER,
                open_timeout=OPENING,
                close_timeout=1,
                ping_interval=None,  # the server pings, and its heartbeats are watched
                proxy=None,  # the server stands in the same house
            )
        except (InvalidHandshake, OSError, TimeoutError) as error:
            log.info("no connection", extra={"action": "link_failed", "url": url, "error": repr(error)})
            self._urls = [*self._urls[1:], url]
            self._longest_pause = RESTARTING_PAUSE if isinstance(error, ConnectionRefusedError) else LONGEST_PAUSE
            self._down(refusal=None)
            return False
        self._longest_pause = LONGEST_PAUSE
        following = Following(heard=self._steady())
        try:
            await self._converse(connection, following)
        finally:
            await connection.close()
        code = connection.close_code
        log.info("connection ended", extra={"action": "link_ended", "url": url, "code": code})
        self._down(refusal=(following.complaint or UNWANTED[code]) if code in UNWANTED else None)
        return following.current

    async def _converse(self, connection: ClientConnection, following: Following) -> None:
        async with asyncio.TaskGroup() as tasks:
            others = [
                tasks.create_task(self._watch(connection, following)),
                tasks.create_task(self._send(connection, following)),
            ]
            try:
                while True:
                    message = read_from_server(await connection.recv())
                    following.hear(message, now=self._steady())
                    self._take_note(message, following)
                    if isinstance(message, msg.Failure) and (asked := self._asking.find(message.request)):
                        others.append(tasks.create_task(self._fail(asked, message)))
            except ConnectionClosed as closed:
                log.debug("closed", extra={"action": "link_closed", "error": str(closed)})
            except (NotUnderstood, OutOfTurn) as error:
                log.warning("server not understood", extra={"action": "link_not_understood", "error": str(error)})
            for task in others:
                task.cancel()

    async def _watch(self, connection: ClientConnection, following: Following) -> None:
        """Hang up on a server that has fallen silent, without a closing handshake that it would not answer."""
        while (left := following.patience(now=self._steady())) > 0:
            await self._sleep(left)
        log.warning("server silent", extra={"action": "link_silent", "url": self._urls[0]})
        connection.transport.abort()

    async def _send(self, connection: ClientConnection, following: Following) -> None:
        """Say hello; when everything is known send what is asked, first what went unanswered before."""
        hello = msg.Hello(
            protocol=msg.PROTOCOL,
            role=self._role,
            device=self._device,
            token=self._token,
            resume=self.view.position,
        )
        try:
            await connection.send(encode(hello), text=True)
            while True:
                await self._to_send.wait()
                self._to_send.clear()
                for asked in self._asking.not_carried_by(connection) if following.current else ():
                    asked.carrier = connection
                    await connection.send(encode(asked.request), text=True)
        except ConnectionClosed:
            return  # the reader sees it too; what went unanswered is sent on the next connection

    async def _fail(self, asked: Asked, failure: msg.Failure) -> None:
        if failure.code not in LATER:
            self._asking.failed(asked.request.request, Refusal(failure.code, failure.message))
            return
        log.warning("server wants to be asked later", extra={"action": "ask_later", "code": failure.code})
        await self._sleep(ASK_LATER_PAUSE)
        asked.carrier = None
        self._to_send.set()

    # ------------------------------------------------------------------------------------------------- what is known

    def _take_note(self, message: msg.FromServer | None, following: Following) -> None:
        things: tuple[msg.Thing, ...] = ()
        match message:
            case msg.Welcome():
                self.welcome = message
                self._ahead = message.now - int(self._steady() * 1000)
            case msg.Beat():
                self.view = self.view.apply(message)
                self._ahead = message.now - int(self._steady() * 1000)
            case msg.Snapshot() | msg.Update():
                things = self.view.news(message)
                self.view = self.view.apply(message)
            case msg.Failure():
                log.warning("server complains", extra={"action": "link_failure", "code": message.code})
            case msg.Errand():
                self._errands.tell(message)
            case None:
                log.debug("passed over", extra={"action": "link_passed_over"})
            case _:
                self._asking.answered(message)
        self.heard_at = self.now()
        became_live = following.current and self.state is not LinkState.LIVE
        if became_live:
            self.state, self.refusal = LinkState.LIVE, None
            self._to_send.set()
        if became_live or things or isinstance(message, msg.Snapshot):
            self._listeners.tell(self._change(things, snapshot=isinstance(message, msg.Snapshot)))

    def _down(self, *, refusal: str | None) -> None:
        before = self.state, self.refusal
        self.refusal = refusal
        if refusal is not None:
            self.state = LinkState.REFUSED
        else:
            self.state = LinkState.STALE if self.view.epoch else LinkState.CONNECTING
        if before != (self.state, self.refusal):
            self._listeners.tell(self._change())

    def _change(self, things: tuple[msg.Thing, ...] = (), *, snapshot: bool = False) -> Change:
        return Change(state=self.state, view=self.view, things=things, snapshot=snapshot, heard_at=self.heard_at)
