"""What a centre offers: letters, icons, levels, journeys."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import icons
from queue_server.catalogue.problems import Problem
from queue_server.catalogue.read import check, read
from queue_server.catalogue.services import ICONS
from queue_server.catalogue.shipped import example
from queue_server.core.plan import CentrePlan

Spoilt = Callable[..., list[Problem]]
ByOption = Callable[[str, str], CentrePlan]


def test_letters_that_rhyme_are_worth_a_warning_while_better_ones_are_free(spoilt: Spoilt) -> None:
    problems = spoilt(("prefix: K", "prefix: T"))
    assert [(p.line, p.code, p.warning, p.expected.en) for p in problems] == [
        (35, "rhyming-prefix", True, "a letter that does not rhyme with others over a loudspeaker: "
         "A, K, L, M, N, Q, R, S, X")
    ]  # fmt: skip


def test_an_icon_that_the_kiosk_lacks_is_worth_a_warning(spoilt: Spoilt) -> None:
    problems = spoilt(("icon: family", "icon: famly"))
    assert [(p.line, p.code, p.warning, p.nearest) for p in problems] == [(28, "unknown-icon", True, "family")]


def test_an_interlinked_centre_takes_the_procedures_of_other_levels(by_option: ByOption) -> None:
    plan = by_option("kt-truongchinh", "option2")
    assert set(plan.organisation.levels) == {"commune", "province", "district"}
    land = next(service for service in plan.services if service.id == "dat-dai")
    assert {procedure.id: procedure.levels for procedure in land.procedures} == {
        "dd-bd": ("district", "commune"),
        "dd-ld": ("district", "commune"),
        "dd-cd": ("district",),
    }
    assert sum(procedure.share for procedure in land.procedures) == pytest.approx(1)


def test_an_offered_service_needs_a_desk_and_a_procedure(tmp_path: Path) -> None:
    shutil.copy(example("kontum-2022"), tmp_path)
    path = tmp_path / "kt-truongchinh.yaml"
    text = example("kt-truongchinh").read_text("utf-8")
    path.write_text(text.replace("nguoi-co-cong, xay-dung]\n\n", "nguoi-co-cong, xay-dung, thue]\n\n"), "utf-8")
    assert [(Path(p.file).name, p.key, p.code) for p in check(path) if not p.warning] == [
        ("kontum-2022.yaml", "services[10].procedures", "no-procedure"),
        ("kt-truongchinh.yaml", "offers[7]", "unserved-service"),
    ]


def test_a_letter_that_rhymes_is_accepted_when_no_better_one_is_free() -> None:
    assert len(read(example("kt-tinh")).centres[0].plan.services) == 19
    assert check(example("kt-tinh")) == []


def test_the_kiosk_draws_every_icon_that_is_known_here() -> None:
    assert set(ICONS) == set(icons.SERVICES)


def test_a_leg_at_a_service_that_the_centre_lacks_is_left_out() -> None:
    def legs(name: str) -> dict[str, tuple[str, ...]]:
        services = read(example(name)).centres[0].plan.services
        return {each.id: each.legs for service in services for each in service.procedures if each.legs}

    assert legs("kt-tp") == {"dd-ld": ("thue",)}
    assert legs("kt-truongchinh") == {"ks-lt": ("tra-ket-qua",)}


def test_shares_are_parts_of_what_this_centre_takes() -> None:
    for name in ("kt-tp", "kt-truongchinh"):
        for service in read(example(name)).centres[0].plan.services:
            assert sum(procedure.share for procedure in service.procedures) == pytest.approx(1)


def test_the_kiosks_tiles_stand_in_the_order_of_offers() -> None:
    services = read(example("kt-truongchinh")).centres[0].plan.services
    assert [service.id for service in services][:3] == ["chung-thuc", "ho-tich", "tra-ket-qua"]
