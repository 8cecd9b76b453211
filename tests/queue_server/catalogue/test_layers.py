"""A centre's own sections over its province's."""

from __future__ import annotations

import shutil
from pathlib import Path

from queue_server.catalogue.read import read
from queue_server.catalogue.shipped import example


def province(folder: Path, centres: str) -> Path:
    text = example("kontum-2022").read_text("utf-8")
    path = folder / "province.yaml"
    path.write_text(text + centres, "utf-8")
    return path


def test_a_province_may_hold_its_centres_itself(tmp_path: Path) -> None:
    own = example("kt-truongchinh").read_text("utf-8").split("\nid:", 1)[1]
    inside = "centres:\n  - id:" + own.replace("\n", "\n    ").rstrip() + "\n"
    assert read(province(tmp_path, inside)).centres == read(example("kt-truongchinh")).centres


def test_a_centres_own_section_is_used_instead_of_the_provinces() -> None:
    ward, city = (read(example(name)).centres[0].plan for name in ("kt-truongchinh", "kt-tp"))
    assert (ward.hours.issue_until_before_close, city.hours.issue_until_before_close) == (10, 15)
    assert ward.hours.holidays == city.hours.holidays


def test_a_centres_service_replaces_the_provinces_of_the_same_id(tmp_path: Path) -> None:
    shutil.copy(example("kontum-2022"), tmp_path)
    path = tmp_path / "kt-tp.yaml"
    own = """
services:
  - id: thue
    name: {vi: Thuế, en: Tax}
    prefix: N
    icon: coin
    procedures: [{id: thue-moi, name: {vi: Mới, en: New}, minutes: 5, p90: 9}]
"""
    path.write_text(example("kt-tp").read_text("utf-8") + own, "utf-8")
    plan = read(path).centres[0].plan
    tax = next(service for service in plan.services if service.id == "thue")
    assert (tax.prefix, [procedure.id for procedure in tax.procedures]) == ("N", ["thue-moi"])
    assert len(plan.services) == 10
