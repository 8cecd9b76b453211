"""Who listens to what, and what each of them is sent.

A frame is made once per role and broadcast. A listener whose line is full gets nothing until it has drained, and then
one snapshot instead of the backlog: what is shown is always a state, never a queue of old news.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Protocol

import msgspec
from websockets.asyncio.server import ServerConnection

from queue_server import wire
from queue_server.core.centre import Centre
from queue_server.core.events import Event
from queue_server.core.plan import Instant
from queue_server.day_key import DayKeys
from queue_server.device_thing import said_of_itself, stands_still, worth_telling
from queue_server.frames import framed, put
from queue_server.protocol import messages as msg
from queue_server.protocol.session import Allowance, Backlog, Pace, resume
from queue_server.touched import touched
from queue_server.voices import voices

#: Seconds between heartbeats. A client that hears nothing for two and a half of them connects anew.
BEAT_SECONDS = 5.0
#: Seconds between looks at what changes with time alone: wait figures, opening hours, slow listeners.
_LOOK_SECONDS = 0.5
#: Looks between two heartbeats of a listener.
_ROUND = round(BEAT_SECONDS / _LOOK_SECONDS)
#: What time alone changes waits so long behind news: whoever is called hears it before the wait figures that follow.
_BEHIND_NEWS = 0.2
#: Roles of people at browsers: no devices, and told of all devices.
PEOPLE = (msg.Role.DESK, msg.Role.HALL)
#: Updates kept for those who resume.
_RING = 1_000


@dataclass(slots=True, eq=False, kw_only=True)
class Listener:
    """One connection that has said hello.

    `opened` counts connections in the order of their opening. `turn` says at which look of a round it has its
    heartbeat: thousands at once would be in a call's way.
    """

    role: msg.Role
    device: str
    connection: ServerConnection
    backlog: Backlog = field(default_factory=Backlog)
    allowance: Allowance = field(default_factory=Allowance)
    opened: int = 0
    turn: int = 0

    def send(self, message: msg.FromServer) -> None:
        """Put a message on the line without waiting."""
        put(framed(message), on=[self.connection])

    def pace(self, now: float) -> Pace:
        """What to do for it now; `now` in seconds."""
        return self.backlog.pace(buffered=self.connection.transport.get_write_buffer_size(), now=now)


@dataclass(frozen=True, slots=True)
class _Made:
    """A frame, and the version and the time that it was made for."""

    version: int
    at: float
    frame: bytes


@dataclass(slots=True)
class _Channel:
    """What one role has been sent lately, and who listens. `since` is the version before the oldest frame kept.

    `arrivals` is what brings somebody up to date who has resumed, or not: the same for all who come at once.
    """

    since: int
    listeners: set[Listener] = field(default_factory=set)
    recent: deque[tuple[int, bytes]] = field(default_factory=deque)
    arrivals: dict[bool, _Made] = field(default_factory=dict)

    def keep(self, version: int, frame: bytes) -> None:
        self.recent.append((version, frame))
        if len(self.recent) > _RING:
            self.since = self.recent.popleft()[0]


class Source(Protocol):
    """What the switchboard tells of: a live centre. `read` runs its argument when all that it sees is on disk."""

    @property
    def centre(self) -> Centre: ...

    @property
    def epoch(self) -> str: ...

    @property
    def now(self) -> Instant: ...

    speed: float

    async def read(self, reading: Callable[[Centre], None]) -> None: ...


class Switchboard:
    """All listeners of one live centre. `publish` is to be called after each commit."""

    def __init__(self, source: Source, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._live = source
        self._steady = steady
        self._version = source.centre.version
        self._channels = {role: _Channel(since=self._version) for role in msg.Role}
        self._devices: dict[str, msg.Device] = {}
        #: Where each kiosk, board or machine at a desk listens.
        self._lines: dict[str, list[Listener]] = {}
        #: Tickets as answers have told them, and of which version that was.
        self._answered: dict[str, msg.Ticket] = {}
        self._answered_at = 0
        self._told: dict[tuple[type, str], msg.Thing] = {}
        self._keys = DayKeys()
        self._voices = msg.Voices(speakers={})
        self._dirty = True
        self._news_at = -_BEHIND_NEWS
        self._closing: set[asyncio.Task[None]] = set()
        self._turns = count()

    @property
    def devices(self) -> tuple[msg.Device, ...]:
        return tuple(self._devices.values())

    # ------------------------------------------------------------------------------------------------ listeners

    async def join(self, listener: Listener, welcome: Callable[[Centre, bool], msg.Welcome], hello: msg.Hello) -> None:
        """Say welcome, bring the listener up to date, and send it everything from then on."""

        def admit(centre: Centre) -> None:
            channel = self._channels[listener.role]
            known = hello.resume
            recovered = resume(known, epoch=self._live.epoch, version=centre.version, oldest=channel.since)
            listener.send(welcome(centre, recovered))
            if recovered and known is not None:
                missed = [frame for version, frame in channel.recent if version > known.version]
                for frame in missed:
                    put(frame, on=[listener.connection])
            put(self._arrival(listener.role, resumed=recovered), on=[listener.connection])
            listener.turn = next(self._turns)
            channel.listeners.add(listener)
            if listener.role not in PEOPLE:
                self._lines.setdefault(listener.device, []).append(listener)
                self._device(listener, online=True)

        await self._live.read(admit)

    def leave(self, listener: Listener) -> None:
        """Forget a listener whose connection ended."""
        self._forget(listener)
        if listener.role not in PEOPLE and not self.is_there(listener.device):
            self._device(listener, online=False)

    def _forget(self, listener: Listener) -> None:
        self._channels[listener.role].listeners.discard(listener)
        lines = self._lines.get(listener.device, [])
        if listener in lines:
            lines.remove(listener)
            if not lines:
                del self._lines[listener.device]

    def replaced(self, device: str) -> list[Listener]:
        """All connections of a kiosk or board but the one that it opened last. Whichever said hello last: a bad line
        holds frames back, and who was kept waiting here may have tried again meanwhile."""
        return sorted(self._lines.get(device, ()), key=lambda each: each.opened)[:-1]

    def is_there(self, device: str) -> bool:
        """Whether this kiosk or board is connected now."""
        return device in self._lines

    def send_to(self, device: str, message: msg.FromServer) -> bool:
        """Put a message on the line of one kiosk or board; False when it is not connected."""
        if not self.is_there(device):
            return False
        self._lines[device][-1].send(message)
        return True

    def report_health(self, listener: Listener, report: msg.ReportHealth) -> None:
        """A kiosk or board says how it is, and what its clock shows."""
        self._device(listener, online=True, report=report)

    def _device(self, listener: Listener, *, online: bool, report: msg.ReportHealth | None = None) -> None:
        known = self._devices.get(listener.device)
        fresh = known or msg.Device(id=listener.device, role=listener.role, online=online, since=self._live.now)
        if fresh.online != online:
            fresh = msgspec.structs.replace(fresh, online=online, since=self._live.now)
        device = fresh if report is None else said_of_itself(fresh, report, now=self._live.now)
        self._devices[device.id] = device
        if worth_telling(known, device):
            self._send([device], *PEOPLE, msg.Role.BOARD)
            self._choose_voices()

    def _choose_voices(self) -> None:
        """Which board speaks in each hall now; boards are told when that has changed."""
        former, now = self._voices, self._live.now
        boards = self._live.centre.plan.boards if self._live.centre.ready else ()
        present = [self._devices[board.id] for board in boards if board.id in self._devices]
        still = [each.id for each in present if stands_still(each, now=now, speed=self._live.speed)]
        self._voices = msg.Voices(speakers=voices(boards, self._devices, former=former.speakers, still=still))
        if self._voices != former:
            self._send([self._voices], msg.Role.BOARD)

    # --------------------------------------------------------------------------------------------------- sending

    def answered(self, ticket: msg.Ticket) -> None:
        """An answer has told of a ticket: the news of the same batch will tell the same."""
        version = self._live.centre.version
        if version != self._answered_at:
            self._answered, self._answered_at = {}, version
        self._answered[ticket.id] = ticket

    def publish(self, events: Sequence[Event], first: int) -> None:
        """Tell everybody what a committed batch changed."""
        self._dirty = True
        self._news_at = self._steady()
        self._version = first + len(events) - 1
        change = touched(events, first)
        if change.everything:
            self._told.clear()
            self._choose_voices()
            for role, channel in self._channels.items():
                channel.recent.clear()
                channel.since = self._version
                self._broadcast(channel, framed(self._snapshot(role)))
            return
        answered = self._answered if self._answered_at == self._live.centre.version else {}
        self._send(wire.changes(self._live.centre, change, answered), *msg.Role)
        self._answered = {}

    def _send(self, things: Sequence[msg.Thing], *roles: msg.Role) -> None:
        """Tell each of these roles what concerns it. Those that hear of the same are sent the same frame."""
        frames: dict[tuple[int, ...], bytes] = {}
        for role in roles:
            told = wire.for_role(things, role)
            if told:
                same = tuple(map(id, told))
                if same not in frames:
                    frames[same] = framed(msg.Update(version=self._version, things=told))
                self._channels[role].keep(self._version, frames[same])
                self._broadcast(self._channels[role], frames[same])

    def _broadcast(self, channel: _Channel, frame: bytes) -> None:
        channel.arrivals.clear()
        self._tell(channel.listeners, frame)

    def _tell(self, listeners: Iterable[Listener], frame: bytes) -> None:
        """Put a frame on the lines of those who keep up."""
        now = self._steady()
        up_to_date = [each for each in listeners if not each.backlog.behind and each.pace(now) is Pace.NEWS]
        put(frame, on=[each.connection for each in up_to_date])

    def _arrival(self, role: msg.Role, *, resumed: bool) -> bytes:
        """The frame that brings somebody up to date: everything, or beside what was missed what has no version.

        After a restart hundreds come at once: as long as nothing more was sent, one frame serves all of them.
        """
        arrivals, version, now = self._channels[role].arrivals, self._live.centre.version, self._steady()
        made = arrivals.get(resumed)
        if made is None or made.version != version or now - made.at >= _LOOK_SECONDS:
            message = self._versionless(role) if resumed else self._snapshot(role)
            made = arrivals[resumed] = _Made(version, now, framed(message))
            self._told_to_some(message.things)
        return made.frame

    def _told_to_some(self, things: Iterable[msg.Thing]) -> None:
        """What only who has just come was told is told to all at the next look, also where it is again as it was."""
        for thing in things:
            key = _figure_key(thing)
            if self._told.get(key, thing) != thing:
                del self._told[key]

    def _versionless(self, role: msg.Role) -> msg.Update:
        things = [*self._figures(self._live.centre), *self._devices.values(), self._voices]
        return msg.Update(version=self._version, things=wire.for_role(things, role))

    def _snapshot(self, role: msg.Role) -> msg.Snapshot:
        centre = self._live.centre
        things = [
            *wire.everything(centre, now=self._live.now),
            *self._devices.values(),
            self._voices,
            self._day_key(centre),
        ]
        return msg.Snapshot(epoch=self._live.epoch, version=centre.version, things=wire.for_role(things, role))

    def _figures(self, centre: Centre) -> list[msg.Thing]:
        """What changes with time alone."""
        now: Instant = self._live.now
        return [*wire.figures(centre, now=now), self._day_key(centre)]

    def _day_key(self, centre: Centre) -> msg.DayKey:
        return self._keys.thing(centre.day)

    # ------------------------------------------------------------------------------------------------------ time

    async def run(self) -> None:
        """Heartbeats, wait figures, and patience with the slow, until cancelled."""
        behind = 0.0
        for look in count(1):
            await asyncio.sleep(_LOOK_SECONDS - behind)
            behind = _BEHIND_NEWS if self._steady() - self._news_at < _BEHIND_NEWS else 0.0
            await asyncio.sleep(behind)
            if self._dirty or look % _ROUND == 0:
                self._dirty = False
                await self._live.read(self._tell_figures)
            if look % _ROUND == 0:
                self._choose_voices()  # one of them may stand still since
            await self._live.read(partial(self._beat, look))
            if any(listener.backlog.behind for channel in self._channels.values() for listener in channel.listeners):
                await self._live.read(self._look_after_the_slow)

    def _tell_figures(self, centre: Centre) -> None:
        changed = []
        for thing in self._figures(centre):
            key = _figure_key(thing)
            if self._told.get(key) != thing:
                self._told[key] = thing
                changed.append(thing)
        for role, channel in self._channels.items():
            channel.arrivals.clear()
            things = wire.for_role(changed, role)
            if things and channel.listeners:
                self._broadcast(channel, framed(msg.Update(version=centre.version, things=things)))

    def _beat(self, look: int, centre: Centre) -> None:
        frame = framed(msg.Beat(version=centre.version, now=self._live.now))
        for channel in self._channels.values():
            self._tell([each for each in channel.listeners if (each.turn - look) % _ROUND == 0], frame)

    def _look_after_the_slow(self, _: Centre) -> None:
        for channel in self._channels.values():
            for listener in [each for each in channel.listeners if each.backlog.behind]:
                match listener.pace(self._steady()):
                    case Pace.SNAPSHOT:
                        put(self._arrival(listener.role, resumed=False), on=[listener.connection])
                    case Pace.CLOSE:
                        self._forget(listener)
                        closing = asyncio.ensure_future(listener.connection.close(msg.Close.SLOW, "slow"))
                        self._closing.add(closing)
                        closing.add_done_callback(self._closing.discard)
                    case _:
                        continue


def _figure_key(thing: msg.Thing) -> tuple[type, str]:
    return type(thing), thing.service if isinstance(thing, msg.Line) else ""
