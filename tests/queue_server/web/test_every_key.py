"""Every key of a centre's file can be edited on the pages: it has a name in both languages, a part, and a field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from queue_server.catalogue.document import form
from queue_server.catalogue.shape import Field, Kind, Shape
from queue_server.catalogue.versions import Versions
from queue_server.core.plan import CentrePlan
from queue_server.serving import configured
from tests.queue_server.web.browser import OFFICE_SCREEN, Building
from tests.queue_server.web.test_admin_pages import come_in

STATIC = Path(__file__).parents[3] / "queue_server" / "web" / "static" / "admin"
NAMED = STATIC / "field_words.js"
#: Said as it is written, in either language: words of spoken Vietnamese.
AS_WRITTEN = {"linh", "lẻ", "nghìn", "ngàn", "quầy", "cửa", "bàn", "phòng", "ô", "true", "false"}


@pytest.fixture
def plan(tmp_path: Path, instant: Callable[[str], int]) -> CentrePlan:
    return configured(Versions(tmp_path), name="kt-truongchinh", now=instant("2026-11-23 08:00"))


def shapes(shape: Shape | None) -> Iterator[Shape]:
    """A shape and all within it."""
    if shape is not None:
        yield shape
        yield from shapes(shape.item)
        for field in shape.fields:
            yield from shapes(field.shape)


def fields() -> Iterator[Field]:
    yield from form()
    for top in form():
        for shape in shapes(top.shape):
            yield from shape.fields


def names() -> dict[str, str]:
    """What the pages call each key, in Vietnamese."""
    return dict(re.findall(r'(\w+): \["([^"]+)", "[^"]+"\]', NAMED.read_text("utf-8").partition("PARTS")[0]))


def test_every_key_and_every_choice_has_a_name_in_both_languages() -> None:
    assert sorted({each.name for each in fields()} - set(names())) == []
    options = {option for top in form() for shape in shapes(top.shape) for option in shape.options} - AS_WRITTEN
    words = (STATIC / "words.js").read_text("utf-8")
    assert sorted(each for each in options if len(re.findall(rf"^\s+{each}: ", words, re.M)) < 2) == []


@pytest.mark.needs("chromium")
@pytest.mark.asyncio(loop_scope="module")
async def test_every_key_has_a_field_on_its_page(browser: Browser, building: Building) -> None:
    tab = await come_in(browser, building, "/admin", "quan", OFFICE_SCREEN)
    page, missing = tab.page, []
    parts = page.locator(".parts > button")
    await expect(parts.first).to_be_visible()
    for place in range(await parts.count()):
        await parts.nth(place).click()
        shown = page.locator(".fields > .group > .field")
        for index in range(await shown.count()):
            top = shown.nth(index)
            label = await top.locator("legend, label").first.inner_text()
            [field] = [each for each in form() if _is(label, each.name)]
            missing += [f"{field.name}.{each}" for each in await _absent(top, field.shape)]
            missing.append(field.name)
    assert sorted(missing) == sorted(each.name for each in form()), "each once, and nothing of it left out"
    await page.context.close()


def _is(label: str, key: str) -> bool:
    return label.splitlines()[0].rstrip("*").strip() == names()[key]


async def _absent(place: Locator, shape: Shape) -> list[str]:
    """The keys of a list of groups, or of a group, for which a fresh item draws no field."""
    group = shape.item if shape.kind is Kind.LIST else shape
    if group is None or group.kind is not Kind.GROUP:
        return []
    if shape.kind is Kind.LIST:
        await place.locator("> button.add").click()
        place = place.locator("> .items > li").last
        await expect(place.locator("details").first).to_have_attribute("open", "")
    said = await place.locator("legend, label").all_inner_texts()
    return [each.name for each in group.fields if not any(_is(text, each.name) for text in said if text)]
