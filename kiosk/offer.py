"""What the centre offers, in a citizen's words: tiles, procedures, and what to know before taking a number. Pure.

A wait is always a range, and says when it rests on little experience.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kiosk import icons, moments
from kiosk.language import Words
from queue_server.protocol.messages import Centre, Line, ProcedureInfo, ServiceInfo

# Minutes. The targets of decision 468/QĐ-TTg: 15 on the average and 30 at most.
QUIET_UP_TO = 15
BUSY_UP_TO = 30
#: From so few numbers on it is said how many are left.
FEW_LEFT = 10
_SHORT = 5
_LONG = 120
_HOUR = 60


#: Reasons for which a service gives no more numbers; see `Line`.
NOT_ISSUED = ("service_closed", "quota_used", "no_time_left")
_TOLD_ON_TILES = NOT_ISSUED[1:]


class Light(Enum):
    """The traffic light of a line; always with its word beside it, never the colour alone."""

    QUIET = "quiet"
    BUSY = "busy"
    CROWDED = "crowded"
    NO_DESK = "no_desk"
    NOT_TODAY = "not_today"
    USED_UP = "used_up"
    NOT_ISSUED = "not_issued"


@dataclass(frozen=True, slots=True)
class Tile:
    service: str
    prefix: str
    glyph: str
    name: str
    waiting: str
    wait: str
    light: Light | None
    light_word: str
    open: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A procedure to choose; `procedure` is None for something else."""

    procedure: str | None
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """The page before the number. `warnings` are sentences; `papers` is empty where nobody listed them."""

    glyph: str
    service: str
    procedure: str
    ahead: str
    wait_heading: str
    wait: str
    hint: str
    desks: str
    papers: tuple[str, ...]
    fee: str
    warnings: tuple[str, ...]
    rules: tuple[str, ...]
    priorities: tuple[tuple[str, str], ...]


def wait_range(low: int, high: int, words: Words) -> str:
    """A wait in words, such as "khoảng 10–25 phút"."""
    if low >= _LONG:
        return words("wait.long", hours=low // 60)
    if low >= _HOUR and high >= 3 * _HOUR:
        return words("wait.hours", low=low // _HOUR, high=-(-high // _HOUR))
    if low <= 0 or high <= _SHORT:
        return words("wait.short", high=max(high, _SHORT))
    return words("wait.single", low=low) if low >= high else words("wait.range", low=low, high=high)


def people(count: int, words: Words) -> str:
    if count == 0:
        return words("wait.none")
    return words("wait.person" if count == 1 else "wait.people", n=count)


def desk_list(desks: Iterable[str]) -> str:
    """ "1, 2, 10": desks in the order in which people count."""
    return ", ".join(sorted(desks, key=lambda desk: (len(desk), desk)))


def find_service(centre: Centre, service: str) -> ServiceInfo | None:
    return next((info for info in centre.services if info.id == service), None)


def find_procedure(service: ServiceInfo | None, procedure: str | None) -> ProcedureInfo | None:
    return next((info for info in (service.procedures if service else ()) if info.id == procedure), None)


def tiles(
    centre: Centre, lines: Mapping[str, Line], words: Words, *, reserve: frozenset[str] | None = None
) -> tuple[Tile, ...]:
    """The first page, in the order of the centre's configuration. Without the server only `reserve` can be had."""
    return tuple(
        _tile(service, lines.get(service.id), words, spent=reserve is not None and service.id not in reserve)
        for service in centre.services
    )


def _tile(service: ServiceInfo, line: Line | None, words: Words, *, spent: bool) -> Tile:
    light = Light.USED_UP if spent else None if line is None else light_of(line)
    waiting = wait = ""
    if line is not None:
        waiting = words("wait.waiting", n=line.waiting) if line.waiting else words("wait.nobody")
        if not line.issuing:
            waiting = ""
        elif line.left is not None and line.left <= FEW_LEFT:
            waiting = words("wait.left", n=line.left)
        wait = "" if light is Light.NO_DESK else wait_range(line.low, line.high, words)
    return Tile(
        service=service.id,
        prefix=service.prefix,
        glyph=icons.service_glyph(service.icon),
        name=words.of(service.names),
        waiting=waiting,
        wait=wait,
        light=light,
        light_word=_light_word(light, line, words),
        open=not spent,
    )


def _light_word(light: Light | None, line: Line | None, words: Words) -> str:
    if light is None:
        return ""
    told = line is not None and light is Light.NOT_ISSUED and line.reason in _TOLD_ON_TILES
    return words(f"wait.{line.reason if line and told else light.value}")


def not_issued(line: Line, words: Words) -> str:
    """Why no number of this service is given: the supervisor's own words, or ours."""
    reason = line.reason if line.reason in NOT_ISSUED else "service_closed"
    return words.of(line.words) if line.words else words(f"not_issued.{reason}")


def light_of(line: Line) -> Light:
    """How a line stands for someone who would join it now."""
    if not line.issuing:
        return Light.NOT_ISSUED
    if not line.fits_today:
        return Light.NOT_TODAY
    if line.desks_open == 0:
        return Light.NO_DESK
    if line.high <= QUIET_UP_TO:
        return Light.QUIET
    return Light.BUSY if line.high <= BUSY_UP_TO else Light.CROWDED


def has_desk(line: Line | None) -> bool:
    """Whether a wait can be told: before the first desk of a line opens nobody knows when that will be."""
    return line is None or line.desks_open > 0


def rows(service: ServiceInfo, words: Words) -> tuple[Row, ...]:
    """The procedures of a service with their usual minutes, and last the way out for who does not know."""
    known = tuple(
        Row(info.id, words.of(info.names), words("procedures.minutes", minutes=max(1, round(info.minutes))))
        for info in service.procedures
    )
    return (*known, Row(None, words("procedures.other"), ""))


def briefing(
    centre: Centre,
    service: ServiceInfo,
    *,
    procedure: str | None,
    line: Line | None,
    now: datetime,
    words: Words,
    alone: bool = False,
    booked: bool = False,
    appointed: datetime | None = None,
) -> Briefing:
    """All that a citizen should know before the number exists: by the line, or by the `appointed` time of who is in
    time for it. Who has `booked` and is `alone` gets a number as others do."""
    info = find_procedure(service, procedure)
    appointed = None if alone else appointed
    ahead = line if appointed is None or appointed <= now else None
    line = line if appointed is None else None
    return Briefing(
        glyph=icons.service_glyph(service.icon),
        service=words.of(service.names),
        procedure=words.of(info.names) if info else words("procedures.other") if service.procedures else "",
        ahead=people(ahead.ahead, words) if ahead else "–",
        wait_heading=wait_heading(words, by_time=ahead is None and appointed is not None),
        wait=_wait(ahead, appointed, words),
        hint=_hint(ahead, appointed, words),
        desks=desk_list(service.desks),
        papers=tuple(words.of(paper) for paper in info.papers) if info else (),
        fee=words.of(info.fee) if info and info.fee else words("before.fee_unknown"),
        warnings=(
            *((words("before.alone"),) if alone else ()),
            *((words("appointment.alone"),) if alone and booked else ()),
            *_warnings(info, line, now, words),
        ),
        rules=_rules(info, line, now, words),
        priorities=tuple((priority.id, words.of(priority.names)) for priority in centre.priorities),
    )


def wait_heading(words: Words, *, by_time: bool) -> str:
    """What stands over a wait, or over the time of day of who is called by an appointment."""
    return words("appointment.heading" if by_time else "before.wait")


def _wait(line: Line | None, appointed: datetime | None, words: Words) -> str:
    if line is None:
        return "–" if appointed is None else moments.clock(appointed)
    return wait_range(line.low, line.high, words) if line.desks_open else "–"


def _hint(line: Line | None, appointed: datetime | None, words: Words) -> str:
    if appointed is not None:
        return words("appointment.by_time" if line else "appointment.sooner")
    if line is None:
        return ""
    return words("wait.not_experienced") if line.desks_open and not line.experienced else ""


def _warnings(info: ProcedureInfo | None, line: Line | None, now: datetime, words: Words) -> tuple[str, ...]:
    found: list[str] = []
    if line is not None and not line.fits_today:
        found.append(words("before.not_today"))
    if line is not None and line.desks_open == 0:
        found.append(words("before.no_desk"))
    if info is not None and info.next_day_after is not None and _late(info.next_day_after, line, now):
        found.append(words("before.next_day_likely", time=moments.spoken_minute(info.next_day_after, words)))
    return tuple(found)


def _rules(info: ProcedureInfo | None, line: Line | None, now: datetime, words: Words) -> tuple[str, ...]:
    if info is None or info.next_day_after is None or _late(info.next_day_after, line, now):
        return ()
    return (words("before.next_day", time=moments.spoken_minute(info.next_day_after, words)),)


def _late(minute: int, line: Line | None, now: datetime) -> bool:
    """Whether the turn may come after that minute of the day (domain rule: "nộp sau 15 giờ")."""
    return now.hour * 60 + now.minute + (line.high if line else 0) >= minute


def near(desks: Collection[str], words: Words, *, place: str) -> str:
    """Where to wait for the call. `place` is the centre's word for a desk."""
    if not desks:
        return words("ticket.any_desk")
    return words("ticket.desk", place=words(f"place.{place}"), desks=desk_list(desks))
