"""The link against a server whose every frame is written here. Time passes only when a test says so."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from queue_server.client.link import Change, Link, LinkState, Refusal, fresh_request
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import MAX_FRAME_FROM_SERVER, decode_from_client, encode


class Clock:
    """Stands still until it is advanced. What sleeps is known by how long it wanted to."""

    def __init__(self) -> None:
        self.time = 1_000.0
        self._sleeping: list[tuple[float, float, asyncio.Future[None]]] = []
        self._came = asyncio.Event()

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> Awaitable[None]:
        asleep = asyncio.get_running_loop().create_future()
        self._sleeping.append((self.time + seconds, seconds, asleep))
        self._came.set()
        return asleep

    async def asleep(self, seconds: float) -> None:
        """Until something sleeps for so long."""
        while not any(round(each, 6) == seconds and not future.done() for _, each, future in self._sleeping):
            self._came.clear()
            await self._came.wait()

    def advance(self, seconds: float) -> None:
        self.time += seconds
        for due, _, asleep in self._sleeping:
            if due <= self.time and not asleep.done():
                asleep.set_result(None)


class Visit:
    """One connection as the server sees it."""

    def __init__(self, connection: ServerConnection) -> None:
        self.connection = connection
        self.over = asyncio.Event()

    async def receive(self) -> object:
        return decode_from_client(await self.connection.recv())

    async def send(self, *messages: msg.FromServer | str) -> None:
        for message in messages:
            await self.connection.send(message if isinstance(message, str) else encode(message).decode())

    async def greet(self, *, recovered: bool = False, version: int = 5, beat: float = 5.0) -> msg.Hello:
        hello = await self.receive()
        assert isinstance(hello, msg.Hello)
        await self.send(welcome(recovered=recovered, version=version, beat=beat))
        return hello

    async def admit(self) -> msg.Hello:
        hello = await self.greet()
        await self.send(snapshot(5))
        return hello

    def hang_up(self) -> None:
        """Pull the plug."""
        self.connection.transport.abort()

    async def end(self) -> int | None:
        await self.connection.wait_closed()
        return self.connection.close_code


class House:
    """A server, a link to it, and the time they live in."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.visits: asyncio.Queue[Visit] = asyncio.Queue()
        self.changes: list[Change] = []
        self.headers: list[str | None] = []
        self._changed = asyncio.Event()
        self._here: list[Visit] = []

    async def answer_the_door(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        self.headers.append(connection.request.headers.get("Cookie"))
        visit = Visit(connection)
        self._here.append(visit)
        self.visits.put_nowait(visit)
        await connection.wait_closed()

    def note(self, change: Change) -> None:
        self.changes.append(change)
        self._changed.set()

    async def until(self, happened: Callable[[], bool]) -> None:
        while not happened():
            self._changed.clear()
            await self._changed.wait()

    @asynccontextmanager
    async def link(self, *, role: msg.Role = msg.Role.DESK, **options: object) -> AsyncIterator[Link]:
        """A link that pauses for the longest time it may, so that pauses can be told."""
        async with serve(self.answer_the_door, "127.0.0.1", 0, close_timeout=1) as listening:
            port = next(iter(listening.sockets)).getsockname()[1]
            link = Link(
                f"ws://127.0.0.1:{port}/ws",
                role=role,
                device="pc-1",
                jitter=lambda longest: longest,
                sleep=self.clock.sleep,
                steady=self.clock,
                wall=lambda: 77_000,
                **options,  # type: ignore[arg-type]
            )
            link.on_change(self.note)
            running = asyncio.create_task(link.run())
            try:
                yield link
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running


@pytest.fixture
def house() -> House:
    return House()


def welcome(*, recovered: bool, version: int = 5, beat: float = 5.0, now: int = 500_000) -> msg.Welcome:
    return msg.Welcome(
        protocol=1,
        server="scripted",
        centre="kt",
        role=msg.Role.DESK,
        device="pc-1",
        epoch="e1",
        version=version,
        recovered=recovered,
        now=now,
        beat=beat,
    )


def snapshot(version: int, *things: msg.Thing) -> msg.Snapshot:
    return msg.Snapshot(epoch="e1", version=version, things=things)


def desk(state: msg.DeskState, desk: str = "d1") -> msg.Desk:
    return msg.Desk(id=desk, state=state, since=1)


def find() -> msg.FindTicket:
    return msg.FindTicket(request=fresh_request(), ticket="A001")


# --------------------------------------------------------------------------------------------- hello and resuming


async def test_hello_says_who_it_is(house: House) -> None:
    async with house.link(token="t0k", headers={"Cookie": "motcua_session=abc"}) as link:
        visit = await house.visits.get()
        assert await visit.admit() == msg.Hello(protocol=1, role=msg.Role.DESK, device="pc-1", token="t0k")
        await house.until(lambda: link.state is LinkState.LIVE)
        assert house.headers == ["motcua_session=abc"]


async def test_it_resumes_from_where_it_was_told_last(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.admit()
        await visit.send(msg.Update(version=8, things=()), msg.Beat(version=9, now=1))
        await house.until(lambda: link.state is LinkState.LIVE)
        answer = asyncio.create_task(link.ask(find()))
        assert await visit.receive()  # everything before it has been read
        visit.hang_up()
        await house.clock.asleep(0.5)
        house.clock.advance(0.5)
        hello = await (await house.visits.get()).greet()
        assert hello.resume == msg.Position(epoch="e1", version=9)
        answer.cancel()


async def test_resumed_it_is_live_when_it_has_caught_up_and_not_before(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.admit()
        await house.until(lambda: link.state is LinkState.LIVE)
        visit.hang_up()
        await house.clock.asleep(0.5)
        house.clock.advance(0.5)
        visit = await house.visits.get()
        await visit.greet(recovered=True, version=8)
        await visit.send(msg.Update(version=6, things=(desk(msg.DeskState.IDLE),)))
        await visit.send(msg.Update(version=8, things=(desk(msg.DeskState.CALLING),)))
        await house.until(lambda: link.state is LinkState.LIVE)
    states = [(change.state, [thing.state for thing in change.things]) for change in house.changes[1:4]]  # type: ignore[union-attr]
    assert states == [
        (LinkState.STALE, []),
        (LinkState.STALE, [msg.DeskState.IDLE]),
        (LinkState.LIVE, [msg.DeskState.CALLING]),
    ]


async def test_a_heartbeat_is_enough_when_nothing_was_missed(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.admit()
        await house.until(lambda: link.state is LinkState.LIVE)
        visit.hang_up()
        await house.clock.asleep(0.5)
        house.clock.advance(0.5)
        visit = await house.visits.get()
        await visit.greet(recovered=True, version=5)
        await visit.send(msg.Beat(version=5, now=1))
        await house.until(lambda: link.state is LinkState.LIVE)


async def test_it_is_not_live_before_the_snapshot(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.greet()
        await visit.send(msg.Beat(version=5, now=1))
        asking = asyncio.create_task(link.ask(find()))
        await visit.send(snapshot(5, desk(msg.DeskState.IDLE)))
        await visit.receive()
        assert [(change.state, len(change.things)) for change in house.changes] == [(LinkState.LIVE, 1)]
        asking.cancel()


async def test_nothing_is_asked_before_everything_is_known(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        asking = asyncio.create_task(link.ask(find()))
        await visit.greet()
        await visit.connection.close()
        with pytest.raises(ConnectionClosed):
            await visit.receive()
        asking.cancel()


async def test_a_large_snapshot_is_read(house: House) -> None:
    wide = msg.Desk(id="d1", state=msg.DeskState.IDLE, since=1, officer="ế" * (MAX_FRAME_FROM_SERVER // 4))
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.greet()
        await visit.send(snapshot(5, wide))
        await house.until(lambda: link.state is LinkState.LIVE)
        assert link.view.desks["d1"] == wide


# ---------------------------------------------------------------------------------------------------- reconnecting


async def test_pauses_grow_to_the_cap_and_begin_anew_after_it_was_live(house: House) -> None:
    async with house.link() as link:
        for pause in (0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0):
            (await house.visits.get()).hang_up()
            await house.clock.asleep(pause)
            house.clock.advance(pause)
        assert link.state is LinkState.CONNECTING, "stale is what was live once"
        visit = await house.visits.get()
        await visit.admit()
        await house.until(lambda: link.state is LinkState.LIVE)
        visit.hang_up()
        await house.clock.asleep(0.5)
        assert link.state is LinkState.STALE


async def test_it_waits_for_a_server_that_is_not_there_yet() -> None:
    clock = Clock()
    async with serve(lambda connection: connection.wait_closed(), "127.0.0.1", 0) as listening:
        port = next(iter(listening.sockets)).getsockname()[1]
    link = Link(f"ws://127.0.0.1:{port}/ws", role=msg.Role.BOARD, device="b", jitter=lambda longest: longest,
                sleep=clock.sleep, steady=clock)  # fmt: skip
    running = asyncio.create_task(link.run())
    for pause in (0.5, 1.0, 2.0, 2.5, 2.5):  # a machine that refuses at once is having its server started
        await clock.asleep(pause)
        clock.advance(pause)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (msg.Close.NOT_ALLOWED, "not_allowed"),
        (msg.Close.WRONG_VERSION, "wrong_version"),
        (msg.Close.REPLACED, "replaced"),
    ],
)
async def test_one_who_is_not_wanted_does_not_hammer(house: House, code: int, refusal: str) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.connection.close(code)
        await house.clock.asleep(30.0)
        assert (link.state, link.refusal) == (LinkState.REFUSED, refusal)
        house.clock.advance(30.0)
        await (await house.visits.get()).admit()
        await house.until(lambda: link.state is LinkState.LIVE)
        assert link.refusal is None


async def test_the_reason_is_the_one_that_the_server_gave(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.send(msg.Failure(code="unknown_device", message={}))
        await visit.connection.close(msg.Close.NOT_ALLOWED)
        await house.clock.asleep(30.0)
        assert link.refusal == "unknown_device"


async def test_a_complaint_about_a_frame_is_no_refusal(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.admit()
        await visit.send(msg.Failure(code="not_understood", message={}))
        await visit.connection.close(1001)
        await house.clock.asleep(0.5)
        assert (link.state, link.refusal) == (LinkState.STALE, None)


@pytest.mark.parametrize(
    "frames",
    [
        ["{"],
        ['{"type": "snapshot", "epoch": "e1", "version": "five", "things": []}'],
        [snapshot(5)],
        [welcome(recovered=False), welcome(recovered=False)],
        [welcome(recovered=False), msg.Update(version=6, things=())],
    ],
)
async def test_it_hangs_up_on_a_server_that_makes_no_sense(house: House, frames: list[msg.FromServer | str]) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        with suppress(ConnectionClosed):
            await visit.send(*frames)
        await visit.end()
        await house.clock.asleep(0.5)
        assert link.state is LinkState.CONNECTING


# ------------------------------------------------------------------------------------------------------ the watchdog


async def test_a_server_that_never_greets_is_left_after_twelve_seconds(house: House) -> None:
    async with house.link():
        visit = await house.visits.get()
        await house.clock.asleep(12.0)
        house.clock.advance(12.0)
        assert await visit.end() == 1006
        await house.clock.asleep(0.5)


async def test_a_server_that_falls_silent_is_left_after_two_and_a_half_beats(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.greet(beat=4.0)
        await visit.send(snapshot(5))
        await house.until(lambda: link.state is LinkState.LIVE)
        await house.clock.asleep(12.0)
        house.clock.advance(12.0)  # the patience of before the welcome: 10 s are over since
        assert await visit.end() == 1006
        await house.until(lambda: link.state is LinkState.STALE)
        assert house.changes[-1].heard_at == 500_000, "stale since it was last heard"


async def test_any_frame_is_a_sign_of_life(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.admit()
        await house.until(lambda: link.state is LinkState.LIVE)
        await house.clock.asleep(12.0)
        house.clock.advance(11.9)
        await visit.send(msg.Update(version=6, things=(desk(msg.DeskState.IDLE),)))
        await house.until(lambda: link.view.version == 6)
        house.clock.advance(0.1)
        await house.clock.asleep(12.4)  # what is left of 12.5
        assert link.state is LinkState.LIVE
        assert link.heard_at == 511_900


async def test_it_knows_the_clock_of_the_server(house: House) -> None:
    async with house.link() as link:
        assert link.now() == 77_000, "its own, until it is told better"
        assert link.heard_at is None
        visit = await house.visits.get()
        await visit.admit()
        await house.until(lambda: link.state is LinkState.LIVE)
        house.clock.advance(2.5)
        assert link.now() == 502_500
        await visit.send(msg.Beat(version=5, now=600_000), msg.Update(version=6, things=(desk(msg.DeskState.IDLE),)))
        await house.until(lambda: link.view.version == 6)
        assert link.now() == 600_000


# ------------------------------------------------------------------------------------------------------------- asking


async def test_a_request_goes_out_again_after_every_break_until_it_is_answered(house: House) -> None:
    async with house.link() as link:
        request = find()
        asking = asyncio.create_task(link.ask(request))
        for _ in range(3):
            visit = await house.visits.get()
            await visit.admit()
            assert await visit.receive() == request
            visit.hang_up()
            await house.clock.asleep(0.5)
            house.clock.advance(0.5)
        visit = await house.visits.get()
        await visit.admit()
        assert await visit.receive() == request
        await visit.send(msg.Done(request=request.request, version=6), msg.Done(request=request.request, version=6))
        assert await asking == msg.Done(request=request.request, version=6)


@pytest.mark.parametrize("code", ["unavailable", "too_fast"])
async def test_a_server_that_cannot_just_now_is_asked_again(house: House, code: str) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.admit()
        request = find()
        asking = asyncio.create_task(link.ask(request))
        for _ in range(3):
            assert await visit.receive() == request
            await visit.send(msg.Failure(code=code, message={}, request=request.request))
            await house.clock.asleep(1.0)
            house.clock.advance(1.0)
        assert await visit.receive() == request
        await visit.send(msg.Done(request=request.request, version=6))
        await asking


async def test_what_the_server_may_not_do_for_us_is_a_refusal(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.admit()
        request = find()
        asking = asyncio.create_task(link.ask(request))
        await visit.receive()
        await visit.send(msg.Failure(code="not_allowed", message={"en": "No."}, request=request.request))
        with pytest.raises(Refusal, match=r"not_allowed: No\."):
            await asking


async def test_what_a_newer_server_adds_is_passed_over(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.greet()
        await visit.send(
            '{"type": "weather", "sky": "clear"}',
            '{"type": "snapshot", "epoch": "e1", "version": 5, "mood": 1, "things": [{"type": "lamp", "id": "x"}, '
            '{"type": "desk", "id": "d1", "state": "idle", "since": 1, "lamp": "x"}]}',
        )
        await house.until(lambda: link.state is LinkState.LIVE)
        assert link.view.desks == {"d1": desk(msg.DeskState.IDLE)}


# ------------------------------------------------------------------------------------------------------- coming, going


async def test_it_says_goodbye_when_it_is_ended(house: House) -> None:
    async with house.link() as link:
        visit = await house.visits.get()
        await visit.admit()
        await house.until(lambda: link.state is LinkState.LIVE)
    assert await visit.end() == 1000
    assert link.state is LinkState.STALE


@pytest.mark.parametrize("url", ["http://server/ws", "server:8000", ""])
def test_an_address_that_is_none_is_said_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="it looks like ws://host:port/ws"):
        Link(url, role=msg.Role.KIOSK, device="k1")


def test_a_client_needs_msgspec_and_websockets_only() -> None:
    script = (
        "import sys; before = set(sys.modules); import queue_server.client.link, queue_server.client.fake; "
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True
    )
    # msgspec takes typing_extensions along where it happens to be installed, and does without it elsewhere.
    assert set(run.stdout.split()) - {"typing_extensions"} == {"queue_server", "msgspec", "websockets"}
