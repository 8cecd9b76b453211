"""A few answers make a centre that can be used as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.catalogue import beginning
from queue_server.catalogue.document import written
from queue_server.catalogue.read import examine_text
from queue_server.catalogue.shipped import EXAMPLES, UnknownExample

BY_ID = {each["id"]: each for each in beginning.services()}
SERVICES = [each["id"] for each in beginning.services()]


@settings(max_examples=15, deadline=None)
@given(
    offers=st.lists(st.sampled_from(SERVICES), unique=True, min_size=1, max_size=6),
    level=st.sampled_from(["province", "district", "commune"]),
    desks=st.integers(1, 12),
)
def test_any_services_at_any_number_of_desks_is_a_centre(offers: list[str], level: str, desks: int) -> None:
    name = {"vi": "Phường Mới", "en": ""}
    found = beginning.beginning(id="phuong-moi", name=name, level=level, offers=offers, desks=desks)
    findings = examine_text(written(found), name="new.yaml")
    wrong = [each for each in findings.problems if not each.warning]
    possible = all(level in beginning.levels_of(BY_ID[each]) for each in offers)
    # Only a service without any procedure of the level cannot be used; the page does not offer it.
    assert findings.usable or not possible, [str(each) for each in wrong]
    assert all(each.key.startswith(("services", "offers", "desks")) for each in wrong), [str(each) for each in wrong]
    if findings.usable:
        (centre,) = findings.centres
        assert len(centre.plan.desks) == desks
        letters = [each.prefix for each in centre.plan.services]
        assert len(letters) == len(set(letters))


def test_everything_at_once_is_a_centre() -> None:
    """All services of a province, taken for all levels, though some of them share a letter."""
    option = next(each["id"] for each in beginning.options() if each["levels"] != "own")
    found = beginning.beginning(
        id="tinh", name={"vi": "Tỉnh"}, level="province", offers=SERVICES, desks=4, organisation=option
    )
    findings = examine_text(written(found), name="new.yaml")
    assert [str(each) for each in findings.problems if not each.warning] == []


def test_an_ordinary_choice_needs_no_mending() -> None:
    found = beginning.beginning(
        id="phuong-moi", name={"vi": "Phường Mới"}, level="commune", offers=["ho-tich", "chung-thuc"], desks=3
    )
    findings = examine_text(written(found), name="new.yaml")
    assert [str(each) for each in findings.problems if not each.warning] == []


def test_every_example_is_offered_by_its_name() -> None:
    assert set(beginning.examples()) == set(EXAMPLES)
    for name in EXAMPLES:
        assert beginning.of_example(name)["id"] == name
    with pytest.raises(UnknownExample):
        beginning.of_example("nowhere")


@pytest.mark.parametrize("option", [each["id"] for each in beginning.options()])
def test_each_way_to_organise_reception_is_one_answer(option: str) -> None:
    found = beginning.beginning(
        id="phuong-moi",
        name={"vi": "Phường Mới"},
        level="commune",
        offers=["ho-tich", "chung-thuc"],
        desks=2,
        organisation=option,
        authority="UBND phường Mới",
    )
    findings = examine_text(written(found), name="new.yaml")
    assert [str(each) for each in findings.problems if not each.warning] == []
    (centre,) = findings.centres
    (asked,) = (each for each in beginning.options() if each["id"] == option)
    assert centre.plan.organisation.id == option
    assert {desk.employer.value for desk in centre.plan.desks} == {asked["employers"][0]}
    assert centre.plan.authority == "phuong-moi"
    assert centre.plan.decides("ho-tich", "ks") == "phuong-moi", "nobody is asked for what the ward decides itself"


def test_an_authority_of_the_province_is_known_by_its_name() -> None:
    found = beginning.beginning(
        id="tt-moi", name={"vi": "Mới"}, level="province", offers=["ho-tich"], desks=1, authority="UBND Tỉnh Kon Tum "
    )
    assert found["authority"] == "ubnd-tinh"
    assert found["authorities"] == beginning.authorities()
