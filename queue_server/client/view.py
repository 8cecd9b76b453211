"""What a client knows: a dictionary of things per kind, folded from snapshots and updates. Pure.

Not responsible for the connection, nor for whether what is known is still true (`LinkState`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from queue_server.protocol import messages as msg

#: Calls kept, as many as a snapshot holds; what boards report of older ones is forgotten with them.
CALLS_KEPT = 50

_CLOSED = {msg.TicketState.FINISHED, msg.TicketState.CANCELLED, msg.TicketState.EXPIRED}

#: Of these there is one.
_ONCE: dict[type, str] = {
    msg.Centre: "centre",
    msg.Day: "day",
    msg.DayKey: "day_key",
    msg.Hall: "hall",
    msg.Voices: "voices",
    msg.Coming: "coming",
}
#: Where the others are kept, and under which key.
_PLACES: dict[type, tuple[str, Any]] = {
    msg.Line: ("lines", lambda thing: thing.service),
    msg.Desk: ("desks", lambda thing: thing.id),
    msg.Ticket: ("tickets", lambda thing: thing.id),
    msg.Call: ("calls", lambda thing: thing.id),
    msg.Heard: ("heard", lambda thing: (thing.call, thing.board)),
    msg.Device: ("devices", lambda thing: thing.id),
    msg.Notice: ("notices", lambda thing: thing.id),
    msg.SlipOrder: ("slip_orders", lambda thing: thing.ticket),
    msg.Act: ("acts", lambda thing: thing.id),
    msg.Alert: ("alerts", lambda thing: thing.cause),
    msg.Alarm: ("alarms", lambda thing: thing.id),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The centre as this client was told of it, at `version` of `epoch`; `epoch` is empty before the first snapshot.

    `calls` is ordered from the oldest to the newest; `heard` is by call and board.
    """

    epoch: str = ""
    version: int = 0
    centre: msg.Centre | None = None
    day: msg.Day | None = None
    day_key: msg.DayKey | None = None
    lines: dict[str, msg.Line] = field(default_factory=dict)
    desks: dict[str, msg.Desk] = field(default_factory=dict)
    tickets: dict[str, msg.Ticket] = field(default_factory=dict)
    calls: dict[int, msg.Call] = field(default_factory=dict)
    heard: dict[tuple[int, str], msg.Heard] = field(default_factory=dict)
    devices: dict[str, msg.Device] = field(default_factory=dict)
    hall: msg.Hall | None = None
    voices: msg.Voices | None = None
    coming: msg.Coming | None = None
    notices: dict[int, msg.Notice] = field(default_factory=dict)
    slip_orders: dict[str, msg.SlipOrder] = field(default_factory=dict)
    acts: dict[int, msg.Act] = field(default_factory=dict)
    alerts: dict[str, msg.Alert] = field(default_factory=dict)
    alarms: dict[int, msg.Alarm] = field(default_factory=dict)

    @property
    def position(self) -> msg.Position | None:
        """Where to resume from; None when nothing is known."""
        return msg.Position(epoch=self.epoch, version=self.version) if self.epoch else None

    @property
    def things(self) -> tuple[msg.Thing, ...]:
        """Everything known, as a snapshot would bring it."""
        once = tuple(thing for name in _ONCE.values() if (thing := getattr(self, name)) is not None)
        return once + tuple(thing for place, _ in _PLACES.values() for thing in getattr(self, place).values())

    def apply(self, message: msg.Snapshot | msg.Update | msg.Beat) -> View:
        """What is known after this message. A snapshot replaces everything, an update each thing that it brings."""
        match message:
            case msg.Snapshot():
                return View(epoch=message.epoch, version=message.version)._with(message.things)
            case msg.Update():
                return replace(self, version=max(self.version, message.version))._with(message.things)
            case msg.Beat():
                return self if message.version <= self.version else replace(self, version=message.version)

    def news(self, message: msg.Snapshot | msg.Update) -> tuple[msg.Thing, ...]:
        """The things of this message that are new or differ. Another epoch is another centre: all of it is new."""
        if isinstance(message, msg.Snapshot) and message.epoch != self.epoch:
            return message.things
        return tuple(thing for thing in message.things if thing != self.known(thing))

    def known(self, thing: msg.Thing) -> msg.Thing | None:
        """What is known under the key of this thing."""
        found: msg.Thing | None
        if type(thing) in _ONCE:
            found = getattr(self, _ONCE[type(thing)])
        else:
            place, key = _PLACES[type(thing)]
            found = getattr(self, place).get(key(thing))
        return found

    def _with(self, things: tuple[msg.Thing, ...]) -> View:
        changed: dict[str, Any] = {}
        for thing in things:
            if type(thing) in _ONCE:
                changed[_ONCE[type(thing)]] = thing
                continue
            place, key = _PLACES[type(thing)]
            kept = changed.setdefault(place, dict(getattr(self, place)))
            if isinstance(thing, msg.Ticket) and thing.state in _CLOSED:
                kept.pop(thing.id, None)
            else:
                kept[key(thing)] = thing
        if "calls" in changed or "heard" in changed:
            calls = dict(sorted(changed.get("calls", self.calls).items())[-CALLS_KEPT:])
            heard = changed.get("heard", self.heard)
            changed["calls"] = calls
            changed["heard"] = {key: report for key, report in heard.items() if key[0] in calls}
        return replace(self, **changed)
