"""A start from the beginning of the last day makes the centre that the whole journal makes, or reads the whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_server import morning
from queue_server.core import commands as cmd
from queue_server.core.events import KINDS
from queue_server.core.plan import CentrePlan, Instant, Policy
from queue_server.core.refusals import Refusal
from queue_server.journal.base import Record
from queue_server.journal.codec import EventCodec
from queue_server.journal.memory import MemoryJournal
from queue_server.live import LiveCentre
from queue_server.morning import MORNING, KeptMorning
from tests.queue_server.conftest import at, small_plan

DAYS = ("2026-11-23", "2026-11-24", "2026-11-25")


class Reading(MemoryJournal):
    """A journal that notes from where it was read."""

    def __init__(self) -> None:
        super().__init__("thu-nghiem")
        self.after: list[int] = []

    def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        self.after.append(after)
        return super().read(after=after)


@asynccontextmanager
async def living(journal: Reading, folder: Path, now: Callable[[], Instant]) -> AsyncIterator[LiveCentre]:
    live = LiveCentre(journal, EventCodec(KINDS), clock=now, mornings=KeptMorning(folder / MORNING))
    await live.load()
    running = asyncio.create_task(live.run())
    try:
        yield live
        await live.read(lambda _: None)  # what was begun with the last batch is done
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def loaded(journal: Reading, folder: Path | None) -> LiveCentre:
    """A centre started on this journal, with the folder's morning or without."""
    mornings = KeptMorning(folder / MORNING) if folder else None
    live = LiveCentre(journal, EventCodec(KINDS), clock=lambda: 0, mornings=mornings)
    await live.load()
    return live


async def days(journal: Reading, folder: Path, *, plan: CentrePlan, acts: list[int]) -> None:
    """A few days of citizens and officers by lot, each act a minute after the other."""
    now = [at(f"{DAYS[0]} 08:00")]
    async with living(journal, folder, lambda: now[0]) as live:
        await live.do(cmd.AdoptPlan(plan=plan))
        for number, day in enumerate(DAYS):
            now[0] = at(f"{day} 08:00")
            await live.do(cmd.OpenDay())
            for place, act in enumerate(acts):
                now[0] += 60_000
                try:
                    await live.do(_act(act, name=f"{number}-{place}"), actor="k1", request=f"r{number}-{place}")
                except Refusal:
                    continue


def _act(act: int, *, name: str) -> cmd.Command:
    ticket = f"X{act // 8 + 1:03}"
    choices: tuple[cmd.Command, ...] = (
        cmd.TakeTicket(ticket=name, service="chung-thuc"),
        cmd.TakeTicket(ticket=name, service="chung-thuc", priority="elderly"),
        cmd.OpenDesk(desk="1", officer="an"),
        cmd.CallNext(desk="1"),
        cmd.StartServing(desk="1", ticket=ticket),
        cmd.Finish(desk="1", ticket=ticket),
        cmd.LeaseNumbers(kiosk="k1", spool="s"),
        cmd.PostNotice(words={"vi": "Sắp mưa"}, until=None, urgent=False, officer="truong"),
    )
    return choices[act % len(choices)]


#: Two citizens are called and served, a third waits.
ORDINARY = [2, 0, 1, 0, 3, 4, 5, 3, 12, 13, 6]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.integers(0, 31), max_size=14))
async def test_it_makes_what_the_whole_journal_makes(tmp_path: Path, acts: list[int]) -> None:
    journal = Reading()
    await days(journal, tmp_path, plan=small_plan(), acts=[*ORDINARY, *acts])
    journal.after.clear()
    short, whole = await loaded(journal, tmp_path), await loaded(journal, None)
    assert short.centre == whole.centre
    assert vars(short)["_answered"] == vars(whole)["_answered"]
    assert len(journal.after) == 2
    assert journal.after[0] > journal.after[1] == 0


async def damaged(file: Path, _: Reading) -> None:
    body = file.read_bytes()
    file.write_bytes(body.replace(b"chung-thuc", b"chung-thud", 1))


async def cut_off(file: Path, _: Reading) -> None:
    file.write_bytes(file.read_bytes()[:100])


async def of_other_records(file: Path, journal: Reading) -> None:
    kept = KeptMorning(file)
    found = kept.latest(journal.epoch)
    assert found is not None
    kept.keep(replace(found, hash="0" * 64))


@pytest.mark.parametrize("spoil", [damaged, cut_off, of_other_records])
async def test_what_cannot_be_trusted_is_passed_over(
    tmp_path: Path, spoil: Callable[[Path, Reading], Awaitable[None]]
) -> None:
    journal = Reading()
    await days(journal, tmp_path, plan=small_plan(), acts=ORDINARY)
    await spoil(tmp_path / MORNING, journal)
    journal.after.clear()
    short = await loaded(journal, tmp_path)
    assert journal.after[-1] == 0
    assert short.centre == (await loaded(journal, None)).centre


async def test_another_epoch_and_other_rules_have_no_morning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Reading()
    await days(journal, tmp_path, plan=small_plan(), acts=ORDINARY)
    kept = KeptMorning(tmp_path / MORNING)
    assert kept.latest(journal.epoch) is not None
    assert kept.latest("another") is None
    monkeypatch.setattr(morning, "rules", lambda: "other rules")
    assert kept.latest(journal.epoch) is None


async def test_a_day_that_goes_on_with_the_same_people_is_not_kept(tmp_path: Path) -> None:
    journal = Reading()
    await days(journal, tmp_path, plan=small_plan(policy=Policy(keep_overnight=True)), acts=ORDINARY)
    kept = KeptMorning(tmp_path / MORNING).latest(journal.epoch)
    assert kept is not None
    assert kept.carried.day == DAYS[0]
    assert (await loaded(journal, tmp_path)).centre == (await loaded(journal, None)).centre


async def test_nothing_of_a_citizen_is_in_it(tmp_path: Path) -> None:
    journal, now = Reading(), [at(f"{DAYS[0]} 08:00")]
    async with living(journal, tmp_path, lambda: now[0]) as live:
        await live.do(cmd.AdoptPlan(plan=small_plan()))
        await live.do(cmd.OpenDay())
        await live.do(cmd.TakeTicket(ticket="planted-ticket", service="chung-thuc", holder="planted-holder"))
        now[0] = at(f"{DAYS[1]} 08:00")
        await live.do(cmd.OpenDay())
    text = (tmp_path / MORNING).read_text("utf-8")
    assert DAYS[1] in text
    assert "planted" not in text


async def test_it_is_forgotten_with_what_is_erased(tmp_path: Path) -> None:
    journal = Reading()
    await days(journal, tmp_path, plan=small_plan(), acts=ORDINARY)
    (await loaded(journal, tmp_path)).forget_morning()
    journal.after.clear()
    await loaded(journal, tmp_path)
    assert journal.after == [0]
