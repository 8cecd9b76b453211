"""A document is the file again: written out alone, edited as texts, and read with the same judgement."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.catalogue.document import document, form, parsed, written
from queue_server.catalogue.read import examine_text, read
from queue_server.catalogue.shape import Kind
from queue_server.catalogue.shipped import EXAMPLES, example

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20).filter(
    lambda text: text == text.strip()
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(TEXTS, inner, min_size=1, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_file_over_a_provinces_says_the_same_alone(name: str) -> None:
    (centre,) = read(example(name)).centres
    text = written(document(example(name), centre=name))
    findings = examine_text(text, name="alone.yaml")
    assert [str(each) for each in findings.problems if not each.warning] == []
    assert findings.centres[0].plan == centre.plan
    assert parsed(text) == parsed(written(parsed(text)))


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_what_is_written_is_read_again(found: dict[str, object]) -> None:
    found.pop("kind", None)
    assert parsed(written(found)) == found | {"kind": "centre"}


def test_what_was_left_empty_on_a_page_is_not_written() -> None:
    text = written({"id": "a", "hotline": "", "holidays": [], "name": {"vi": "Một", "en": ""}})
    assert parsed(text) == {"kind": "centre", "id": "a", "name": {"vi": "Một"}}


def test_a_mistake_is_found_by_the_path_of_its_field() -> None:
    found = document(example("kt-tp"), centre="kt-tp")
    found["services"][1]["prefix"] = "lowercase"
    found["hours"]["week"] = {"mon-fri": ["11:00-07:00"]}
    found["unheard_of"] = "x"
    findings = examine_text(written(found), name="draft.yaml")
    keys = {each.key for each in findings.problems if not each.warning}
    assert {"services[1].prefix", "hours.week.mon-fri[0]", "unheard_of"} <= keys


def test_a_text_that_was_sent_shares_with_no_file(tmp_path: Path) -> None:
    findings = examine_text("kind: centre\nshared: kontum-2022.yaml\nid: a\n", name=str(tmp_path / "sent.yaml"))
    assert "no-file" in {each.code for each in findings.problems}
    assert not examine_text("x" * 2_000_000, name="sent.yaml").usable


def test_every_field_of_a_file_is_in_the_form() -> None:
    fields = {each.name: each for each in form()}
    for name in EXAMPLES:
        assert set(document(example(name), centre=name)) - {"kind"} <= set(fields)
    services = fields["services"].shape
    assert services.kind is Kind.LIST
    assert services.item is not None
    assert [each.name for each in services.item.fields][:2] == ["id", "name"]
    assert fields["level"].shape.options == ("province", "district", "commune", "vertical")
