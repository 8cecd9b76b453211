"""Going on from a copy: proved first, under a new epoch, and no number of today is given twice."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.events import KINDS, Event, ServingStarted, TicketTaken
from queue_server.core.plan import CentrePlan, Instant
from queue_server.journal.base import Draft, JournalCorrupt
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import LiveCentre
from queue_server.restoring import restore

CODEC = EventCodec(KINDS)


async def write(file: Path, events: list[Event]) -> str:
    journal = await SqlJournal.open(file, centre="thu-nghiem")
    await journal.append([Draft(at=each.at, kind=(t := CODEC.encode(each))[0], body=t[1]) for each in events])
    await journal.close()
    return journal.epoch


async def load(file: Path, now: Instant) -> tuple[Centre, str]:
    journal = await SqlJournal.open(file, centre="thu-nghiem")
    live = LiveCentre(journal, CODEC, clock=lambda: now)
    await live.load()
    await journal.close()
    return live.centre, journal.epoch


def next_number(centre: Centre, now: Instant) -> str:
    taken = handle(centre, cmd.TakeTicket(ticket=f"at {now}", service="ho-tich"), now)[0]
    assert isinstance(taken, TicketTaken)
    return taken.number


@pytest.fixture
def day(make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]) -> list[Event]:
    centre, now = Centre(), instant("2026-11-23 08:00")
    events = handle(centre, cmd.AdoptPlan(plan=make_plan()), now) + handle(centre, cmd.OpenDay(), now)
    for place in range(3):
        events += handle(centre, cmd.TakeTicket(ticket=f"t{place}", service="ho-tich"), now)
    return events


async def test_it_goes_on_under_a_new_epoch_and_leaves_numbers_out(
    tmp_path: Path, day: list[Event], instant: Callable[[str], Instant]
) -> None:
    copy, target, now = tmp_path / "copy.sqlite", tmp_path / "data" / "journal.sqlite", instant("2026-11-23 09:00")
    former = await write(copy, day)
    await asyncio.to_thread(restore, copy, target, now=now)
    centre, epoch = await load(target, now)
    assert epoch != former
    assert set(centre.tickets) == {"t0", "t1", "t2"}
    assert next_number(centre, now) == "H201"


async def test_a_copy_of_yesterday_leaves_out_numbers_of_today(
    tmp_path: Path, day: list[Event], instant: Callable[[str], Instant]
) -> None:
    copy, target = tmp_path / "copy.sqlite", tmp_path / "journal.sqlite"
    await write(copy, day)
    today, tomorrow = instant("2026-11-24 09:00"), instant("2026-11-25 09:00")
    await asyncio.to_thread(restore, copy, target, now=today)
    centre, _ = await load(target, today)
    for now, number in ((today, "H201"), (tomorrow, "H001")):
        handle(centre, cmd.OpenDay(), now)
        [taken] = [
            e for e in handle(centre, cmd.TakeTicket(ticket=number, service="ho-tich"), now) if hasattr(e, "number")
        ]
        assert taken.number == number


async def test_what_was_there_is_kept_and_a_bad_copy_changes_nothing(tmp_path: Path, day: list[Event]) -> None:
    copy, target = tmp_path / "copy.sqlite", tmp_path / "journal.sqlite"
    await write(copy, day)
    await write(target, day[:2])
    before = target.read_bytes()
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(copy.read_bytes().replace(b'"number":"H002"', b'"number":"H009"'))
    with pytest.raises(JournalCorrupt):
        await asyncio.to_thread(restore, broken, target, now=5)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.sqlite", "copy.sqlite", "journal.sqlite"]
    await asyncio.to_thread(restore, copy, target, now=5)
    assert (tmp_path / "journal.sqlite.before-5").read_bytes() == before


async def test_what_a_killed_restore_left_is_not_played_into_the_next(
    tmp_path: Path, day: list[Event], instant: Callable[[str], Instant]
) -> None:
    copy, target, other = (tmp_path / name for name in ("copy.sqlite", "journal.sqlite", "other.sqlite"))
    await write(copy, day)
    killed = await SqlJournal.open(other, centre="thu-nghiem")
    await killed.append([Draft(at=1, kind="k", body="of another copy")] * 50)
    for end in ("", "-wal"):
        shutil.copyfile(f"{other}{end}", f"{target}.restored{end}")
    await killed.close()
    proof = await asyncio.to_thread(restore, copy, target, now=instant("2026-11-23 09:00"))
    assert (proof.events, proof.sound) == (len(day), True)
    assert not list(tmp_path.glob("*.restored*"))


async def test_a_copy_whose_events_cannot_have_happened_is_not_gone_on_with(tmp_path: Path, day: list[Event]) -> None:
    """Its chain is whole; whoever wrote it could compute hashes too."""
    impossible = ServingStarted(at=day[-1].at, ticket="nobody", desk="1")
    await write(tmp_path / "copy.sqlite", [*day, impossible])
    target = tmp_path / "data" / "journal.sqlite"
    with pytest.raises(JournalCorrupt, match="cannot be gone on with"):
        await asyncio.to_thread(restore, tmp_path / "copy.sqlite", target, now=day[-1].at)
    assert not target.exists()
