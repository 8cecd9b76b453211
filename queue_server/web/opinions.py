"""What citizens thought, on a page and as a table: ratings by service and desk, reasons, and answers to surveys.

For supervisors and administrators. A group of fewer than `FEWEST` opinions is only counted, so that nobody can tell who
said what (ADR 0120, 0123).
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Sequence

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from queue_server.core.plan import CentrePlan, Words
from queue_server.day_sums import Days
from queue_server.kept_days import KeptDay
from queue_server.live import LiveCentre
from queue_server.reports.ratings import RatingReport, Ratings
from queue_server.reports.sums import DaySums
from queue_server.reports.surveys import FEWEST, Answered, Answers, merged
from queue_server.web.access import Access
from queue_server.web.gate import Gate
from queue_server.web.rights import Right

READERS = (Right.SUPERVISE, Right.ADMINISTER)
_PORTALS = ("like", "none", "dislike")


class Group(msgspec.Struct, kw_only=True):
    """Opinions of one service, desk or question. `portal` and `likely` are None where there are too few to be shown.

    `portal` counts like, none and dislike (QĐ 766/QĐ-TTg); between the shares of `likely` those who are content lie,
    with 95 % confidence.
    """

    key: str
    names: Words | None
    count: int
    portal: dict[str, int] | None
    likely: tuple[float, float] | None


class Survey(msgspec.Struct, kw_only=True):
    id: str
    names: Words
    opens: str
    closes: str
    questions: list[Group]


class Opinions(msgspec.Struct, kw_only=True):
    """`days` are those that there are; of `visits` that ended from `first` to `last`, `whole.count` were rated."""

    days: list[str]
    first: str
    last: str
    visits: int
    whole: Group
    services: list[Group]
    desks: list[Group]
    reasons: list[Group]
    surveys: list[Survey]


def routes(live: LiveCentre, access: Access, days: Days) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    only = [Gate(access).needs(*READERS)]

    async def found(first: str, last: str) -> Opinions:
        plan = live.centre.plan
        known = await days.known()
        sums = await days.sums(first=min((first, *(each.opens for each in plan.surveys))))
        return await asyncio.to_thread(opinions, known, sums, plan, first=first, last=last)

    @get("/api/opinions", guards=only)
    async def shown(first: FromQuery[str] = "", last: FromQuery[str] = "") -> Opinions:
        return await found(first, last)

    @get("/api/opinions.csv", guards=only)
    async def table(first: FromQuery[str] = "", last: FromQuery[str] = "") -> Response[bytes]:
        name = f"{live.centre.plan.id}-opinions.csv"
        return Response(
            _csv(await found(first, last)),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return [shown, table]


def opinions(
    known: Sequence[KeptDay], sums: Sequence[DaySums], plan: CentrePlan, *, first: str = "", last: str = ""
) -> Opinions:
    """Everything that the page shows of these days (ISO dates, both in; "" for no limit); `sums` are of these and
    of those of the surveys."""
    report = RatingReport()
    for each in sums:
        if first <= each.day and (not last or each.day <= last):
            report.merge(each.ratings)
    services = {each.id: each.names for each in plan.services}
    desks = {each.id: each.names for each in plan.desks}
    return Opinions(
        days=sorted({each.day for each in known}, reverse=True),
        first=first,
        last=last,
        visits=report.visits,
        whole=_group("", None, report.whole),
        services=_hidden([_group(key, services.get(key), each) for key, each in sorted(report.services.items())]),
        desks=_hidden(
            [_group(key, desks.get(key), each) for key, each in sorted(report.desks.items(), key=_by_number)]
        ),
        reasons=_reasons(report, plan),
        surveys=_surveys(merged(each.answers for each in sums), plan),
    )


def _by_number(desk: tuple[str, Ratings]) -> tuple[int, str]:
    return len(desk[0]), desk[0]


def _group(key: str, names: Words | None, found: Ratings) -> Group:
    enough = len(found.values) >= FEWEST
    return Group(
        key=key,
        names=names,
        count=len(found.values),
        portal={each: found.portal[each] for each in _PORTALS} if enough else None,
        likely=found.likely if enough else None,
    )


def _hidden(groups: list[Group]) -> list[Group]:
    """Those too small to be shown, and the smallest others too while a subtraction from the whole would show them."""
    for group in sorted(groups, key=lambda each: each.count):
        if 0 < sum(each.count for each in groups if each.portal is None) < FEWEST:
            group.portal = group.likely = None
    return groups


def _reasons(report: RatingReport, plan: CentrePlan) -> list[Group]:
    """The most frequent first, once there are enough opinions to hide in."""
    if len(report.whole.values) < FEWEST:
        return []
    names = {each.id: each.names for each in plan.rating_reasons}
    return [
        Group(key=key, names=names.get(key), count=count, portal=None, likely=None)
        for key, count in report.whole.reasons.most_common()
    ]


def _surveys(answered: Answered, plan: CentrePlan) -> list[Survey]:
    """The surveys of the plan, the newest first, with what was answered to each question; of all days."""
    portals = {each.value: each.portal for each in plan.rating_scale}
    return [
        Survey(
            id=survey.id,
            names=survey.names,
            opens=survey.opens,
            closes=survey.closes,
            questions=[
                _answers(each.id, each.names, answered.get(survey.id, {}).get(each.id, Answers()), portals)
                for each in survey.questions
            ],
        )
        for survey in sorted(plan.surveys, key=lambda each: each.opens, reverse=True)
    ]


def _answers(key: str, names: Words, found: Answers, portals: dict[int, str]) -> Group:
    portal = dict.fromkeys(_PORTALS, 0)
    for value, count in found.values.items():
        portal[portals.get(value, "none")] += count
    shown = found.may_be_shown
    return Group(
        key=key,
        names=names,
        count=found.count,
        portal=portal if shown else None,
        likely=found.likely if shown else None,
    )


def _csv(found: Opinions) -> bytes:
    """One line for each group, with a mark of its encoding, for spreadsheets."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("what", "key", "name", "count", *_PORTALS, "content_from", "content_to"))
    rows = [("all", found.whole), *(("service", each) for each in found.services)]
    rows += [*(("desk", each) for each in found.desks), *(("reason", each) for each in found.reasons)]
    rows += [(f"survey {survey.id}", each) for survey in found.surveys for each in survey.questions]
    for what, group in rows:
        portal = [group.portal[each] for each in _PORTALS] if group.portal else [""] * 3
        likely = [f"{each:.3f}" for each in group.likely] if group.likely else [""] * 2
        table.writerow((what, group.key, (group.names or {}).get("vi", ""), group.count, *portal, *likely))
    return text.getvalue().encode("utf-8-sig")
