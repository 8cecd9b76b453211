"""The kiosk's languages as an administrator sees them; a file to fill in says nothing that nobody wrote."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kiosk.brought import over_http
from kiosk.language import FALLBACK, Words
from kiosk.packs import packs
from queue_server.protocol.messages import Role
from queue_server.web.languages import to_fill_in
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.office import Office

EMPTY = {"sed": "Xơ Đăng", "bdq": "Ba Na", "jra": "Gia Rai", "jeh": "Giẻ"}


@pytest.fixture
def office(house: Any) -> Office:
    house.access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    return Office(house.url, house.access.open_session("quan"))


async def test_each_language_has_its_status(house: Any, office: Office) -> None:
    _, found = await office.get("/api/admin/languages")
    told = {each["code"]: each for each in found}
    assert [each["code"] for each in found][:2] == list(house.live.centre.plan.languages)
    assert {code: told[code]["name"] for code in EMPTY} == EMPTY
    assert {told[code]["status"] for code in EMPTY} == {"missing"}
    assert all((told[code]["own"], told[code]["offered"]) == (0, False) for code in EMPTY)
    assert (told["vi"]["status"], told["vi"]["own"], told["vi"]["offered"]) == ("official", told["vi"]["whole"], True)
    officer = Office(house.url, house.access.open_session("an"))
    assert (await officer.get("/api/admin/languages"))[0] == 403


async def test_an_empty_pack_can_be_taken_away_and_filled_in(office: Office, tmp_path: Path) -> None:
    status, text = await office.get("/api/admin/languages/jra/file")
    assert status == 200
    assert set(tomllib.loads(text)["pack"]) == {"name", "status"}
    assert [key for key, entries in tomllib.loads(text).items() if entries and key != "pack"] == []
    filled = "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines())
    (tmp_path / "jra.toml").write_text(filled, "utf-8")
    assert Words("jra", folder=tmp_path).own_keys() == Words(FALLBACK).own_keys(), "every sentence is there to be said"
    assert (await office.get("/api/admin/languages/vi/file"))[1].startswith("#")
    assert (await office.get("/api/admin/languages/xx/file"))[0] == 404


def test_every_empty_pack_makes_a_file() -> None:
    for pack in packs():
        if not pack.own:
            assert tomllib.loads(to_fill_in(pack))["pack"]["name"] == pack.name


COMMUNITY = '[pack]\nname = "Gia Rai"\nstatus = "community"\n[button]\nback = "…"\n'


async def test_words_of_speakers_are_taken_in_and_brought_to_kiosks(house: Any, office: Office) -> None:
    assert (await office.post("/api/admin/languages/jra", {"text": COMMUNITY}))[0] == 204
    told = {each["code"]: each for each in (await office.get("/api/admin/languages"))[1]}
    assert (told["jra"]["status"], told["jra"]["own"]) == ("community", 1)
    assert (await office.get("/api/admin/languages/jra/file"))[1] == COMMUNITY
    token = house.access.add_device("k1", role=Role.KIOSK)
    assert await over_http(house.socket, device="k1", token=token)() == {"jra": COMMUNITY}
    with pytest.raises(OSError, match="403"):
        await over_http(house.socket, device="k1", token="wrong")()
    kinds = [record.kind async for record in house.live.records()]
    assert kinds[-1] == "administered", "who loaded it"


async def test_what_no_kiosk_could_say_is_refused_with_the_reason(office: Office) -> None:
    wrong = COMMUNITY + '[home]\nhotline = "{number}"\n'
    status, answer = await office.post("/api/admin/languages/jra", {"text": wrong})
    assert (status, answer["detail"]) == (422, "pack_unusable")
    assert "home.hotline" in answer["extra"]["message"]
    assert (await office.post("/api/admin/languages/vi", {"text": COMMUNITY}))[0] == 404, "the one to fall back to"
    assert (await office.post("/api/admin/languages/..", {"text": COMMUNITY}))[0] in (404, 405)
