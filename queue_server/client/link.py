"""One lasting connection of a kiosk, board or desk to its centre: connects, resumes, asks, and never gives up.

A request that was not answered before the line broke is sent again unchanged; its id makes that harmless.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from queue_server.client.view import View
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import NotUnderstood, decode_from_server, encode

log = logging.getLogger(__name__)

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 10.0
#: After "you may not" the server is asked again only now and then.
_REFUSED_PAUSE = 30.0
_LONGEST_FRAME = 8 * 1024 * 1024
_CONNECT_SECONDS = 10.0


class LinkState(Enum):
    """`LIVE` only while everything up to now is known; `REFUSED` when the server does not know this device."""

    CONNECTING = "connecting"
    LIVE = "live"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """News: what came, or that the state of the link is another. `snapshot` says that all else was forgotten."""

    state: LinkState
    things: tuple[msg.Thing, ...] = ()
    snapshot: bool = False


class Refusal(Exception):
    """The server refused a request; nothing changed. `words` says what to do next."""

    def __init__(self, code: str, words: msg.Words) -> None:
        super().__init__(f"{code}: {words.get('en') or words.get('vi', '')}")
        self.code = code
        self.words = words


class NoAnswer(Exception):
    """No answer within the time allowed. The request may still be carried out; ask again with the same id."""


def fresh_request() -> str:
    """An id for one touch of one person."""
    return secrets.token_urlsafe(12)


class Link:
    """See the module. `run` must be running; `view` is what is known, `on_change` hears of each change in order."""

    def __init__(
        self,
        url: str,
        *,
        role: msg.Role,
        device: str,
        token: str = "",
        headers: Mapping[str, str] | None = None,
        jitter: Callable[[float], float] | None = None,
    ) -> None:
        self.view = View()
        self.state = LinkState.CONNECTING
        self.welcome: msg.Welcome | None = None
        self.refusal: str | None = None
        self._url = url
        self._hello = msg.Hello(protocol=msg.PROTOCOL, role=role, device=device, token=token)
        self._headers = dict(headers or {})
        self._jitter = jitter or (lambda most: random.uniform(0, most))  # noqa: S311  # spreads reconnects
        self._listeners: list[Callable[[Change], None]] = []
        self._asked: dict[str, tuple[msg.Command, asyncio.Future[msg.Answer]]] = {}
        self._connection: ClientConnection | None = None

    def on_change(self, listener: Callable[[Change], None]) -> None:
        """Call `listener` with every change, in order, in the loop that runs the link."""
        self._listeners.append(listener)

    async def ask(self, request: msg.Command, *, timeout: float | None = None) -> msg.Answer:
        """Send a request until it is answered. Raises `Refusal`, and `NoAnswer` after `timeout` seconds."""
        answer: asyncio.Future[msg.Answer] = asyncio.get_running_loop().create_future()
        self._asked[request.request] = request, answer
        try:
            if self.state is LinkState.LIVE and self._connection is not None:
                await self._send(self._connection, request)
            async with asyncio.timeout(timeout):
                return await answer
        except TimeoutError as error:
            raise NoAnswer(f"no answer to {type(request).__name__} in {timeout} s") from error
        finally:
            self._asked.pop(request.request, None)

    async def run(self) -> None:
        """Keep connected until cancelled."""
        pause = _FIRST_PAUSE
        while True:
            try:
                async with connect(
                    self._url,
                    additional_headers=self._headers,
                    compression=None,
                    max_size=_LONGEST_FRAME,
                    open_timeout=_CONNECT_SECONDS,
                    close_timeout=1,
                    proxy=None,
                ) as connection:
                    await self._converse(connection)
                    pause = _FIRST_PAUSE
            except (ConnectionClosed, InvalidHandshake, OSError, TimeoutError, NotUnderstood) as error:
                log.info("link down", extra={"action": "link_down", "error": f"{type(error).__name__}: {error}"})
            except InvalidURI as error:
                raise ValueError(f"{self._url} is not an address of a server: {error}") from error
            finally:
                was_live = self.state is LinkState.LIVE
                self._connection = None
            if was_live:
                pause = _FIRST_PAUSE
            self._become(LinkState.REFUSED if self.refusal else LinkState.STALE)
            await asyncio.sleep(_REFUSED_PAUSE if self.refusal else self._jitter(pause))
            pause = min(_LONGEST_PAUSE, pause * 2)

    async def _converse(self, connection: ClientConnection) -> None:
        known = msg.Position(epoch=self.view.epoch, version=self.view.version) if self.view.epoch else None
        hello = msg.Hello(
            protocol=self._hello.protocol,
            role=self._hello.role,
            device=self._hello.device,
            token=self._hello.token,
            resume=known,
        )
        await connection.send(encode(hello), text=True)
        silence = _CONNECT_SECONDS
        while True:
            async with asyncio.timeout(silence):
                message = decode_from_server(await connection.recv())
            if isinstance(message, msg.Welcome):
                self.welcome, self.refusal = message, None
                silence = 2.5 * message.beat
                if message.recovered:
                    await self._up(connection)
            elif isinstance(message, msg.Snapshot | msg.Update):
                self.view.apply(message)
                snapshot = isinstance(message, msg.Snapshot)
                if snapshot and self.state is not LinkState.LIVE:
                    await self._up(connection, tell=False)
                self._tell(Change(state=self.state, things=message.things, snapshot=snapshot))
            elif isinstance(message, msg.Beat):
                self.view.version = max(self.view.version, message.version)
            elif isinstance(message, msg.Failure):
                self._failed(message)
            else:
                self._answered(message)

    async def _up(self, connection: ClientConnection, *, tell: bool = True) -> None:
        """Everything is known again: ask again whatever is still unanswered."""
        self._connection = connection
        if tell:
            self._become(LinkState.LIVE)
        else:
            self.state = LinkState.LIVE
        for request, _ in list(self._asked.values()):
            await self._send(connection, request)

    async def _send(self, connection: ClientConnection, request: msg.Command) -> None:
        try:
            await connection.send(encode(request), text=True)
        except ConnectionClosed:
            log.debug("will ask again", extra={"action": "ask_again", "request": request.request})

    def _failed(self, failure: msg.Failure) -> None:
        asked = self._asked.get(failure.request or "")
        if failure.request is None:
            self.refusal = failure.code
        elif failure.code == "unavailable":
            log.warning("server cannot write", extra={"action": "server_unavailable"})
            asyncio.get_running_loop().call_later(1.0, self._again, failure.request)
        elif asked is not None and not asked[1].done():
            asked[1].set_exception(Refusal(failure.code, failure.message))

    def _again(self, request: str) -> None:
        asked, connection = self._asked.get(request), self._connection
        if asked is not None and connection is not None:
            task = asyncio.ensure_future(self._send(connection, asked[0]))
            task.add_done_callback(lambda done: done.exception())

    def _answered(self, answer: msg.Answer | msg.Refused) -> None:
        asked = self._asked.get(answer.request)
        if asked is None or asked[1].done():
            return
        if isinstance(answer, msg.Refused):
            asked[1].set_exception(Refusal(answer.code, answer.message))
        else:
            asked[1].set_result(answer)

    def _become(self, state: LinkState) -> None:
        if state is not self.state:
            self.state = state
            self._tell(Change(state=state))

    def _tell(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)
