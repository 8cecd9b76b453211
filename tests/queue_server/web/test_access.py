"""Who may come in: hashes only on disk, lock-out, sessions that end, cookies that were never ours."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import stat
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect

from queue_server.protocol.messages import Role
from queue_server.web.access import HASHER, NOBODYS, SESSION_SECONDS, Access
from queue_server.web.gate import COOKIE
from queue_server.web.guessing import Locked
from queue_server.web.rights import OfficerRole

PIN = "741852"


class Seconds:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def slept() -> list[float]:
    """How long those who tried had to wait."""
    return []


@pytest.fixture
def access(tmp_path: Path, clock: Seconds, slept: list[float]) -> Access:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    made = Access(tmp_path / "data" / "access.json", clock=clock, sleep=sleep)
    made.add_officer("an", pin=PIN, display="Nguyễn Thị An", employer="post")
    return made


def on_disk(tmp_path: Path) -> str:
    return (tmp_path / "data" / "access.json").read_text("utf-8")


async def test_only_hashes_are_on_disk_and_only_the_server_may_read_them(access: Access, tmp_path: Path) -> None:
    token = access.add_device("b1", role=Role.BOARD)
    cookie = await access.sign_in("an", PIN)
    text = on_disk(tmp_path)
    assert "Nguyễn Thị An" in text
    assert PIN not in text
    assert token not in text
    assert cookie is not None
    assert cookie not in text
    assert "$argon2id$" in text
    assert stat.S_IMODE((tmp_path / "data" / "access.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["access.json"], "no draft is left behind"


def test_a_draft_left_by_a_power_cut_does_not_open_the_file_to_others(tmp_path: Path, clock: Seconds) -> None:
    draft = tmp_path / "access.new"
    draft.write_text("half of it")
    draft.chmod(0o644)
    Access(tmp_path / "access.json", clock=clock).add_device("k1", role=Role.KIOSK)
    assert stat.S_IMODE((tmp_path / "access.json").stat().st_mode) == 0o600


async def test_the_right_pin_opens_a_session_and_a_wrong_one_does_not(access: Access) -> None:
    assert await access.sign_in("an", "000000") is None
    assert await access.sign_in("nobody", PIN) is None
    assert await access.sign_in("an", "\udcff") is None, "not even text"
    cookie = await access.sign_in("an", PIN)
    officer = access.officer(cookie or "")
    assert officer is not None
    assert (officer.name, officer.display, officer.employer) == ("an", "Nguyễn Thị An", "post")


def test_to_look_for_somebody_unknown_is_as_much_work() -> None:
    assert not HASHER.check_needs_rehash(NOBODYS), "make a new one as costly as those of officers"


async def test_five_wrong_pins_lock_the_name_at_one_address_and_slow_it_at_others(
    access: Access, slept: list[float]
) -> None:
    for _ in range(5):
        assert await access.sign_in("an", "000000", address="10.0.0.9") is None
    with pytest.raises(Locked):
        await access.sign_in("an", PIN, address="10.0.0.9")
    assert slept == []
    assert await access.sign_in("an", PIN, address="10.0.0.7")
    assert len(slept) == 1


async def test_many_guesses_at_the_same_instant_are_five_guesses(access: Access) -> None:
    async def guess(pin: int) -> bool:
        try:
            await access.sign_in("an", str(pin))
        except Locked:
            return False
        return True

    assert sum(await asyncio.gather(*(guess(pin) for pin in range(12)))) == 5


async def test_nobody_keeps_the_others_waiting_with_guesses_at_many_names(access: Access) -> None:
    """Each is looked at for a while, one after the other; from one address only so many wait for that."""
    guesses = [access.sign_in(f"x{n}", "1", address="10.0.0.9") for n in range(100)]
    officer = access.sign_in("an", PIN, address="10.0.0.10")
    *tried, cookie = await asyncio.gather(*guesses, officer, return_exceptions=True)
    assert isinstance(cookie, str)
    assert [each for each in tried if not isinstance(each, Locked)] == [None] * 20
    assert await access.sign_in("an", PIN, address="10.0.0.9"), "and not for longer than that"


async def test_a_session_ends_with_the_working_day(access: Access, clock: Seconds) -> None:
    cookie = await access.sign_in("an", PIN) or ""
    clock.now += SESSION_SECONDS - 1
    assert access.officer(cookie)
    clock.now += 1
    assert access.officer(cookie) is None


async def test_a_session_outlives_a_restart_of_the_server(access: Access, tmp_path: Path, clock: Seconds) -> None:
    cookie = await access.sign_in("an", PIN) or ""
    again = Access(tmp_path / "data" / "access.json", clock=clock)
    assert again.officer(cookie)
    stranger = Access(tmp_path / "elsewhere.json", clock=clock)
    stranger.add_officer("an", pin=PIN, display="An")
    assert stranger.officer(cookie) is None, "another centre's key"


async def test_a_cookie_changed_in_any_letter_is_nobodys(access: Access) -> None:
    cookie = await access.sign_in("an", PIN) or ""
    assert access.officer(cookie)
    for place, letter in enumerate(cookie):
        other = "A" if letter != "A" else "B"
        assert access.officer(cookie[:place] + other + cookie[place + 1 :]) is None, place


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text() | st.text(alphabet=st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF)))
def test_no_text_at_all_is_a_session_or_an_accident(access: Access, text: str) -> None:
    assert access.officer(text) is None
    assert access.officer(f"{text}.{text}") is None


async def test_who_signs_out_is_out_also_with_a_copy_of_the_cookie(access: Access) -> None:
    cookie = await access.sign_in("an", PIN) or ""
    other = await access.sign_in("an", PIN) or ""
    access.sign_out(cookie)
    assert access.officer(cookie) is None
    assert access.officer(other), "another desk's session goes on"


async def test_a_new_pin_ends_the_sessions_of_the_old_one(access: Access) -> None:
    access.add_officer("binh", pin=PIN, display="Bình")
    cookie, others = await access.sign_in("an", PIN) or "", await access.sign_in("binh", PIN) or ""
    access.reset_pin("an", "963258")
    assert access.officer(cookie) is None
    assert access.officer(others)
    assert await access.sign_in("an", PIN) is None
    assert await access.sign_in("an", "963258")


async def test_who_is_disabled_is_out_at_once_and_may_be_let_in_again(access: Access) -> None:
    cookie = await access.sign_in("an", PIN) or ""
    roles = (OfficerRole.OFFICER,)
    access.change_officer("an", display="An", employer=None, roles=roles, disabled=True)
    assert access.officer(cookie) is None
    assert await access.sign_in("an", PIN) is None
    access.change_officer("an", display="An", employer=None, roles=roles, disabled=False)
    assert access.officer(cookie) is None, "the old session stays ended"
    assert await access.sign_in("an", PIN)


def test_a_device_that_is_taken_out_is_nobodys(access: Access) -> None:
    token = access.add_device("k1", role=Role.KIOSK)
    access.remove_device("k1")
    assert not access.device("k1", role=Role.KIOSK, token=token)


async def test_what_another_process_writes_is_known_at_once(access: Access, tmp_path: Path, clock: Seconds) -> None:
    cookie = await access.sign_in("an", PIN) or ""
    other = Access(tmp_path / "data" / "access.json", clock=clock)
    token = other.add_device("b1", role=Role.BOARD)
    assert access.device("b1", role=Role.BOARD, token=token)
    renewed = other.add_device("b1", role=Role.BOARD)
    assert not access.device("b1", role=Role.BOARD, token=token)
    assert access.device("b1", role=Role.BOARD, token=renewed)
    other.add_officer("an", pin="159357", display="Lê Thị An")
    assert access.officer(cookie) is None, "a new PIN"
    assert await access.sign_in("an", PIN) is None
    assert await access.sign_in("an", "159357")


async def test_an_officer_taken_out_of_the_file_is_out(access: Access, tmp_path: Path) -> None:
    cookie = await access.sign_in("an", PIN) or ""
    path = tmp_path / "data" / "access.json"
    changed = json.loads(on_disk(tmp_path))
    changed["officers"].clear()
    path.write_text(json.dumps(changed))
    assert access.officer(cookie) is None


def test_a_token_can_be_typed_as_the_value_of_an_option(access: Access) -> None:
    tokens = [access.add_device("k1", role=Role.KIOSK), *(access.next_key("k1") for _ in range(99))]
    assert [token for token in tokens if not token[0].isalpha()] == []


def test_a_token_is_good_for_its_device_and_role_only(access: Access) -> None:
    token = access.add_device("k1", role=Role.KIOSK)
    other = access.add_device("k2", role=Role.KIOSK)
    assert access.device("k1", role=Role.KIOSK, token=token)
    for device, role, wrong in (
        ("k1", Role.BOARD, token),
        ("k1", Role.DESK, token),
        ("k2", Role.KIOSK, token),
        ("k1", Role.KIOSK, other),
        ("k1", Role.KIOSK, ""),
        ("k3", Role.KIOSK, token),
    ):
        assert not access.device(device, role=role, token=wrong)
    assert len(base64.urlsafe_b64decode(token[1:] + "=")) == 32


# -------------------------------------------------------------------------------------------------- over the port


@pytest.mark.parametrize("value", ["garbage", "a.b", "=.=", "ÿþ", '"\\377\\376"', "." * 200])
async def test_a_forged_cookie_is_signed_out_and_never_an_accident(house: Any, value: str) -> None:
    request = urllib.request.Request(f"{house.url}/api/me", headers={"Cookie": f"{COOKIE}={value}"})
    assert await asyncio.to_thread(read, request) == b"null"
    hello = {"type": "hello", "protocol": 1, "role": "desk", "device": "pc"}
    async with connect(house.socket, additional_headers={"Cookie": f"{COOKIE}={value}"}) as line:
        await line.send(json.dumps(hello))
        assert json.loads(await line.recv())["code"] == "unknown_device"


async def test_the_sign_in_page_locks_out_and_hides_the_cookie_from_scripts(house: Any) -> None:
    def ask(name: str, pin: str) -> urllib.request.Request:
        body = json.dumps({"name": name, "pin": pin}).encode()
        return urllib.request.Request(
            f"{house.url}/sign-in", body, headers={"Content-Type": "application/json", "X-Motcua": "1"}
        )

    cookie = await run(ask("binh", "2468"))
    assert re.search("HttpOnly", cookie, re.IGNORECASE)
    assert re.search("SameSite=strict", cookie, re.IGNORECASE)
    codes = []
    for pin in ("0", "1", "2", "3", "4", "2468"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            await run(ask("an", pin))
        codes.append(refused.value.code)
        refused.value.close()
    assert codes == [401] * 5 + [429]


def read(request: urllib.request.Request) -> bytes:
    with urllib.request.urlopen(request, timeout=30) as answer:
        return bytes(answer.read())


async def run(request: urllib.request.Request) -> str:
    """The cookie that the answer sets. Raises HTTPError."""

    def fetch() -> str:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.headers["Set-Cookie"])

    return await asyncio.to_thread(fetch)
