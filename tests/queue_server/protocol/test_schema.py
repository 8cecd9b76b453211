"""The JSON Schema for strangers."""

from __future__ import annotations

import json

import pytest

from queue_server.protocol import messages as msg
from queue_server.protocol import schema


def test_the_file_is_current() -> None:
    assert schema.PATH.read_text("utf-8") == schema.text(), "run: python -m queue_server.protocol.schema"


@pytest.mark.parametrize(("family", "kinds"), [("FromClient", msg.FromClient), ("FromServer", msg.FromServer)])
def test_each_message_is_found_by_its_type(family: str, kinds: type) -> None:
    (document,) = [json.loads(schema.text())]
    found = document["$defs"][family]["discriminator"]
    assert found["propertyName"] == "type"
    for kind in kinds.__args__:  # type: ignore[attr-defined]
        tag = kind.__struct_config__.tag
        entry = document["$defs"][found["mapping"][tag].rpartition("/")[2]]
        assert entry["properties"]["type"] == {"enum": [tag]}
        assert set(entry["properties"]) == {"type", *kind.__struct_fields__}


def test_every_reference_leads_somewhere() -> None:
    document = json.loads(schema.text())

    def references(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return own + [ref for each in value.values() for ref in references(each)]
        return [ref for each in value for ref in references(each)] if isinstance(value, list) else []

    found = set(references(document))
    assert len(found) > 40
    assert {ref.removeprefix("#/$defs/") for ref in found} <= set(document["$defs"])
