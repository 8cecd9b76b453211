"""A draft of the configuration tried on a past day of this centre before it is in force. Only for administrators."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from queue_server.catalogue.document import written
from queue_server.catalogue.read import examine_text
from queue_server.core.events import DayOpened
from queue_server.in_force import DOCUMENT
from queue_server.live import LiveCentre, event_of
from queue_server.reports.demands import NoSuchDay
from queue_server.reports.dry_run import Compared, compared, dry_run
from queue_server.web.access import Access
from queue_server.web.configuration import LARGEST_DOCUMENT
from queue_server.web.gate import Gate
from queue_server.web.rights import Right

#: So many days are offered, the newest first.
_OFFERED = 60


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """`day` is an ISO date."""

    document: dict[str, Any]
    day: str


class Tried(msgspec.Struct, kw_only=True):
    """`turned_away` counts by the code of the refusal."""

    day: str
    rows: list[Compared]
    turned_away: dict[str, int]


def routes(live: LiveCentre, access: Access) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    only = [Gate(access).needs(Right.ADMINISTER)]

    @get("/api/admin/dry-run", guards=only)
    async def days() -> list[str]:
        opened = [event_of(live.codec, record) async for record in live.records() if record.kind == "day_opened"]
        found = {event.day for event in opened if isinstance(event, DayOpened) and not event.kept}
        return sorted(found, reverse=True)[:_OFFERED]

    @post("/api/admin/dry-run", guards=only, status_code=200, request_max_body_size=LARGEST_DOCUMENT)
    async def tried(data: JSONBody[Wanted]) -> Response[Any]:
        findings = await asyncio.to_thread(examine_text, written(data.document), name=DOCUMENT)
        if not findings.usable:
            return Response({"detail": "unusable"}, status_code=422)
        events = [event_of(live.codec, record) async for record in live.records()]
        try:
            run = await asyncio.to_thread(dry_run, events, findings.centres[0].plan, day=data.day)
        except NoSuchDay:
            return Response({"detail": "no_such_day"}, status_code=404)
        return Response(Tried(day=run.day, rows=compared(run), turned_away=dict(run.after.turned_away)))

    return [days, tried]
