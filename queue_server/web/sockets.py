"""The websocket side of the one port: knows the device, decodes, asks the centre, answers.

uvicorn hands each upgrade to `ws=`, a class; ours makes the `websockets` package's own connection, which broadcasts
faster and holds less memory than ASGI websockets (docs/decisions/0004).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from websockets.asyncio.server import Server, ServerConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.http11 import Request, Response
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from queue_server import wire
from queue_server.appointments.base import AppointmentBook
from queue_server.core.centre import Centre
from queue_server.core.record import maker
from queue_server.core.refusals import Refusal
from queue_server.dossiers.base import DossierRegistry
from queue_server.live import LiveCentre, Outcome, Unavailable
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import MAX_FRAME, NotUnderstood, decode_from_client, encode, request_of
from queue_server.protocol.session import ALLOWED
from queue_server.switchboard import BEAT_SECONDS, PEOPLE, Listener, Switchboard
from queue_server.web.access import Access, Officer
from queue_server.web.answering import Answering
from queue_server.web.errands import Errands
from queue_server.web.failures import failure
from queue_server.web.gate import session_of
from queue_server.web.ids import unguessable
from queue_server.web.keypads import Keypads
from queue_server.web.lookups import Lookup, Lookups, waits_for_others
from queue_server.web.pulse import Pulse
from queue_server.web.rights import AT_WORK, Right, needed
from queue_server.web.strangers import Strangers, address_of

log = logging.getLogger(__name__)

PATH = "/ws"
_HELLO_SECONDS = 10.0
#: How often it is asked whether those who are connected still may be.
_LOOK_SECONDS = 1.0
_made_asker = maker(wire.Asker)

#: Machines that act at the desks of their token only.
AT_A_DESK = (msg.Role.DEVICES, msg.Role.RATING)
#: What is asked of the centre, and changes it.
_COMMANDS = frozenset(msg.Command.__args__) - {
    *Lookup.__args__,
    msg.ReportErrand,
    msg.ReportHealth,
    msg.SignInAtDesk,
}


class Sockets:
    """All websocket connections of the server. Quacks like `websockets.Server` as far as a connection asks."""

    def __init__(
        self,
        live: LiveCentre,
        switchboard: Switchboard,
        access: Access,
        *,
        site: str,
        dossiers: DossierRegistry,
        appointments: AppointmentBook,
        errands: Errands,
    ) -> None:
        self.handler_tasks: set[asyncio.Task[None]] = set()
        self.all_connections: set[ServerConnection] = set()
        self._live = live
        self._switchboard = switchboard
        self._access = access
        self._site = site
        self._lookups = Lookups(live, dossiers=dossiers, appointments=appointments, site=site)
        self._errands = errands
        self._keypads = Keypads(live, access)
        self.pulse = Pulse()
        self._serving = True
        self._strangers = Strangers()
        self._ids = unguessable()
        self._opened = count()
        #: Who was let in, and how they said who they are.
        self._admitted: dict[ServerConnection, tuple[msg.Hello, str | None]] = {}

    def is_serving(self) -> bool:
        return self._serving

    def connection(self, **_: Any) -> ServerConnection:  # uvicorn's own keywords
        """What uvicorn calls for each upgrade."""
        return Answering(
            ServerProtocol(max_size=MAX_FRAME),
            _as_server(self),
            ping_interval=None,
            close_timeout=1,
            max_queue=16,
        )

    async def close(self) -> None:
        """Tell everybody that the server goes away, and wait until they have gone."""
        self._serving = False
        await asyncio.gather(*(each.close(1001) for each in list(self.all_connections)))
        if self.handler_tasks:
            await asyncio.wait(self.handler_tasks, timeout=5)

    async def handler(self, connection: Answering) -> None:
        """One connection from its handshake to its end."""
        task = asyncio.current_task()
        try:
            async with asyncio.timeout(_HELLO_SECONDS):
                await connection.handshake(self._let_in)
            if connection.protocol.state is not OPEN:
                connection.transport.abort()
                return
            self.all_connections.add(connection)
            self.pulse.begin(connection)
            await self._converse(connection, opened=next(self._opened))
            await connection.close()
        except (ConnectionClosed, InvalidHandshake, TimeoutError, OSError) as error:
            log.info("connection ended", extra={"action": "connection_ended", "error": type(error).__name__})
            connection.transport.abort()
        except Exception:
            log.exception("connection failed", extra={"action": "connection_failed"})
            await connection.close(1011)
        finally:
            self._strangers.leave(connection)
            self.all_connections.discard(connection)
            if task is not None:
                self.handler_tasks.discard(task)

    def _let_in(self, connection: ServerConnection, request: Request) -> Response | None:
        """Websockets are at one path; elsewhere there is nothing to talk to. Nor too many at once from one address."""
        if request.path.partition("?")[0] != PATH:
            return connection.respond(404, "Websockets are at /ws.\n")
        address = address_of(connection.remote_address[0], request.headers.get_all("X-Forwarded-For"))
        if not self._strangers.come(connection, address):
            log.warning("too many strangers", extra={"action": "too_many_strangers", "address": address})
            return connection.respond(503, "Too many connections from this address. Try again in a minute.\n")
        return None

    # --------------------------------------------------------------------------------------------- conversation

    async def _converse(self, connection: Answering, *, opened: int) -> None:
        async with asyncio.timeout(_HELLO_SECONDS):
            frame = await connection.recv()
        try:
            hello = decode_from_client(frame)
        except NotUnderstood as error:
            return await _end(connection, "not_understood", msg.Close.NOT_UNDERSTOOD, detail=str(error))
        if not isinstance(hello, msg.Hello):
            return await _end(connection, "hello_first", msg.Close.NOT_UNDERSTOOD)
        if hello.protocol != msg.PROTOCOL:
            return await _end(connection, "wrong_version", msg.Close.WRONG_VERSION)
        assert connection.request is not None
        cookie = session_of(connection.request.headers) if hello.role in PEOPLE else None
        if not self._known(hello, cookie):
            return await _end(connection, "unknown_device", msg.Close.NOT_ALLOWED)
        self._strangers.leave(connection)
        officer = None if cookie is None else self._access.officer(cookie)
        if officer is not None and not officer.may(*AT_WORK[hello.role]):
            return await _end(connection, "not_allowed", msg.Close.NOT_ALLOWED)
        listener = Listener(role=hello.role, device=hello.device, connection=connection, opened=opened)
        self._admitted[connection] = hello, cookie
        connection.forget_headers()
        try:
            await self._switchboard.join(listener, self._welcome(hello, officer), hello)
            if hello.role not in PEOPLE:
                for former in self._switchboard.replaced(hello.device):
                    await former.connection.close(msg.Close.REPLACED, "replaced")
            connection.done()
            if hello.role not in AT_A_DESK:
                connection.at_once = partial(self._at_once, connection, listener, cookie)
            async for frame in connection:
                await connection.turn()
                officer = None if cookie is None else self._access.officer(cookie)
                if hello.role in PEOPLE and officer is None:  # a device is looked after by `watch`
                    return await connection.close(msg.Close.SESSION_ENDED, "session_ended")
                await self._request(listener, officer, frame)
                connection.done()
        finally:
            connection.at_once = None
            del self._admitted[connection]
            self._switchboard.leave(listener)

    def _known(self, hello: msg.Hello, cookie: str | None) -> bool:
        """Whether a desk's session, or a device's token, is good now."""
        if hello.role in PEOPLE:
            return cookie is not None and self._access.officer(cookie) is not None
        return self._access.device(hello.device, role=hello.role, token=hello.token)

    async def watch(self) -> None:
        """Until cancelled, send away whose session has ended or whose token was taken back."""
        edition = self._access.edition()
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            former, edition = edition, self._access.edition()
            unwanted = [
                connection
                for connection, (hello, cookie) in self._admitted.items()
                # Sessions end with time, tokens only when somebody takes them back.
                if (hello.role in PEOPLE or edition != former) and not self._known(hello, cookie)
            ]
            await asyncio.gather(*(each.close(msg.Close.SESSION_ENDED, "session_ended") for each in unwanted))

    def _welcome(self, hello: msg.Hello, officer: Officer | None) -> Callable[[Centre, bool], msg.Welcome]:
        def welcome(centre: Centre, recovered: bool) -> msg.Welcome:
            return msg.Welcome(
                protocol=msg.PROTOCOL,
                server="motcua",
                centre=centre.plan.id,
                role=hello.role,
                device=hello.device,
                epoch=self._live.epoch,
                version=centre.version,
                recovered=recovered,
                now=self._live.now,
                speed=self._live.speed,
                replayed=self._live.replayed,
                beat=BEAT_SECONDS,
                officer=officer.name if officer else None,
                employer=officer.employer if officer else None,
            )

        return welcome

    def _at_once(self, connection: Answering, listener: Listener, cookie: str | None, frame: bytes) -> bool:
        """Begin with a request that waits for nothing but the disk, and say so. Not with what is wrong or comes too
        fast, nor while there are answers that the other end has not taken."""
        officer = None if cookie is None else self._access.officer(cookie)
        if (officer is None) != (cookie is None) or connection.transport.get_write_buffer_size():
            return False
        try:
            message = decode_from_client(frame)
            if isinstance(message, msg.Hello) or type(message) not in _COMMANDS or waits_for_others(message):
                return False
            if not _may(listener, officer, message):
                return False
            asker = _asker(listener, officer)
            command = wire.command(message, asker=asker, ticket=next(self._ids))
        except (NotUnderstood, Refusal):
            return False
        if not listener.allowance.take(now=time.monotonic()):
            return False
        then = partial(self._carried_out, connection, listener, message)
        self._live.ask(command, actor=asker.actor, request=message.request, then=then)
        return True

    def _carried_out(
        self,
        connection: Answering,
        listener: Listener,
        message: msg.Command,
        outcome: Outcome | Refusal | Unavailable,
    ) -> None:
        """Answer what was begun at once."""
        try:
            reply = self._reply_of(listener, message, outcome)
            listener.send(reply)
            if isinstance(reply, msg.Taken):
                self._switchboard.answered(reply.ticket)
        except Exception:
            log.exception("connection failed", extra={"action": "connection_failed"})
            connection.transport.abort()
        connection.done()

    async def _request(self, listener: Listener, officer: Officer | None, frame: str | bytes) -> None:
        reply = await self._reply(listener, officer, frame)
        if listener.connection.transport.get_write_buffer_size():
            # Waiting until the answer is on its way keeps a client that asks and never listens from filling our memory.
            await listener.connection.send(encode(reply), text=True)
        else:
            listener.send(reply)

    async def _reply(self, listener: Listener, officer: Officer | None, frame: str | bytes) -> msg.FromServer:
        if not listener.allowance.take(now=time.monotonic()):
            return failure("too_fast", request=request_of(frame))
        try:
            message = decode_from_client(frame)
        except NotUnderstood as error:
            return failure("not_understood", detail=str(error), request=request_of(frame))
        if isinstance(message, msg.Hello):
            return failure("not_understood", detail="hello twice")
        if not _may(listener, officer, message):
            return failure("not_allowed", request=message.request)
        if listener.role in AT_A_DESK and not self._at_its_desks(listener, message):
            return failure("not_allowed", request=message.request)
        if isinstance(message, msg.ReportErrand):
            self._errands.reported(listener, message)
            return msg.Done(request=message.request, version=self._live.centre.version)
        if isinstance(message, msg.ReportHealth):
            self._switchboard.report_health(listener, message)
            return msg.Done(request=message.request, version=self._live.centre.version)
        if listener.role is msg.Role.DEVICES:
            return await self._at_keypad(listener, message)
        return await self._answer(listener, officer, message)

    async def _at_keypad(self, listener: Listener, message: msg.Command) -> msg.FromServer:
        """What is pressed at a desk's keypad: in the name of whoever signed in there."""
        if isinstance(message, msg.SignInAtDesk):
            return await self._sign_in(listener, message)
        officer = self._keypads.officer(listener.device, getattr(message, "desk", None))
        reply = await self._answer(listener, officer, message)
        if officer is not None and isinstance(message, msg.CloseDesk) and isinstance(reply, msg.Done):
            self._keypads.end(listener.device, message.desk)
        return reply

    async def _sign_in(self, listener: Listener, message: msg.SignInAtDesk) -> msg.FromServer:
        try:
            officer = await self._keypads.prove(listener.device, message)
        except Refusal as refusal:
            return wire.refused(message, refusal)
        if not officer.may(Right.SERVE):
            return failure("not_allowed", request=message.request)
        reply = await self._answer(listener, officer, msg.OpenDesk(request=message.request, desk=message.desk))
        if isinstance(reply, msg.Done):
            self._keypads.begin(listener.device, message.desk, officer)
        return reply

    def _at_its_desks(self, listener: Listener, message: msg.Command) -> bool:
        """A keypad acts for the officer at its own desk, and nowhere else (docs/decisions/0096)."""
        desk = getattr(message, "desk", None)
        return desk is None or desk in self._access.desks_of(listener.device)

    async def _answer(self, listener: Listener, officer: Officer | None, message: msg.Command) -> msg.FromServer:
        asker = _asker(listener, officer)
        try:
            if isinstance(message, Lookup):
                return await self._lookups.answer(message, role=listener.role)
            booked = await self._lookups.booked(message)
            command = wire.command(message, asker=asker, ticket=next(self._ids), appointment=booked)
            outcome = await self._live.do(command, actor=asker.actor, request=message.request)
        except (Refusal, Unavailable) as why:
            return self._reply_of(listener, message, why)
        return self._reply_of(listener, message, outcome)

    def _reply_of(
        self, listener: Listener, message: msg.Command, outcome: Outcome | Refusal | Unavailable
    ) -> msg.FromServer:
        if isinstance(outcome, Refusal):
            return wire.refused(message, outcome)
        if isinstance(outcome, Unavailable):
            return failure("unavailable", request=message.request)
        return wire.answer(
            self._live.centre,
            message,
            events=outcome.events,
            first=outcome.first,
            version=outcome.version,
            site=self._site,
            now=self._live.now,
            kiosk=listener.device,
        )


def _may(listener: Listener, officer: Officer | None, message: msg.Command) -> bool:
    """Whether this role, and this officer, may ask for that."""
    if type(message) not in ALLOWED[listener.role]:
        return False
    return officer is None or officer.may(*needed(listener.role, message))


def _asker(listener: Listener, officer: Officer | None) -> wire.Asker:
    return _made_asker(
        device=listener.device,
        officer=officer.name if officer else None,
        employer=officer.employer if officer else None,
    )


def _as_server(sockets: Sockets) -> Server:
    """A connection asks its server for `handler`, `handler_tasks` and `is_serving` only; `Sockets` has them."""
    return sockets  # type: ignore[return-value]


async def _end(connection: ServerConnection, code: str, close: int, *, detail: str = "") -> None:
    await connection.send(encode(failure(code, detail=detail)), text=True)
    await connection.close(close, code)
