"""Settings come down: in force at the centre, in its journal and history; forged or unusable ones change nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from queue_server.catalogue.document import document
from queue_server.catalogue.problems import CatalogueErrors
from queue_server.catalogue.shipped import example
from queue_server.catalogue.versions import Versions
from queue_server.core import commands as cmd
from queue_server.from_province import FromProvince
from queue_server.hub.published import Published
from queue_server.in_force import InForce
from queue_server.protocol.uplink import Shared, SharedTaken
from queue_server.serving import configured
from queue_server.signature import private_key, sign
from tests.queue_server.hub.conftest import Edge, Running

CENTRE = "kt-truongchinh"
SETTINGS = "kind: province\nhotline: 0260 {number}\n"


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110  # neither end tells when it has heard
            await asyncio.sleep(0)


class Office:
    """Where the province's settings are written and signed; its key is not the hub's."""

    def __init__(self, folder: Path, hub: Published) -> None:
        folder.mkdir()
        self._folder, self._hub = folder, hub
        self.key = folder / "province.key"

    def publish(self, text: str) -> str:
        """Hand it to the hub; gives the line that centres know the key by."""
        file = self._folder / "tinh.yaml"
        file.write_text(text, "utf-8")
        return self._hub.publish(file, key=self.key)[1]


@pytest.fixture
def office(tmp_path: Path, running: Running) -> Office:
    return Office(tmp_path / "office", running.published)


@pytest.fixture
async def centre(edge: Edge, tmp_path: Path) -> Edge:
    """A centre that was configured by a document."""
    plan = configured(Versions(tmp_path / "centre"), name=CENTRE, now=1)
    await edge.live.do(cmd.AdoptPlan(plan=replace(plan, id="thu-nghiem")))
    versions = Versions(tmp_path / "centre")
    latest = versions.latest()
    assert latest is not None
    versions.add(latest.text.replace(f"id: {CENTRE}", "id: thu-nghiem"), at=1, by="an", note="")
    return edge


@pytest.fixture
def taker(centre: Edge, tmp_path: Path) -> Callable[[str], FromProvince]:
    return lambda key: FromProvince(InForce(centre.live, Versions(tmp_path / "centre")), key=key)


def attach(running: Running, centre: Edge, settings: FromProvince) -> None:
    uplink = centre.send_to(running.url, running.token("thu-nghiem"))
    uplink.settings = settings


async def test_what_is_published_is_in_force_at_the_centre_with_its_history(
    running: Running, office: Office, centre: Edge, taker: Callable[[str], FromProvince], tmp_path: Path
) -> None:
    key = office.publish(SETTINGS.format(number="111 1111"))
    attach(running, centre, taker(key))
    await until(lambda: centre.live.centre.plan.hotline == "0260 111 1111")
    office.publish(SETTINGS.format(number="222 2222"))  # while the line is up and nothing else happens
    await until(lambda: centre.live.centre.plan.hotline == "0260 222 2222")
    await until(lambda: running.hub.settings["thu-nghiem"] == SharedTaken(number=2))
    records = [record async for record in centre.journal.read()]
    assert [(each.kind, each.actor) for each in records[-2:]] == [("plan_adopted", "province")] * 2
    versions = Versions(tmp_path / "centre").all()
    assert [(each.by, each.shared) for each in versions[-2:]] == [("province", 1), ("province", 2)]
    assert len(centre.live.centre.plan.desks) > 0


async def test_a_centre_that_was_away_gets_the_newest_only(
    running: Running, office: Office, centre: Edge, taker: Callable[[str], FromProvince]
) -> None:
    for number in ("111 1111", "222 2222", "333 3333"):
        key = office.publish(SETTINGS.format(number=number))
    attach(running, centre, taker(key))
    await until(lambda: running.hub.settings.get("thu-nghiem") == SharedTaken(number=3))
    assert centre.live.centre.plan.hotline == "0260 333 3333"
    events = [record.kind async for record in centre.journal.read()]
    assert events.count("plan_adopted") == 3


async def test_a_centre_that_names_no_key_is_sent_nothing(running: Running, office: Office, centre: Edge) -> None:
    office.publish(SETTINGS.format(number="111 1111"))
    uplink = centre.send_to(running.url, running.token("thu-nghiem"))
    await centre.live.do(cmd.OpenDesk(desk="1", officer="an"))
    await until(lambda: uplink.held == centre.journal.version)
    assert running.hub.settings == {}
    assert centre.live.centre.plan.hotline != "0260 111 1111"


async def test_a_hub_in_wrong_hands_can_make_no_settings(
    office: Office, centre: Edge, taker: Callable[[str], FromProvince], tmp_path: Path
) -> None:
    settings = taker(office.publish(SETTINGS.format(number="111 1111")))
    before = centre.live.centre.version
    own = private_key(tmp_path / "hub.key")
    text = SETTINGS.format(number="666 6666")
    for forged in (
        Shared(number=1, text=text, signature=sign(own, number=1, text=text)),
        Shared(number=1, text=text, signature=""),
        Shared(number=9, text=text, signature=sign(private_key(office.key), number=1, text=text)),
    ):
        assert (await settings.take(forged)).problem == "bad_signature"
    assert centre.live.centre.version == before


async def test_settings_that_were_had_before_are_not_put_back(
    office: Office, centre: Edge, taker: Callable[[str], FromProvince], running: Running
) -> None:
    settings = taker(office.publish(SETTINGS.format(number="111 1111")))
    first = running.published.latest()
    office.publish(SETTINGS.format(number="222 2222"))
    second = running.published.latest()
    assert first is not None
    assert second is not None
    assert await settings.take(second) == SharedTaken(number=2)
    before = centre.live.centre.version
    assert await settings.take(first) == SharedTaken(number=2)
    assert centre.live.centre.version == before


async def test_what_this_centre_cannot_use_is_told_and_changes_nothing(
    running: Running, office: Office, centre: Edge, taker: Callable[[str], FromProvince]
) -> None:
    service = centre.live.centre.plan.services[0].id
    other = centre.live.centre.plan.services[1].prefix
    key = office.publish(f"kind: province\nservices: [{one_service(service, prefix=other)}]\n")
    before = centre.live.centre.plan
    attach(running, centre, taker(key))
    await until(lambda: running.hub.settings.get("thu-nghiem", SharedTaken(number=0)).problem)
    assert running.hub.settings["thu-nghiem"].problem.startswith("unusable ")
    assert centre.live.centre.plan == before
    office.publish(SETTINGS.format(number="333 3333"))
    await until(lambda: centre.live.centre.plan.hotline == "0260 333 3333")


def one_service(service: str, *, prefix: str) -> str:
    """A service of the example, with another's letter."""
    found = next(each for each in document(example(CENTRE), centre=CENTRE)["services"] if each["id"] == service)
    return msgspec.json.encode(found | {"prefix": prefix}).decode()


def test_a_file_with_mistakes_is_not_published(running: Running, office: Office) -> None:
    for text in ("kind: province\nhotline: [\n", "kind: province\nholidays: [2027-13-45]\n"):
        with pytest.raises(CatalogueErrors):
            office.publish(text)
    assert running.published.latest() is None


async def test_an_administrators_change_keeps_the_provinces_number(
    office: Office, centre: Edge, taker: Callable[[str], FromProvince], running: Running, tmp_path: Path
) -> None:
    settings = taker(office.publish(SETTINGS.format(number="111 1111")))
    newest = running.published.latest()
    assert newest is not None
    await settings.take(newest)
    versions = Versions(tmp_path / "centre")
    latest = versions.latest()
    assert latest is not None
    text = latest.text.replace("0260 111 1111", "0260 444 4444")
    await InForce(centre.live, versions).put(text, based_on=latest.number, by="quan", note="")
    assert await settings.take(newest) == SharedTaken(number=1)
    assert centre.live.centre.plan.hotline == "0260 444 4444"
