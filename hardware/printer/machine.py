"""A thermal printer in memory: bytes go in, paper and answers come out, and it can be broken in every usual way.

It interprets ESC/POS by itself and knows nothing of what we meant to print. It does no I/O: `simulator` puts our
driver in front of it, `emulator` puts it behind a pseudo terminal or a TCP port.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PIL import Image

from hardware.printer import answers
from hardware.printer.base import Align
from hardware.printer.dialect import UNKNOWN, Command, next_command, real_time_commands
from hardware.printer.paper import Paper

_ALIGNS = (Align.LEFT, Align.CENTRE, Align.RIGHT)
_BUFFER = 65_536
_LINE = 30
_COMMAND_AT_MOST = 1024
_MODEL = "MOTCUA"


class Fault(Enum):
    """What can be wrong with a printer. All but the first two stop it."""

    PAPER_LOW = "paper_low"
    SILENT = "silent"
    """It prints, but answers nothing."""
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    HOT = "hot"
    STALLED = "stalled"
    """It takes no more bytes and answers nothing."""
    GONE = "gone"
    """Unplugged or without power: what it held is lost. Whoever carries the bytes must hang up."""
    OFF = "off"
    """Without power at the end of a line that stays, as serial ones do: it loses what it held and what comes."""


_STOPPING = frozenset(Fault) - {Fault.PAPER_LOW, Fault.SILENT}
_MUTE = frozenset({Fault.SILENT, Fault.STALLED, Fault.GONE, Fault.OFF})


@dataclass(frozen=True, slots=True)
class Printout:
    """A paper that was cut off, and the bytes since the start of its job that made it."""

    picture: Image.Image
    data: bytes


@dataclass(slots=True)
class _Picture:
    """A raster picture of which some rows have yet to come."""

    scale: tuple[int, int]
    row_bytes: int
    rows_left: int


class Machine:
    """One printer. Not for several threads at once.

    `knows_process_id` and `knows_clearing` are for models that have GS ( H and DLE DC4 8, `keeps` for those that have
    room for pictures (`album`), which stay when the power goes, `presents` for those that hold a slip in their mouth
    until it is taken (`take`), `latches` for those that stay in error after a jam of the
    cutter is cleared, until they are told (DLE ENQ 2). `buffer` is how many bytes it takes while it cannot print.
    """

    def __init__(
        self,
        *,
        dots: int,
        cut_off: Callable[[Printout], object] = lambda _: None,
        knows_process_id: bool = True,
        knows_clearing: bool = True,
        keeps: bool = False,
        presents: bool = False,
        latches: bool = False,
        buffer: int = _BUFFER,
    ) -> None:
        self.paper = Paper(dots=dots)
        self.faults: set[Fault] = set()
        self.unknown: deque[bytes] = deque(maxlen=100)
        self.rows_printed = self.blank_strips = 0
        self._cut_off = cut_off
        self._knows_process_id = knows_process_id
        self._knows_clearing = knows_clearing
        self.album: dict[bytes, Image.Image] = {}
        self._keeps = keeps
        self._names_to_say: list[bytes] = []
        self._presents = presents
        self._latches = latches
        self._jammed = False
        self.slip_waits = False
        self.retracted = 0
        self._buffer = buffer
        self._pending = bytearray()
        self._job = bytearray()
        self._answers = bytearray()
        self._half_heard = b""
        self._coming: list[tuple[int, Fault]] = []
        self._auto = 0
        self._align = Align.LEFT
        self._picture: _Picture | None = None
        self._cut_due = False

    @property
    def room(self) -> int:
        """How many bytes it would take now."""
        if self.faults & {Fault.STALLED, Fault.GONE}:
            return 0
        return self._buffer - len(self._pending) if self._stopped else self._buffer

    @property
    def holding(self) -> bool:
        """Whether part of a job is still to come out."""
        return bool(self._pending or self._picture)

    def receive(self, data: bytes) -> None:
        """Bytes from the wire. Real-time commands act at once, even in the middle of a picture."""
        if Fault.OFF in self.faults:
            return
        self._pending += self._listen_in_real_time(data)
        self._work()

    def take_answers(self) -> bytes:
        """What it wants to say since the last time."""
        answers = bytes(self._answers)
        self._answers.clear()
        return answers

    def put(self, fault: Fault, *, after_rows: int | None = None) -> None:
        """Break it now, or when so many more rows are printed. The cutter, put for later, jams at the next cut."""
        if after_rows is not None:
            self._coming.append((self.rows_printed + after_rows, fault))
            return
        if fault in (Fault.GONE, Fault.OFF):
            self._lose_everything()
        self._jammed = self._jammed or fault is Fault.CUTTER
        self.faults.add(fault)
        self._tell_of_change()

    def mend(self, fault: Fault) -> None:
        """Mend it. A printer that held the rest of a job prints it now, late."""
        if fault is Fault.CUTTER:
            self._jammed = False
        if fault is not Fault.CUTTER or not self._latches:
            self.faults.discard(fault)
        self._tell_of_change()
        self._work()

    def take(self) -> None:
        """Somebody takes the slip that stands in the mouth."""
        self.slip_waits = False

    def tear(self) -> None:
        """Somebody tears off what hangs out."""
        self.paper.cut()

    # --- what is not ours to see ---

    @property
    def _stopped(self) -> bool:
        return bool(self.faults & _STOPPING)

    def _say(self, answer: bytes) -> None:
        if not self.faults & _MUTE:
            self._answers += answer

    def _tell_of_change(self) -> None:
        if self._auto:
            self._say(answers.auto_status(self._state()))

    def _state(self) -> answers.State:
        return answers.State(
            paper_low=Fault.PAPER_LOW in self.faults,
            paper_out=Fault.PAPER_OUT in self.faults,
            cover_open=Fault.COVER_OPEN in self.faults,
            cutter=Fault.CUTTER in self.faults,
            hot=Fault.HOT in self.faults,
            slip_waits=self.slip_waits,
        )

    def _lose_everything(self) -> None:
        self._pending.clear()
        self._job.clear()
        self._answers.clear()
        self._half_heard = b""
        self._auto, self._align, self._picture = 0, Align.LEFT, None

    def _listen_in_real_time(self, data: bytes) -> bytes:
        """Obey what acts at once; returns what is left of the data: what came before a word to forget is forgotten."""
        heard, forgotten = self._half_heard + data, 0
        commands, self._half_heard = real_time_commands(heard)
        for command in commands:
            match command.name, *command.parameters:
                case "DLE EOT", 20:
                    if self._presents:
                        self._say(answers.full(self._state()))
                case "DLE EOT", n:
                    self._say(answers.real_time(n, self._state()))
                case "DLE ENQ", 2:
                    self.faults -= set() if self._jammed else {Fault.CUTTER}
                    forgotten = self._forget_what_it_holds(heard, command)
                case "DLE DC4 8", *_ if self._knows_clearing:
                    forgotten = self._forget_what_it_holds(heard, command)
                    self._say(answers.BUFFER_CLEARED)
        return heard[max(forgotten, len(heard) - len(data)) :]

    def _forget_what_it_holds(self, heard: bytes, command: Command) -> int:
        self._pending.clear()
        self._job.clear()
        self._picture = None
        return heard.rfind(command.raw) + len(command.raw)

    def _work(self) -> None:
        while self._pending and not self._stopped:
            taken = self._print_rows(self._picture) if self._picture else self._obey_next()
            if not taken:
                return
            self._job += self._pending[:taken]
            del self._pending[:taken]
            if self._cut_due:
                self._finish()
            self._break_where_due()

    def _print_rows(self, picture: _Picture) -> int:
        """Print what has come of the picture; returns how many bytes it was, or 0 when more must come.

        Row by row where it is to break in the middle.
        """
        rows = min(picture.rows_left, len(self._pending) // picture.row_bytes, 1 if self._coming else picture.rows_left)
        if not rows:
            return 0
        size = picture.row_bytes * rows
        ink = Image.frombytes("1", (picture.row_bytes * 8, rows), bytes(self._pending[:size]))
        self.paper.burn(ink, align=self._align, scale=picture.scale)
        self.rows_printed += picture.scale[1] * rows
        picture.rows_left -= rows
        if not picture.rows_left:
            self._picture = None
        return size

    def _obey_next(self) -> int:
        command = next_command(bytes(self._pending[:_COMMAND_AT_MOST])) or next_command(bytes(self._pending))
        if command is None or (command.name == "GS V" and self._jams()):
            return 0
        self._obey(command)
        return len(command.raw)

    def _obey(self, command: Command) -> None:
        match command.name, *command.parameters:
            case "ESC @", *_:
                self._align, self._auto = Align.LEFT, 0
                self._job.clear()
            case "ESC a", n if n % 48 < len(_ALIGNS):
                self._align = _ALIGNS[n % 48]
            case "ESC J", n:
                self.paper.feed(n)
            case "ESC d", n:
                self.paper.feed(n * _LINE)
            case "LF", *_:
                self.paper.feed(_LINE)
            case "GS v 0", m, xl, xh, yl, yh:
                self._begin_picture(m % 48, xl + 256 * xh, yl + 256 * yh)
            case "GS V", *_:
                self._cut_due = True
            case "GS a", n:
                self._auto = n
                self._tell_of_change()
            case "GS r", _:
                self._say(answers.sensor(self._state()))
            case "GS e", 2 if self._presents:
                self.retracted += self.slip_waits
                self.slip_waits = False
            case "GS I", n:
                self._say(answers.information(_MODEL) if n >= 65 else b"\x02")
            case "GS ( H", 6, 0, 48, 48, *mark if self._knows_process_id:
                self._say(answers.printed(bytes(mark)))
            case "GS ( L", _, _, 48, 64, 75, 67 if self._keeps:
                self._names_to_say = answers.kept(self.album)
                self._say(self._names_to_say.pop(0))
            case "ACK", *_ if self._names_to_say:
                self._say(self._names_to_say.pop(0))
            case "ACK", *_:
                pass
            case "GS ( L", _, _, 48, 66, *name if self._keeps:
                self.album.pop(bytes(name), None)
            case "GS ( L", _, _, 48, 67, 48, *_ if self._keeps:
                self._keep(command.parameters[5:])
            case "GS ( L", _, _, 48, 69, first, second, 1, 1 if self._keeps and bytes((first, second)) in self.album:
                ink = self.album[bytes((first, second))]
                self.paper.burn(ink, align=self._align, scale=(1, 1))
                self.rows_printed += ink.height
            case name, *_ if name == UNKNOWN or name.startswith("GS ("):
                self.unknown.append(command.raw)

    def _keep(self, body: bytes) -> None:
        name, (across, rows), data = body[:2], (body[3] + 256 * body[4], body[5] + 256 * body[6]), body[8:]
        self.album[name] = Image.frombytes("1", (across, rows), data)

    def _begin_picture(self, mode: int, row_bytes: int, rows: int) -> None:
        if row_bytes and rows:
            self._picture = _Picture((1 + (mode & 1), 1 + (mode >> 1 & 1)), row_bytes, rows)

    def _finish(self) -> None:
        self._cut_due = False
        blank, printout = self.paper.blank, Printout(self.paper.cut(), bytes(self._job))
        self._job.clear()
        self.slip_waits = self._presents
        if blank:
            self.blank_strips += 1
        else:
            self._cut_off(printout)

    def _break_where_due(self) -> None:
        for coming in [coming for coming in self._coming if coming[0] <= self.rows_printed]:
            if coming[1] is not Fault.CUTTER:
                self._coming.remove(coming)
                self.put(coming[1])

    def _jams(self) -> bool:
        due = next((coming for coming in self._coming if coming[1] is Fault.CUTTER), None)
        if due is not None:
            self._coming.remove(due)
            self.put(Fault.CUTTER)
        return due is not None
