"""What a client knows: a dictionary of things per kind, folded from snapshots and updates. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from queue_server.protocol import messages as msg

#: Calls kept, as many as a snapshot holds.
CALLS_KEPT = 50

_CLOSED = {msg.TicketState.FINISHED, msg.TicketState.CANCELLED, msg.TicketState.EXPIRED}


@dataclass(slots=True)
class View:
    """The centre as this client was told of it, at `version` of `epoch`."""

    epoch: str = ""
    version: int = 0
    centre: msg.Centre | None = None
    day: msg.Day | None = None
    lines: dict[str, msg.Line] = field(default_factory=dict)
    desks: dict[str, msg.Desk] = field(default_factory=dict)
    tickets: dict[str, msg.Ticket] = field(default_factory=dict)
    calls: dict[int, msg.Call] = field(default_factory=dict)
    heard: dict[tuple[int, str], msg.Heard] = field(default_factory=dict)
    devices: dict[str, msg.Device] = field(default_factory=dict)

    def apply(self, message: msg.Snapshot | msg.Update) -> None:
        """Fold in a message: a snapshot replaces everything, an update each thing it brings."""
        if isinstance(message, msg.Snapshot):
            self.__init__(epoch=message.epoch)  # type: ignore[misc]
        self.version = max(self.version, message.version)
        for thing in message.things:
            self._replace(thing)

    def _replace(self, thing: msg.Thing) -> None:
        match thing:
            case msg.Centre():
                self.centre = thing
            case msg.Day():
                self.day = thing
            case msg.Line():
                self.lines[thing.service] = thing
            case msg.Desk():
                self.desks[thing.id] = thing
            case msg.Ticket():
                if thing.state in _CLOSED:
                    self.tickets.pop(thing.id, None)
                else:
                    self.tickets[thing.id] = thing
            case msg.Call():
                self.calls[thing.id] = thing
                while len(self.calls) > CALLS_KEPT:
                    oldest = min(self.calls)
                    del self.calls[oldest]
                    self.heard = {key: heard for key, heard in self.heard.items() if key[0] > oldest}
            case msg.Heard():
                self.heard[thing.call, thing.board] = thing
            case msg.Device():
                self.devices[thing.id] = thing
