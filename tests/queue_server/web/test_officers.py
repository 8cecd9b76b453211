"""People on pages: added, changed, given a new PIN, disabled; and what an administrator cannot do by mistake."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server.web.rights import OfficerRole
from tests.queue_server.web.office import Office

NEW = {"name": "mai", "display": "Phạm Thị Mai", "roles": ["greeter", "officer"], "employer": "post", "pin": "963258"}


@pytest.fixture
def office(house: Any) -> Office:
    house.access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    return Office(house.url, house.access.open_session("quan"))


async def test_somebody_is_added_and_signs_in(house: Any, office: Office) -> None:
    assert (await office.post("/api/admin/officers", NEW))[0] == 204
    _, people = await office.get("/api/admin/officers")
    (mai,) = [each for each in people["officers"] if each["name"] == "mai"]
    assert (mai["display"], mai["employer"], mai["roles"]) == ("Phạm Thị Mai", "post", ["greeter", "officer"])
    assert "administer" in people["rights"]["administrator"]
    assert await house.access.sign_in("mai", "963258")
    assert (await office.post("/api/admin/officers", NEW))[1]["detail"] == "name_taken"


async def test_a_new_pin_and_a_locked_account(house: Any, office: Office) -> None:
    await office.post("/api/admin/officers", NEW)
    cookie = await house.access.sign_in("mai", "963258")
    assert (await office.post("/api/admin/officers/mai/pin", {"pin": "147147"}))[0] == 204
    assert house.access.officer(cookie) is None
    person = {"display": "Mai", "employer": None, "roles": ["officer"], "disabled": True}
    assert (await office.post("/api/admin/officers/mai", person))[0] == 204
    assert await house.access.sign_in("mai", "147147") is None


@pytest.mark.parametrize(
    ("change", "code"),
    [({"pin": "1234"}, "pin_too_easy"), ({"pin": "000000"}, "pin_too_easy"),
     ({"roles": ["administrator"], "pin": "963258"}, "pin_too_easy")],
)  # fmt: skip
async def test_what_is_too_easy_to_guess_is_refused(office: Office, change: dict[str, Any], code: str) -> None:
    assert (await office.post("/api/admin/officers", NEW | change))[1]["detail"] == code


@pytest.mark.parametrize("change", [{"roles": []}, {"roles": ["king"]}, {"name": "Có Dấu"}, {"display": ""}])
async def test_what_is_not_a_person_is_refused(office: Office, change: dict[str, Any]) -> None:
    assert (await office.post("/api/admin/officers", NEW | change))[0] == 400


async def test_nobody_locks_themselves_out(office: Office) -> None:
    person = {"display": "Quân", "employer": None, "roles": ["administrator"], "disabled": True}
    assert (await office.post("/api/admin/officers/quan", person))[1]["detail"] == "not_yourself"
    person |= {"roles": ["officer"], "disabled": False}
    assert (await office.post("/api/admin/officers/quan", person))[1]["detail"] == "not_yourself"
    assert (await office.post("/api/admin/officers/nobody", person))[1]["detail"] == "unknown_officer"


async def test_whoever_is_signed_in_learns_how_colleagues_are_called(house: Any) -> None:
    assert (await Office(house.url).get("/api/names"))[0] == 401
    status, names = await Office(house.url, house.access.open_session("an")).get("/api/names")
    assert (status, names) == (200, {"an": "An", "binh": "Binh", "chi": "Chi"})
