"""A few answers make a centre that can be used as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.catalogue import beginning
from queue_server.catalogue.document import written
from queue_server.catalogue.read import examine_text
from queue_server.catalogue.shipped import EXAMPLES, UnknownExample

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
    # A service may have no procedure at a level, or share its letter with another: said, for the person to choose.
    assert all(each.key.startswith(("services", "offers", "desks")) for each in wrong), [str(each) for each in wrong]
    if findings.usable:
        (centre,) = findings.centres
        assert len(centre.plan.desks) == desks


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
