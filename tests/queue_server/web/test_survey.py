"""The opinion survey on a phone, in a real browser: after the visit, once, nothing lost when it did not arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from queue_server.client.link import fresh_request
from queue_server.core.plan import CentrePlan, Survey, SurveyQuestion
from queue_server.protocol import messages as msg
from tests.queue_server.web.browser import Building, is_accessible, open_tab, window
from tests.queue_server.web.test_rating import SCALE, serve

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

SURVEY = Survey(
    id="quy-4",
    names={"vi": "Khảo sát ý kiến quý IV", "en": "Survey of the fourth quarter"},
    opens="2000-01-01",
    closes="2100-12-31",
    questions=(
        SurveyQuestion(id="thai-do", names={"vi": "Thái độ của công chức", "en": "Manner of the officers"}),
        SurveyQuestion(id="thoi-gian", names={"vi": "Thời gian giải quyết", "en": "Time it took"}),
    ),
)


@pytest.fixture
def plan(make_plan: Callable[..., CentrePlan]) -> CentrePlan:
    return replace(make_plan(), rating_scale=SCALE, surveys=(SURVEY,))


async def test_a_phone_answers_some_of_the_questions_once(building: Building, browser: Browser) -> None:
    desk = await building.house.officer("an")
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    ticket = await serve(building, desk)
    context = await window(browser, (390, 844), has_touch=True)
    page = (await open_tab(context, f"{building.house.url}/t/{ticket.id}")).page
    form = page.locator(".survey")
    await expect(form.locator("h2")).to_contain_text("Khảo sát ý kiến quý IV")
    await expect(form.locator("button")).to_be_disabled()
    await is_accessible(page)
    await form.locator("fieldset").nth(1).get_by_label("Không hài lòng").check()
    await form.locator("button").tap()
    await expect(page.locator("#surveyed")).to_contain_text("Đã nhận ý kiến")
    await expect(form).to_have_count(0)
    await page.reload()
    await expect(page.locator("#surveyed")).to_be_visible()
    assert await building.house.live.read(lambda centre: centre.tickets[ticket.id].surveyed)
    await context.close()
