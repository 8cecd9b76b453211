"""A known weakness ends the audit badly; what could not be asked about is said, and is not called good."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.advisories import KNOWN, NOT_ASKED, NOTHING, accepted, judged

GOOD = {"name": "msgspec", "version": "0.20.0", "vulns": []}
WEAK = {
    "name": "litestar",
    "version": "2.0.0",
    "vulns": [{"id": "PYSEC-2024-1", "aliases": ["CVE-2024-1"], "fix_versions": ["2.0.1"], "description": "…"}],
}
SKIPPED = {"name": "alembic", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "lived_with", "code", "words"),
    [
        ([GOOD], {}, NOTHING, "1 packages, no known weakness"),
        ([GOOD, WEAK], {}, KNOWN, "litestar 2.0.0: PYSEC-2024-1, mended in 2.0.1"),
        ([GOOD, WEAK], {"CVE-2024-1": "not reached by us"}, NOTHING, "lived with: not reached by us"),
        ([GOOD, SKIPPED], {}, NOT_ASKED, "NOT AUDITED: 1 of 2"),
        ([WEAK, SKIPPED], {}, KNOWN, "NOT AUDITED: 1 of 2"),
        ([], {}, NOT_ASKED, "NOT AUDITED"),
    ],
)
def test_how_an_audit_ends(packages: list[Any], lived_with: dict[str, str], code: int, words: str) -> None:
    ended, said = judged({"dependencies": packages}, lived_with)
    assert ended == code
    assert words in "\n".join(said)


def test_where_nothing_could_be_asked_it_says_so(tmp_path: Path) -> None:
    words = [sys.executable, "tools/advisories.py", str(tmp_path / "none")]
    ended = subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout[:11]) == (NOT_ASKED, "NOT AUDITED")


def test_the_program_ends_as_it_judged(tmp_path: Path) -> None:
    (tmp_path / "report").write_text(json.dumps({"dependencies": [WEAK]}), "utf-8")
    words = [sys.executable, "tools/advisories.py", str(tmp_path / "report"), "tools/accepted-advisories"]
    assert subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True).returncode == KNOWN


def test_what_is_lived_with_has_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "accepted"
    file.write_text("# why\nCVE-1 only on Windows\n\n", "utf-8")
    assert accepted(file) == {"CVE-1": "only on Windows"}
    assert accepted(tmp_path / "none") == {}
    assert isinstance(accepted(Path(__file__).parents[2] / "tools" / "accepted-advisories"), dict)
