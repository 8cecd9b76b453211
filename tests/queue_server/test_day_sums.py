"""Sums of days that are kept are those that the whole journal gives, and are read again only where they must be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_server import kept_days
from queue_server.core import commands as cmd
from queue_server.core import desk_commands as de
from queue_server.core.centre import Centre
from queue_server.core.events import KINDS
from queue_server.core.plan import CentrePlan, Instant, Policy, RatingStep
from queue_server.core.refusals import Refusal
from queue_server.day_sums import Days
from queue_server.journal.base import Record
from queue_server.journal.codec import EventCodec
from queue_server.journal.memory import MemoryJournal
from queue_server.kept_days import KEPT_DAYS, KeptDays
from queue_server.live import LiveCentre, event_of
from queue_server.reports.proof import prove
from queue_server.reports.sums import DaySums, sums
from tests.queue_server.conftest import at, small_plan

DAYS = ("2026-11-23", "2026-11-24", "2026-11-25")
SCALE = tuple(
    RatingStep(value=value, names={"vi": name}, portal=portal)
    for value, name, portal in ((1, "Kém", "dislike"), (2, "Được", "none"), (3, "Tốt", "like"))
)


class Reading(MemoryJournal):
    """A journal that counts the records that were read."""

    def __init__(self, epoch: str | None = None) -> None:
        super().__init__("thu-nghiem", epoch=epoch)
        self.records = 0

    async def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        async for record in super().read(after=after):
            self.records += 1
            yield record


def rated_plan(**more: Policy) -> CentrePlan:
    return replace(small_plan(**more), rating_scale=SCALE)


@asynccontextmanager
async def living(journal: Reading, now: Callable[[], Instant]) -> AsyncIterator[LiveCentre]:
    live = LiveCentre(journal, EventCodec(KINDS), clock=now)
    await live.load()
    running = asyncio.create_task(live.run())
    try:
        yield live
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def work(live: LiveCentre, now: list[Instant], *, acts: list[int], days: tuple[str, ...] = DAYS) -> None:
    """Days of citizens and an officer by lot, each act two minutes after the other."""
    for number, day in enumerate(days):
        now[0] = at(f"{day} 08:00")
        await live.do(cmd.OpenDay())
        for place, act in enumerate(acts):
            now[0] += 120_000
            try:
                await live.do(_act(act, name=f"{number}-{place}"))
            except Refusal:
                continue


def _act(act: int, *, name: str) -> cmd.Command:
    ticket = f"X{act // 8 + 1:03}"
    choices: tuple[cmd.Command, ...] = (
        cmd.TakeTicket(ticket=name, service="chung-thuc"),
        cmd.OpenDesk(desk="1", officer="an"),
        cmd.CallNext(desk="1"),
        cmd.StartServing(desk="1", ticket=ticket),
        cmd.Finish(desk="1", ticket=ticket),
        cmd.Rate(desk="1", value=3),
        cmd.Recall(desk="1", ticket=ticket),
        de.PauseDesk(desk="1", reason="họp"),
    )
    return choices[act % len(choices)]


async def whole(live: LiveCentre) -> list[DaySums]:
    """What one reading of the whole journal gives."""
    told = [(record.version, event_of(live.codec, record)) async for record in live.records()]
    return sums(told, Centre(), first=0)


#: One citizen is served and content, another waits when the day ends.
ORDINARY = [0, 1, 2, 3, 4, 5, 0]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.integers(0, 31), max_size=12), overnight=st.booleans())
async def test_kept_sums_are_those_of_the_whole_journal(
    tmp_path_factory: pytest.TempPathFactory, acts: list[int], overnight: bool
) -> None:
    folder, journal, now = tmp_path_factory.mktemp("data"), Reading(), [at(f"{DAYS[0]} 07:30")]
    async with living(journal, lambda: now[0]) as live:
        plan = rated_plan(policy=Policy(keep_overnight=overnight))
        await live.do(cmd.AdoptPlan(plan=plan))
        for number, day in enumerate(DAYS):
            await work(live, now, acts=[*ORDINARY, *acts], days=(day,))
            for days in (Days(live, KeptDays(folder / KEPT_DAYS)), Days(live, KeptDays(folder / str(number)))):
                assert await days.sums() == await whole(live)
                assert [each.day for each in await days.known()] == list(DAYS[: number + 1])


async def ready(folder: Path, journal: Reading, now: list[Instant], live: LiveCentre) -> Days:
    """Three days of work, summed up once."""
    await live.do(cmd.AdoptPlan(plan=rated_plan()))
    await work(live, now, acts=ORDINARY)
    assert len(await Days(live, KeptDays(folder / KEPT_DAYS)).sums()) == 3
    journal.records = 0
    return Days(live, KeptDays(folder / KEPT_DAYS))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.integers(0, 31), max_size=30))
async def test_the_latest_day_can_be_proved_by_itself(
    tmp_path_factory: pytest.TempPathFactory, acts: list[int]
) -> None:
    """Whatever the days before it were, each of its calls is explained by what the day began with."""
    folder, journal, now = tmp_path_factory.mktemp("data"), Reading(), [at(f"{DAYS[0]} 07:30")]
    async with living(journal, lambda: now[0]) as live:
        await live.do(cmd.AdoptPlan(plan=rated_plan()))
        await work(live, now, acts=[*ORDINARY, *acts])
        turn = await Days(live, KeptDays(folder / KEPT_DAYS)).turn()
        assert turn is not None
        assert turn.carried.day == DAYS[-1]
        begun = turn.carried.version
        told = [event_of(live.codec, record) async for record in live.records(after=begun)]
        proof = prove(told, turn.carried.centre())
        assert (proof.sound, proof.events) == (True, journal.version - begun)
        assert proof.calls > 0


async def test_only_the_last_day_is_read_again(tmp_path: Path) -> None:
    journal, now = Reading(), [at(f"{DAYS[0]} 07:30")]
    async with living(journal, lambda: now[0]) as live:
        days = await ready(tmp_path, journal, now, live)
        found = await days.sums()
        assert journal.records < journal.version / 2
        assert [each.report.finished for each in found] == [1, 1, 1]
        assert [each.ratings.whole.portal for each in found] == [{"like": 1}] * 3
        journal.records = 0
        assert await days.sums(first=DAYS[1], last=DAYS[1]) == found[1:2]
        assert journal.records == 0
        second = [record.version async for record in days.records(DAYS[1])]
        assert second == list(range(found[1].first, found[2].first))
        assert [record.version async for record in days.records(DAYS[0])] == list(range(1, found[1].first))


async def damaged(folder: Path) -> None:
    file = sorted(folder.glob("*.sums"))[0]
    file.write_bytes(file.read_bytes()[:-3])


async def lost(folder: Path) -> None:
    (folder / "turn").unlink()


async def not_to_be_read(folder: Path) -> None:
    (folder / "turn").write_bytes(b"?")


@pytest.mark.parametrize("spoil", [damaged, lost, not_to_be_read])
async def test_what_cannot_be_trusted_is_summed_up_anew(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    journal, now = Reading(), [at(f"{DAYS[0]} 07:30")]
    async with living(journal, lambda: now[0]) as live:
        days = await ready(tmp_path, journal, now, live)
        await spoil(tmp_path / KEPT_DAYS)  # type: ignore[misc]
        assert await days.sums() == await whole(live)


async def test_a_newer_release_sums_up_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, now = Reading(), [at(f"{DAYS[0]} 07:30")]
    async with living(journal, lambda: now[0]) as live:
        days = await ready(tmp_path, journal, now, live)
        monkeypatch.setattr(kept_days, "rules", lambda *_: "other rules")
        assert await days.sums() == await whole(live)
        assert journal.records > journal.version


async def test_a_journal_with_other_records_is_not_given_these_sums(tmp_path: Path) -> None:
    journal, now = Reading(epoch="one"), [at(f"{DAYS[0]} 07:30")]
    async with living(journal, lambda: now[0]) as live:
        await ready(tmp_path, journal, now, live)
    for acts in ([0, 0], [*ORDINARY, 0, 0, 0]):
        other, now = Reading(epoch="one"), [at(f"{DAYS[0]} 07:30")]
        async with living(other, lambda: now[0]) as live:  # noqa: B023  # called within this turn of the loop only
            await live.do(cmd.AdoptPlan(plan=rated_plan()))
            await work(live, now, acts=acts)
            assert await Days(live, KeptDays(tmp_path / KEPT_DAYS)).sums() == await whole(live)


async def seen(there: Callable[[], bool]) -> None:
    """Wait for what happens beside the test."""
    async with asyncio.timeout(60):
        while not there():
            await asyncio.to_thread(lambda: None)


async def test_a_day_is_summed_up_when_the_next_begins_and_gone_when_it_is_erased(tmp_path: Path) -> None:
    journal, now = Reading(), [at(f"{DAYS[0]} 07:30")]
    kept = KeptDays(tmp_path / KEPT_DAYS)
    async with living(journal, lambda: now[0]) as live:
        days = await ready(tmp_path, journal, now, live)
        live.publish.append(days.published)
        following = asyncio.create_task(days.run())
        assert len(await days.known()) == 3
        read = journal.records
        await work(live, now, acts=[0], days=("2026-11-26",))
        await seen(lambda: len(kept.days()) == 3)
        assert b"an" in _content(tmp_path)
        assert journal.records < read + journal.version / 2
        [first, *_] = kept.days()
        seal = cmd.SealJournal(
            epoch=live.epoch, up_to=kept.days()[1].first - 1, hash="0" * 64, what="tickets", records=1, days=()
        )
        await live.do(seal)
        await seen(lambda: not kept.sums(first).report.finished)
        assert [each.report.finished for each in await days.sums()] == [0, 1, 1, 0]
        assert [each.day for each in await days.known()] == [*DAYS, "2026-11-26"]
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


def _content(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in (folder / KEPT_DAYS).iterdir())
