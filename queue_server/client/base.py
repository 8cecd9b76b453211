"""What a link to the centre is, for those who use one: its states, its news and its errors.

`link.Link` is the real one over a websocket, `fake.FakeLink` its twin in memory; both pass the same tests.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from queue_server.client.view import View
from queue_server.protocol import messages as msg


class LinkState(Enum):
    """`LIVE` while everything up to now is known.

    `CONNECTING` until it was live once, `STALE` after it was lost. `REFUSED` when the server does not want this
    device, speaks another version, or has another device of the same name: somebody has to come and look.
    """

    CONNECTING = "connecting"
    LIVE = "live"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """News: things came, or the state of the link is another.

    `things` are those that are new or differ from what was known; after a `snapshot` all else was forgotten. `view` is
    everything known with this change. `heard_at` is when the server was last heard, by its own clock: a board that is
    stale has been so since then.
    """

    state: LinkState
    view: View
    things: tuple[msg.Thing, ...] = ()
    snapshot: bool = False
    heard_at: msg.Instant | None = None


Listener = Callable[[Change], None]
ErrandListener = Callable[[msg.Errand], None]


class Refusal(Exception):
    """The server refused a request; nothing changed. `words` says what to do next, in each language.

    `ticket` is the one that stands in the way, where that is the reason.
    """

    def __init__(self, code: str, words: msg.Words, *, ticket: str | None = None) -> None:
        super().__init__(f"{code}: {words.get('en') or words.get('vi', '')}")
        self.code = code
        self.words = words
        self.ticket = ticket


class NoAnswer(Exception):
    """No answer came. The request may have been carried out: ask again with the same id, and it will be only once."""


class AnyLink(Protocol):
    """What kiosks, boards and officers use. `run` must be running for anything to happen."""

    @property
    def view(self) -> View:
        """Everything known. Never changed: each change makes another."""

    @property
    def state(self) -> LinkState: ...

    @property
    def welcome(self) -> msg.Welcome | None:
        """How the server greeted this link last: the centre's id, the officer's name."""

    @property
    def refusal(self) -> str | None:
        """Why the link is `REFUSED`: unknown_device, wrong_version, replaced …"""

    @property
    def heard_at(self) -> msg.Instant | None:
        """When the server was last heard, by its own clock; None before the first time."""

    def now(self) -> msg.Instant:
        """The server's clock, as far as it is known here."""

    async def run(self) -> None:
        """Keep connected until cancelled. Requests still unanswered then end in `NoAnswer`."""

    async def ask(self, request: msg.Command, *, timeout: float | None = None) -> msg.Answer:
        """Send a request until it is answered, across broken connections.

        Asking twice with one id is asking once: both get the same answer. Raises `Refusal`; `NoAnswer` after `timeout`
        seconds; `ValueError` when the id already stands for something else.
        """

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every change, in order and in the link's loop, until what is returned is called.

        An error in a listener is logged and does not disturb the link.
        """

    def on_errand(self, listener: ErrandListener) -> Callable[[], None]:
        """Call `listener` with everything that an administrator asks of this device, likewise."""

    def listen(self) -> AsyncIterator[Change]:
        """What is known now, then every change in order, for ever."""


def fresh_request() -> str:
    """An id for one touch of one person: unguessable, and never used for another."""
    return secrets.token_urlsafe(12)
