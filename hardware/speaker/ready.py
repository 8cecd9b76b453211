"""A voice that has said things before they are needed: what is likely to be called next is rendered in quiet moments.

Whatever it was not told of, it renders when it is asked. Not responsible for what is likely.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable

from hardware.speaker.base import Phrase, Sound, Voice

#: So many sounds are kept, of some 200 kB each: the next calls of a large hall in three languages.
KEPT = 96


class ReadyVoice:
    """Another voice with a memory. `prepare` is for the event loop that renders."""

    def __init__(self, voice: Voice, *, kept: int = KEPT) -> None:
        self._voice = voice
        self._kept = kept
        self._made: OrderedDict[Phrase, asyncio.Future[Sound | None]] = OrderedDict()
        self._wanted: list[Phrase] = []
        self._preparing: asyncio.Task[None] | None = None

    async def render(self, phrase: Phrase) -> Sound | None:
        """Raises `VoiceFailed` as the voice does. A failure is not remembered, nor what was waited for in vain."""
        making = self._making(phrase)
        try:
            return await asyncio.shield(making)
        except asyncio.CancelledError:
            if self._made.get(phrase) is making and not making.done():
                del self._made[phrase]
            raise

    def prepare(self, phrases: Iterable[Phrase]) -> None:
        """These are likely to be asked for soon; earlier ones that are not among them need not be made any more."""
        self._wanted = [phrase for phrase in phrases if phrase not in self._made]
        if self._wanted and (self._preparing is None or self._preparing.done()):
            self._preparing = asyncio.create_task(self._prepare())

    async def prepared(self) -> None:
        """Return when nothing that was to be prepared is missing."""
        if self._preparing is not None:
            await asyncio.wait([self._preparing])

    async def _prepare(self) -> None:
        """One after another, so that a call that is due finds the machine free."""
        while self._wanted:
            making = self._making(self._wanted.pop(0))
            await asyncio.wait([making])

    def _making(self, phrase: Phrase) -> asyncio.Future[Sound | None]:
        making = self._made.get(phrase)
        if making is None:
            making = self._made[phrase] = asyncio.ensure_future(self._voice.render(phrase))
            making.add_done_callback(lambda done: self._forget_failure(phrase, done))
        self._made.move_to_end(phrase)
        while len(self._made) > self._kept:
            self._made.popitem(last=False)
        return making

    def _forget_failure(self, phrase: Phrase, done: asyncio.Future[Sound | None]) -> None:
        """A voice may come back: what failed is tried again when it is asked for."""
        failed = done.cancelled() or done.exception() is not None or done.result() is None
        if failed and self._made.get(phrase) is done:
            del self._made[phrase]
