"""A day is drawn from the centre's own figures, and the same seed draws the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import fmean, quantiles

import pytest

from queue_server.catalogue.centre import Centre
from queue_server.core.plan import MINUTE, ORDINARY
from queue_server.demo.day import Visit, fingerprint, instant, opening_windows, visits
from queue_server.demo.run import working_day
from queue_server.serving import find_centre

CENTRES = ("kt-bhxh", "kt-tinh", "kt-tp", "kt-truongchinh")
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 17)
HOLIDAY = date(2026, 11, 24)
SUNDAY = date(2026, 11, 22)


@pytest.fixture(scope="module", params=CENTRES)
def centre(request: pytest.FixtureRequest) -> Centre:
    return find_centre(request.param)


def drawn(centre: Centre, day: date = TUESDAY, *, seed: int = 1) -> list[Visit]:
    assert centre.demand is not None
    return visits(centre.plan, centre.demand, day=day, seed=seed)


def many(centre: Centre, day: date = TUESDAY, *, times: int = 20) -> list[Visit]:
    return [visit for seed in range(times) for visit in drawn(centre, day, seed=seed)]


def test_the_same_seed_gives_the_same_day_and_another_seed_another(centre: Centre) -> None:
    assert fingerprint(drawn(centre, seed=7)) == fingerprint(drawn(centre, seed=7))
    assert fingerprint(drawn(centre, seed=7)) != fingerprint(drawn(centre, seed=8))
    assert fingerprint(drawn(centre, seed=7)) != fingerprint(drawn(centre, MONDAY, seed=7))


@pytest.mark.parametrize("day", [MONDAY, TUESDAY])
def test_as_many_come_as_on_a_usual_day_and_more_on_a_monday(centre: Centre, day: date) -> None:
    assert centre.demand is not None
    expected = centre.demand.visits_per_day * (centre.demand.monday_factor if day == MONDAY else 1)
    # The mean of 20 Poisson days lies within 5 of its standard deviations.
    assert len(many(centre, day)) / 20 == pytest.approx(expected, abs=5 * (expected / 20) ** 0.5)


def test_nobody_comes_while_no_numbers_are_given(centre: Centre) -> None:
    hours = centre.plan.hours
    issuing = [
        (instant(TUESDAY, window.opens - hours.issue_before_open, hours.timezone),
         instant(TUESDAY, window.closes - hours.issue_until_before_close, hours.timezone))
        for window in opening_windows(centre.plan, TUESDAY)
    ]  # fmt: skip
    day = drawn(centre)
    assert day == sorted(day, key=lambda visit: visit.at)
    assert all(any(begins <= visit.at < ends for begins, ends in issuing) for visit in day)
    assert drawn(centre, SUNDAY) == []
    assert drawn(centre, HOLIDAY) == []


def test_fifteen_in_a_hundred_claim_priority_and_few_stay_away(centre: Centre) -> None:
    assert centre.demand is not None
    coming = many(centre)
    assert len([v for v in coming if v.priority != ORDINARY]) / len(coming) == pytest.approx(0.15, abs=0.03)
    assert len([v for v in coming if not v.answers]) / len(coming) == pytest.approx(
        centre.demand.no_show_share, abs=0.015
    )


def test_people_come_for_what_they_usually_come_for(centre: Centre) -> None:
    assert centre.demand is not None
    coming = many(centre)
    for service, part in centre.demand.mix.items():
        assert len([v for v in coming if v.service == service]) / len(coming) == pytest.approx(part, abs=0.03)


def test_more_come_in_the_peaks(centre: Centre) -> None:
    assert centre.demand is not None
    [peak, *_] = centre.demand.peaks
    zone = centre.plan.hours.timezone
    begins, ends = instant(TUESDAY, peak.opens, zone), instant(TUESDAY, peak.closes, zone)
    coming = many(centre)
    inside = len([v for v in coming if begins <= v.at < ends]) / (ends - begins)
    quiet = len([v for v in coming if ends <= v.at < ends + 30 * MINUTE]) / (30 * MINUTE)
    assert inside > 1.7 * quiet


def test_minutes_at_the_desk_have_the_mean_and_the_p90_of_the_procedure(centre: Centre) -> None:
    assert centre.demand is not None
    service = max(centre.plan.services, key=lambda each: centre.demand.mix.get(each.id, 0))  # type: ignore[union-attr]
    [first, *_] = service.procedures
    plan = replace(centre.plan, services=(replace(service, procedures=(replace(first, share=1.0),)),))
    demand = replace(centre.demand, visits_per_day=4_000, mix={service.id: 1.0})
    minutes = [visit.serving / MINUTE for visit in visits(plan, demand, day=TUESDAY, seed=3)]
    assert fmean(minutes) == pytest.approx(first.minutes, rel=0.06)
    assert quantiles(minutes, n=10)[8] == pytest.approx(first.p90, rel=0.10)


def test_a_demo_is_never_on_a_closed_day(centre: Centre) -> None:
    assert working_day(centre.plan, date(2026, 11, 27)) == MONDAY
    closed = replace(centre.plan, hours=replace(centre.plan.hours, holidays=("2026-11-23", "2026-11-24")))
    assert working_day(closed, date(2026, 11, 27)) == date(2026, 11, 25)
