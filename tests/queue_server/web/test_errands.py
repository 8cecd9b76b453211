"""An administrator asks a real device over the real port: written down first, answered by the device, kept nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from queue_server.client.errands import Errands, Result
from queue_server.client.link import Link, LinkState
from queue_server.client.pairing import Key, keep_key, kept_key
from queue_server.core.events import Administered
from queue_server.live import event_of
from queue_server.protocol.messages import Role
from queue_server.switchboard import Switchboard
from queue_server.web import errands as server_side
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.office import Office

PATH = "/api/admin/devices/errand"


@pytest.fixture
def office(house: Any) -> Office:
    house.access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    return Office(house.url, house.access.open_session("quan"))


async def written(house: Any) -> list[Administered]:
    events = [event_of(house.live.codec, record) async for record in house.live.records()]
    return [each for each in events if isinstance(each, Administered)]


@asynccontextmanager
async def carrying_out(link: Link, file: Path | None = None) -> AsyncIterator[asyncio.Event]:
    async def screenshot() -> Result:
        return Result(picture="AAAA" * 14_000)

    ended = asyncio.Event()
    errands = Errands(link, {"screenshot": screenshot}, restart=ended.set, key_file=file)
    task = asyncio.create_task(errands.run())
    await asyncio.sleep(0)
    yield ended
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_the_answer_is_the_devices_own_and_who_asked_is_in_the_journal(house: Any, office: Office) -> None:
    kiosk = await house.device("k1", Role.KIOSK)
    async with carrying_out(kiosk) as ended:
        status, answer = await office.post(PATH, {"device": "k1", "what": "screenshot"})
        assert (status, answer["outcome"], len(answer["picture"])) == (200, "done", 56_000)
        assert (await office.post(PATH, {"device": "k1", "what": "restart"}))[1]["outcome"] == "done"
        await asyncio.wait_for(ended.wait(), 60)
        assert (await office.post(PATH, {"device": "k1", "what": "test_sound"}))[1]["outcome"] == "cannot"
    asked = [(each.what, each.subject, each.officer) for each in await written(house) if each.officer == "quan"]
    assert asked == [(f"device_{what}", "k1", "quan") for what in ("screenshot", "restart", "test_sound")]
    assert not any("AAAA" in record.body for record in [each async for each in house.live.records()])


async def test_only_administrators_ask_and_only_what_there_is(house: Any, office: Office) -> None:
    await house.device("k1", Role.KIOSK)
    officer = Office(house.url, house.access.open_session("an"))
    assert (await officer.post(PATH, {"device": "k1", "what": "restart"}))[0] == 403
    assert (await office.post(PATH, {"device": "k1", "what": "format"}))[0] == 400
    assert await office.post(PATH, {"device": "k9", "what": "restart"}) == (
        409,
        {"status_code": 409, "detail": "not_there"},
    )


async def test_a_device_that_says_nothing_is_not_waited_for(house: Any) -> None:
    await house.device("k1", Role.KIOSK)
    switchboard = next(
        each.__self__ for each in house.live.publish if isinstance(getattr(each, "__self__", None), Switchboard)
    )
    asking = server_side.Errands(house.live, switchboard, house.access, patience=0.01)
    outcome = await asking.send("k1", server_side.ErrandKind.RESTART, by="quan")
    assert outcome.outcome == "no_answer"


async def test_a_key_is_changed_without_anybody_coming_near_the_device(
    house: Any, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "key.json"
    old = house.access.add_device("k1", role=Role.KIOSK)
    keep_key(file, Key(device="k1", token=old))
    kiosk = await house._start(Link(house.socket, role=Role.KIOSK, device="k1", token=old))
    async with carrying_out(kiosk, file) as ended:
        assert (await office.post(PATH, {"device": "k1", "what": "new_key"}))[1]["outcome"] == "done"
        await asyncio.wait_for(ended.wait(), 60)
    kept = kept_key(file)
    assert kept is not None
    assert kept.token != old
    assert house.access.device("k1", role=Role.KIOSK, token=old), "a device that died just now can still come back"
    anew = await house._start(Link(house.socket, role=Role.KIOSK, device="k1", token=kept.token))
    assert anew.state is LinkState.LIVE
    assert not house.access.device("k1", role=Role.KIOSK, token=old)
