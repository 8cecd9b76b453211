"""The journal on pages: one day's records with filters, its proof, and the whole day as a file with its hash.

For whoever has the right to audit. Reading checks the hash chain on the way; the proof is made by `reports.proof`.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
from collections import deque

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from queue_server.core.events import NAMES, Administered, JournalSealed
from queue_server.day_sums import Days
from queue_server.journal.base import JournalCorrupt, Record
from queue_server.live import LiveCentre, event_of
from queue_server.morning import Morning
from queue_server.reports.proof import Proving
from queue_server.reports.seals import SealCheck
from queue_server.web.access import Access
from queue_server.web.cells import harmless
from queue_server.web.day_file import day_file, written
from queue_server.web.gate import Gate
from queue_server.web.rights import Right

#: A page of a table; more is what the file of the day is for.
_SHOWN = 200
#: So many records are replayed at a time.
_PIECE = 2000


class Row(msgspec.Struct, kw_only=True):
    """A record as the journal holds it."""

    version: int
    at: int
    kind: str
    request: str | None
    actor: str | None
    body: str
    hash: str


class Page(msgspec.Struct, kw_only=True):
    """Records of a day that fit the filters, newest first; `kinds` and `actors` are those of the whole day."""

    days: list[str]
    day: str
    total: int
    rows: list[Row]
    kinds: list[str]
    actors: list[str]
    timezone: str


class Change(msgspec.Struct, kw_only=True):
    """What an administrator did to a person or a device; see `Administered`."""

    at: int
    what: str
    subject: str
    officer: str
    detail: str


class Proved(msgspec.Struct, kw_only=True):
    """Whether the chain is whole and every call explained, since record `first`. `problems` in words of the journal."""

    sound: bool
    first: int
    events: int
    calls: int
    overrides: int
    last_hash: str
    epoch: str
    problems: list[str]


def routes(live: LiveCentre, access: Access, days: Days) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    gate, done = Gate(access), Changes(live)
    only = [gate.needs(Right.AUDIT)]

    @get("/api/audit", guards=only)
    async def page(
        day: FromQuery[str] = "", kind: FromQuery[str] = "", actor: FromQuery[str] = "", text: FromQuery[str] = ""
    ) -> Page:
        known = [each.day for each in await days.known()]
        chosen = day if day in known else max(known, default="")
        rows = [_row(record) async for record in days.records(chosen)]
        fitting = [
            row
            for row in rows
            if kind in ("", row.kind) and actor in ("", row.actor or "-") and text.lower() in row.body.lower()
        ]
        return Page(
            days=sorted({*known}, reverse=True),
            day=chosen,
            total=len(fitting),
            rows=fitting[::-1][:_SHOWN],
            kinds=sorted({row.kind for row in rows}),
            actors=sorted({row.actor or "-" for row in rows}),
            timezone=live.centre.plan.hours.timezone,
        )

    @get("/api/audit/changes", guards=only)
    async def changes() -> list[Change]:
        return await done.latest()

    @get("/api/audit/proof", guards=only)
    async def proof(whole: FromQuery[bool] = True) -> Proved:
        turn = None if whole else await days.turn()
        return await proved(live, turn)

    @get("/api/audit/days/{day:str}/{form:str}", guards=only)
    async def export(day: FromPath[str], form: FromPath[str]) -> Response[bytes]:
        rows = [_row(record) async for record in days.records(day)]
        content = _csv(rows) if form == "csv" else msgspec.json.encode(rows)
        if not rows or form not in ("csv", "json"):
            raise NotFoundException
        name = f"{live.centre.plan.id}-{day}.{form}"
        return Response(
            content,
            media_type="text/csv; charset=utf-8" if form == "csv" else "application/json",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-SHA256": hashlib.sha256(content).hexdigest(),
            },
        )

    @get("/api/audit/service-days/{day:str}", guards=only)
    async def service_day(day: FromPath[str]) -> Response[bytes]:
        known = [each for each in await days.known() if each.day == day]
        if not known:
            raise NotFoundException
        first = known[-1].first
        records = [each async for each in days.records(day) if each.version >= first]
        before = (await anext(live.records(after=first - 2))).hash if first > 1 else ""
        taken = day_file(records, centre=live.centre.plan.id, epoch=live.epoch, day=day, previous=before)
        name = f"{taken.centre}-{day}-proof.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Day-Hash": taken.hash}
        return Response(written(taken), media_type="application/json", headers=headers)

    return [page, changes, proof, export, service_day]


class Changes:
    """What was done last to people and devices. The journal is read once, then only what came after.

    A seal says that records are being erased: what was read before it is forgotten and read again.
    """

    def __init__(self, live: LiveCentre) -> None:
        self._live = live
        self._known = 0
        self._latest: deque[Change] = deque(maxlen=_SHOWN)
        self._one_at_a_time = asyncio.Lock()

    async def latest(self) -> list[Change]:
        """The newest first. Raises `JournalCorrupt`."""
        async with self._one_at_a_time:
            known = self._known
            if await self._read() and known:
                self._known = 0
                self._latest.clear()
                await self._read()
            return list(self._latest)

    async def _read(self) -> bool:
        """Read on; whether there was a seal."""
        sealed = False
        async for record in self._live.records(after=self._known):
            self._known = record.version
            sealed = sealed or record.kind == NAMES[JournalSealed]
            if record.kind == NAMES[Administered]:
                self._latest.appendleft(msgspec.json.decode(record.body, type=Change))
        return sealed


async def proved(live: LiveCentre, turn: Morning | None) -> Proved:
    """The proof of all records, or of those since a turn. Beside the hall's work and in pieces: years take long."""
    begun = 0 if turn is None else turn.carried.version
    proving, check = Proving(None if turn is None else turn.carried.centre()), SealCheck()
    problems: list[str] = []
    last_hash, piece = "", list[Record]()

    def go_on(records: list[Record]) -> None:
        events = [event_of(live.codec, each) for each in records]
        proving.go_on(events)
        for record, event in zip(records, events, strict=True):
            check.look(record.version, record.hash, event)

    try:
        async for record in live.records(after=max(0, begun - 1)):
            last_hash = record.hash
            if turn is not None and record.version == begun:
                problems += [] if record.hash == turn.hash else ["the beginning of the day is not that of this journal"]
                continue
            piece.append(record)
            if len(piece) == _PIECE:
                await asyncio.to_thread(go_on, piece)
                piece = []
        await asyncio.to_thread(go_on, piece)
    except JournalCorrupt as error:
        problems.append(str(error))
    found = proving.proof
    problems += [*found.repeated, *found.doubled, *found.unexplained, *found.impossible]
    if turn is None:
        problems += check.problems(epoch=live.epoch)
    return Proved(
        sound=not problems,
        first=begun + 1,
        events=found.events,
        calls=found.calls,
        overrides=found.overrides,
        last_hash=last_hash,
        epoch=live.epoch,
        problems=problems,
    )


def _row(record: Record) -> Row:
    return Row(
        version=record.version,
        at=record.at,
        kind=record.kind,
        request=record.request,
        actor=record.actor,
        body=record.body,
        hash=record.hash,
    )


def _csv(rows: list[Row]) -> bytes:
    """With a mark of its encoding, for spreadsheets; no cell of it is taken for a formula."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("version", "at", "kind", "request", "actor", "body", "hash"))
    for row in rows:
        actor = harmless(row.actor or "")
        table.writerow((row.version, row.at, row.kind, row.request or "", actor, row.body, row.hash))
    return text.getvalue().encode("utf-8-sig")
