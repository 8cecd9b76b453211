"""Officers without a PC: a PIN at the desk's keypad, over real connections."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from queue_server.client.base import Refusal, fresh_request
from queue_server.client.link import Link
from queue_server.protocol import messages as msg
from queue_server.web.access import Access
from queue_server.web.guessing import TRIES
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.house import PIN


@pytest.fixture
async def keypad(house: Any) -> Link:
    """The keypad of desk 1, with a citizen waiting."""
    kiosk = await house.device("k1", msg.Role.KIOSK)
    await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="chung-thuc"))
    link: Link = await house.device("hall-1", msg.Role.DEVICES, desks=("1",))
    return link


def signing_in(name: str = "an", pin: str = PIN, desk: str = "1") -> msg.SignInAtDesk:
    return msg.SignInAtDesk(request=fresh_request(), desk=desk, name=name, pin=pin)


async def actors(house: Any) -> list[tuple[str, str]]:
    """Who made each event happen, newest last."""
    return [(record.kind, record.actor or "") async for record in house.live.records()]


async def test_what_she_presses_is_done_in_her_name_and_for_her_employer(house: Any, keypad: Link) -> None:
    await keypad.ask(signing_in())
    desk = house.live.centre.desks["1"]
    assert (desk.officer, desk.employer.value) == ("an", "post")
    called = await keypad.ask(msg.CallNext(request=fresh_request(), desk="1"))
    await keypad.ask(msg.StartServing(request=fresh_request(), desk="1", ticket=called.ticket.id))
    await keypad.ask(msg.Finish(request=fresh_request(), desk="1", ticket=called.ticket.id))
    await keypad.ask(msg.CloseDesk(request=fresh_request(), desk="1"))
    done = [each for each in await actors(house) if each[1] not in ("", "-", "k1")]
    assert {actor for _, actor in done} == {"an/post"}
    assert {"desk_opened", "ticket_called", "desk_closed"} <= {kind for kind, _ in done}
    assert not house.live.centre.desks["1"].open


async def test_a_desk_that_was_opened_in_a_browser_is_not_hers(house: Any, keypad: Link) -> None:
    await keypad.ask(signing_in())
    await keypad.ask(msg.CloseDesk(request=fresh_request(), desk="1"))
    binh = await house.officer("binh")
    await binh.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    await keypad.ask(msg.CallNext(request=fresh_request(), desk="1"))
    assert (await actors(house))[-1][1] == "hall-1", "the keypad itself, which nobody signed in at"
    with pytest.raises(Refusal, match="desk_taken"):
        await keypad.ask(signing_in())


async def test_guessing_locks_at_this_desk_as_on_the_web(house: Any, keypad: Link) -> None:
    for _ in range(TRIES):
        with pytest.raises(Refusal, match="wrong_pin"):
            await keypad.ask(signing_in(pin="0000"))
    with pytest.raises(Refusal, match="locked_out"):
        await keypad.ask(signing_in())
    assert not house.live.centre.desks["1"].open
    with pytest.raises(Refusal, match="wrong_pin"):
        await keypad.ask(signing_in(name="nobody"))
    await house.officer("binh")


async def test_no_keypad_opens_a_desk_that_is_not_its_own_or_for_whom_may_not_serve(house: Any, keypad: Link) -> None:
    with pytest.raises(Refusal, match="not_allowed"):
        await keypad.ask(signing_in(desk="2"))
    house.access.add_officer("chao", pin=PIN, display="Chào", roles=(OfficerRole.GREETER,))
    with pytest.raises(Refusal, match="not_allowed"):
        await keypad.ask(signing_in(name="chao"))
    assert not house.live.centre.desks["1"].open


async def test_who_may_not_come_in_any_more_is_not_named_any_more(house: Any, keypad: Link) -> None:
    await keypad.ask(signing_in())
    house.access.reset_pin("an", "1357", by="admin")
    await keypad.ask(msg.CallNext(request=fresh_request(), desk="1"))
    assert (await actors(house))[-1][1] == "hall-1"


async def test_a_restart_of_the_server_signs_nobody_out(house: Any, keypad: Link) -> None:
    await keypad.ask(signing_in())
    again = Access(house.access.folder / "access.json", clock=lambda: 0.0)
    officer = again.at_keypad("keypad hall-1 1")
    assert officer is not None
    assert officer.name == "an"
    again.leave_keypad("keypad hall-1 1")
    assert again.at_keypad("keypad hall-1 1") is None
    await asyncio.to_thread(house.access.devices)


async def test_no_pin_is_in_the_journal_or_a_log(house: Any, keypad: Link, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="queue_server"):
        await keypad.ask(signing_in())
    assert PIN not in caplog.text
    assert not any(PIN in record.body for record in [each async for each in house.live.records()])
