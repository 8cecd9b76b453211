"""A working day of a centre, drawn from its profile: who comes when, for what, and how they behave. Pure and seeded.

Arrivals are a Poisson stream whose rate is `_PEAK` times higher inside the peaks; minutes at the desk are lognormal
with the procedure's mean and 90th percentile.
"""

from __future__ import annotations

import hashlib
import math
import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from queue_server.catalogue.demand import Demand
from queue_server.core.plan import MINUTE, ORDINARY, CentrePlan, Instant, Procedure, Window

_PEAK = 2.2
#: 90th percentile of the standard normal distribution.
_Z90 = 1.2815515594457094


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One citizen's day. Times in milliseconds; `patience` after which they have left, `walk` from seat to desk.

    `answers` is the number of the call they come to: 1, 2 after a recall, 0 never.
    """

    at: Instant
    service: str
    procedure: str
    priority: str
    language: str
    serving: int
    patience: int
    walk: int
    answers: int


def visits(plan: CentrePlan, demand: Demand, *, day: date, seed: int) -> list[Visit]:
    """The visits of a day in order of arrival. The same arguments give the same day."""
    dice = random.Random(f"{plan.id}/{day.isoformat()}/{seed}")  # noqa: S311  # a replay, not a secret
    busy = demand.visits_per_day * (demand.monday_factor if day.weekday() == 0 else 1.0)
    minutes, weights = _profile(plan, demand, day)
    if not minutes:
        return []
    count = round(dice.gauss(busy, math.sqrt(busy)))
    ladder = list(accumulate(weights))
    arrivals = sorted(
        minutes[bisect_left(ladder, dice.random() * ladder[-1])] * MINUTE + dice.randrange(MINUTE)
        for _ in range(max(1, count))
    )
    midnight = instant(day, 0, plan.hours.timezone)
    return [_visit(plan, demand, dice, at=midnight + offset) for offset in arrivals]


def fingerprint(day: Sequence[Visit]) -> str:
    """Twelve characters that are the same exactly when the day is."""
    return hashlib.sha256(repr(day).encode()).hexdigest()[:12]


def opening_windows(plan: CentrePlan, day: date) -> tuple[Window, ...]:
    """The opening hours of a date, by weekday or as swapped; none on a holiday."""
    if day.isoformat() in plan.hours.holidays:
        return ()
    weekday = (plan.hours.swapped_days or {}).get(day.isoformat(), day.weekday())
    return plan.hours.week[weekday]


def _profile(plan: CentrePlan, demand: Demand, day: date) -> tuple[list[int], list[float]]:
    """Minutes of the day in which somebody may come, and how likely each is."""
    minutes, weights = [], []
    for window in opening_windows(plan, day):
        for minute in range(
            window.opens - plan.hours.issue_before_open, window.closes - plan.hours.issue_until_before_close
        ):
            minutes.append(minute)
            weights.append(_PEAK if any(peak.opens <= minute < peak.closes for peak in demand.peaks) else 1.0)
    return minutes, weights


def _visit(plan: CentrePlan, demand: Demand, dice: random.Random, *, at: Instant) -> Visit:
    offered = [service for service in plan.services if demand.mix.get(service.id)]
    service = dice.choices(offered, [demand.mix[each.id] for each in offered])[0]
    procedure = dice.choices(service.procedures, [each.share for each in service.procedures])[0]
    claims = plan.priority_classes and dice.random() < demand.priority_share
    fate = dice.random()
    leaves = fate < demand.leave_share
    absent = demand.leave_share <= fate < demand.leave_share + demand.no_show_share
    return Visit(
        at=at,
        service=service.id,
        procedure=procedure.id,
        priority=dice.choice(plan.priority_classes).id if claims else ORDINARY,
        language="en" if dice.random() < 0.03 else "vi",
        serving=_serving(procedure, dice),
        patience=int(dice.uniform(5, 40) * MINUTE) if leaves else 24 * 60 * MINUTE,
        walk=int(dice.uniform(8, 40) * 1000),
        answers=0 if absent else 2 if dice.random() < 0.06 else 1,
    )


def _serving(procedure: Procedure, dice: random.Random) -> int:
    """Lognormal milliseconds with the procedure's mean and 90th percentile, capped at four times the latter.

    mean = exp(m + s²/2) and p90 = exp(m + z·s) give s from s²/2 − z·s + ln(p90/mean) = 0.
    """
    ratio = math.log(max(procedure.p90, procedure.minutes * 1.05) / procedure.minutes)
    sigma = _Z90 - math.sqrt(max(0.0, _Z90 * _Z90 - 2 * ratio))
    minutes = dice.lognormvariate(math.log(procedure.minutes) - sigma * sigma / 2, sigma)
    return int(min(minutes, 4 * procedure.p90) * MINUTE)


def instant(day: date, minute: int, timezone: str) -> Instant:
    """A minute after local midnight."""
    local = datetime.combine(day, time(), tzinfo=ZoneInfo(timezone)) + timedelta(minutes=minute)
    return int(local.timestamp() * 1000)
