"""The JSON Schema for strangers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from queue_server.protocol import messages as msg
from queue_server.protocol import schema


def test_the_files_are_current() -> None:
    for path, page in ((schema.PATH, schema.schema()), (schema.ASYNCAPI_PATH, schema.asyncapi())):
        assert path.read_text("utf-8") == schema.text(page), "run: python -m queue_server.protocol.schema"


@pytest.mark.parametrize(("family", "kinds"), [("FromClient", msg.FromClient), ("FromServer", msg.FromServer)])
def test_each_message_is_found_by_its_type(family: str, kinds: type) -> None:
    (document,) = [json.loads(schema.text(schema.schema()))]
    found = document["$defs"][family]["discriminator"]
    assert found["propertyName"] == "type"
    for kind in kinds.__args__:  # type: ignore[attr-defined]
        tag = kind.__struct_config__.tag
        entry = document["$defs"][found["mapping"][tag].rpartition("/")[2]]
        assert entry["properties"]["type"] == {"enum": [tag]}
        assert set(entry["properties"]) == {"type", *kind.__struct_fields__}


def references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [ref for each in value.values() for ref in references(each)]
    return [ref for each in value for ref in references(each)] if isinstance(value, list) else []


@pytest.mark.parametrize("page", [schema.schema(), schema.asyncapi()], ids=["schema", "asyncapi"])
def test_every_reference_leads_somewhere(page: dict[str, Any]) -> None:
    found = set(references(page))
    assert len(found) > 40
    for reference in found:
        place: Any = page
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_the_asyncapi_page_has_every_message_of_both_sides() -> None:
    page = schema.asyncapi()
    kinds = (*msg.FromClient.__args__, *msg.FromServer.__args__)
    assert set(page["components"]["messages"]) == {kind.__name__ for kind in kinds}
    assert page["operations"]["FromClient"]["action"] == "receive"
    assert len(page["operations"]["FromServer"]["messages"]) == len(msg.FromServer.__args__)
