"""Who receives and who decides, by configuration alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.core.plan import CentrePlan
from tests.queue_server.catalogue.conftest import Spoilt

LISTED = """
authority: {own}
authorities:
  - {{id: ubnd-xa, name: {{vi: "UBND xã", en: "Commune"}}, level: commune}}
  - {{id: ubnd-tinh, name: {{vi: "UBND tỉnh", en: "Province"}}, level: province, code: H34}}
"""


def test_an_authority_that_is_not_listed_is_named_with_the_nearest(spoilt: Spoilt) -> None:
    problems = spoilt(("\nlevel:", LISTED.format(own="ubnd-xq") + "level:"))
    assert [(each.code, each.key, each.nearest) for each in problems] == [("unknown-authority", "authority", "ubnd-xa")]
    problems = spoilt(
        ("\nlevel:", LISTED.format(own="ubnd-xa") + "level:"),
        ("code: 1.001190,", "code: 1.001190, decides: [ubnd-tinh, so-tu-phap],"),
    )
    assert [(each.code, each.key) for each in problems] == [
        ("unknown-authority", "services[0].procedures[0].decides[1]")
    ]


def test_a_file_without_authorities_says_where_to_write_them(spoilt: Spoilt) -> None:
    [problem] = spoilt(("\nlevel:", "\nauthority: ubnd-xa\nlevel:"))
    assert problem.code == "unknown-authority"
    assert "'authorities'" in str(problem)


@pytest.mark.parametrize(
    ("centre", "option", "service", "procedure", "decides"),
    [
        ("kt-truongchinh", "option1", "ho-tich", "ks", "ubnd-truong-chinh"),
        ("kt-truongchinh", "option1", "ho-tich", None, "ubnd-truong-chinh"),
        ("kt-truongchinh", "option2", "dat-dai", "dd-bd", "ubnd-truong-chinh"),
        # A district's procedure received at a ward: which district, the officer says.
        ("kt-truongchinh", "option2", "dat-dai", "dd-cd", ""),
        ("kt-truongchinh", "option2", "dat-dai", None, ""),
        ("kt-tinh", "option3", "ly-lich-tu-phap", None, "ubnd-tinh"),
        ("kt-tinh", "option3", "huong-dan", "hd", ""),  # guidance: no dossier is handed in
        ("kt-tinh", "option3", "tra-ket-qua", None, ""),
    ],
)
def test_who_decides_is_known_where_the_plan_alone_says_so(
    by_option: Callable[[str, str], CentrePlan],
    centre: str,
    option: str,
    service: str,
    procedure: str | None,
    decides: str,
) -> None:
    assert by_option(centre, option).decides(service, procedure) == decides


def test_one_authority_of_another_level_needs_no_choosing(by_option: Callable[[str, str], CentrePlan]) -> None:
    plan = by_option("kt-truongchinh", "option2")
    [city] = [each for each in plan.authorities if each.id == "ubnd-tp-kon-tum"]
    wards = [each for each in plan.authorities if each.level == "commune"]
    assert replace(plan, authorities=(city, *wards)).decides("dat-dai", "dd-cd") == city.id
