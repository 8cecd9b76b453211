"""Talking to one printer: reach it (again), send, ask how it is, wait for a certain answer. Knows nothing of jobs.

Used by one thread. Whatever breaks the line closes it, so that the next attempt begins afresh; attempts that nobody
waits for are spaced out.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hardware.errors import DeviceBusy, DeviceGone, DeviceStalled
from hardware.printer.album import ASK_NAMES, NEXT
from hardware.printer.base import PrinterStatus
from hardware.printer.commands import ARE_YOU_THERE, AUTO_STATUS
from hardware.printer.status import (
    ENQUIRIES,
    AutoStatus,
    Condition,
    FullStatus,
    Kept,
    Printed,
    RealTime,
    Reply,
    ReplyParser,
    Unknown,
    condition_of,
    condition_of_auto,
)
from hardware.printer.transport import Transport

log = logging.getLogger(__name__)

_CHUNK = 4096
"""Bytes handed over at a time: cheap printers lose what overruns their buffer."""

# Where a printer tells by itself that it has stopped, it is heard between smaller pieces: of so many seconds, and no
# more than so many ahead of the line.
_PIECE_SECONDS = 0.05
_AHEAD_SECONDS = 0.1

# So much of a slow line lies between two questions in a job: nobody pulls a plug and has it back in twice the time.
_QUESTION_SECONDS = 0.4
# A printer that missed some in so many jobs, and has yet to answer all of one, is not asked in jobs any more.
_MISSED_AT_MOST = 2

# After so many times the patience for a reply none comes any more.
_LATEST = 3

# A line is a little slower than its figure says.
_SLACK = 1.25

# A printer gone mad may send for ever.
_LATE_READS_AT_MOST = 64
_HEARD_AT_MOST = 64
# Of forty names each: more than there are names.
_BLOCKS_AT_MOST = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for what, in seconds."""

    reply: float = 1.0
    tries: int = 3
    chunk: float = 3.0
    look_every: float = 0.5
    settle: float = 0.5
    evidence: float = 5.0
    cool_down: float = 10.0
    taking: float = 30.0
    retry_first: float = 0.5
    retry_most: float = 5.0


class Talk:
    """A conversation over one transport. Methods raise `DeviceGone` when the printer is not there."""

    def __init__(
        self,
        transport: Transport,
        *,
        patience: Patience,
        auto_status: bool = False,
        printed: Callable[[bytes], object] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`auto_status`: the printer tells of changes by itself, once asked to (GS a). `printed` is told each id whose
        paper it says is printed, whenever that is heard.

        `last_word` is why the printer took no more, where it or its port said so before the line was given up; `noisy`,
        that something came that is no reply, since what was said was last forgotten; `unanswered`, how many of the
        questions in a job got no answer: it was not there all the time.
        """
        self.transport = transport
        self.clock = clock
        self._patience = patience
        self._parser = ReplyParser()
        self._heard: deque[Reply] = deque(maxlen=_HEARD_AT_MOST)
        self._open = self._reached = False
        self._lines = 0
        self._mute: set[int] = set()
        # How often the first question had to be asked; questions without an answer so far.
        self._tries, self._owed, self._asked_at = 1, 0, 0.0
        # Questions in the job without an answer so far; in how many jobs some had none, and whether all had in one.
        self._inside, self._jobs_missed, self._answers_inside = 0, 0, False
        self._auto_status = auto_status
        self._printed = printed
        self._told: Condition | None = None
        self._stopped: Condition | None = None
        self._through = 0.0
        self.last_word: PrinterStatus | None = None
        self.noisy = False
        self.unanswered = 0
        self._retry_at = 0.0
        self._retry_after = patience.retry_first

    @property
    def line(self) -> int:
        """Which line since the start this is: at the end of another there may be another printer."""
        return self._lines if self._open else 0

    @property
    def connected(self) -> bool:
        """Whether the line is open, as far as we know."""
        return self._open

    def connect(self, *, urgent: bool) -> None:
        """Reach the printer unless it is reached already. Unless `urgent`, not sooner than the back-off allows."""
        if self._open:
            return
        if not urgent and self.clock() < self._retry_at:
            raise DeviceGone(f"{self.transport.name} was not there a moment ago")
        try:
            self.transport.open()
        except (DeviceGone, DeviceBusy) as error:
            self._retry_at = self.clock() + self._retry_after
            self._retry_after = min(self._retry_after * 2, self._patience.retry_most)
            self._reached = False
            log.debug("printer not reached", extra={"action": "printer_absent", "error": str(error)})
            raise
        self._open = True
        self._lines += 1
        self._retry_after = self._patience.retry_first
        if not self._reached:
            self._reached = True
            log.info("printer reached", extra={"action": "printer_reached", "printer": self.transport.name})
        if self._auto_status:
            with suppress(DeviceStalled):  # then it is asked, as others are
                self.send(AUTO_STATUS)

    def hang_up(self) -> None:
        """Close the line; what was half heard on it is forgotten."""
        self.transport.close()
        self._parser.forget()
        self._heard.clear()
        self._mute.clear()
        self._told = self._stopped = None
        self._through = 0.0
        self._owed = self._inside = 0
        self._open = False

    @property
    def ask_every(self) -> int:
        """After how many bytes of a job the printer is to be asked whether it is there; 0: not at all."""
        if not self._answers_inside and self._jobs_missed >= _MISSED_AT_MOST:
            return 0
        return max(1, int(self.transport.bytes_per_second * _QUESTION_SECONDS))

    def send(self, data: bytes) -> None:
        """Hand over all of `data`. After `DeviceStalled` or `DeviceGone` nobody knows how much of it arrived."""
        for start in range(0, len(data), _CHUNK):
            self._write(data[start : start + _CHUNK])

    def send_heeding(self, data: bytes) -> PrinterStatus | None:
        """Hand over all of `data`, unless the printer says by itself meanwhile that it has stopped: then, why.

        Only a little is ahead of a line, so that a printer with a full buffer still hears what it is told next.
        """
        self._stopped = None
        # Nothing in a picture looks like one.
        self._inside += data.count(ARE_YOU_THERE)
        if not self._auto_status:
            self.send(data)
            return None
        speed = self.transport.bytes_per_second
        piece = min(_CHUNK, max(1, int(speed * _PIECE_SECONDS)))
        # When the line is through with what it has. After a pause of ours it is idle, and nothing is made up for.
        free = self.clock()
        for start in range(0, len(data), piece):
            self._listen_until(free - _AHEAD_SECONDS)
            if self._stopped is not None:
                self._inside = 0  # not all of them were asked
                return self._stopped.status
            self._write(data[start : start + piece])
            free = max(free, self.clock()) + piece / speed
        return None

    def discard(self) -> None:
        """Hold back what was handed over and has not left: some of it is lost, nobody knows where it breaks off."""
        self.transport.discard()
        self._through = 0.0

    @property
    def stopped(self) -> PrinterStatus | None:
        """Why it stands still, by what it last told of itself since a job was begun on this line."""
        return self._stopped.status if self._stopped else None

    @property
    def through(self) -> float:
        """When everything handed over has arrived, by the speed of the line."""
        return self._through

    def _write(self, chunk: bytes) -> None:
        # Earlier pieces may still be on their way: a write is done when it is in the system's buffer.
        self._through = max(self._through, self.clock()) + self.seconds_for(chunk)
        try:
            self.transport.write(chunk, within=self._through + self._patience.chunk - self.clock())
        except DeviceGone:
            self.hang_up()
            raise
        except DeviceStalled:
            self._give_up()
            raise

    def _give_up(self) -> None:
        """The line takes no more. What is still on it must not come out when it does again."""
        self.last_word = PrinterStatus.PAPER_OUT if self.transport.paper_out() else None
        with suppress(DeviceGone):
            self._drain()
            if self._stopped is not None:
                self.last_word = self._stopped.status
        self.transport.discard()
        self.hang_up()

    def _listen_until(self, end: float) -> None:
        self._drain()
        while self._stopped is None and (left := end - self.clock()) > 0:
            self._listen(left)

    def seconds_for(self, data: bytes) -> float:
        """How long so many bytes are on their way."""
        return _SLACK * len(data) / self.transport.bytes_per_second

    def wait_for(self, *kinds: type[Reply], until: float) -> Reply | None:
        """The next reply of one of these kinds, or None when there is none by then. Others are kept for later."""
        while True:
            for reply in self._heard:
                if isinstance(reply, kinds):
                    self._heard.remove(reply)
                    return reply
            left = until - self.clock()
            if left <= 0:
                return None
            self._listen(left)

    def forget_replies(self) -> None:
        """What was said so far is about earlier jobs."""
        self._drain()
        self._heard.clear()
        self.noisy, self.unanswered, self._inside = False, 0, 0

    def ask(self) -> Condition | None:
        """How the printer is by its own words; None when it stays silent."""
        # An answer that came after we gave up on it must not be taken for the answer to the next question.
        self._drain()
        self._hear_the_rest()
        answered = len(self._heard)
        self._heard = deque((reply for reply in self._heard if not isinstance(reply, RealTime)), maxlen=_HEARD_AT_MOST)
        if len(self._heard) < answered:
            # What it seemed not to know it was only slow to answer.
            self._mute.clear()
        answers: dict[int, int] = {}
        for n in ENQUIRIES:
            if n != ENQUIRIES[0] and self._told_well and not condition_of(answers).offline:
                # It is there, and well as it told by itself: the other questions need not be asked. A trouble is asked
                # about: noise may have looked like one, and it may be another since the printer was without power.
                return self._told
            if n in self._mute:
                continue
            # One that was slow to say that it is there gets as much time for the rest.
            answer = self._enquire(n, tries=self._patience.tries if not answers else self._tries)
            if answer is not None:
                answers[n] = answer
            elif not answers:
                return None
            else:
                # It answers others: this one it does not know. Waiting for it each time would cost a second.
                self._mute.add(n)
                if self._tries == 1:
                    self._owed = 0
        condition = condition_of(answers)
        if condition.offline and condition.status is PrinterStatus.SILENT:
            # Off line, and all is well: maybe it was mended between two questions.
            answers[ENQUIRIES[0]] = self._enquire(ENQUIRIES[0], tries=1) or answers[ENQUIRIES[0]]
            condition = condition_of(answers)
            if condition.offline and not condition.broken and self._told is not None and self._told.offline:
                return self._told  # it answers no other question
        return condition

    def doubt(self) -> None:
        """It is well, and did not answer all that it was asked in the job: it lost its power, or never does."""
        self._jobs_missed += 1

    def _hear_the_rest(self) -> None:
        """The answers to the questions in the job. What has not come now never will."""
        end = max(self.clock(), self._through) + _LATEST * self._patience.reply
        while self._inside and (left := end - self.clock()) > 0:
            self._listen(left)
        self.unanswered += self._inside
        self._inside = 0

    @property
    def _told_well(self) -> bool:
        return self._told is not None and self._told.status.can_print

    def names_kept(self, *, within: float) -> frozenset[bytes] | None:
        """The names of the pictures that the printer keeps; None when it does not say."""
        self._drain()
        self.send(ASK_NAMES)
        names: set[bytes] = set()
        for _ in range(_BLOCKS_AT_MOST):
            reply = self.wait_for(Kept, until=self.clock() + within)
            if not isinstance(reply, Kept):
                return None
            names |= reply.names
            self.send(NEXT)
            if not reply.more:
                return frozenset(names)
        return None

    def slip_waits(self) -> bool:
        """Whether a slip stands in the printer's mouth. Only for printers with a presenter."""
        self._drain()
        self.send(b"\x10\x04\x14")
        reply = self.wait_for(FullStatus, until=self.clock() + self._patience.reply)
        return isinstance(reply, FullStatus) and reply.slip_waits

    def _enquire(self, n: int, *, tries: int) -> int | None:
        # One that is slow may not have answered all that it was asked: that is no answer to this question.
        while self._owed:
            if self.wait_for(RealTime, until=self._asked_at + _LATEST * self._patience.reply) is None:
                self._owed = 0
        for more in range(tries):
            self.send(bytes((0x10, 0x04, n)))
            # Behind all that was handed over before it.
            self._owed, self._asked_at = self._owed + 1, max(self.clock(), self._through)
            reply = self.wait_for(RealTime, until=self._asked_at + self._patience.reply)
            if isinstance(reply, RealTime):
                self._tries = more + 1
                return reply.byte
        return None

    def _drain(self) -> None:
        for _ in range(_LATE_READS_AT_MOST):
            if not self._listen(0):
                return

    def _listen(self, within: float) -> bool:
        try:
            data = self.transport.read(within=within)
        except DeviceGone:
            self.hang_up()
            raise
        for reply in self._parser.feed(data):
            if isinstance(reply, RealTime) and self._inside:
                self._inside -= 1
                self._answers_inside = self._answers_inside or not self._inside
                continue
            self._heard.append(reply)
            self._owed -= isinstance(reply, RealTime) and self._owed > 0
            self.noisy = self.noisy or isinstance(reply, Unknown)
            if isinstance(reply, Printed):
                self._printed(reply.id)
            if isinstance(reply, AutoStatus):
                self._told = condition_of_auto(reply)
                self._stopped = self._told if _stands_still(self._told) else None
        return bool(data)


def _stands_still(told: Condition) -> bool:
    """Whether it waits for a person. A hot head goes on by itself, and so does one that does not say why it stopped."""
    return told.paper_out or told.cover_open or told.cutter or told.broken
