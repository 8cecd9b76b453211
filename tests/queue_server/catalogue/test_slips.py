"""What a file says of the slip."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.catalogue.read import check, read

SLIP = """slip:
  - part: centre
  - {part: text, text: {vi: Giữ phiếu, en: Keep it}, size: small}
  - part: number
  - part: rule
  - part: rule
"""


def test_a_centre_says_what_stands_on_its_slip(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small + SLIP, "utf-8")
    assert [(each.part, each.size, each.text) for each in read(path).centres[0].plan.slip] == [
        ("centre", "", None),
        ("text", "small", {"vi": "Giữ phiếu", "en": "Keep it"}),
        ("number", "", None),
        ("rule", "", None),
        ("rule", "", None),
    ]


@pytest.mark.parametrize(
    ("written", "instead", "code", "key"),
    [
        ("part: number", "part: wait", "number-missing", "slip"),
        ("part: centre", "part: number", "duplicate", "slip[2]"),
        ("part: text, text: {vi: Giữ phiếu, en: Keep it}", "part: text", "missing", "slip[1].text"),
        ("part: text, text", "part: papers, text", "text-of-a-part", "slip[1].text"),
        ("size: small", "size: huge", "unknown-word", "slip[1].size"),
    ],
)
def test_what_cannot_stand_on_a_slip_is_said(
    small: str, tmp_path: Path, written: str, instead: str, code: str, key: str
) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small + SLIP.replace(written, instead, 1), "utf-8")
    assert [(each.code, each.key) for each in check(path) if not each.warning] == [(code, key)]
