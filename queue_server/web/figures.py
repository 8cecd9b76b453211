"""How the days went, on a page and as a table: waits and kept promises by service and hour, time at desks by officer.

For supervisors and administrators. What is counted, and how, is told in `reports.day` and `reports.desk_time`.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from queue_server.core.plan import CentrePlan, Words
from queue_server.day_sums import Days
from queue_server.kept_days import KeptDay
from queue_server.live import LiveCentre
from queue_server.reports.day import ServiceDay, Waits, together
from queue_server.reports.sums import DaySums
from queue_server.web.access import Access
from queue_server.web.cells import harmless
from queue_server.web.gate import Gate
from queue_server.web.rights import Right

READERS = (Right.SUPERVISE, Right.ADMINISTER)


class Waited(msgspec.Struct, kw_only=True):
    """Minutes until the first call, of so many who were called. `kept` is the share that waited as their slip said.

    None where nobody was called.
    """

    called: int
    mean: float | None
    p50: float | None
    p90: float | None
    longest: float | None
    kept: float | None


class Service(Waited, kw_only=True):
    """`walk` and `serving` are mean minutes."""

    key: str
    names: Words | None
    tickets: int
    absent: int
    walk: float | None
    serving: float | None


class Hour(Waited, kw_only=True):
    """Those whose number was taken from `hour` o'clock on, before the next."""

    hour: int


class Officer(msgspec.Struct, kw_only=True):
    """Minutes; see `reports.desk_time.DeskTime`."""

    name: str
    employer: str
    served: int
    serving: float
    walking: float
    idle_wanted: float
    idle_empty: float
    paused: float


class Procedure(msgspec.Struct, kw_only=True):
    """Minutes at the desk as they were (mean and nine in ten), and as the plan has them; None where it has none."""

    key: str
    names: Words | None
    service: str
    count: int
    mean: float
    p90: float
    planned: float | None


class Figures(msgspec.Struct, kw_only=True):
    """`days` are those that there are; everything else is of those from `first` to `last`."""

    days: list[str]
    first: str
    last: str
    counted: int
    whole: Service
    services: list[Service]
    hours: list[Hour]
    officers: list[Officer]
    procedures: list[Procedure]


def routes(live: LiveCentre, access: Access, days: Days) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    only = [Gate(access).needs(*READERS)]

    async def found(first: str, last: str) -> Figures:
        known, sums = await days.known(), await days.sums(first=first, last=last)
        return await asyncio.to_thread(figures, known, sums, live.centre.plan, first=first, last=last)

    @get("/api/figures", guards=only)
    async def shown(first: FromQuery[str] = "", last: FromQuery[str] = "") -> Figures:
        return await found(first, last)

    @get("/api/figures.csv", guards=only)
    async def table(first: FromQuery[str] = "", last: FromQuery[str] = "") -> Response[bytes]:
        name = f"{live.centre.plan.id}-figures.csv"
        return Response(
            _csv(await found(first, last), {each.name: each.display for each in access.officers()}),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return [shown, table]


def figures(
    known: Sequence[KeptDay], sums: Sequence[DaySums], plan: CentrePlan, *, first: str = "", last: str = ""
) -> Figures:
    """Everything that the page shows of the sums of these days; `known` are all that there are."""
    found = together(each.report for each in sums)
    whole = found.whole
    services = {each.id: each.names for each in plan.services}
    return Figures(
        days=sorted({each.day for each in known}, reverse=True),
        first=first,
        last=last,
        counted=len({each.day for each in sums}),
        whole=_service(whole, None),
        services=[_service(found.services[key], services[key]) for key in services if key in found.services]
        + [_service(each, None) for key, each in found.services.items() if key not in services],
        hours=[Hour(hour=hour, **_waited(waits)) for hour, waits in sorted(whole.hours.items())],
        officers=[
            Officer(
                name=name,
                employer=employer.value,
                served=time.served,
                serving=time.serving,
                walking=time.walking,
                idle_wanted=time.idle_wanted,
                idle_empty=time.idle_empty,
                paused=time.paused,
            )
            for (name, employer), time in sorted(found.officers.items())
        ],
        procedures=list(_procedures(found.procedures, plan)),
    )


def _waited(waits: Waits) -> dict[str, Any]:
    called = len(waits.waits)
    return {
        "called": called,
        "mean": waits.mean,
        "p50": waits.quantile(50),
        "p90": waits.quantile(90),
        "longest": max(waits.waits, default=None),
        "kept": waits.inside_range / called if called else None,
    }


def _service(found: ServiceDay, names: Words | None) -> Service:
    return Service(
        key=found.service,
        names=names,
        tickets=found.tickets,
        absent=found.absent,
        walk=fmean(found.walks) if found.walks else None,
        serving=fmean(found.servings) if found.servings else None,
        **_waited(found),
    )


def _procedures(found: dict[tuple[str, str | None], list[float]], plan: CentrePlan) -> Iterable[Procedure]:
    """The most frequent first; what was not named at the kiosk stands under its service."""
    known = {(service.id, each.id): each for service in plan.services for each in service.procedures}
    for (service, key), minutes in sorted(found.items(), key=lambda each: -len(each[1])):
        planned = known.get((service, key or ""))
        spent = Waits(waits=minutes)
        yield Procedure(
            key=key or "",
            names=planned.names if planned else None,
            service=service,
            count=len(minutes),
            mean=fmean(minutes),
            p90=spent.quantile(90) or 0.0,
            planned=planned.minutes if planned else None,
        )


def _csv(found: Figures, called: Mapping[str, str]) -> bytes:
    """One line for each row of the page's tables, with a mark of its encoding, for spreadsheets.

    `called` are the names of officers by their user names.
    """
    text = io.StringIO()
    table = csv.writer(text)
    waits = ("called", "mean", "p50", "p90", "longest", "kept")
    times = ("serving", "walking", "idle_wanted", "idle_empty", "paused")
    more = ("tickets", "absent", "walk", "planned", "served", "employer")
    table.writerow(("what", "key", "name", *waits, *more, *times))
    rows: list[tuple[str, str, Words | None, msgspec.Struct]] = [("all", "", None, found.whole)]
    rows += [("service", each.key, each.names, each) for each in found.services]
    rows += [("hour", f"{each.hour:02d}:00", None, each) for each in found.hours]
    rows += [("officer", each.name, {"vi": called.get(each.name, "")}, each) for each in found.officers]
    rows += [("procedure", f"{each.service}/{each.key}", each.names, each) for each in found.procedures]
    for what, key, names, row in rows:
        values = [getattr(row, name, None) for name in (*waits, *more, *times)]
        table.writerow((what, key, harmless((names or {}).get("vi", "")), *map(_cell, values)))
    return text.getvalue().encode("utf-8-sig")


def _cell(value: float | str | None) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
