"""What a centre's file says of boards and speech, as a plan or as problems."""

from __future__ import annotations

from pathlib import Path

import yaml

from queue_server.catalogue.read import read
from queue_server.catalogue.shipped import example
from queue_server.core.plan import Board, Slide, Speech, Window


def file(tmp_path: Path, *boards: object, **speech: object) -> Path:
    """An example centre with these boards."""
    document = yaml.safe_load(example("kt-truongchinh").read_text("utf-8"))
    document["boards"] = list(boards)
    document["speech"] = speech
    path = tmp_path / "centre.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    shared = example("kt-truongchinh").parent / document["shared"] if "shared" in document else None
    if shared is not None:
        (tmp_path / shared.name).write_text(shared.read_text("utf-8"), "utf-8")
    return path


def planned(tmp_path: Path, *boards: object, **speech: object) -> tuple[tuple[Board, ...], Speech]:
    [centre] = read(file(tmp_path, *boards, **speech)).centres
    return centre.plan.boards, centre.plan.speech


def test_what_goes_round_is_read(tmp_path: Path) -> None:
    media = [
        {"file": "huong-dan.webm", "from": "2026-12-01", "until": "2027-01-31"},
        {"words": {"vi": "Trả kết quả tại nhà"}, "seconds": 8, "hours": ["07:00-09:00"]},
    ]
    [board], _ = planned(tmp_path, {"id": "b1", "layout": "media", "media": media})
    assert board.panels == ("clock", "calls", "recent", "media", "ticker")
    assert board.media == (
        Slide(file="huong-dan.webm", first="2026-12-01", last="2027-01-31"),
        Slide(words={"vi": "Trả kết quả tại nhà"}, seconds=8, windows=(Window(opens=420, closes=540),)),
    )


def test_a_centre_speaks_in_its_manner_and_a_board_in_its_own(tmp_path: Path) -> None:
    boards, speech = planned(
        tmp_path,
        {"id": "b1"},
        {"id": "b2", "speech": {"accent": "south", "chime": "none", "quiet_hours": []}},
        repeat=3,
        rate=120,
        zero_tens="linh",
        quiet_hours=["11:30-13:00"],
    )
    quiet = (Window(opens=690, closes=780),)
    assert speech == Speech(repeat=3, repeat_last=3, rate=120, zero_tens="linh", quiet=quiet)
    assert boards[0].speech is None
    assert boards[1].speech == Speech(repeat=3, repeat_last=3, rate=120, zero_tens="linh", accent="south", chime="none")


def test_a_last_call_may_be_said_more_often(tmp_path: Path) -> None:
    _, speech = planned(tmp_path, {"id": "b1"}, repeat=1, repeat_last=3)
    assert (speech.repeat, speech.repeat_last) == (1, 3)
