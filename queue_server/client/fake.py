"""A centre's server in memory, for trying a kiosk or a board without sockets: scripted answers, pushed news, outages.

`FakeServer` is the hand on the strings, `FakeLink` what the kiosk or board holds; it passes the same tests as `Link`.
It answers once per request id, as a server does, and knows nothing about queues: every answer is scripted.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from queue_server.client.asking import Asking
from queue_server.client.base import Change, ErrandListener, LinkState, Listener, Refusal
from queue_server.client.listeners import Listeners
from queue_server.client.view import View
from queue_server.protocol import messages as msg
from queue_server.protocol.session import ALLOWED, resume

C = TypeVar("C", bound=msg.Request)

EPOCH = "fake"
NOT_ALLOWED = {"vi": "Thiết bị này không được phép làm việc đó.", "en": "This device may not do that."}


class FakeServer:
    """A server whose answers, news and outages are told to it. `now` is its clock and stands still unless set.

    `carried_out` holds every request that took effect, in order; `came` counts how often each request id came.
    """

    def __init__(self, *things: msg.Thing, now: msg.Instant = 0) -> None:
        self.now = now
        self.carried_out: list[msg.Command] = []
        self.came: Counter[str] = Counter()
        self.up = True
        self.view = View().apply(msg.Snapshot(epoch=EPOCH, version=1, things=things))
        self._links: list[FakeLink] = []
        self._scripts: dict[type, Callable[[msg.Command], msg.Answer]] = {}
        self._answers: dict[str, msg.Answer] = {}
        self._updates: list[msg.Update] = []
        self._oldest = self.view.version
        self._lose_answers = 0
        self._silent = False

    @property
    def version(self) -> int:
        return self.view.version

    def link(self, role: msg.Role, device: str = "device") -> FakeLink:
        """A link to this server. It connects when it is `run`."""
        made = FakeLink(self, role=role, device=device)
        self._links.append(made)
        return made

    # ----------------------------------------------------------------------------------------------------- the script

    def on(self, kind: type[C], script: Callable[[C], msg.Answer]) -> None:
        """Answer requests of this kind by `script`. It may `push`, and may raise `Refusal`."""
        self._scripts[kind] = script  # type: ignore[assignment]  # looked up by the very same type

    def push(self, *things: msg.Thing) -> int:
        """Something happened: tell all links. Returns the new version."""
        update = msg.Update(version=self.version + 1, things=things)
        self._updates.append(update)
        self.view = self.view.apply(update)
        for link in self._links:
            link.hear(update)
        return self.version

    def replace(self, *things: msg.Thing, epoch: str | None = None) -> None:
        """All is different now: tell all links everything anew, if wanted as a restored database would."""
        snapshot = msg.Snapshot(epoch=epoch or self.view.epoch, version=self.version + 1, things=things)
        self.view = self.view.apply(snapshot)
        self.forget()
        for link in self._links:
            link.hear(snapshot)

    def forget(self) -> None:
        """Keep no changes for those who resume, as after a restart: they get a snapshot."""
        self._updates.clear()
        self._oldest = self.version

    def drop(self) -> None:
        """Break all connections and let none be made until `restore`."""
        self.up = False
        for link in self._links:
            link.lost()

    def restore(self) -> None:
        """Let links connect again: they resume, and ask again what went unanswered."""
        self.up, self._silent = True, False
        for link in self._links:
            link.connect()

    def turn_away(self, code: str) -> None:
        """Break all connections and refuse them from now on, until `restore`: unknown_device, wrong_version …"""
        self.up = False
        for link in self._links:
            link.lost(refusal=code)

    def lose_next_answer(self) -> None:
        """Carry out the next request, but break the connection before its answer goes out."""
        self._lose_answers += 1

    def fall_silent(self) -> None:
        """Answer nothing until `restore`; requests are not carried out."""
        self._silent = True

    def pass_deadlines(self) -> None:
        """Let the time of all requests that were asked with a `timeout` run out."""
        for link in self._links:
            link.pass_deadlines()

    # --------------------------------------------------------------------------------------------------- for the links

    def greet(self, link: FakeLink) -> tuple[msg.Welcome, msg.Snapshot | msg.Update]:
        """The welcome to a link that connects, and what it has missed."""
        position = link.view.position
        recovered = resume(position, epoch=self.view.epoch, version=self.version, oldest=self._oldest)
        welcome = msg.Welcome(
            protocol=msg.PROTOCOL,
            server="fake",
            centre=self.view.centre.id if self.view.centre else "fake",
            role=link.role,
            device=link.device,
            epoch=self.view.epoch,
            version=self.version,
            recovered=recovered,
            now=self.now,
            beat=5.0,
        )
        if position is None or not recovered:
            return welcome, msg.Snapshot(epoch=self.view.epoch, version=self.version, things=self.view.things)
        missed = tuple(
            thing for update in self._updates if update.version > position.version for thing in update.things
        )
        return welcome, msg.Update(version=self.version, things=missed)

    def answer(self, request: msg.Command, role: msg.Role) -> msg.Answer | None:
        """The answer to a request; None when it does not arrive."""
        if self._silent or not self.up:
            return None
        self.came[request.request] += 1
        answer = self._answers.get(request.request) or self._carry_out(request, role)
        if self._lose_answers:
            self._lose_answers -= 1
            self.drop()
            return None
        return answer

    def _carry_out(self, request: msg.Command, role: msg.Role) -> msg.Answer:
        if type(request) not in ALLOWED[role]:
            return msg.Refused(request=request.request, code="not_allowed", message=NOT_ALLOWED)
        script = self._scripts.get(type(request))
        try:
            answer = script(request) if script else msg.Done(request=request.request, version=self.version)
        except Refusal as refusal:  # not remembered: the same request may succeed later
            return msg.Refused(request=request.request, code=refusal.code, message=refusal.words, ticket=refusal.ticket)
        self.carried_out.append(request)
        self._answers[request.request] = answer
        return answer


class FakeLink:
    """See base.AnyLink. Everything happens at once, in the caller's own step of the loop."""

    def __init__(self, server: FakeServer, *, role: msg.Role, device: str) -> None:
        self.view = View()
        self.state = LinkState.CONNECTING
        self.welcome: msg.Welcome | None = None
        self.refusal: str | None = None
        self.heard_at: msg.Instant | None = None
        self.role = role
        self.device = device
        self._server = server
        self._running = False
        self._listeners = Listeners[Change]()
        self._errands = Listeners[msg.Errand]()
        self._deadlines: list[asyncio.Future[None]] = []
        self._asking = Asking(sleep=self._until_deadlines_pass, wake=self._deliver)
        self._connection = object()

    def now(self) -> msg.Instant:
        """The server's clock."""
        return self._server.now

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every change until what is returned is called."""
        return self._listeners.add(listener)

    def on_errand(self, listener: ErrandListener) -> Callable[[], None]:
        """Call `listener` with everything that the server asks of this device."""
        return self._errands.add(listener)

    def asked(self, errand: msg.Errand) -> None:
        """The server asks this device for something."""
        self._errands.tell(errand)

    def listen(self) -> AsyncIterator[Change]:
        """What is known now, then every change in order, for ever."""
        return self._listeners.listen(lambda: self._change(self.view.things, snapshot=True))

    async def ask(self, request: msg.Command, *, timeout: float | None = None) -> msg.Answer:
        """Ask the server's script. Raises `Refusal`, `ValueError`, and `NoAnswer` at `FakeServer.pass_deadlines`."""
        return await self._asking.ask(request, timeout=timeout)

    async def run(self) -> None:
        """Be connected whenever the server is up, until cancelled."""
        self._running = True
        self.connect()
        try:
            await asyncio.Event().wait()
        finally:
            self._asking.end()
            self.lost()
            self._running = False

    # -------------------------------------------------------------------------------------------------- for the server

    def connect(self) -> None:
        """Connect if it may be, resume, and ask again what went unanswered."""
        if self.state is LinkState.LIVE or not (self._running and self._server.up):
            return
        self.welcome, missed = self._server.greet(self)
        self.state, self.refusal = LinkState.LIVE, None
        things = self.view.news(missed)
        self._fold(missed)
        self._listeners.tell(self._change(things, snapshot=isinstance(missed, msg.Snapshot)))
        self._connection = object()
        self._deliver()

    def hear(self, message: msg.Snapshot | msg.Update) -> None:
        """News; missed while there is no connection."""
        if self.state is LinkState.LIVE:
            things = self.view.news(message)
            self._fold(message)
            if things or isinstance(message, msg.Snapshot):
                self._listeners.tell(self._change(things, snapshot=isinstance(message, msg.Snapshot)))

    def lost(self, *, refusal: str | None = None) -> None:
        """The connection is gone."""
        before = self.state, self.refusal
        self.refusal = refusal
        if refusal is not None:
            self.state = LinkState.REFUSED
        else:
            self.state = LinkState.STALE if self.view.epoch else LinkState.CONNECTING
        if before != (self.state, self.refusal):
            self._listeners.tell(self._change())

    def pass_deadlines(self) -> None:
        """The time of all who wait is over."""
        over, self._deadlines = self._deadlines, []
        for deadline in over:
            if not deadline.done():
                deadline.set_result(None)

    def _until_deadlines_pass(self, _: float) -> asyncio.Future[None]:
        deadline = asyncio.get_running_loop().create_future()
        self._deadlines.append(deadline)
        return deadline

    def _deliver(self) -> None:
        for asked in self._asking.not_carried_by(self._connection):
            if self.state is not LinkState.LIVE:
                return
            asked.carrier = self._connection
            answer = self._server.answer(asked.request, self.role)
            if answer is not None:
                self._asking.answered(answer)

    def _fold(self, message: msg.Snapshot | msg.Update) -> None:
        self.view = self.view.apply(message)
        self.heard_at = self.now()

    def _change(self, things: tuple[msg.Thing, ...] = (), *, snapshot: bool = False) -> Change:
        return Change(state=self.state, view=self.view, things=things, snapshot=snapshot, heard_at=self.heard_at)
