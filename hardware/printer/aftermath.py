"""What a printer may still have of a job that broke off, and how the next citizen is kept clear of it.

Three things can be left: bytes that come out as soon as there is paper again, a picture of which rows are missing, and
paper that hangs out uncut. Used in the owner's thread of one printer (`escpos`); which jobs there are it does not know.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hardware.errors import DeviceBusy, DeviceGone, DeviceStalled
from hardware.printer.abilities import Abilities
from hardware.printer.base import PrintReport
from hardware.printer.commands import ASK_SENSOR, CLEAR_BUFFER, END_OF_COMMAND, END_OF_PICTURE, RECOVER
from hardware.printer.status import BufferCleared, Printed, Sensor
from hardware.printer.talk import Patience, Talk


class Aftermath:
    """Methods that talk raise `DeviceGone` and `DeviceStalled`; then all is as it was, and may be tried again."""

    def __init__(
        self,
        talk: Talk,
        *,
        abilities: Abilities,
        patience: Patience,
        cut: Callable[[], bytes],
        left_open: bool,
    ) -> None:
        """`cut` makes what ends a paper; `left_open`: the last job before this start broke off."""
        self._talk = talk
        self._abilities = abilities
        self._patience = patience
        self._cut = cut
        self._held = self._hangs = self._older = left_open
        # The program may have stopped while an album was being sent, which no record tells of.
        self._torn = self._half_said = left_open or abilities.album
        # It was seen to, on a line that was let go of without a clear answer: to be done again, before the next job.
        self._unsure = False
        self._mark: bytes | None = None
        self._recovered_at = float("-inf")

    @property
    def waits(self) -> bool:
        """Whether there is something to be put in order in a quiet moment."""
        return (self._held or self._hangs) and not self._unsure

    def begin(self) -> None:
        """A picture may be torn from here on, and the command before it."""
        self._torn = self._half_said = True

    def end(self) -> None:
        """All of what was begun was handed over."""
        self._torn = self._half_said = False

    def end_command(self) -> None:
        """Before the first question after that: a command of which the sizes are missing would take the question for
        them, and then wait for more dots than any slip has."""
        if self._half_said:
            self._half_said = False
            self._talk.send(END_OF_COMMAND)

    def end_picture(self) -> None:
        """Free the printer of a picture that broke off, where it may be in one."""
        if self._torn:
            self._talk.send(END_OF_PICTURE)
            self._torn = False

    def broke_off(self, report: PrintReport, *, mark: bytes | None) -> None:
        """A job is over and nobody knows what came out.

        A printer that stands still is told at once to forget the rest: with new paper in, it would print that before
        anybody can ask. What has not left us yet is held back, or it would come after that word.
        """
        self._held = self._hangs = self._older = True
        self._unsure = False
        self._mark = mark
        if report.status.can_print:
            return  # it may be at it still
        with suppress(DeviceGone, DeviceBusy, DeviceStalled):
            self._torn = True
            self._talk.discard()
            if self._abilities.clears_buffer:
                self._talk.connect(urgent=True)
            if self._forgets():
                self._older = False

    def tidy(self, *, followed: bool) -> None:
        """Before anything else is printed, and in the first quiet moment: the rest is forgotten where the model can,
        and what hangs out or comes yet is cut off as a paper of its own.

        `followed`: a job comes next on this line, and arrives only behind all this. Nothing follows on a line that is
        let go of: then a printer may never have got it.
        """
        if not (self._held or self._hangs):
            self.end_picture()
        elif not self._printed_after_all():
            came = self._held and not self._forgets()
            self._talk.send((END_OF_PICTURE if self._torn else b"") + self._cut())
            through = self._abilities.sensor and self._wait_until_through(answers=1 + came)
            if self._talk.transport.one_job and not followed and (self._talk.noisy or not through):
                self._unsure = self._torn = True
                return
        self._held = self._hangs = self._torn = self._unsure = False

    def older_may_come(self) -> bool:
        """Whether a paper of an earlier job may have come out since, or may come before the next. Told once."""
        older, self._older = self._older, False
        return older

    def recover(self) -> None:
        """A jam that a person has cleared is over for most printers only when they are told so. Not too often: each
        time the cutter moves."""
        now = self._talk.clock()
        if now - self._recovered_at >= self._patience.cool_down:
            self._recovered_at = now
            self._talk.send(RECOVER)
            self._held = False

    def _forgets(self) -> bool:
        """Whether it says that it has forgotten what it held."""
        if not self._abilities.clears_buffer:
            return False
        self._talk.send(CLEAR_BUFFER)
        if self._talk.wait_for(BufferCleared, until=self._reply_due) is None:
            return False
        self._held = self._torn = False
        return True

    def _wait_until_through(self, *, answers: int) -> bool:
        """A job that comes yet was to be answered at its end: that must not be taken for an answer about the next.
        Whether there was an answer at all."""
        self._talk.send(ASK_SENSOR)
        # Behind so many noughts, and some lines are slower than they say: a network's line is let go of afterwards,
        # and what has not arrived is lost with it.
        due = self._reply_due + self._patience.evidence
        for answer in range(answers):
            if self._talk.wait_for(Sensor, until=due) is None:
                return answer > 0
            due = self._reply_due
        return True

    @property
    def _reply_due(self) -> float:
        return max(self._talk.clock(), self._talk.through) + self._patience.reply

    def _printed_after_all(self) -> bool:
        while (reply := self._talk.wait_for(Printed, until=self._talk.clock())) is not None:
            if isinstance(reply, Printed) and reply.id == self._mark:
                self._older = False
                return True
        return False
