"""What is different between two documents, as people would say it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from queue_server.catalogue.beginning import of_example
from queue_server.catalogue.changes import Change, changes

DOCUMENT: dict[str, Any] = {
    "hotline": "0260 1",
    "languages": ["vi", "en"],
    "hours": {"week": {"mon-fri": ["07:00-11:00"]}},
    "services": [
        {"id": "ho-tich", "name": {"vi": "Hộ tịch", "en": "Civil status"}, "prefix": "H"},
        {"id": "thue", "name": {"vi": "Thuế"}, "prefix": "T"},
    ],
    "slip": [{"part": "centre"}, {"part": "number"}],
}


def put(document: dict[str, Any], *path: str | int, value: object) -> None:
    for step in path[:-1]:
        document = document[step]  # type: ignore[index]  # a list is indexed alike
    document[path[-1]] = value  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "value", "change"),
    [
        (("hotline",), "0260 2", Change(where=("hotline",), before="0260 1", after="0260 2")),
        (("hotline",), "", Change(where=("hotline",), before="0260 1")),
        (("authority",), "tp", Change(where=("authority",), after="tp")),
        (("languages",), ["vi"], Change(where=("languages",), before="vi, en", after="vi")),
        (
            ("hours", "week", "mon-fri"),
            ["07:30-11:00"],
            Change(where=("hours", "week", "mon-fri"), before="07:00-11:00", after="07:30-11:00"),
        ),
        (
            ("services", 0, "prefix"),
            "C",
            Change(where=("services", {"vi": "Hộ tịch", "en": "Civil status"}, "prefix"), before="H", after="C"),
        ),
        (
            ("services", 1, "name"),
            {"vi": "Thuế", "en": "Tax"},
            Change(where=("services", {"vi": "Thuế", "en": "Tax"}, "name"), before="Thuế", after="Thuế · Tax"),
        ),
        (("slip", 0, "part"), "address", Change(where=("slip", "1", "part"), before="centre", after="address")),
    ],
)
def test_a_field_that_was_changed_is_found(path: tuple[str | int, ...], value: object, change: Change) -> None:
    other = deepcopy(DOCUMENT)
    put(other, *path, value=value)
    assert changes(DOCUMENT, other) == [change]


def test_items_are_known_by_their_ids() -> None:
    births, tax = DOCUMENT["services"]
    land = {"id": "dat-dai", "name": {"vi": "Đất đai"}, "prefix": "L"}
    assert changes(DOCUMENT, DOCUMENT | {"services": [tax, births]}) == [Change(where=("services",), moved=True)]
    assert changes(DOCUMENT, DOCUMENT | {"services": [land, tax]}) == [
        Change(where=("services",), before="Hộ tịch · Civil status"),
        Change(where=("services",), after="Đất đai"),
    ]


def test_a_document_is_not_different_from_itself() -> None:
    whole = of_example("kt-tp")
    assert changes(whole, deepcopy(whole)) == []
    assert changes(whole, whole | {"slip": [], "authority": whole.get("authority", "")}) == []
