"""Who let whom in, and changed what they may: once in the journal, whoever did it and whenever the server died."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from queue_server.core.events import Administered
from queue_server.live import LiveCentre, Unavailable, event_of
from queue_server.protocol.messages import Role
from queue_server.web.admitting import write_down
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.office import Office


@pytest.fixture
def office(house: Any) -> Office:
    house.access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    return Office(house.url, house.access.open_session("quan"))


async def written(live: LiveCentre) -> list[Administered]:
    events = [event_of(live.codec, record) async for record in live.records()]
    return [each for each in events if isinstance(each, Administered)]


async def test_who_changed_people_and_devices_is_in_the_journal(house: Any, office: Office) -> None:
    admin = "/api/admin/officers"
    new = {"name": "dung", "display": "Dũng", "roles": ["officer"], "pin": "482913"}
    assert (await office.post(admin, new))[0] == 204
    changed = {"display": "Dũng", "roles": ["supervisor"], "disabled": True}
    assert (await office.post(f"{admin}/dung", changed))[0] == 204
    assert (await office.post(f"{admin}/dung/pin", {"pin": "918273"}))[0] == 204
    house.access.add_device("k5", role=Role.KIOSK, by="motcua")
    assert (await office.post("/api/admin/devices/revoke", {"device": "k5"}))[0] == 204
    writing = asyncio.create_task(write_down(house.live, house.access, every=0))
    async with asyncio.timeout(60):
        while house.access.changes():  # noqa: ASYNC110  # nobody is told
            await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    told = [(each.what, each.subject, each.officer, each.detail) for each in await written(house.live)]
    assert told[-6:] == [
        ("officer_added", "dung", "quan", "officer"),
        ("roles_changed", "dung", "quan", "officer → supervisor"),
        ("officer_disabled", "dung", "quan", ""),
        ("pin_changed", "dung", "quan", ""),
        ("device_added", "k5", "motcua", "kiosk"),
        ("device_removed", "k5", "quan", ""),
    ]
    bodies = "".join([record.body async for record in house.live.records()])
    assert "482913" not in bodies
    assert "918273" not in bodies


async def test_a_change_that_cannot_be_written_down_now_is_written_down_later(house: Any) -> None:
    class Stubborn:
        refused = 0

        async def do(self, *asked: object, **more: object) -> None:
            self.refused += 1
            raise Unavailable("disk full")

    stubborn = Stubborn()
    house.access.add_device("k5", role=Role.KIOSK, by="motcua")
    [noted] = house.access.changes()
    writing = asyncio.create_task(write_down(stubborn, house.access, every=0))  # type: ignore[arg-type]
    async with asyncio.timeout(60):
        while stubborn.refused < 2:  # noqa: ASYNC110  # nobody is told
            await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    # The server's own loop may have brought it in meanwhile: in either case it is there once.
    assert house.access.changes() in ((noted,), ())
    # A server that died between writing and crossing off writes it again: the id makes that once.
    for _ in range(2):
        task = asyncio.create_task(write_down(house.live, _Again(noted, house.access), every=0))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        async with asyncio.timeout(60):
            while not any(each.subject == "k5" for each in await written(house.live)):  # noqa: ASYNC110  # nobody is told
                await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert [each.what for each in await written(house.live)].count("device_added") == 1


class _Again:
    """An access file in which a change is not crossed off."""

    def __init__(self, change: object, access: object) -> None:
        self._change = change

    def changes(self) -> tuple[object, ...]:
        return (self._change,)

    def written_down(self, change: str) -> None:
        return None
