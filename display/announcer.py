"""Speaks the calls of a hall one after another: none is dropped, none is cut off, none is spoken twice.

Every call that is accepted ends in exactly one report: `spoken` when it was heard to its end, `failed` with a code
otherwise. Not responsible for which calls concern this board, nor for what it shows (`board`). All waiting is on the
event loop's clock.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from display.expected import Likely
from display.phrases import NumberUnreadable, SpeechStyle, call_phrases
from display.utterance import Rendered, composed, rendered
from hardware.speaker.base import Phrase, Sound, Speaker, SpeakerError
from hardware.speaker.ready import ReadyVoice
from queue_server.protocol.messages import Call

#: With more calls waiting than this, each is said once; with more than the second, in the first language only.
ONCE_ABOVE, FIRST_LANGUAGE_ABOVE = 3, 6

#: So many calls are turned into sound beforehand.
AHEAD = 2

#: A speaker that has not come back so long after the end of a sound is given up.
SPEAKER_HANGS_AFTER = 10.0

#: A sound that failed is tried again after this. A silent board looks for its speaker, at first and at last, so often.
RETRY_AFTER, LOOK_AGAIN_AFTER, LOOK_AGAIN_AT_MOST = 0.5, 1.0, 60.0

#: The ids of so many calls are remembered; older ones are below the floor.
REMEMBERED = 4096

#: Why a call is only chimed in the hours when the hall wants its peace.
QUIET = "quiet_hours"

#: The sound before a call by its name, as usual or soft.
Chime = Callable[..., Sound]

_log = logging.getLogger(__name__)


class State(Enum):
    """Whether the hall hears this board. `SILENT` also when only the chime is heard."""

    SPEAKING = "speaking"
    IDLE = "idle"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Health:
    """The state and since when (milliseconds since 1970). `reason` is the code of what makes the board silent."""

    state: State
    since: int
    reason: str = ""


@dataclass(slots=True, eq=False)
class _Item:
    """What waits to be said. A notice has no id, and nobody is told what became of it."""

    id: int | None
    label: str
    phrases: Sequence[Phrase]
    repeat: int
    urgent: bool = False
    rendering: list[asyncio.Task[Rendered]] = field(default_factory=list)


class Announcer:
    """One loudspeaker's queue of calls. Run `run` as a task; everything else is for the same event loop.

    `spoken` and `failed` are called once for each accepted call, `health_changed` whenever `health` has changed.
    """

    def __init__(
        self,
        speaker: Speaker,
        voice: ReadyVoice,
        *,
        chime: Chime,
        speech: SpeechStyle,
        spoken: Callable[[int], None],
        failed: Callable[[int, str], None],
        now: Callable[[], int],
        health_changed: Callable[[Health], None] | None = None,
    ) -> None:
        #: May be replaced at any time; calls announced from then on follow it.
        self.speech = speech
        self._speaker = speaker
        self._voice = voice
        self._chime = chime
        self._spoken = spoken
        self._failed = failed
        self._now = now
        self._health_changed = health_changed
        self._waiting: deque[_Item] = deque()
        self._current: _Item | None = None
        self._wake = asyncio.Event()
        self._floor: int | None = None
        self._known: set[int] = set()
        self._unsaid: Phrase | None = None
        self._sounded: int | None = None
        self._health = Health(State.IDLE, now())

    @property
    def health(self) -> Health:
        return self._health

    @property
    def sounded(self) -> int | None:
        """When a sound was last heard to its end."""
        return self._sounded

    @property
    def waiting(self) -> tuple[int, ...]:
        """The ids of the calls that wait, without the one being spoken."""
        return tuple(item.id for item in self._waiting if item.id is not None)

    def start(self, *, after: int) -> None:
        """Begin with the calls after a version: that of the first snapshot, so that nothing old is spoken.

        Call it again only when the journal's epoch has changed: its versions count anew. What waits stays.
        """
        self._floor = after
        self._known.clear()

    def announce(self, call: Call) -> bool:
        """Take a call into the queue. False when it will not be spoken: known already, old, or before `start`."""
        if self._floor is None or call.id <= self._floor or call.id in self._known:
            return False
        self._remember(call.id)
        speech = self.speech
        try:
            phrases = call_phrases(call.number, call.desk, kind=call.kind, priority=call.priority, speech=speech)
        except NumberUnreadable as error:
            _log.warning("Call is only chimed: %s", error, extra={"action": "call_unreadable", "call": call.id})
            phrases = []
        self._add(_Item(call.id, f"{call.number}-{call.kind.value}", phrases, speech.times(call.kind)))
        return True

    def expect(self, calls: Iterable[Likely]) -> None:
        """Have the speech of these calls made before they come; the first ones first."""
        phrases: list[Phrase] = []
        for call in calls:
            try:
                phrases += call_phrases(
                    call.number, call.desk, kind=call.kind, priority=call.priority, speech=self.speech
                )
            except NumberUnreadable:
                continue  # it will be chimed
        self._voice.prepare(phrases)

    def notify(self, phrases: Sequence[Phrase], *, label: str, urgent: bool = False) -> None:
        """Say something that is no call, such as that the centre closes soon, in its turn; urgent at any hour."""
        self._add(_Item(None, label, phrases, self.speech.repeat, urgent))

    def retract(self, call_id: int) -> bool:
        """Take back a call that was undone: it is reported as failed, `withdrawn`. False when it is too late."""
        for item in self._waiting:
            if item.id == call_id:
                self._waiting.remove(item)
                _stop_rendering(item)
                self._report(item, "withdrawn")
                return True
        return False

    async def run(self) -> None:
        """Speak until cancelled. What was being spoken then is first in the queue when `run` is started again."""
        try:
            await self._look()
            while True:
                item = self._current = await self._next()
                try:
                    await self._speak(item)
                except Exception:
                    # One strange call must not silence the rest of the day.
                    _log.exception("Call failed", extra={"action": "announcer_failed", "call": item.id})
                    self._report(item, "announcer_failed")
                self._current = None
        finally:
            if self._current is not None:
                self._waiting.appendleft(self._current)
                self._current = None
            for item in self._waiting:
                _stop_rendering(item)

    def _remember(self, call_id: int) -> None:
        self._known.add(call_id)
        if len(self._known) > REMEMBERED:
            self._floor = sorted(self._known)[REMEMBERED // 2]
            self._known = {known for known in self._known if known > self._floor}

    def _add(self, item: _Item) -> None:
        self._waiting.append(item)
        self._wake.set()
        if self._current is not None:
            self._render_ahead()

    async def _next(self) -> _Item:
        """Wait for something to say, and look whether it would be heard: now and then, or soon where it is not."""
        patience = LOOK_AGAIN_AFTER
        while not self._waiting:
            self._wake.clear()
            silent = self._health.state is State.SILENT
            if not silent:
                patience = LOOK_AGAIN_AFTER / 2
                self._become(State.IDLE)
            try:
                async with asyncio.timeout(patience if silent else LOOK_AGAIN_AT_MOST):
                    await self._wake.wait()
            except TimeoutError:
                patience = min(patience * 2, LOOK_AGAIN_AT_MOST)
                await self._look()
        return self._waiting.popleft()

    async def _look(self) -> None:
        """Find out without a sound whether calls would be heard."""
        reason = await self._attempt(self._speaker.check(), within=SPEAKER_HANGS_AFTER)
        if not reason and self._unsaid is not None:
            reason = (await rendered(self._unsaid, voice=self._voice)).reason
        if reason:
            self._become(State.SILENT, reason)
        else:
            self._unsaid = None
            self._become(State.IDLE)

    async def _speak(self, item: _Item) -> None:
        if self.speech.quiet_at(self._now()) and not item.urgent:
            _stop_rendering(item)
            self._report(item, await self._play(self._chime(self.speech.chime, soft=True)) or QUIET)
            return
        self._render(item)
        parts = [await task for task in item.rendering]
        repeat = 1 if len(self._waiting) > ONCE_ABOVE else item.repeat
        heard = parts[:1] if len(self._waiting) > FIRST_LANGUAGE_ABOVE else parts
        chime = await asyncio.to_thread(self._chime, self.speech.chime)
        sound = await asyncio.to_thread(composed, heard, chime=chime, repeat=repeat, label=item.label)
        self._render_ahead()
        reason = await self._play(sound)
        if reason:
            self._report(item, reason)
            return
        # Only the first language counts: it is the one that everybody here is called in.
        voiceless = parts[0].reason if parts else "number_unreadable"
        if parts and voiceless:
            self._unsaid = parts[0].phrase
            self._become(State.SILENT, voiceless)
        elif parts and self._health.state is State.SILENT:
            self._unsaid = None
            self._become(State.IDLE)
        self._report(item, voiceless)

    async def _play(self, sound: Sound) -> str:
        """Play to the end, trying once more unless the board is silent already. Returns "" or a code."""
        if self._health.state is State.SILENT:
            return await self._once(sound)
        self._become(State.SPEAKING)
        if not await self._once(sound):
            return ""
        await asyncio.sleep(RETRY_AFTER)
        reason = await self._once(sound)
        if reason:
            self._become(State.SILENT, reason)
        return reason

    async def _once(self, sound: Sound) -> str:
        reason = await self._attempt(self._speaker.play(sound), within=sound.seconds + SPEAKER_HANGS_AFTER)
        if not reason:
            self._sounded = self._now()
        return reason

    async def _attempt(self, work: Coroutine[Any, Any, None], *, within: float) -> str:
        """Do something with the speaker. Returns "" or the code of what went wrong, whatever that was."""
        try:
            async with asyncio.timeout(within):
                await work
        except SpeakerError as error:
            code, why = error.code, str(error)
        except TimeoutError:
            code, why = "speaker_hangs", f"not back after {within:.0f} s"
        except Exception as error:
            code, why = "speaker_crashed", repr(error)
        else:
            return ""
        _log.warning("Speaker failed: %s", why, extra={"action": "speaker_failed", "code": code})
        return code

    def _render(self, item: _Item) -> None:
        if not item.rendering:
            item.rendering = [asyncio.create_task(rendered(phrase, voice=self._voice)) for phrase in item.phrases]

    def _render_ahead(self) -> None:
        for item in list(self._waiting)[:AHEAD]:
            self._render(item)

    def _report(self, item: _Item, reason: str) -> None:
        """Tell once what became of a call. A listener that fails does not stop the voice."""
        data = {"action": "call_failed" if reason else "call_spoken", "call": item.id, "code": reason}
        _log.info("%s: %s", item.label, reason or "spoken", extra=data)
        if item.id is None:
            return
        try:
            if reason:
                self._failed(item.id, reason)
            else:
                self._spoken(item.id)
        except Exception:
            _log.exception("Report was not taken", extra={"action": "report_failed", "call": item.id})

    def _become(self, state: State, reason: str = "") -> None:
        """Change the health. A silence keeps its beginning when only its reason changes."""
        if (state, reason) == (self._health.state, self._health.reason):
            return
        goes_on = state is self._health.state
        self._health = Health(state, self._health.since if goes_on else self._now(), reason)
        _log.info("Board is %s", state.value, extra={"action": "health_changed", "state": state.value, "code": reason})
        if self._health_changed is None:
            return
        try:
            self._health_changed(self._health)
        except Exception:
            _log.exception("Health was not taken", extra={"action": "report_failed", "state": state.value})


def _stop_rendering(item: _Item) -> None:
    for task in item.rendering:
        task.cancel()
    item.rendering = []
