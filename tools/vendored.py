"""Other people's modules that lie here as files, added to a list of components: `uv` knows only what Python installs.

python tools/vendored.py LIST.cdx.json
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from urllib.parse import quote

#: What they are and whence, in a table for people.
TABLE = Path(__file__).parents[1] / "queue_server" / "web" / "static" / "vendor" / "README.md"
_ROW = re.compile(r"^\| `[^`]+` \| `([^`]+)`, `[^`]+` \| ([\d.]+) \| (\S+)", re.MULTILINE)


def components() -> list[dict[str, object]]:
    """CycloneDX's words for each package of the table."""
    rows = dict.fromkeys(_ROW.findall(TABLE.read_text("utf-8")))
    return [
        {
            "type": "library",
            "bom-ref": f"{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{quote(name)}@{version}",
            "licenses": [{"license": {"id": licence}}],
        }
        for name, version, licence in rows
    ]


def main() -> None:
    file = Path(sys.argv[1])
    whole = json.loads(file.read_text("utf-8"))
    whole["components"] += components()
    file.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
