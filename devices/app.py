"""`motcua devices`: the signs, keypads and relays of this machine, kept as the centre says. No window.

Not responsible for what a sign shows (`faces`), for what a key means (`keys`), nor for any wire (`hardware.bus`).
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable

from devices.attach import Attached, attach
from devices.faces import FLASHES, face_of
from devices.health import health_of
from devices.keys import request_for
from devices.parts import KeypadPart, RelayPart, Settings, SignPart
from devices.sign_in import NO_SERVER, WAIT, WELCOME, WRONG, Credentials, Typing
from hardware.bus.exchange import UnitState
from hardware.keypad.base import Press
from hardware.sign.base import DARK, Face
from queue_server.client.base import AnyLink, Change, LinkState, NoAnswer, Refusal, fresh_request
from queue_server.client.link import Link
from queue_server.protocol import messages as msg

log = logging.getLogger(__name__)

#: Seconds between two looks at what time alone changes: a call that is no longer fresh.
_LOOK = 0.25
#: Seconds from a press to its answer. What is done later would surprise whoever pressed.
_PATIENCE = 3.0
#: The same for a PIN, which the server is slow to look at, the slower the more often it was wrong.
_PATIENCE_FOR_PIN = 20.0
#: Seconds without the server after which a sign is dark: its number may have been finished long ago.
_STALE = 60.0


class Devices:
    """What is attached, between its threads and the link's loop. `run` must be running."""

    def __init__(self, link: AnyLink, settings: Settings, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._link = link
        self._steady = steady
        self._live_at = steady()
        self._settings = settings
        self._keypads = {part.name: part for part in settings.keypad}
        self._typing = {part.name: Typing(part.officers) for part in settings.keypad}
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._pressed: dict[str, asyncio.Queue[tuple[str, float]]] = {name: asyncio.Queue() for name in self._keypads}
        self._news: asyncio.Queue[tuple[str, UnitState]] = asyncio.Queue()
        self._attached: Attached | None = None
        parts: tuple[SignPart | KeypadPart | RelayPart, ...] = (*settings.sign, *settings.keypad, *settings.relay)
        self._states = {part.name: UnitState.GONE for part in parts}
        self._rung = 0
        self._line: tuple[LinkState, str | None] = link.state, link.refusal

    async def run(self) -> None:
        """Keep going until cancelled."""
        loop = asyncio.get_running_loop()

        def pressed(press: Press) -> None:
            loop.call_soon_threadsafe(self._pressed[press.keypad].put_nowait, (press.key, self._steady()))

        def changed(name: str, state: UnitState) -> None:
            loop.call_soon_threadsafe(self._news.put_nowait, (name, state))

        self._attached = attach(self._settings, pressed=pressed, changed=changed)
        forget = self._link.on_change(self._changed)
        self._attached.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._tell_health())
                tasks.create_task(self._look())
                for part in self._keypads.values():
                    tasks.create_task(self._hear(part))
        finally:
            forget()
            for asking in self._asking.values():
                asking.cancel()
            await asyncio.to_thread(self._attached.close)

    # --- what is not ours to see ---

    def _changed(self, change: Change) -> None:
        self._note_the_line()
        if change.state is LinkState.LIVE:
            for typing in self._typing.values():
                typing.unsay(NO_SERVER)
        self._show()
        calls = [thing for thing in change.things if isinstance(thing, msg.Call)]
        newest = max((call.id for call in calls), default=0)
        # A snapshot tells of calls long made, and so does what was missed while the line was down.
        if not change.snapshot:
            for call in calls:
                if call.id > self._rung and self._link.now() - call.at < FLASHES:
                    self._ring(call)
        self._rung = max(self._rung, newest)
        if change.snapshot and change.state is LinkState.LIVE:
            for name, state in self._states.items():
                self._news.put_nowait((name, state))

    def _note_the_line(self) -> None:
        """There is no screen that would say that the server is away, or does not know this device."""
        line = self._link.state, self._link.refusal
        if line != self._line:
            self._line = line
            state, refusal = line
            level = logging.INFO if state is LinkState.LIVE else logging.WARNING
            words = f"server: {state.value}" + (f", {refusal}" if refusal else "")
            log.log(level, words, extra={"action": "devices_line", "state": state.value, "refusal": refusal})

    def _show(self) -> None:
        assert self._attached is not None
        now = self._link.now()
        if self._link.state is LinkState.LIVE:
            self._live_at = self._steady()
        stale = self._steady() - self._live_at > _STALE
        for part in self._settings.sign:
            known = DARK if stale else face_of(self._link.view, part.desk, now=now)
            face = self._typed_at(part.desk) or known
            self._attached.signs[part.name].show(face)
            self._attached.bus_of[part.name].wake()

    def _typed_at(self, desk: str) -> Face | None:
        """What an officer who signs in at this desk is to see, or whose press could not be answered."""
        here = (self._typing[name] for name, part in self._keypads.items() if part.desk == desk)
        return next((face for each in here if (face := each.face(now=self._steady()))), None)

    def _ring(self, call: msg.Call) -> None:
        assert self._attached is not None
        for part in self._settings.relay:
            if not part.desks or call.desk in part.desks:
                self._attached.relays[part.name].pulse(part.seconds)
                self._attached.bus_of[part.name].wake()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            self._show()

    async def _tell_health(self) -> None:
        while True:
            name, state = await self._news.get()
            self._states[name] = state
            if self._news.empty():
                health, detail = health_of(self._states)
                await self._ask(msg.ReportHealth(request=fresh_request(), health=health, detail=detail), _PATIENCE)

    async def _hear(self, part: KeypadPart) -> None:
        """Presses of one keypad, one after another. Other desks do not wait for what this one waits for."""
        while True:
            key, at = await self._pressed[part.name].get()
            await self._press(part, key, at + _PATIENCE)

    async def _press(self, part: KeypadPart, key: str, until: float) -> None:
        meaning, desk = part.keys.get(key), self._link.view.desks.get(part.desk)
        if desk is not None and desk.state is msg.DeskState.CLOSED and part.officers:
            self._type(part, part.types.get(key, key))
            return
        if meaning is None:
            return
        request = request_for(meaning, desk=desk, request=fresh_request()) if desk else None
        if desk and not request:
            return
        left = until - self._steady()
        answered = request is not None and left > 0 and await self._ask(request, left)
        if not answered:
            self._typing[part.name].say(NO_SERVER, now=self._steady())
            self._show()

    def _type(self, part: KeypadPart, key: str) -> None:
        """A key of an officer who signs in. Other keypads are heard while the server looks at a PIN."""
        if (asking := self._asking.get(part.name)) is not None and not asking.done():
            return
        credentials = self._typing[part.name].press(key, now=self._steady())
        if credentials is not None:
            self._asking[part.name] = asyncio.create_task(self._sign_in(part, credentials))
        self._show()

    async def _sign_in(self, part: KeypadPart, credentials: Credentials) -> None:
        request = msg.SignInAtDesk(request=fresh_request(), desk=part.desk, name=credentials.name, pin=credentials.pin)
        try:
            live = self._link.state is LinkState.LIVE
            await self._link.ask(request, timeout=_PATIENCE_FOR_PIN if live else _PATIENCE)
            face = WELCOME
        except Refusal as refusal:
            face = WAIT if refusal.code == "locked_out" else WRONG
            log.info("sign-in refused", extra={"action": "sign_in_refused", "desk": part.desk, "code": refusal.code})
        except NoAnswer:
            face = NO_SERVER
        self._typing[part.name].say(face, now=self._steady())
        self._show()

    async def _ask(self, request: msg.Command, timeout: float) -> bool:
        """Whether there was an answer, be it a refusal."""
        try:
            await self._link.ask(request, timeout=timeout)
        except (Refusal, NoAnswer) as error:
            kind = type(request).__name__
            log.info("%s: %s", kind, error, extra={"action": "device_refused", "kind": kind})
            return isinstance(error, Refusal)
        return True


async def attend(link: Link, settings: Settings) -> None:
    """Run until asked to stop."""
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(Devices(link, settings).run())]
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, lambda: [task.cancel() for task in tasks])
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        if not task.cancelled():
            task.result()
