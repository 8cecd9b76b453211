"""One living centre: decide, append, then answer and publish, in that order, for many who ask at once.

Commands that wait together share one transaction. Nobody hears of an event, and nobody reads the centre, before the
event is on disk. If the disk refuses, nothing of the batch was promised and the centre is read again from the journal.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar, cast

from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.commands import CallNext, Command, OpenDay
from queue_server.core.decide import due, handle
from queue_server.core.desk_commands import ReturnDue
from queue_server.core.events import DayOpened, Event
from queue_server.core.overnight import Overnight
from queue_server.core.plan import Instant
from queue_server.core.record import maker, record
from queue_server.core.refusals import Refusal
from queue_server.journal.base import Draft, Journal, JournalConflict, JournalTaken, JournalUnavailable, Record
from queue_server.morning import Morning

log = logging.getLogger(__name__)
T = TypeVar("T")

#: At most this many commands share a transaction, so that the first of them does not wait long.
BATCH = 128
#: The refusals of so many presses of *next* are remembered; an old connection is closed long before.
_REFUSED_KEPT = 1_000
#: How often a disk that refuses is looked at again, and whether somebody's time outside is over.
_LOOK_AGAIN_SECONDS = 1.0


class Codec(Protocol):
    """Events to the text of a record and back (`journal.codec`), by the table of kinds that it was given."""

    def encode(self, event: object) -> tuple[str, str]: ...

    def decode(self, kind: str, body: str, *, version: int | None = None) -> object: ...


def event_of(codec: Codec, entry: Record) -> Event:
    """The event in a record. Raises `JournalCorrupt`."""
    return cast("Event", codec.decode(entry.kind, entry.body, version=entry.version))


class Mornings(Protocol):
    """Where the beginning of the last day is kept (`morning`)."""

    def latest(self, epoch: str) -> Morning | None: ...

    def keep(self, morning: Morning) -> None: ...

    def forget(self) -> None: ...


class Unavailable(Exception):
    """The centre cannot write now; nothing happened. Ask again with the same request id."""


@record
class Outcome:
    """What a request made happen: events with the version of the first. No events: it had no effect.

    `version` is the centre's when the request was answered.
    """

    events: tuple[Event, ...]
    first: int
    version: int


_draft, _outcome = maker(Draft), maker(Outcome)

#: Called after each commit with the events and the version of the first of them.
Publish = Callable[[Sequence[Event], int], None]
#: Who asked, and the id that makes asking again harmless.
RequestKey = tuple[str, str]
#: Told what became of a command: what it made happen, or why nothing did.
Then = Callable[["Outcome | Refusal | Unavailable"], None]


@dataclass(slots=True)
class _Waiting:
    """A command in the queue; `then` is told after its batch is on disk."""

    command: Command
    key: RequestKey | None
    then: Then


@dataclass(slots=True)
class _Batch:
    """What one transaction will hold, and who is told of it; `carried` when a day begins in it."""

    drafts: list[Draft] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    answers: list[tuple[Then, Outcome | Refusal]] = field(default_factory=list)
    carried: Overnight | None = None


class LiveCentre:
    """The centre, its journal and its queue of commands. Load it, then keep `run` running."""

    def __init__(
        self,
        journal: Journal,
        codec: Codec,
        *,
        clock: Callable[[], Instant],
        speed: float = 1.0,
        replayed: bool = False,
        mornings: Mornings | None = None,
    ) -> None:
        self.centre = Centre()
        #: Seconds of the clock in a second of ours; other than 1 in a replayed day.
        self.speed = speed
        #: Whether the clock shows another day than this one.
        self.replayed = replayed
        self.publish: list[Publish] = []
        self._journal = journal
        self._codec = codec
        self._clock = clock
        self._mornings = mornings
        self._answered: dict[RequestKey, Outcome] = {}
        self._refused: dict[RequestKey, Refusal] = {}
        self._waiting: list[_Waiting] = []
        self._readers: list[Callable[[], None]] = []
        self._arrived = asyncio.Event()
        #: The centre is ahead of the journal, or half changed, and must be made anew before anybody sees it.
        self._doubtful = False
        #: Tasks have an answer and did not have their turn since.
        self._woken = False
        #: Everything up to this version was published, or was there before anybody listened.
        self._published = 0

    @property
    def epoch(self) -> str:
        return self._journal.epoch

    @property
    def codec(self) -> Codec:
        return self._codec

    def records(self, *, after: int = 0) -> AsyncIterator[Record]:
        """The journal above a version, its chain checked on the way. Raises `JournalCorrupt`."""
        return self._journal.read(after=after)

    @property
    def now(self) -> Instant:
        """The centre's time: the clock, but never before what has already happened."""
        return max(self._clock(), self.centre.now)

    async def load(self) -> None:
        """Make the centre from its journal, from where its last day began or else from the first record.

        Raises `JournalCorrupt`.
        """
        morning = None if self._mornings is None else self._mornings.latest(self.epoch)
        if morning is None or not await self._replay(morning):
            await self._replay(None)
        self._published = self._published or self.centre.version
        log.info("centre loaded", extra={"action": "centre_loaded", "version": self.centre.version})

    def forget_morning(self) -> None:
        """The next start reads the whole journal. Raises OSError."""
        if self._mornings is not None:
            self._mornings.forget()

    async def _replay(self, morning: Morning | None) -> bool:
        """Make the centre of what was recorded since this morning; False where the journal knows of no such morning."""
        centre = Centre() if morning is None else morning.carried.centre()
        since = centre.version
        if since > self._journal.version:
            return False
        answered = dict[RequestKey, Outcome]()
        group: tuple[RequestKey, int, list[Event]] | None = None
        async for entry in self._journal.read(after=max(0, since - 1)):
            if morning is not None and entry.version == since:
                if entry.hash != morning.hash:
                    return False
                continue
            event = event_of(self._codec, entry)
            if entry.request is not None:
                _remember(answered, group)
                group = (entry.actor or "", entry.request), entry.version, []
            elif group is not None and entry.actor != (group[0][0] or None):
                _remember(answered, group)
                group = None
            if isinstance(event, DayOpened):
                answered.clear()
            if group is not None:
                group[2].append(event)
            apply(centre, event)
        _remember(answered, group)
        self.centre, self._answered, self._refused = centre, answered, {}
        return True

    async def do(self, command: Command, *, actor: str = "", request: str | None = None) -> Outcome:
        """Carry out a command. When this returns it is on disk; the same `request` gives the same outcome, once.

        Raises `Refusal` (nothing changed) or `Unavailable` (nothing happened; ask again).
        """
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.ask(command, actor=actor, request=request, then=partial(self._wake_up, answer))
        try:
            return await answer
        finally:
            del answer  # a refusal holds this frame, which must not hold the refusal: nobody would let go of them

    def ask(self, command: Command, *, actor: str, request: str | None, then: Then) -> None:
        """As `do`, for who does not wait: `then` is told, and raises nothing."""
        key = None if request is None else (actor, request)
        self._waiting.append(_Waiting(command, key, then))
        self._arrived.set()

    async def read(self, reading: Callable[[Centre], T]) -> T:
        """Read the centre when everything in it is on disk. `reading` must not keep or change it."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def now() -> None:
            if not answer.done():
                try:
                    answer.set_result(reading(self.centre))
                except Exception as error:  # the reader's own error goes to the reader
                    answer.set_exception(error)

        self._readers.append(now)
        self._arrived.set()
        return await answer

    async def run(self) -> None:
        """Serve the queue until cancelled. Ends with a `JournalError` when another server took the centre."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            if self._doubtful and not await self._recovered():
                asyncio.get_running_loop().call_later(_LOOK_AGAIN_SECONDS, self._arrived.set)
                continue
            for reader in self._take_readers():
                reader()
            while self._waiting and not self._doubtful:
                taken, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                await self._carry_out(taken)
                for reader in () if self._doubtful else self._take_readers():
                    reader()

    async def wake(self, *, every: float = _LOOK_AGAIN_SECONDS) -> None:
        """Bring about what time alone brings, while nobody asks for anything. Until cancelled."""
        while True:
            await asyncio.sleep(every)
            try:
                if await self.read(lambda centre: due(centre, self.now)):
                    await self.do(ReturnDue())
            except Unavailable as error:
                log.warning("what is due has to wait: %s", error, extra={"action": "return_unavailable"})

    def _take_readers(self) -> list[Callable[[], None]]:
        readers, self._readers = self._readers, []
        return readers

    async def _carry_out(self, taken: list[_Waiting]) -> None:
        first = self.centre.version + 1
        records: tuple[Record, ...] = ()
        try:
            batch = self._decide(taken)
            if batch.drafts:
                records = await self._journal.append(batch.drafts)
        except Exception as error:
            # What is on disk is the truth.
            log.exception("batch failed", extra={"action": "batch_failed"})
            _give_up(taken, error)
            if isinstance(error, JournalConflict):
                raise
            self._doubtful = True
            self._arrived.set()
            return
        for then, outcome in batch.answers:
            then(outcome)
        if self._woken:
            self._woken = False
            await asyncio.sleep(0)  # answers go out before the news
        self._tell(batch.events, first)
        if batch.carried is not None and self._mornings is not None:
            begun = records[batch.carried.version - first]
            morning = Morning(epoch=self.epoch, hash=begun.hash, carried=batch.carried)
            await asyncio.to_thread(self._mornings.keep, morning)

    def _wake_up(self, answer: asyncio.Future[Outcome], outcome: Outcome | Refusal | Unavailable) -> None:
        """Tell a task what became of its command."""
        if answer.done():  # whoever asked has gone
            return
        self._woken = True
        if isinstance(outcome, Outcome):
            answer.set_result(outcome)
        else:
            answer.set_exception(outcome)

    def _tell(self, events: Sequence[Event], first: int) -> None:
        if events:
            self._published = first + len(events) - 1
            for publish in self.publish:
                publish(events, first)

    async def _recovered(self) -> bool:
        """Open the journal anew and make the centre from it; while the disk refuses, so do we, and readers wait.

        Raises `JournalTaken` when another server owns the centre meanwhile.
        """
        try:
            await self._journal.reopen()
            await self.load()
            # What the disk wrote before it failed has happened, and nobody was told.
            untold = [event_of(self._codec, each) async for each in self._journal.read(after=self._published)]
        except JournalTaken:
            raise
        except JournalUnavailable as error:
            taken, self._waiting = self._waiting, []
            _give_up(taken, error)
            return False
        self._doubtful = False
        self._tell(untold, self._published + 1)
        return True

    def _decide(self, taken: list[_Waiting]) -> _Batch:
        batch, now = _Batch(), self.now
        for waiting in taken:
            if waiting.key is not None and (known := self._known(waiting.key)) is not None:
                batch.answers.append((waiting.then, known))
                continue
            if self.centre.day_due(now):
                self._answered.clear()
                self._add(batch, handle(self.centre, OpenDay(), now), key=None)
            if self.centre.overdue(now):
                self._add(batch, handle(self.centre, ReturnDue(), now), key=None)
            first = self.centre.version + 1
            try:
                events = handle(self.centre, waiting.command, now)
            except Refusal as refusal:
                batch.answers.append((waiting.then, refusal.anew()))
                if waiting.key is not None and isinstance(waiting.command, CallNext):
                    self._stands(waiting.key, refusal)
                continue
            self._add(batch, events, key=waiting.key)
            outcome = _outcome(events=tuple(events), first=first, version=self.centre.version)
            batch.answers.append((waiting.then, outcome))
            if waiting.key is not None and events:
                self._answered[waiting.key] = outcome
        return batch

    def _known(self, key: RequestKey) -> Outcome | Refusal | None:
        """What this request was answered before."""
        refused = self._refused.get(key)
        return self._answered.get(key) or (refused and refused.anew())

    def _stands(self, key: RequestKey, refusal: Refusal) -> None:
        """A press of *next* that was refused stays so: brought late by an old connection it would call somebody whom
        nobody wants to call now. Other requests name their ticket, and may be asked again."""
        self._refused[key] = refusal.anew()
        if len(self._refused) > _REFUSED_KEPT:
            del self._refused[next(iter(self._refused))]

    def _add(self, batch: _Batch, events: list[Event], *, key: RequestKey | None) -> None:
        for place, event in enumerate(events):
            kind, body = self._codec.encode(event)
            request = key[1] if key and place == 0 else None
            batch.drafts.append(
                _draft(at=event.at, kind=kind, body=body, request=request, actor=(key[0] or None) if key else None)
            )
        batch.events.extend(events)
        if self._mornings is not None and key is None and events and isinstance(events[-1], DayOpened):
            batch.carried = Overnight.of(self.centre)


def _give_up(taken: list[_Waiting], error: Exception) -> None:
    for waiting in taken:
        waiting.then(Unavailable(str(error)))


def _remember(answered: dict[RequestKey, Outcome], group: tuple[RequestKey, int, list[Event]] | None) -> None:
    if group is not None:
        key, first, events = group
        answered[key] = Outcome(events=tuple(events), first=first, version=first + len(events) - 1)
