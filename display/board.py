"""What a board knows and what it shows: a fold over what the server tells, and the picture at an instant. Pure.

A call is told apart by its id: a repeat is spoken and a replay is not. Not responsible for sound, drawing or the
connection; time comes in as an argument, in milliseconds of this machine's own steady clock.
The web board does the same in queue_server/web/static/board/state.js; a test plays the same days to both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from queue_server.client.view import View
from queue_server.protocol.boards import board_of
from queue_server.protocol.messages import BoardInfo, Call, Centre, Day, Desk, DeskState, Instant, Line

#: Milliseconds of this machine's steady clock. Its zero means nothing.
Tick = int

#: How long a new call flashes, and how long its number stays in front whatever the officer does next.
FLASH: Tick = 6_000
HOLD: Tick = 30_000
#: How long the page with the newest call stays, and each page after it.
NEWEST_PAGE: Tick = 9_000
PAGE: Tick = 6_000
#: A line that heals within this time is not worth frightening a hall.
GRACE: Tick = 3_000
#: How long before tickets are no longer taken the hall is told so, in milliseconds of the day.
REMIND: Instant = 15 * 60_000

#: A board that becomes its hall's voice says again what was called so lately: the one before may have been cut off.
TAKEOVER: Tick = 15_000

MISSED = "no longer called when the board was back"
REPEATED = "called again before the board was back"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What has to be done about calls: to speak, oldest first; to report as unspoken, with why; and to say no more."""

    speak: tuple[Call, ...] = ()
    missed: tuple[tuple[Call, str], ...] = ()
    withdrawn: tuple[int, ...] = ()


class Standing(Enum):
    CALLED = "called"
    SERVING = "serving"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A number and the desk it is asked to. `call` is None when only the desk itself told of it.

    `front`: still called, or called so lately that it stays in front. `newest`: the one to look at. `flash`: new.
    """

    number: str
    desk: str
    at: Instant
    standing: Standing
    call: int | None = None
    front: bool = False
    newest: bool = False
    flash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    number: str
    desk: str
    at: Instant


class Scene(Enum):
    CONNECTING = "connecting"
    WELCOME = "welcome"
    CALLS = "calls"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many rows fit in front, and how many recent calls beside them.

    `crowded`: more desks call than two pages hold, and the rows, in so many `columns`, take the whole board.
    """

    rows: int
    recent: int
    columns: int = 1
    crowded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is to be seen. Equal pictures look the same. `stale` is the server's time when all was last known."""

    scene: Scene
    rows: tuple[Row, ...] = ()
    page: int = 0
    pages: int = 1
    recent: tuple[Recent, ...] = ()
    stale: Instant | None = None
    day: Day | None = None
    centre: Centre | None = None
    lines: tuple[Line, ...] = ()
    desk: Desk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All that a board knows. `judged` is the highest call that was looked at: it was spoken, is old, or is `pending`.

    `speaker`: this board is the voice of its hall. `broken`: the line was down since the last time that all was known.
    `lost` and `known_until` say since when it is.
    """

    device: str
    epoch: str = ""
    judged: int = -1
    centre: Centre | None = None
    day: Day | None = None
    desks: Mapping[str, Desk] = field(default_factory=dict)
    calls: tuple[Call, ...] = ()
    arrived: Mapping[int, Tick] = field(default_factory=dict)
    pending: tuple[Call, ...] = ()
    lines: Mapping[str, Line] = field(default_factory=dict)
    speaker: bool = True
    broken: bool = False
    lost: Tick | None = None
    known_until: Instant | None = None

    # ------------------------------------------------------------------------------------------------ what happens

    def told(self, view: View, *, now: Tick, behind: bool = False, whole: bool = False) -> tuple[Board, News]:
        """What the server has told so far. Speak and report what comes back.

        `behind`: the line was broken, and what is known is not yet all; more follows at once. `whole`: this was a
        snapshot, because we were too slow or too long away for the changes.
        """
        board = self._seeing(view)
        if view.epoch != self.epoch:
            # The first thing this process hears, or another database: whatever was called before is old.
            return replace(board, judged=view.version, arrived={}, pending=(), broken=False, lost=None), News()
        new = tuple(call for call in board.calls if call.id > self.judged)
        board = replace(board, judged=max(self.judged, *(call.id for call in new)) if new else self.judged)
        pending = tuple(call for call in (*self.pending, *new) if not view.calls.get(call.id, call).withdrawn)
        withdrawn = tuple(call.id for call in self.calls if view.calls.get(call.id, call).withdrawn)
        if behind:
            return replace(board, pending=pending, broken=True), News(withdrawn=withdrawn)
        news = board._sorted_out(pending) if self.broken or whole else News(speak=pending)
        arrived = {**board.arrived, **{call.id: now for call in news.speak}}
        if board.speaker and not self.speaker:
            news = replace(news, speak=board._taken_over(now=now) + news.speak)
        elif not board.speaker:
            news = News()
        news = replace(news, withdrawn=withdrawn)
        return replace(board, arrived=arrived, pending=(), broken=False, lost=None), news

    def line_lost(self, *, known_until: Instant, now: Tick) -> Board:
        """The line is down; all was last known at `known_until`, in the server's time."""
        return self if self.lost is not None else replace(self, lost=now, known_until=known_until, broken=True)

    # ------------------------------------------------------------------------------------------------ what is seen

    def in_front(self, *, now: Tick) -> int:
        """How many desks call, or called only just now."""
        return sum(row.front for row in self.rows(now=now))

    @property
    def desks_shown(self) -> int:
        """How many desks may have a row on this board."""
        return sum(self._may_show(desk) for desk in self.desks)

    @property
    def info(self) -> BoardInfo:
        """How this board is set up; as a main board where the centre's file does not name it."""
        return board_of(self.centre, self.device)

    def concerns(self, service: str, desk: str) -> bool:
        """Whether a call of this service to this desk is for this board."""
        info = self.info
        return (not info.services or service in info.services) and (not info.desks or desk in info.desks)

    def picture(self, room: Room, *, now: Tick) -> Picture:
        """What is to be seen at this tick in a window with that much room."""
        stale = self.stale(now=now)
        if self.centre is None:
            return Picture(scene=Scene.CONNECTING)
        rows = self.rows(now=now)
        front = [row for row in rows if row.front]
        pages = max(1, -(-len(front) // room.rows))
        page = self._page(pages, now=now)
        if pages == 1:
            front = rows[: room.rows]
        shown = {(row.number, row.desk) for row in front}
        visible = tuple(front[page * room.rows : (page + 1) * room.rows])
        return Picture(
            scene=self._scene(visible),
            rows=visible,
            page=page,
            pages=pages,
            recent=self._recent(shown)[: room.recent],
            stale=stale,
            day=self.day,
            centre=self.centre,
            lines=self._lines() if "lines" in self.info.panels and not room.crowded else (),
            desk=self.desks.get(self.info.desks[0]) if "desk" in self.info.panels else None,
        )

    def stale(self, *, now: Tick) -> Instant | None:
        """The server's time when all was last known, where the line is down for longer than it may be."""
        return self.known_until if self.lost is not None and now - self.lost >= GRACE else None

    def rows(self, *, now: Tick) -> list[Row]:
        """One row for each desk that calls or serves, or called only just now. Newest call first, served ones last."""
        latest = {call.desk: call for call in self.calls}
        rows = [self._row(desk, latest.get(desk.id), now=now) for desk in self.desks.values()]
        found = [row for row in rows if row is not None]
        found.sort(key=lambda row: (row.front, row.call or 0, row.at), reverse=True)
        if found and found[0].front:
            found[0] = replace(found[0], newest=True)
        return found

    # --------------------------------------------------------------------------------------------------- inside

    def _seeing(self, view: View) -> Board:
        board = replace(self, epoch=view.epoch, centre=view.centre, day=view.day, desks=view.desks, lines=view.lines)
        hall, speakers = board.info.hall, view.voices.speakers if view.voices else {}
        board = replace(board, speaker=not hall or speakers.get(hall, self.device) == self.device)
        standing = (call for call in view.calls.values() if not call.withdrawn)
        mine = (call for call in standing if board.concerns(call.service, call.desk))
        calls = sorted(mine, key=lambda call: call.id)
        arrived = {call.id: self.arrived[call.id] for call in calls if call.id in self.arrived}
        return replace(board, calls=tuple(calls), arrived=arrived)

    def _may_show(self, desk: str) -> bool:
        """Whether calls to a desk may be for this board."""
        info = self.info
        if info.desks and desk not in info.desks:
            return False
        return not info.services or not self._offered(desk).isdisjoint(info.services)

    def _taken_over(self, *, now: Tick) -> tuple[Call, ...]:
        """What the voice before may not have said to its end: the latest calls that still stand."""
        lately = [call for call in self.calls if now - self.arrived.get(call.id, now - TAKEOVER) < TAKEOVER]
        return self._sorted_out(lately).speak

    def _lines(self) -> tuple[Line, ...]:
        """The lines of this board's services, in the centre's order."""
        services = self.centre.services if self.centre else ()
        wanted = self.info.services or tuple(service.id for service in services)
        return tuple(self.lines[each.id] for each in services if each.id in wanted and each.id in self.lines)

    def _offered(self, desk: str) -> frozenset[str]:
        """The services of a desk."""
        desks = self.centre.desks if self.centre else ()
        return frozenset(service for info in desks if info.id == desk for service in info.services + info.overflow)

    def _sorted_out(self, pending: Iterable[Call]) -> News:
        """After a break: what still stands is spoken once, the rest is told to the officer."""
        speak: list[Call] = []
        missed: list[tuple[Call, str]] = []
        latest = {call.desk: call.id for call in self.calls}
        for call in pending:
            desk = self.desks.get(call.desk)
            if desk is None or desk.state is not DeskState.CALLING or desk.ticket != call.ticket:
                missed.append((call, MISSED))
            elif latest.get(call.desk, call.id) != call.id:
                missed.append((call, REPEATED))
            else:
                speak.append(call)
        return News(speak=tuple(speak), missed=tuple(missed))

    def _row(self, desk: Desk, call: Call | None, *, now: Tick) -> Row | None:
        busy = {DeskState.CALLING: Standing.CALLED, DeskState.SERVING: Standing.SERVING}.get(desk.state)
        if busy and desk.number and (call is None or call.ticket != desk.ticket) and self._may_show(desk.id):
            # Older than the calls we were given; the desk itself says whom it has called.
            return Row(number=desk.number, desk=desk.id, at=desk.since, standing=busy, front=busy is Standing.CALLED)
        if call is None:
            return None
        standing = busy if busy and desk.ticket == call.ticket else Standing.OVER
        age = now - self.arrived[call.id] if call.id in self.arrived else None
        lately = age is not None and age < HOLD
        if standing is Standing.OVER and not lately:
            return None
        return Row(
            number=call.number,
            desk=desk.id,
            at=call.at,
            standing=standing,
            call=call.id,
            front=lately or standing is Standing.CALLED,
            flash=age is not None and age < FLASH,
        )

    def _page(self, pages: int, *, now: Tick) -> int:
        """The page with the newest call at once; then all in turn."""
        if pages == 1:
            return 0
        since = now - max(self.arrived.values(), default=0) - NEWEST_PAGE
        return 0 if since < 0 else (since // PAGE + 1) % pages

    def _recent(self, shown: set[tuple[str, str]]) -> tuple[Recent, ...]:
        latest = {call.ticket: call for call in self.calls}
        calls = sorted(latest.values(), key=lambda call: call.id, reverse=True)
        return tuple(
            Recent(number=call.number, desk=call.desk, at=call.at)
            for call in calls
            if (call.number, call.desk) not in shown
        )

    def _scene(self, rows: tuple[Row, ...]) -> Scene:
        if rows:
            return Scene.CALLS
        return Scene.CLOSED if self.day is not None and not self.day.issuing else Scene.WELCOME


def reminder(day: Day | None, *, now: Instant) -> Instant | None:
    """The end of issuing when the hall should have been told of it by now, else None."""
    if day is None or not day.issuing or day.until is None:
        return None
    return day.until if 0 < day.until - now <= REMIND else None
