"""A server of one hall for browsers: the page, the static files and the websocket on one port, told what happens."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

import queue_server.web
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import decode_from_client, encode
from queue_server.web.app import _HEADERS as HEADERS
from tests.display.hall import Hall

WEB = Path(queue_server.web.__file__).parent
#: This server never says that it is there. Nobody is to miss that unless a test is about it.
NO_BEAT = 3600.0


class WebHall:
    """`hall` is what happened; `bring` tells the browsers. `hellos` and `asked` are what they sent.

    What a slow browser sent again because no answer had come yet is in `asked` once.
    """

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.port = 0
        self.hellos: list[msg.Hello] = []
        self.asked: list[msg.Command] = []
        self.connections: set[ServerConnection] = set()
        self.refuse = False
        self.beat = NO_BEAT
        self.speech: bytes | None = None
        self.files_asked: list[str] = []
        self.media: dict[str, bytes] = {}
        self._answered: set[str] = set()
        self._told: dict[object, msg.Thing] = {}
        self._heard = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/board/b1?token=secret"

    def bring(self) -> None:
        """Tell the browsers what is new."""
        things = self._news()
        for connection in self.connections:
            self._send(connection, msg.Update(version=self.hall.version, things=things))

    def ask_for(self, errand: msg.Errand) -> None:
        """An administrator asks the browser for something."""
        for connection in self.connections:
            self._send(connection, errand)

    def outcomes(self) -> dict[str, str]:
        """What became of each."""
        return {each.errand: each.outcome for each in self.asked if isinstance(each, msg.ReportErrand)}

    async def hang_up(self) -> None:
        """Break all connections, and refuse new ones until `refuse` is unset."""
        self.refuse = True
        for connection in list(self.connections):
            connection.transport.abort()
        self.connections.clear()

    async def until(self, condition: Callable[[], bool], *, seconds: float = 60) -> None:
        """Wait until something was heard from the browser that makes this true."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self._heard.clear()
                    await self._heard.wait()
        except TimeoutError:
            pytest.fail(f"heard {len(self.hellos)} hellos, {self.asked[-10:]}, files {self.files_asked[-10:]}")

    def reports(self, call: int) -> list[msg.ReportCall]:
        return [each for each in self.asked if isinstance(each, msg.ReportCall) and each.call == call]

    def _news(self) -> tuple[msg.Thing, ...]:
        view = self.hall.view
        everything: dict[object, msg.Thing] = {("desk", key): desk for key, desk in view.desks.items()}
        everything |= {("call", key): call for key, call in view.calls.items()}
        everything |= {("line", key): line for key, line in view.lines.items()}
        everything |= {("notice", key): notice for key, notice in view.notices.items()}
        everything |= {"centre": view.centre, "day": view.day} if view.centre and view.day else {}
        everything |= {"voices": view.voices} if view.voices else {}
        everything |= {"coming": view.coming} if view.coming else {}
        news = tuple(thing for key, thing in everything.items() if self._told.get(key) != thing)
        self._told = everything
        return news

    def _send(self, connection: ServerConnection, message: msg.FromServer) -> None:
        task = asyncio.ensure_future(connection.send(encode(message), text=True))
        task.add_done_callback(lambda done: done.exception())

    async def _converse(self, connection: ServerConnection) -> None:
        try:
            hello = decode_from_client(await connection.recv())
            assert isinstance(hello, msg.Hello)
            self.hellos.append(hello)
            view = self.hall.view
            recovered = hello.resume is not None and hello.resume.epoch == self.hall.epoch
            self._send(
                connection,
                msg.Welcome(
                    protocol=1, server="motcua", centre="kt-tp", role=hello.role, device=hello.device,
                    epoch=self.hall.epoch, version=self.hall.version, recovered=recovered, now=self.hall.now,
                    beat=self.beat,
                ),
            )  # fmt: skip
            if recovered:
                self._send(connection, msg.Update(version=self.hall.version, things=self._news()))
            else:
                self._told = {}
                snapshot = msg.Snapshot(epoch=self.hall.epoch, version=self.hall.version, things=self._news())
                assert view.centre is not None
                self._send(connection, snapshot)
            self.connections.add(connection)
            self._heard.set()
            async for frame in connection:
                request = decode_from_client(frame)
                assert not isinstance(request, msg.Hello)
                if request.request not in self._answered:
                    self._answered.add(request.request)
                    self.asked.append(request)
                self._send(connection, msg.Done(request=request.request, version=self.hall.version))
                self._heard.set()
        except ConnectionClosed:
            return
        finally:
            self.connections.discard(connection)

    def _page(self, connection: ServerConnection, request: Request) -> Response | None:
        path = urlsplit(request.path).path
        if path == "/ws":
            return connection.respond(503, "later\n") if self.refuse else None
        if path == "/board/b1":
            page = (WEB / "pages" / "board.html").read_text("utf-8")
            return _response(page.replace("{{board}}", "b1").replace("{{token}}", "secret").encode(), "text/html")
        if path.startswith("/api/"):
            query = parse_qs(urlsplit(request.path).query)
            brief = f" brief {query['brief'][0]}" if "brief" in query else ""
            self.files_asked.append(f"{query['number'][0]} {query['kind'][0]}{brief}" if "number" in query else path)
            self._heard.set()
            if "/media/" in path:
                name = path.rpartition("/")[2]
                kind = mimetypes.guess_type(name)[0] or ""
                return _response(self.media[name], kind) if name in self.media else connection.respond(404, "none\n")
            return connection.respond(404, "none\n") if self.speech is None else _response(self.speech, "audio/wav")
        file = (WEB / path.removeprefix("/")).resolve()
        if not file.is_relative_to(WEB / "static") or not file.is_file():
            return connection.respond(404, "none\n")
        kind = "text/javascript" if file.suffix in {".js", ".mjs"} else mimetypes.guess_type(file.name)[0]
        return _response(file.read_bytes(), kind or "application/octet-stream")


def _response(body: bytes, kind: str) -> Response:
    headers = Headers({**HEADERS, "Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"})
    return Response(200, "OK", headers, body)


@asynccontextmanager
async def serving(hall: Hall) -> AsyncIterator[WebHall]:
    """A server of this hall on a free port."""
    web = WebHall(hall)
    async with serve(web._converse, "127.0.0.1", 0, process_request=web._page, close_timeout=1) as server:
        web.port = server.sockets[0].getsockname()[1]
        yield web
