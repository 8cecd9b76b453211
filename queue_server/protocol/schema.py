"""The messages as a JSON Schema, for clients in other languages: schema.json beside this file.

After a change of messages.py run `python -m queue_server.protocol.schema`; a test refuses a file that is not current.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import msgspec

from queue_server.protocol.messages import PROTOCOL, FromClient, FromServer

PATH = Path(__file__).with_name("schema.json")


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


def text() -> str:
    """The schema as it stands in the file."""
    return msgspec.json.format(msgspec.json.encode(schema()).decode(), indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
