"""The journal on pages: a day with filters, its proof, and the whole day as a file with its hash."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import re
import threading
import urllib.request
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest

from queue_server.client.link import fresh_request
from queue_server.core.commands import Administer, SealJournal
from queue_server.core.events import NAMES, Event
from queue_server.journal.base import Record
from queue_server.protocol import messages as msg
from queue_server.reports.proof import Proving
from queue_server.web import audit
from queue_server.web.gate import COOKIE
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.office import Office


@pytest.fixture
def auditor(house: Any) -> Office:
    house.access.add_officer("thu", pin="741852", display="Thu", roles=(OfficerRole.AUDITOR,))
    return Office(house.url, house.access.open_session("thu"))


async def day_of_work(house: Any) -> None:
    desk = await house.officer("an")
    kiosk = await house.device("k1", msg.Role.KIOSK)
    await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="ho-tich"))
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    await desk.ask(msg.CallNext(request=fresh_request(), desk="1"))


async def test_a_day_is_read_by_kind_and_person(house: Any, auditor: Office) -> None:
    await day_of_work(house)
    _, page = await auditor.get("/api/audit")
    assert page["day"] == "2026-11-23"
    assert [row["kind"] for row in page["rows"]][:2] == ["ticket_called", "desk_opened"]
    assert page["total"] == len(page["rows"]) == 5
    assert {"an/post", "k1", "-"} == set(page["actors"])
    _, page = await auditor.get("/api/audit?kind=ticket_called&actor=an/post")
    assert [row["kind"] for row in page["rows"]] == ["ticket_called"]
    _, page = await auditor.get("/api/audit?text=nothing-like-it")
    assert page["rows"] == []


async def test_the_chain_is_proved_on_the_page(house: Any, auditor: Office) -> None:
    await day_of_work(house)
    _, proof = await auditor.get("/api/audit/proof")
    records = [record async for record in house.live.records()]
    assert (proof["sound"], proof["events"], proof["calls"]) == (True, 5, 1)
    assert proof["last_hash"] == records[-1].hash


async def test_the_latest_day_is_proved_from_where_it_began(house: Any, auditor: Office) -> None:
    await day_of_work(house)
    whole, latest = [(await auditor.get(f"/api/audit/proof?whole={each}"))[1] for each in ("true", "false")]
    assert (whole["first"], whole["sound"], latest["sound"]) == (1, True, True)
    assert latest["first"] > 1
    assert latest["events"] == whole["events"] - latest["first"] + 1
    assert (latest["calls"], latest["last_hash"]) == (whole["calls"], whole["last_hash"])


async def test_changes_are_read_once_and_then_what_came_after(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    await day_of_work(house)
    await house.live.do(Administer(what="pin_changed", subject="an", officer="quan"))
    asked: list[int] = []
    read = house.live.records

    def watched(*, after: int = 0) -> AsyncIterator[Record]:
        asked.append(after)
        return read(after=after)

    monkeypatch.setattr(house.live, "records", watched)
    changes = audit.Changes(house.live)
    assert [each.what for each in await changes.latest()] == ["pin_changed"]
    await house.live.do(Administer(what="officer_disabled", subject="an", officer="quan"))
    assert [each.what for each in await changes.latest()] == ["officer_disabled", "pin_changed"]
    assert asked == [0, house.live.centre.version - 1]
    asked.clear()
    await house.live.do(SealJournal(epoch=house.live.epoch, up_to=1, hash="", what="tickets", records=0))
    assert len(await changes.latest()) == 2
    assert asked == [house.live.centre.version - 1, 0], "records are being erased: nothing is shown from memory"


async def test_the_hall_goes_on_while_the_chain_is_proved(
    house: Any, auditor: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In pieces, none of them in the thread of the hall."""
    threads: set[threading.Thread] = set()
    await day_of_work(house)

    class Watched(Proving):
        def go_on(self, events: Iterable[Event]) -> None:
            threads.add(threading.current_thread())
            super().go_on(events)

    monkeypatch.setattr(audit, "Proving", Watched)
    monkeypatch.setattr(audit, "_PIECE", 2)
    proof = (await auditor.get("/api/audit/proof"))[1]
    assert (proof["sound"], proof["events"]) == (True, 5)
    assert threads
    assert threading.current_thread() not in threads


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_a_day_is_taken_away_with_its_hash(house: Any, auditor: Office, form: str) -> None:
    await day_of_work(house)
    url = f"{house.url}/api/audit/days/2026-11-23/{form}"
    request = urllib.request.Request(url, headers={"Cookie": f"{COOKIE}={auditor.cookie}"})

    def fetch() -> tuple[bytes, str]:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read(), answer.headers["X-Content-SHA256"]

    content, sum_ = await asyncio.to_thread(fetch)
    assert hashlib.sha256(content).hexdigest() == sum_
    text = content.decode("utf-8-sig")
    rows = json.loads(text) if form == "json" else list(csv.DictReader(io.StringIO(text)))
    assert [int(row["version"]) for row in rows] == [1, 2, 3, 4, 5]
    assert (await auditor.get("/api/audit/days/2026-11-22/csv"))[0] == 404
    assert (await auditor.get("/api/audit/days/2026-11-23/exe"))[0] == 404


async def test_an_officer_at_a_desk_does_not_read_the_journal(house: Any) -> None:
    officer = Office(house.url, house.access.open_session("an"))
    for path in ("/api/audit", "/api/audit/proof", "/api/audit/days/2026-11-23/csv"):
        assert (await officer.get(path))[0] == 403


def test_every_kind_of_record_has_a_name_in_both_languages() -> None:
    page = (Path(audit.__file__).parent / "static" / "audit" / "kinds.js").read_text("utf-8")
    assert sorted(each for each in NAMES.values() if len(re.findall(rf"\b{each}: \"", page)) != 2) == []
