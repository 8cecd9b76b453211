"""Pairing over the real port, from the device's first request to its first welcome; and its key taken back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from queue_server.client.link import Link, LinkState
from queue_server.protocol import messages as msg
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.office import Office


@pytest.fixture
def office(house: Any) -> Office:
    house.access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    return Office(house.url, house.access.open_session("quan"))


async def test_a_device_without_a_token_is_paired_and_connects(house: Any, office: Office) -> None:
    device = Office(house.url)
    status, asked = await device.post("/api/pairing", {"role": "kiosk"})
    assert status == 201
    assert (await device.post("/api/pairing/collect", {"secret": asked["secret"]}))[1] == {
        "device": None,
        "token": None,
        "desks": [],
    }
    _, seen = await office.get("/api/admin/devices")
    assert [each["role"] for each in seen["waiting"]] == ["kiosk"]
    assert asked["code"] not in str(seen), "the code is read off the device"
    status, paired = await office.post("/api/admin/devices/pair", {"code": asked["code"], "device": "k7"})
    assert (status, paired["role"]) == (200, "kiosk")
    _, given = await device.post("/api/pairing/collect", {"secret": asked["secret"]})
    link = Link(house.socket, role=msg.Role.KIOSK, device=given["device"], token=given["token"])
    await house._start(link)
    assert link.state is LinkState.LIVE
    _, seen = await office.get("/api/admin/devices")
    assert [(each["id"], each["now"]["online"]) for each in seen["devices"]] == [("k7", True)]
    gone = asyncio.Event()
    link.on_change(lambda _: gone.set() if link.refusal else None)
    assert (await office.post("/api/admin/devices/revoke", {"device": "k7"}))[0] == 204
    await asyncio.wait_for(gone.wait(), timeout=60)
    assert (await device.post("/api/pairing/collect", {"secret": asked["secret"]}))[0] == 410


async def test_guessing_codes_is_stopped(office: Office) -> None:
    codes = []
    for number in range(7):
        codes.append((await office.post("/api/admin/devices/pair", {"code": f"00000{number}", "device": "k7"}))[0])
    assert codes == [404] * 5 + [429] * 2


async def test_what_is_no_device_is_not_paired(house: Any) -> None:
    device = Office(house.url)
    for people in ("desk", "hall"):
        assert (await device.post("/api/pairing", {"role": people}))[0] == 422
    codes = [(await device.post("/api/pairing", {"role": "board"}))[0] for _ in range(8)]
    assert codes == [201] * 6 + [429] * 2
    assert (await device.post("/api/admin/devices/pair", {"code": "123456", "device": "k7"}))[0] == 401
