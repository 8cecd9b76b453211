"""The link over a real websocket and its twin in memory do the same: every test here runs with both."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.http11 import Request

from queue_server.client.fake import EPOCH, FakeServer
from queue_server.client.link import (
    UNWANTED_PAUSE,
    AnyLink,
    Change,
    Link,
    LinkState,
    NoAnswer,
    Refusal,
    fresh_request,
)
from queue_server.client.view import View
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import decode_from_client, encode

FULL = {"vi": "Hết số.", "en": "No more tickets."}


def line(waiting: int, service: str = "land") -> msg.Line:
    return msg.Line(service=service, waiting=waiting, ahead=waiting, low=0, high=5 * waiting, desks_open=1)


def find(request: str = "") -> msg.FindTicket:
    return msg.FindTicket(request=request or fresh_request(), ticket="A001")


class Front:
    """A real websocket in front of a `FakeServer`: what a `FakeLink` does in memory goes over the wire."""

    def __init__(self, server: FakeServer) -> None:
        self.server = server
        self.up = asyncio.Event()
        self.up.set()
        self.deadlines: list[asyncio.Future[None]] = []
        self.refusal: str | None = None
        self.connection: ServerConnection | None = None
        self.view = View()
        self.role, self.device = msg.Role.KIOSK, "k1"

    # what FakeServer pulls

    def hear(self, message: msg.Snapshot | msg.Update) -> None:
        if self.connection is not None:
            broadcast([self.connection], encode(message), text=True)

    def lost(self, *, refusal: str | None = None) -> None:
        self.up.clear()
        self.refusal = refusal
        connection, self.connection = self.connection, None
        if connection is not None and refusal is None:
            connection.transport.abort()
        elif connection is not None:
            failure = msg.Failure(code=refusal or "", message={"en": "no"})
            broadcast([connection], encode(failure), text=True)
            self.closing = asyncio.ensure_future(connection.close(msg.Close.NOT_ALLOWED))

    def connect(self) -> None:
        self.up.set()

    def pass_deadlines(self) -> None:
        for deadline in self.deadlines:
            if not deadline.done():
                deadline.set_result(None)

    # what the real link meets

    def sleep(self, seconds: float) -> Awaitable[object]:
        """Pauses last until the server is back, deadlines until they are passed."""
        if seconds in (0.0, UNWANTED_PAUSE):
            return self.up.wait()
        deadline = asyncio.get_running_loop().create_future()
        self.deadlines.append(deadline)
        return deadline

    async def open(self, _connection: ServerConnection, _request: Request) -> None:
        await self.up.wait()

    async def talk(self, connection: ServerConnection) -> None:
        hello = decode_from_client(await connection.recv())
        assert isinstance(hello, msg.Hello)
        assert hello.role is self.role
        known = View(epoch=hello.resume.epoch, version=hello.resume.version) if hello.resume else View()
        self.view = known
        self.connection = connection
        for message in self.server.greet(self):  # type: ignore[arg-type]  # stands for the FakeLink
            await connection.send(encode(message), text=True)
        async for frame in connection:
            request = decode_from_client(frame)
            assert not isinstance(request, msg.Hello)
            answer = self.server.answer(request, self.role)
            if answer is not None:
                await connection.send(encode(answer), text=True)


@asynccontextmanager
async def in_memory(server: FakeServer, role: msg.Role) -> AsyncIterator[AnyLink]:
    yield server.link(role, "k1")


@asynccontextmanager
async def over_a_socket(server: FakeServer, role: msg.Role) -> AsyncIterator[AnyLink]:
    front = Front(server)
    front.role = role
    server._links.append(front)  # type: ignore[arg-type]
    async with serve(front.talk, "127.0.0.1", 0, process_request=front.open, close_timeout=1) as listening:
        yield Link(
            f"ws://127.0.0.1:{port_of(listening)}/ws",
            role=role,
            device="k1",
            jitter=lambda longest: 0.0,
            sleep=front.sleep,
            steady=lambda: 0.0,
            wall=lambda: 0,
        )


def port_of(listening: Server) -> int:
    port: int = next(iter(listening.sockets)).getsockname()[1]
    return port


class Stage:
    """A server, a link to it, and every change that the link told of."""

    def __init__(self, server: FakeServer, link: AnyLink) -> None:
        self.server = server
        self.link = link
        self.changes: list[Change] = []
        self._changed = asyncio.Event()
        link.on_change(self._note)

    def _note(self, change: Change) -> None:
        self.changes.append(change)
        self._changed.set()

    async def until(self, happened: Callable[[], bool]) -> None:
        while not happened():
            self._changed.clear()
            await self._changed.wait()

    async def state(self, state: LinkState) -> None:
        await self.until(lambda: self.link.state is state)


@pytest.fixture(params=[in_memory, over_a_socket])
def make(request: pytest.FixtureRequest) -> Callable[..., object]:
    @asynccontextmanager
    async def make(role: msg.Role = msg.Role.KIOSK) -> AsyncIterator[Stage]:
        server = FakeServer(line(1), now=1_000)
        async with request.param(server, role) as link:
            stage = Stage(server, link)
            running = asyncio.create_task(link.run())
            try:
                await stage.state(LinkState.LIVE)
                yield stage
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    return make


@pytest.fixture
async def stage(make: Callable[..., object]) -> AsyncIterator[Stage]:
    async with make() as stage:  # type: ignore[attr-defined]
        yield stage


async def test_it_is_live_with_everything_known(stage: Stage) -> None:
    (change,) = stage.changes
    assert change == Change(
        state=LinkState.LIVE, view=stage.link.view, things=(line(1),), snapshot=True, heard_at=1_000
    )
    assert stage.link.view == stage.server.view
    assert stage.link.welcome is not None
    assert stage.link.welcome.device == "k1"
    assert stage.link.now() == 1_000


async def test_news_comes_in_order_and_only_what_differs(stage: Stage) -> None:
    stage.server.push(line(2))
    stage.server.push(line(2), line(1, "civil"))
    stage.server.push(line(2))
    stage.server.push(line(3))
    await stage.until(lambda: stage.link.view.version == 5)
    assert [change.things for change in stage.changes[1:]] == [(line(2),), (line(1, "civil"),), (line(3),)]
    assert [change.view.lines["land"].waiting for change in stage.changes] == [1, 2, 2, 3]


async def test_a_listener_is_told_what_is_known_and_then_every_change(stage: Stage) -> None:
    listening = stage.link.listen()
    first = await anext(listening)
    stage.server.push(line(2))
    second = await anext(listening)
    assert (first.things, first.snapshot) == ((line(1),), True)
    assert (second.things, second.snapshot) == ((line(2),), False)
    await listening.aclose()  # type: ignore[attr-defined]


async def test_a_failing_listener_disturbs_nobody(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    def failing(_: Change) -> None:
        raise LookupError("of its own making")

    stop = stage.link.on_change(failing)
    also: list[Change] = []
    stage.link.on_change(also.append)
    with caplog.at_level(logging.ERROR):
        stage.server.push(line(2))
        await stage.until(lambda: stage.link.view.version == 2)
    assert [record.__dict__["action"] for record in caplog.records] == ["listener_failed"]
    stop()
    stage.server.push(line(3))
    await stage.until(lambda: stage.link.view.version == 3)
    assert len(caplog.records) == 1
    assert [change.things for change in also] == [(line(2),), (line(3),)]


async def test_a_request_is_answered(stage: Stage) -> None:
    request = find()
    stage.server.on(msg.FindTicket, lambda asked: msg.Done(request=asked.request, version=7))
    assert await stage.link.ask(request) == msg.Done(request=request.request, version=7)


async def test_a_request_whose_answer_was_lost_is_asked_again_and_carried_out_once(stage: Stage) -> None:
    request = find()
    stage.server.lose_next_answer()
    asking = asyncio.create_task(stage.link.ask(request))
    await stage.state(LinkState.STALE)
    assert not asking.done()
    stage.server.restore()
    assert isinstance(await asking, msg.Done)
    assert stage.server.carried_out == [request]
    assert stage.server.came[request.request] == 2


async def test_requests_made_without_a_connection_wait_for_it_in_order(stage: Stage) -> None:
    stage.server.drop()
    await stage.state(LinkState.STALE)
    requests = [find() for _ in range(5)]
    asking = [asyncio.create_task(stage.link.ask(request)) for request in requests]
    await asyncio.sleep(0)
    stage.server.restore()
    await asyncio.gather(*asking)
    assert stage.server.carried_out == requests


async def test_asking_twice_with_one_id_is_asking_once(stage: Stage) -> None:
    stage.server.drop()
    await stage.state(LinkState.STALE)
    request = find()
    asking = [asyncio.create_task(stage.link.ask(request)) for _ in range(2)]
    await asyncio.sleep(0)
    stage.server.restore()
    first, second = await asyncio.gather(*asking)
    assert first == second
    assert stage.server.came[request.request] == 1


async def test_one_who_gives_up_does_not_take_the_answer_from_another(stage: Stage) -> None:
    stage.server.drop()
    await stage.state(LinkState.STALE)
    request = find()
    patient = asyncio.create_task(stage.link.ask(request))
    hasty = asyncio.create_task(stage.link.ask(request))
    await asyncio.sleep(0)
    hasty.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hasty
    stage.server.restore()
    assert isinstance(await patient, msg.Done)


async def test_one_id_cannot_stand_for_two_requests(stage: Stage) -> None:
    stage.server.drop()
    await stage.state(LinkState.STALE)
    asking = asyncio.create_task(stage.link.ask(find("same")))
    await asyncio.sleep(0)
    with pytest.raises(ValueError, match="same already stands for another request"):
        await stage.link.ask(msg.FindTicket(request="same", ticket="B002"))
    stage.server.restore()
    await asking


async def test_a_refusal_has_its_code_and_words_and_may_be_asked_again(stage: Stage) -> None:
    def refuse(_: msg.FindTicket) -> msg.Answer:
        raise Refusal("not_issuing", FULL)

    request = find()
    stage.server.on(msg.FindTicket, refuse)
    with pytest.raises(Refusal, match="not_issuing: No more tickets") as refused:
        await stage.link.ask(request)
    assert (refused.value.code, refused.value.words) == ("not_issuing", FULL)
    assert stage.server.carried_out == []
    stage.server.on(msg.FindTicket, lambda asked: msg.Done(request=asked.request, version=1))
    assert isinstance(await stage.link.ask(request), msg.Done)


async def test_a_kiosk_cannot_call(stage: Stage) -> None:
    with pytest.raises(Refusal) as refused:
        await stage.link.ask(msg.CallNext(request=fresh_request(), desk="d1"))
    assert refused.value.code == "not_allowed"
    assert stage.server.carried_out == []


async def test_a_desk_can(make: Callable[..., object]) -> None:
    async with make(msg.Role.DESK) as stage:  # type: ignore[attr-defined]
        assert isinstance(await stage.link.ask(msg.CallNext(request=fresh_request(), desk="d1")), msg.Done)


async def test_after_the_deadline_there_is_no_answer_and_it_may_be_asked_again(stage: Stage) -> None:
    request = find()
    stage.server.fall_silent()
    asking = asyncio.create_task(stage.link.ask(request, timeout=3))
    await asyncio.sleep(0)
    stage.server.pass_deadlines()
    with pytest.raises(NoAnswer, match=r"FindTicket within 3 s"):
        await asking
    stage.server.drop()
    stage.server.restore()
    assert isinstance(await stage.link.ask(request, timeout=3), msg.Done)
    assert stage.server.carried_out == [request]


async def test_a_short_outage_is_resumed_and_a_long_one_brings_everything(stage: Stage) -> None:
    stage.server.drop()
    await stage.state(LinkState.STALE)
    stage.server.push(line(2))
    stage.server.restore()
    await stage.state(LinkState.LIVE)
    assert stage.changes[-1].things == (line(2),)
    assert not stage.changes[-1].snapshot
    assert stage.link.welcome is not None
    assert stage.link.welcome.recovered

    stage.server.drop()
    await stage.state(LinkState.STALE)
    stage.server.push(line(1, "civil"))
    stage.server.forget()
    stage.server.restore()
    await stage.state(LinkState.LIVE)
    assert stage.changes[-1].things == (line(1, "civil"),)
    assert stage.changes[-1].snapshot
    assert not stage.link.welcome.recovered
    assert stage.link.view == stage.server.view


async def test_what_was_known_stays_known_while_it_is_stale(stage: Stage) -> None:
    known = stage.link.view
    stage.server.drop()
    await stage.state(LinkState.STALE)
    assert stage.changes[-1] == Change(state=LinkState.STALE, view=known, heard_at=1_000)


async def test_another_epoch_is_another_centre(stage: Stage) -> None:
    stage.server.replace(line(1), epoch="restored")
    await stage.until(lambda: stage.link.view.epoch != EPOCH)
    assert stage.changes[-1].things == (line(1),), "the same line of another centre is news"
    assert stage.link.view == stage.server.view


async def test_a_device_that_is_turned_away_says_why_until_it_may_come_in(stage: Stage) -> None:
    stage.server.turn_away("unknown_device")
    await stage.state(LinkState.REFUSED)
    assert stage.link.refusal == "unknown_device"
    stage.server.restore()
    await stage.state(LinkState.LIVE)
    assert stage.link.refusal is None


async def test_when_the_link_ends_nobody_is_left_waiting(make: Callable[..., object]) -> None:
    async with make() as stage:  # type: ignore[attr-defined]
        stage.server.fall_silent()
        asking = asyncio.create_task(stage.link.ask(find()))
        await asyncio.sleep(0)
    with pytest.raises(NoAnswer, match="ended"):
        await asking
    assert stage.link.state is LinkState.STALE
