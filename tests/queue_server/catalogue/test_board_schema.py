"""What a file may not say of boards, and the code that says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.catalogue.read import check
from tests.queue_server.catalogue.test_boards import file


def codes(tmp_path: Path, *boards: object) -> list[str]:
    return [problem.code for problem in check(file(tmp_path, *boards)) if not problem.warning]


def test_a_board_with_all_of_it_has_nothing_wrong(tmp_path: Path) -> None:
    media = [{"file": "a.png"}, {"file": "b.webm"}, {"words": {"vi": "Xin chào", "en": "Welcome"}}]
    speech = {"repeat": 1, "repeat_last": 3, "accent": "central", "rate": 120, "chime": "three", "quiet_hours": []}
    assert codes(tmp_path, {"id": "b1", "layout": "media", "media": media, "speech": speech}) == []


@pytest.mark.parametrize(
    ("board", "code"),
    [
        ({"layout": "media"}, "media-panel"),
        ({"media": [{"file": "a.png"}]}, "media-panel"),
        ({"panels": ["calls", "recent", "lines", "media"], "media": [{"file": "a.png"}]}, "too-many-panels"),
        ({"layout": "media", "media": [{"seconds": 5}]}, "slide-content"),
        ({"layout": "media", "media": [{"file": "a.png", "words": {"vi": "a"}}]}, "slide-content"),
        ({"layout": "media", "media": [{"file": "../a.png"}]}, "bad-media-file"),
        ({"layout": "media", "media": [{"file": "a.exe"}]}, "bad-media-file"),
        ({"layout": "media", "media": [{"file": "a.png"}, {"file": "a.png"}]}, "duplicate"),
        (
            {"layout": "media", "media": [{"file": "a.png", "from": "2026-02-02", "until": "2026-02-01"}]},
            "slide-days",
        ),
        ({"speech": {"rate": 20}}, "bad-number"),
        ({"speech": {"accent": "west"}}, "unknown-word"),
        ({"speech": {"quiet_hours": ["12:00-11:00"]}}, "closes-before-opens"),
        ({"speech": {"zero_tens": "linh"}}, "unknown-key"),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, board: dict[str, object], code: str) -> None:
    assert code in codes(tmp_path, {"id": "b1", **board})
