"""A spare machine goes on with a centre: with all that arrived, under an epoch of its own, and no number twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.core import commands as cmd
from queue_server.core.decide import handle
from queue_server.core.events import KINDS, TicketTaken
from queue_server.hub.promote import promote
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import LiveCentre
from tests.queue_server.hub.conftest import Edge, Running
from tests.queue_server.hub.test_server import until_held


async def test_the_spare_goes_on(running: Running, edge: Edge, tmp_path: Path) -> None:
    await edge.take(5)
    await until_held(edge.send_to(running.url, running.token("thu-nghiem")), edge.journal)
    target = tmp_path / "spare" / "journal.sqlite"
    assert await promote(running.archive, "thu-nghiem", target, now=running.now) == edge.journal.version
    journal = await SqlJournal.open(target, centre="thu-nghiem")
    live = LiveCentre(journal, EventCodec(KINDS), clock=lambda: running.now)
    await live.load()
    await journal.close()
    assert journal.epoch != edge.journal.epoch
    assert set(live.centre.tickets) == set(edge.live.centre.tickets)
    taken = handle(live.centre, cmd.TakeTicket(ticket="next", service="ho-tich"), running.now)[0]
    assert isinstance(taken, TicketTaken)
    assert taken.number == "H201"
    with pytest.raises(FileExistsError):
        await promote(running.archive, "thu-nghiem", target, now=running.now)
    with pytest.raises(LookupError):
        await promote(running.archive, "kt-tp", tmp_path / "other", now=running.now)


async def test_what_broke_off_is_no_journal_and_is_begun_again(
    running: Running, edge: Edge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await edge.take(2)
    await until_held(edge.send_to(running.url, running.token("thu-nghiem")), edge.journal)
    target = tmp_path / "spare" / "journal.sqlite"
    with monkeypatch.context() as patched:
        patched.setattr("queue_server.hub.promote.handle", break_off)
        with pytest.raises(PowerCut):
            await promote(running.archive, "thu-nghiem", target, now=running.now)
    assert not target.exists(), "a server that began with it would give numbers again"
    assert await promote(running.archive, "thu-nghiem", target, now=running.now) == edge.journal.version
    assert list(target.parent.iterdir()) == [target]


class PowerCut(Exception):
    pass


def break_off(*_: object) -> None:
    raise PowerCut
