"""What pip-audit found, in words: known weaknesses, and what could not be asked about.

    python tools/advisories.py REPORT [ACCEPTED]

REPORT is pip-audit's JSON; it may be missing where nothing could be asked at all. ACCEPTED has a line for each weakness
that is known and lived with: its id, and why. Ends with 0 when everything was asked about and nothing is known, with 1
when something is known, and with 3 when nothing is known but not everything could be asked about.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

NOTHING, KNOWN, NOT_ASKED = 0, 1, 3


def accepted(file: Path) -> dict[str, str]:
    """The reasons of a file, by id; empty where there is no file."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return dict(line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#"))


def judged(report: dict[str, Any] | None, lived_with: dict[str, str]) -> tuple[int, list[str]]:
    """How it ends, and what is to be said."""
    if report is None:
        return NOT_ASKED, ["NOT AUDITED: nothing could be asked about known weaknesses. It needs a network."]
    packages = report["dependencies"]
    said, code = [], NOTHING
    for each in packages:
        for found in each.get("vulns", ()):
            names = [found["id"], *found.get("aliases", ())]
            reason = next((lived_with[name] for name in names if name in lived_with), None)
            mended = ", ".join(found.get("fix_versions", ())) or "no version yet"
            said.append(
                f"{each['name']} {each['version']}: {found['id']}, mended in {mended}"
                + (f"; lived with: {reason}" if reason else "")
            )
            code = code if reason else KNOWN
    skipped = [each for each in packages if "skip_reason" in each]
    if skipped or not packages:
        said.append(
            f"NOT AUDITED: {len(skipped)} of {len(packages)} packages could not be asked about. It needs a network "
            "that reaches PyPI's list of advisories. "
            f"The first: {skipped[0]['skip_reason'] if skipped else 'there is none'}"
        )
        return code or NOT_ASKED, said
    said.append(f"audited: {len(packages)} packages" + ("" if said else ", no known weakness"))
    return code, said


def main() -> None:
    file = Path(sys.argv[1])
    whole = file.read_text("utf-8") if file.exists() else ""
    code, said = judged(json.loads(whole) if whole else None, accepted(Path(sys.argv[2])) if sys.argv[2:] else {})
    print(*said, sep="\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
