"""The configuration on pages: judged as a file is, in force at once on every device, and back again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from queue_server.catalogue.versions import Versions
from queue_server.client.link import Link, LinkState
from queue_server.clock import Clock
from queue_server.core.commands import TakeTicket
from queue_server.core.plan import Instant
from queue_server.live import LiveCentre
from queue_server.protocol.messages import Role
from queue_server.serving import Address, configured, open_journal, serving
from queue_server.web.access import Access
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.office import Office


@dataclass
class Place:
    office: Office
    live: LiveCentre
    access: Access
    port: int


@pytest.fixture
async def place(tmp_path: Path, instant: object) -> AsyncIterator[Place]:
    access = Access(tmp_path / "access.json", clock=time.time)
    access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    assert callable(instant)
    start: Instant = instant("2026-11-23 08:00")
    plan = configured(Versions(tmp_path), name="kt-truongchinh", now=start)
    journal, codec = await open_journal(tmp_path, plan.id)
    clock = Clock.starting(start, speed=1)
    async with serving(plan, journal, codec, access, address=Address(port=0), clock=clock) as server:
        url = f"http://127.0.0.1:{server.port}"
        yield Place(Office(url, access.open_session("quan")), server.live, access, server.port)
    await journal.close()


async def test_a_change_reaches_devices_without_a_restart_and_is_kept(place: Place) -> None:
    heard = asyncio.Event()
    token = place.access.add_device("k1", role=Role.KIOSK)
    kiosk = Link(f"ws://127.0.0.1:{place.port}/ws", role=Role.KIOSK, device="k1", token=token)
    kiosk.on_change(
        lambda change: heard.set() if change.view.centre and change.view.centre.names["vi"] == "Tên mới" else None
    )
    running = asyncio.create_task(kiosk.run())
    _, before = await place.office.get("/api/admin/configuration")
    assert before["number"] == 1
    document = before["document"] | {"name": {"vi": "Tên mới", "en": "New name"}}
    status, kept = await place.office.post(
        "/api/admin/configuration", {"document": document, "based_on": 1, "note": "đổi tên"}
    )
    assert (status, kept["number"], kept["by"]) == (200, 2, "quan")
    await asyncio.wait_for(heard.wait(), timeout=60)
    assert kiosk.state is LinkState.LIVE
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    records = [record async for record in place.live.records()]
    assert (records[-1].kind, records[-1].actor) == ("plan_adopted", "quan")
    _, versions = await place.office.get("/api/admin/configuration/versions")
    assert [(each["number"], each["by"], each["note"]) for each in versions][1:] == [(2, "quan", "đổi tên")]
    _, former = await place.office.get("/api/admin/configuration/versions/1")
    status, _ = await place.office.post(
        "/api/admin/configuration", {"document": former["document"], "based_on": 2, "note": "quay lại"}
    )
    assert status == 200
    assert place.live.centre.plan.names["vi"] != "Tên mới"
    status, text = await place.office.get("/api/admin/configuration/versions/2/file")
    assert status == 200
    assert "Tên mới" in text
    status, read = await place.office.post("/api/admin/configuration/import", {"text": text, "name": "x.yaml"})
    assert read["usable"]
    assert read["document"] == document


async def test_what_cannot_be_used_changes_nothing_and_says_where(place: Place) -> None:
    before = place.live.centre.version
    _, now = await place.office.get("/api/admin/configuration")
    document = now["document"]
    document["services"][0]["prefix"] = "xx"
    status, answer = await place.office.post("/api/admin/configuration", {"document": document, "based_on": 1})
    assert (status, answer["detail"]) == (422, "unusable")
    assert "services[0].prefix" in {each["key"] for each in answer["problems"]}
    _, judged = await place.office.post("/api/admin/configuration/check", {"document": document})
    assert not judged["usable"]
    status, answer = await place.office.post(
        "/api/admin/configuration", {"document": now["document"] | {"id": "khac"}, "based_on": 1}
    )
    assert status in (409, 422)
    assert place.live.centre.version == before


async def test_two_who_edit_at_once_do_not_write_over_each_other(place: Place) -> None:
    _, now = await place.office.get("/api/admin/configuration")
    first = now["document"] | {"hotline": "0260 111 1111"}
    second = now["document"] | {"hotline": "0260 222 2222"}
    answers = await asyncio.gather(
        *(place.office.post("/api/admin/configuration", {"document": each, "based_on": 1}) for each in (first, second))
    )
    assert sorted(status for status, _ in answers) == [200, 409]


async def test_a_service_that_somebody_waits_for_stays(place: Place) -> None:
    service = place.live.centre.plan.services[0].id
    await place.live.do(TakeTicket(ticket="t", service=service))
    _, now = await place.office.get("/api/admin/configuration")
    document = now["document"]
    document["offers"] = [each for each in document["offers"] if each != service]
    for desk in document["desks"]:
        desk["services"] = [each for each in desk["services"] if each != service] or document["offers"][:1]
    document.pop("demand", None)
    status, answer = await place.office.post("/api/admin/configuration", {"document": document, "based_on": 1})
    assert (status, answer["detail"]) == (409, "service_in_use"), answer


async def test_only_an_administrator_comes_here(place: Place) -> None:
    place.access.add_officer("an", pin="741852", display="An", roles=(OfficerRole.SUPERVISOR,))
    for cookie, wanted in (("", 401), (place.access.open_session("an"), 403)):
        stranger = Office(place.office.url, cookie)
        for path in ("/api/admin/configuration", "/api/admin/form", "/api/admin/officers", "/api/admin/devices"):
            assert (await stranger.get(path))[0] == wanted
        assert (await stranger.post("/api/admin/configuration", {"document": {}}))[0] == wanted


def test_a_file_that_changed_is_read_again_and_one_that_did_not_leaves_the_pages_work(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    configured(versions, name="kt-tp", now=1)
    mine = versions.latest()
    assert mine is not None
    versions.add(mine.text.replace("0260 000 0000", "0260 333 3333"), at=2, by="quan", note="")
    assert configured(versions, name="kt-tp", now=3).hotline == "0260 333 3333"
    assert configured(versions, name="", now=4).hotline == "0260 333 3333"
    assert len(versions.all()) == 2
    with pytest.raises(LookupError):
        configured(Versions(tmp_path / "empty"), name="", now=5)
