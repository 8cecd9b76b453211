"""A change tried on a past day of this centre before it is in force: an administrator's draft of the whole
configuration, or other services at one desk, as a supervisor would give it.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from queue_server.catalogue.document import written
from queue_server.catalogue.read import examine_text
from queue_server.core.events import NAMES, PlanAdopted
from queue_server.core.plan import CentrePlan, skills
from queue_server.day_sums import Days
from queue_server.in_force import DOCUMENT
from queue_server.live import LiveCentre, event_of
from queue_server.reports.demands import NoSuchDay
from queue_server.reports.dry_run import Change, Compared, compared, dry_run, reassigned
from queue_server.web.access import Access
from queue_server.web.configuration import LARGEST_DOCUMENT
from queue_server.web.gate import Gate
from queue_server.web.rights import Right

_PLAN = NAMES[PlanAdopted]
#: So many days are offered, the newest first.
_OFFERED = 60


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """`day` is an ISO date."""

    document: dict[str, Any]
    day: str


class OtherServices(msgspec.Struct, forbid_unknown_fields=True):
    """What a desk would serve that day, and where it would help out."""

    desk: str
    services: list[str]
    overflow: list[str]
    day: str


class Tried(msgspec.Struct, kw_only=True):
    """`turned_away` counts by the code of the refusal."""

    day: str
    rows: list[Compared]
    turned_away: dict[str, int]


def routes(live: LiveCentre, access: Access, days: Days) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    gate = Gate(access)

    @get("/api/dry-run", guards=[gate.needs(Right.ADMINISTER, Right.SUPERVISE)])
    async def offered() -> list[str]:
        return sorted({each.day for each in await days.known()}, reverse=True)[:_OFFERED]

    @post(
        "/api/dry-run/draft",
        guards=[gate.needs(Right.ADMINISTER)],
        status_code=200,
        request_max_body_size=LARGEST_DOCUMENT,
    )
    async def draft(data: JSONBody[Draft]) -> Response[Any]:
        findings = await asyncio.to_thread(examine_text, written(data.document), name=DOCUMENT)
        if not findings.usable:
            return Response({"detail": "unusable"}, status_code=422)
        return await _tried(live, days, findings.centres[0].plan, day=data.day)

    @post("/api/dry-run/desk", guards=[gate.needs(Right.SUPERVISE)], status_code=200)
    async def desk(data: JSONBody[OtherServices]) -> Response[Any]:
        wanted = skills(data.services, overflow=data.overflow)
        if not wanted:
            return Response({"detail": "no_services"}, status_code=422)
        return await _tried(live, days, partial(reassigned, desk=data.desk, skills=wanted), day=data.day)

    return [offered, draft, desk]


async def _tried(live: LiveCentre, days: Days, change: CentrePlan | Change, *, day: str) -> Response[Any]:
    began = min((each.first for each in await days.known() if each.day == day), default=None)
    if began is None:
        return Response({"detail": "no_such_day"}, status_code=404)
    # Of all that was before, the plan that was in force is enough.
    plans = [each async for each in live.records() if each.kind == _PLAN and each.version < began]
    events = [event_of(live.codec, record) for record in [*plans[-1:], *[each async for each in days.records(day)]]]
    try:
        run = await asyncio.to_thread(dry_run, events, change, day=day)
    except NoSuchDay:
        return Response({"detail": "no_such_day"}, status_code=404)
    except LookupError:  # a desk or a service that there was not yet
        return Response({"detail": "not_there_then"}, status_code=404)
    return Response(Tried(day=run.day, rows=compared(run), turned_away=dict(run.after.turned_away)))
