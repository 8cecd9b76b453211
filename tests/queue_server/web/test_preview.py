"""What a draft would show: the kiosk's own words and tiles, the lines of a slip, and what boards are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk import icons, offer
from kiosk.language import Words
from kiosk.slip import USUAL
from queue_server.catalogue.document import document
from queue_server.catalogue.shipped import example
from queue_server.web.preview import Seen, seen
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.house import House
from tests.queue_server.web.office import Office


@pytest.fixture
def draft() -> dict[str, Any]:
    return document(example("kt-tp"), centre="kt-tp")


@pytest.fixture
def look(draft: dict[str, Any], instant: Callable[[str], int]) -> Callable[..., Seen]:
    def of(*, language: str = "vi", **changes: Any) -> Seen:
        found = seen(draft | changes, language=language, now=instant("2026-11-23 08:05"))
        assert found is not None
        return found

    return of


def test_tiles_are_those_of_the_kiosk(look: Callable[..., Seen]) -> None:
    found = look()
    tiles = offer.tiles(found.centre, {each.service: each for each in found.lines}, Words("vi"))
    assert [(each.name, each.prefix, each.glyph, each.wait, each.light_word) for each in found.kiosk.tiles] == [
        (each.name, each.prefix, each.glyph, each.wait, each.light_word) for each in tiles
    ]
    assert found.kiosk.upright[:2] == (2, 5)
    assert found.kiosk.words["title"] == "Ông/Bà cần làm việc gì?"
    assert [each.name for each in found.kiosk.languages] == ["Tiếng Việt", "English"]
    assert found.kiosk.glyphs["hotline"] == icons.glyph("phone")


def test_in_another_language_and_with_other_names(look: Callable[..., Seen], draft: dict[str, Any]) -> None:
    found = look(language="en", name={"vi": "Trung tâm mới", "en": "A new centre"}, hotline="0260 111 2222")
    assert found.kiosk.centre == "A new centre"
    assert "0260 111 2222" in found.kiosk.words["hotline"]
    assert found.centre.names["vi"] == "Trung tâm mới"


def test_the_slip_has_the_parts_of_the_draft(look: Callable[..., Seen]) -> None:
    usual = look().slip
    assert {"line": "NumberLine", "number": "L024"} in usual
    assert any(each["line"] == "QrLine" for each in usual)
    thanks = {"part": "text", "text": {"vi": "Xin cảm ơn", "en": "Thank you"}, "size": "large"}
    own = look(slip=[thanks, {"part": "number"}]).slip
    assert [(each["line"], each.get("size")) for each in own] == [("TextLine", "large"), ("NumberLine", None)]
    assert len(usual) > len(USUAL) - 3


def test_a_draft_that_cannot_be_used_shows_nothing(draft: dict[str, Any]) -> None:
    assert seen(draft | {"hotline": "gọi chị Lan"}, language="vi", now=0) is None


async def test_only_administrators_see_it(house: House, draft: dict[str, Any]) -> None:
    house.access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    quan = Office(house.url, house.access.open_session("quan"))
    an = Office(house.url, house.access.open_session("an"))
    status, found = await quan.post("/api/admin/preview", {"document": draft})
    assert (status, found["kiosk"]["tiles"][0]["name"]) == (200, "Đất đai")
    assert await quan.post("/api/admin/preview", {"document": {}}) == (200, None)
    assert (await an.post("/api/admin/preview", {"document": draft}))[0] == 403
    assert (await an.ask("GET", "/api/admin/preview/pictures.ttf"))[0] == 403


async def test_pictures_of_a_board_are_seen_before_they_are_shown(house: House, tmp_path: Path) -> None:
    house.access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    quan = Office(house.url, house.access.open_session("quan"))
    assert (await quan.ask("GET", "/api/admin/media/a.png"))[0] == 404
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / "a.png").write_bytes(b"picture")
    assert (await quan.ask("GET", "/api/admin/media/a.png"))[0] == 200
    assert (await Office(house.url).ask("GET", "/api/admin/media/a.png"))[0] == 401
