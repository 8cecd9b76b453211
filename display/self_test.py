"""Tries before the first opening of a day what a board will need: its voice in the hall, its picture, its clock.

It says a sentence and looks whether it was heard to its end; tried again until all is well or the doors open.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from queue_server.protocol.messages import Check, Day, Instant
from windows.before_opening import clock_check, due

log = logging.getLogger(__name__)

#: Milliseconds until the sentence must have been heard and a frame been shown.
WITHIN = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Senses:
    """What a board knows of itself: when a sound was last heard to its end, why none would be (or nothing), how many
    frames were shown, and by how many milliseconds its clock is ahead of the server's."""

    sounded: Instant | None
    silent: str
    frames: int
    ahead: int


class SelfTest:
    """`look` often; `say` says the sentence, and `tell` is called when there is something to tell."""

    def __init__(
        self,
        *,
        day: Callable[[], Day | None],
        now: Callable[[], Instant],
        senses: Callable[[], Senses],
        say: Callable[[], object],
        tell: Callable[[], None],
    ) -> None:
        self._day, self._now, self._senses, self._say, self._tell = day, now, senses, say, tell
        self._began: tuple[Instant, int] | None = None
        self.tested: Instant | None = None
        self.checks: tuple[Check, ...] = ()

    def look(self) -> None:
        """Begin where opening is near, and end when the sentence was heard or could have been."""
        now, senses = self._now(), self._senses()
        if self._began is None:
            well = all(each.good for each in self.checks)
            if due(self._day(), now=now, tested=self.tested, well=well):
                self._began = now, senses.frames
                self._say()
            return
        began, frames = self._began
        heard = senses.sounded is not None and senses.sounded >= began
        if (heard and senses.frames > frames) or now - began >= WITHIN:
            self._end(heard=heard, drawn=senses.frames > frames, senses=senses)

    def _end(self, *, heard: bool, drawn: bool, senses: Senses) -> None:
        sound = heard and not senses.silent
        self.checks = (
            Check(what="sound", good=sound, found="" if sound else senses.silent or "silent"),
            Check(what="picture", good=drawn),
            clock_check(senses.ahead),
        )
        self.tested, self._began = self._now(), None
        failed = [each.what for each in self.checks if not each.good]
        level = logging.WARNING if failed else logging.INFO
        log.log(level, "self-test", extra={"action": "self_test", "failed": failed})
        self._tell()
