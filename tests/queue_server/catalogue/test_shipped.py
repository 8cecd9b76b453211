"""The centres that come with the product."""

from __future__ import annotations

from functools import cache

import pytest

from queue_server.catalogue.problems import Problem
from queue_server.catalogue.read import check, read
from queue_server.catalogue.shipped import EXAMPLES, UnknownExample, example
from queue_server.core.plan import CentrePlan, Employer

#: Tax and education keep the letters of their Vietnamese names although A and N are free in the city's section.
KNOWN_WARNINGS = {"kt-tp": [("thue", "T"), ("giao-duc", "G")]}


@cache
def plan(name: str) -> CentrePlan:
    return read(example(name)).centres[0].plan


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_nothing_wrong(name: str) -> None:
    def warned(problem: Problem) -> tuple[str, str]:
        letter = problem.found.en.strip("'")
        return next(service.id for service in plan(name).services if service.prefix == letter), letter

    problems = check(example(name))
    assert {problem.code for problem in problems} <= {"rhyming-prefix"}
    assert [warned(problem) for problem in problems] == KNOWN_WARNINGS.get(name, [])


def test_the_provinces_part_alone_has_nothing_wrong() -> None:
    assert check(example("kontum-2022")) == []
    assert read(example("kontum-2022")).centres == ()


def test_a_name_that_is_not_shipped() -> None:
    with pytest.raises(UnknownExample, match="kt-tinh"):
        example("../../etc/passwd")


# services, procedures, desks, visits; desk-minutes over the minutes of all desks of a day of eight hours
@pytest.mark.parametrize(
    ("name", "services", "procedures", "desks", "visits", "load"),
    [
        ("kt-tinh", 19, 22, 14, 220, 0.41),
        ("kt-bhxh", 6, 9, 5, 115, 0.57),
        ("kt-tp", 10, 13, 9, 240, 0.67),
        ("kt-truongchinh", 7, 20, 3, 90, 0.64),
    ],
)
def test_the_four_centres_are_as_large_and_as_busy_as_they_were(
    name: str, services: int, procedures: int, desks: int, visits: int, load: float
) -> None:
    centre = read(example(name)).centres[0]
    assert centre.demand is not None
    found = centre.plan
    assert len(found.services) == services
    assert sum(len(service.procedures) for service in found.services) == procedures
    assert len(found.desks) == desks
    assert centre.demand.visits_per_day == visits
    means = {s.id: sum(p.share * p.minutes for p in s.procedures) for s in found.services}
    minutes = visits * sum(part * means[service] for service, part in centre.demand.mix.items())
    assert minutes / 480 / desks == pytest.approx(load, abs=0.01)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_text_is_in_both_languages(name: str) -> None:
    found = plan(name)
    texts = [found.names, *(desk.names for desk in found.desks), *(kiosk.place for kiosk in found.kiosks)]
    for service in found.services:
        texts.append(service.names)
        for procedure in service.procedures:
            texts += [procedure.names, *procedure.papers, *([procedure.fee] if procedure.fee else [])]
    assert all({"vi", "en"} <= set(text) for text in texts)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_every_centre_needs_is_there(name: str) -> None:
    found = plan(name)
    assert found.hotline
    assert [step.portal for step in found.rating_scale] == ["like", "none", "dislike"]
    assert len(found.rating_reasons) == 5
    assert {each.id: each.head_start_minutes for each in found.priority_classes} == {
        "disabled": 15, "pregnant": 15, "elderly": 10, "infant": 10, "merit": 10, "due": 5,
    }  # fmt: skip
    assert (found.policy.guard_in_a_row, found.policy.guard_after_minutes) == (2, 30)
    assert "2022-09-02" in found.hours.holidays
    assert found.hours.swapped_days == {"2026-08-22": 0}


def test_copies_of_certificates_handed_in_late_are_ready_the_next_day() -> None:
    late = {
        procedure.code: procedure.next_day_after
        for name in EXAMPLES
        for service in plan(name).services
        for procedure in service.procedures
        if procedure.next_day_after is not None
    }
    assert late == {"2.000635": 15 * 60, "2.000908": 15 * 60}


def test_employers_are_those_of_2022() -> None:
    def staffed(name: str) -> dict[str, Employer]:
        return {desk.id: desk.employer for desk in plan(name).desks}

    assert staffed("kt-tp")["1"] is Employer.VERTICAL_AGENCY
    assert staffed("kt-tp")["5"] is Employer.CIVIL_SERVANT
    assert staffed("kt-tp")["8"] is Employer.POST
    assert staffed("kt-tinh")["1"] is Employer.VOLUNTEER
    assert staffed("kt-tinh")["2"] is Employer.POST
