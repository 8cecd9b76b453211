"""The province's sections hold, what it leaves out is the centre's, and no service comes that nobody serves."""

from __future__ import annotations

from queue_server.catalogue.document import document, plain, written
from queue_server.catalogue.read import examine_text
from queue_server.catalogue.shared import laid_over
from queue_server.catalogue.shipped import example

CENTRE, PROVINCE = example("kt-truongchinh"), example("kontum-2022")


def test_sections_are_the_provinces_and_the_rest_stays() -> None:
    own = document(CENTRE, centre="kt-truongchinh")
    found = laid_over(own, {"kind": "province", "hotline": "0260 999 9999", "holidays": ["2027-01-01"]})
    assert {name for name in found if found[name] != own[name]} == {"hotline", "holidays"}
    assert found["holidays"] == ["2027-01-01"]
    assert found["kind"] == "centre"


def test_of_a_service_only_the_keys_change_that_are_written() -> None:
    own = document(CENTRE, centre="kt-truongchinh")
    first = own["services"][0]
    found = laid_over(own, {"services": [{"id": first["id"], "prefix": "Z"}, {"id": "khac", "prefix": "Y"}]})
    assert found["services"] == [{**first, "prefix": "Z"}, *own["services"][1:]]


def test_a_leg_that_is_new_here_comes_along() -> None:
    own = {"services": [{"id": "a", "procedures": []}]}
    shared = {
        "services": [
            {"id": "a", "procedures": [{"id": "p", "legs": ["b"]}]},
            {"id": "b", "procedures": [{"id": "q", "legs": ["c", "a"]}]},
            {"id": "c", "procedures": []},
            {"id": "d", "procedures": []},
        ]
    }
    assert [each["id"] for each in laid_over(own, shared)["services"]] == ["a", "b", "c"]


def test_a_whole_provinces_file_can_be_used_by_a_centre_that_shared_it() -> None:
    found = laid_over(document(CENTRE, centre="kt-truongchinh"), plain(PROVINCE))
    assert examine_text(written(found), name="x.yaml").usable
