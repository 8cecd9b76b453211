"""What a file's groups become in the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.catalogue.demand import Demand
from queue_server.catalogue.read import check, read
from queue_server.core.plan import Board, Employer, EndOfDay, Neighbour, Policy, Skill, Window


def test_what_is_read(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small, "utf-8")
    file = read(path)
    plan, demand = file.centres[0].plan, file.centres[0].demand
    assert (file.path, file.warnings, len(file.centres)) == (path, (), 1)
    assert plan.id == "thu-nghiem"
    assert plan.hotline == "0260 000 0000"
    assert plan.hours.week[0] == (Window(opens=420, closes=660), Window(opens=780, closes=1020))
    assert plan.hours.week[5:] == ((Window(opens=450, closes=660),), ())
    assert plan.hours.swapped_days == {"2026-08-22": 0}
    births, extracts = plan.services[0].procedures
    assert (births.code, births.legs, births.levels) == ("1.001190", ("tra-ket-qua",), ("commune",))
    assert (births.share, extracts.share) == pytest.approx((0.75, 0.25))
    assert extracts.next_day_after == 15 * 60
    assert plan.desks[0].skills == (Skill(service="ho-tich"), Skill(service="tra-ket-qua", overflow=True))
    assert [(desk.id, desk.employer, desk.automatic) for desk in plan.desks] == [
        ("1", Employer.CIVIL_SERVANT, False),
        ("02", Employer.POST, True),
    ]
    assert plan.policy == Policy(guard_after_minutes=30, reserved_minutes=15)
    assert plan.priority_classes[0].head_start_minutes == 10
    assert not plan.priority_classes[0].slow
    assert plan.boards == (Board(id="b1"),)
    assert demand == Demand(
        visits_per_day=90,
        mix={"ho-tich": 0.7, "tra-ket-qua": 0.3},
        peaks=(Window(opens=450, closes=540),),
        monday_factor=1.2,
    )


NEIGHBOURS = """end_of_day: stop
neighbours:
  - {id: tinh, name: {vi: Trung tâm tỉnh, en: Province}, procedures: [ks, tkq], address: {vi: Số 1}, hotline: 0260 1}
  - {id: xa, name: {vi: Xã bên}, procedures: [ks]}
"""


def test_strictly_first_is_possible(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small.replace("head_start_minutes: 10", "head_start_minutes: strict"), "utf-8")
    assert read(path).centres[0].plan.priority_classes[0].head_start_minutes is None


def test_what_officers_may_ask_of_citizens_is_the_centres(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    policy = (
        "absent_needs_heard: false, walk_minutes: 1.5, slow_walk_minutes: 4, step_out_minutes: 20, step_outs: 1, "
        "minutes_per_dossier: 2"
    )
    text = small.replace("min_age: 60", "min_age: 60, slow: true").replace("policy: {", f"policy: {{{policy}, ")
    path.write_text(text, "utf-8")
    plan = read(path).centres[0].plan
    assert plan.priority_classes[0].slow
    assert plan.policy == Policy(
        guard_after_minutes=30,
        reserved_minutes=15,
        absent_needs_heard=False,
        walk_minutes=1.5,
        slow_walk_minutes=4,
        step_out_minutes=20,
        step_outs=1,
        minutes_per_dossier=2,
    )


def test_a_day_is_told_only_where_the_file_tells_one(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small.split("demand:")[0], "utf-8")
    assert read(path).centres[0].demand is None


def test_languages_of_speech_are_the_centres_unless_said(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small.replace("languages: [vi, en]", "languages: [vi, en, sed]", 1).replace(
        "speech: {languages: [vi, en], repeat: 1}", "speech: {repeat: 1}"), "utf-8")  # fmt: skip
    plan = read(path).centres[0].plan
    assert plan.languages == plan.speech.languages == ("vi", "en", "sed")


def test_the_end_of_the_day_quotas_and_where_else_to_go(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    text = small.replace("    icon: family\n", "    icon: family\n    quota: 40\n")
    path.write_text(text + NEIGHBOURS, "utf-8")
    plan = read(path).centres[0].plan
    assert [service.quota for service in plan.services] == [40, None]
    assert plan.end_of_day is EndOfDay.STOP
    assert plan.neighbours == (
        Neighbour(
            id="tinh",
            names={"vi": "Trung tâm tỉnh", "en": "Province"},
            procedures=("ks", "tkq"),
            address={"vi": "Số 1"},
            hotline="0260 1",
        ),
        Neighbour(id="xa", names={"vi": "Xã bên"}, procedures=("ks",)),
    )


def test_a_neighbour_accepts_procedures_that_there_are(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small + NEIGHBOURS.replace("[ks, tkq]", "[ks, tkp]"), "utf-8")
    [wrong] = [each for each in check(path) if not each.warning]
    assert (wrong.code, wrong.key, wrong.nearest) == ("unknown-procedure", "neighbours[0].procedures[1]", "tkq")
