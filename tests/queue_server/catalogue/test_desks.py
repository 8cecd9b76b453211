"""Who may staff which desk: the organisational option is configuration only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.catalogue.problems import Problem
from queue_server.catalogue.shipped import EXAMPLES
from queue_server.core.plan import CentrePlan, Employer

Spoilt = Callable[..., list[Problem]]
ByOption = Callable[[str, str], CentrePlan]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_organisational_option_is_one_key(name: str, by_option: ByOption) -> None:
    plans = {option: by_option(name, option) for option in ("option1", "option2", "option3")}
    first = plans["option1"]
    for option, plan in plans.items():
        assert plan.organisation.id == option
        like_the_first = replace(
            plan,
            organisation=first.organisation,
            desks=tuple(replace(d, employer=f.employer) for d, f in zip(plan.desks, first.desks, strict=True)),
            services=tuple(
                replace(s, procedures=f.procedures) for s, f in zip(plan.services, first.services, strict=True)
            ),
        )
        assert like_the_first == first
    assert any(desk.employer is Employer.POST and desk.employer != first.desks[at].employer
               for at, desk in enumerate(plans["option3"].desks))  # fmt: skip
    own = {procedure.id for service in first.services for procedure in service.procedures}
    for plan in plans.values():
        assert own <= {procedure.id for service in plan.services for procedure in service.procedures}


def test_guiding_and_handing_out_results_may_be_anybodys_work(spoilt: Spoilt) -> None:
    assert spoilt(("employer: post", "employer: volunteer")) == []


def test_a_desk_that_receives_names_an_employer_of_the_option(spoilt: Spoilt) -> None:
    change = ("services: [ho-tich], over", "services: [ho-tich], employer: volunteer, over")
    assert [problem.code for problem in spoilt(change)] == ["employer-not-allowed"]
    by_post = ("services: [ho-tich], over", "services: [ho-tich], employer: post, over")
    assert spoilt(("organisation: option1", "organisation: option3"), by_post) == []


def test_a_mistyped_service_is_not_also_called_unserved(spoilt: Spoilt) -> None:
    assert [problem.code for problem in spoilt(("services: [ho-tich]", "services: [ho-tch]"))] == ["unknown-service"]


def test_at_least_one_desk_of_the_examples_calls_by_itself(by_option: ByOption) -> None:
    desks = [desk for name in EXAMPLES for desk in by_option(name, "option1").desks]
    assert any(desk.automatic for desk in desks)
    assert not all(desk.automatic for desk in desks)
