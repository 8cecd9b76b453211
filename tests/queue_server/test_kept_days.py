"""What is written down of days that are over."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from queue_server.core import events as ev
from queue_server.core.plan import Employer
from queue_server.kept_days import KeptDay, KeptDays
from queue_server.reports.desk_time import DeskTime
from queue_server.reports.sums import DaySums
from queue_server.reports.surveys import Answers
from queue_server.sealed_file import Damaged


def a_day(first: int, day: str) -> DaySums:
    found = DaySums(day=day, first=first)
    found.report.of("ho-tich").waits.append(3.25)
    found.report.procedures["ho-tich", None] = [4.5]
    found.report.officers["an", Employer.POST] = DeskTime(served=3, idle_empty=2.5)
    found.report.heard.add(17)
    rated = ev.VisitRated(
        at=0, ticket="t", leg=0, service="ho-tich", desk="1", value=1, portal="dislike", reasons=("slow",)
    )
    found.ratings.whole.add(rated)
    found.answers = {"quy-4": {"a": Answers(values=Counter({3: 2}), content=2)}}
    return found


def test_a_day_is_read_as_it_was_kept(tmp_path: Path) -> None:
    kept, days = KeptDays(tmp_path / "days"), [a_day(40, "2026-11-24"), a_day(7, "2026-11-23")]
    assert kept.days() == []
    kept.keep(days)
    assert kept.days() == [KeptDay(7, "2026-11-23"), KeptDay(40, "2026-11-24")]
    assert [kept.sums(each) for each in kept.days()] == days[::-1]


def test_of_an_erased_day_only_its_date_is_left(tmp_path: Path) -> None:
    kept = KeptDays(tmp_path / "days")
    kept.keep([a_day(7, "2026-11-23"), a_day(40, "2026-11-24")])
    for _ in range(2):
        kept.erase(up_to=39)
        assert [kept.sums(each).report.finished for each in kept.days()] == [0, 0]
        assert kept.sums(kept.days()[0]) == DaySums(day="2026-11-23", first=7)
        assert kept.sums(kept.days()[1]) == a_day(40, "2026-11-24")
    kept.forget()
    assert list((tmp_path / "days").iterdir()) == []


def test_a_damaged_day_is_not_believed(tmp_path: Path) -> None:
    kept = KeptDays(tmp_path / "days")
    kept.keep([a_day(7, "2026-11-23")])
    [file] = (tmp_path / "days").iterdir()
    file.write_bytes(file.read_bytes().replace(b"ho-tich", b"ho-tiec"))
    with pytest.raises(Damaged):
        kept.sums(KeptDay(7, "2026-11-23"))
