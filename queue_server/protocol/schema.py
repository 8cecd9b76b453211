"""The messages for clients in other languages: schema.json (JSON Schema) and asyncapi.json (AsyncAPI) beside this file.

After a change of messages.py run `python -m queue_server.protocol.schema`; a test refuses files that are not current.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import msgspec

from queue_server.protocol.messages import PROTOCOL, FromClient, FromServer

PATH = Path(__file__).with_name("schema.json")
ASYNCAPI_PATH = Path(__file__).with_name("asyncapi.json")


def schema() -> dict[str, Any]:
    """Every frame is `FromClient` or `FromServer`; the field `type` tells which message it is."""
    (client, server), kinds = msgspec.json.schema_components([FromClient, FromServer], ref_template="#/$defs/{name}")
    for kind in kinds.values():
        if "description" in kind:
            kind["description"] = inspect.cleandoc(kind["description"])
    families = {
        "FromClient": {"description": "A frame that a client may send.", **client},
        "FromServer": {"description": "A frame that a server may send.", **server},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Motcua protocol {PROTOCOL}",
        "description": "One JSON object per websocket text frame. docs/protocol.md says when each may come.",
        "anyOf": [{"$ref": "#/$defs/FromClient"}, {"$ref": "#/$defs/FromServer"}],
        "$defs": families | dict(sorted(kinds.items())),
    }


def asyncapi() -> dict[str, Any]:
    """The same as an AsyncAPI page: one channel, `/ws`, with what each side may send."""
    definitions = schema()["$defs"]
    said = {side: [ref["$ref"].rpartition("/")[2] for ref in definitions[side]["anyOf"]] for side in _SIDES}
    named = {name: {"payload": {"$ref": f"#/components/schemas/{name}"}} for names in said.values() for name in names}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Motcua",
            "version": str(PROTOCOL),
            "description": "One JSON object per websocket text frame. docs/protocol.md says when each may come.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "ws": {
                "address": "/ws",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in named},
                "bindings": {"ws": {"method": "GET"}},
            }
        },
        "operations": {
            side: {
                "action": action,
                "channel": {"$ref": "#/channels/ws"},
                "messages": [{"$ref": f"#/channels/ws/messages/{name}"} for name in said[side]],
            }
            for side, action in _SIDES.items()
        },
        "components": {
            "messages": {name: {"name": name, **message} for name, message in named.items()},
            "schemas": _moved({name: each for name, each in definitions.items() if name not in _SIDES}),
        },
    }


#: What the server does with the frames of either side.
_SIDES = {"FromClient": "receive", "FromServer": "send"}


def _moved(part: object) -> object:
    """Schemas as AsyncAPI keeps them: elsewhere, and without the table of kinds that only OpenAPI knows."""
    if isinstance(part, dict):
        return {key: _moved(value) for key, value in part.items() if key != "discriminator"}
    if isinstance(part, list):
        return [_moved(each) for each in part]
    return part.replace("#/$defs/", "#/components/schemas/") if isinstance(part, str) else part


def text(page: dict[str, Any]) -> str:
    """A page as it stands in its file."""
    return msgspec.json.format(msgspec.json.encode(page).decode(), indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(schema()), encoding="utf-8")
    ASYNCAPI_PATH.write_text(text(asyncapi()), encoding="utf-8")
