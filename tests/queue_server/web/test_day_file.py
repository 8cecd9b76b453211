"""The hash of a day, checked by a stranger: the recipe of docs/day-hash.md, in a Python without our code."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from queue_server.journal.base import ERASED, Draft, Record
from queue_server.journal.memory import MemoryJournal
from queue_server.web.day_file import DayFile, DayFileWrong, day_file, proved, read, sheet, written

DOCUMENT = Path(__file__).parents[3] / "docs" / "day-hash.md"


async def records() -> tuple[list[Record], str]:
    journal = MemoryJournal("kt-tp", epoch="e1")
    names = ('{"at":1,"day":"2026-11-23"}', '{"words":{"vi":"Sắp mưa \\"to\\" \\u2028"}}', "{}")
    await journal.append(
        [
            Draft(at=place, kind="day_opened", body=body, actor="an/post" if place else None, request=None)
            for place, body in enumerate(names)
        ]
    )
    await journal.append([Draft(at=9, kind="ticket_taken", body='{"ticket":"ă"}', request="r1", actor="k1")])
    return [each async for each in journal.read()], journal.epoch


@pytest.fixture
async def day() -> DayFile:
    """The second and later records; the first was of the day before."""
    found, epoch = await records()
    return day_file(found[1:], centre="kt-tp", epoch=epoch, day="2026-11-23", previous=found[0].hash)


def recipe(tmp_path: Path, content: bytes, *printed: str) -> subprocess.CompletedProcess[str]:
    [code] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)
    assert len(code.splitlines()) <= 20
    (tmp_path / "recipe.py").write_text(code, "utf-8")
    (tmp_path / "day.json").write_bytes(content)
    command = [sys.executable, "-I", "recipe.py", "day.json", *printed]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)


def test_a_stranger_finds_the_day_as_it_was_printed(tmp_path: Path, day: DayFile) -> None:
    [first, second] = re.findall(r" ([0-9a-f]{8}(?: [0-9a-f]{8}){3})$", sheet(day), re.M)
    done = recipe(tmp_path, written(day), *first.split(), *second.split())
    assert (done.returncode, done.stdout) == (0, "2026-11-23: 3 records are those of the paper\n"), done.stderr


async def test_the_first_day_begins_where_everybody_can_compute_it(tmp_path: Path) -> None:
    found, epoch = await records()
    whole = day_file(found, centre="kt-tp", epoch=epoch, day="2026-11-23", previous="")
    assert recipe(tmp_path, written(whole), whole.hash).returncode == 0
    other = msgspec.structs.replace(whole, centre="kt-khac")
    assert "not the beginning" in recipe(tmp_path, written(other), whole.hash).stderr


def test_whatever_was_changed_a_stranger_sees_it(tmp_path: Path, day: DayFile) -> None:
    changed = msgspec.structs.replace(day, records=[day.records[0], replace(day.records[1], body="[]"), day.records[2]])
    assert "record 3 was changed" in recipe(tmp_path, written(changed), day.hash).stderr
    shorter = msgspec.structs.replace(day, records=[day.records[0], day.records[2]])
    assert "record 3 is missing" in recipe(tmp_path, written(shorter), day.hash).stderr
    assert "the paper says" in recipe(tmp_path, written(day), "0" * 64).stderr


def test_our_own_check_says_the_same(day: DayFile) -> None:
    assert proved(read(written(day))) == day
    for wrong in (
        msgspec.structs.replace(day, previous="0" * 64),
        msgspec.structs.replace(day, hash="0" * 64),
        msgspec.structs.replace(day, records=day.records[:2]),
        msgspec.structs.replace(day, records=[replace(day.records[0], kind=ERASED), *day.records[1:]]),
    ):
        with pytest.raises(DayFileWrong):
            proved(wrong)
    with pytest.raises(DayFileWrong, match="not the file of a day"):
        read(b"[]")
