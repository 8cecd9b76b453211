"""Who may answer a survey, when, and once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.plan import CentrePlan, Instant, Survey, SurveyQuestion
from queue_server.core.survey import survey_for
from tests.queue_server.core.test_rating import SCALE, Morning

SURVEY = Survey(
    id="quy-4",
    names={"vi": "Khảo sát quý IV"},
    opens="2026-10-01",
    closes="2026-11-23",
    questions=tuple(SurveyQuestion(id=each, names={"vi": each}) for each in ("thai-do", "thoi-gian")),
)


@pytest.fixture
def open_on(make_plan: Callable[..., CentrePlan], instant: Callable[[str], Instant]) -> Callable[[str], Morning]:
    plan = replace(make_plan(), rating_scale=SCALE, surveys=(SURVEY,))
    return lambda day: Morning(plan, instant(f"{day} 08:00"))


def answer(ticket: str = "t1", survey: str = "quy-4", **answers: int) -> cmd.AnswerSurvey:
    return cmd.AnswerSurvey(ticket=ticket, survey=survey, answers=answers or {"thai-do": 3})


def test_a_survey_is_answered_once_after_the_visit(open_on: Callable[[str], Morning]) -> None:
    morning = open_on("2026-11-23")
    morning.do(cmd.TakeTicket(ticket="t1", service="ho-tich"))
    assert morning.refuses(answer()) == "nothing_to_rate"
    for command in (
        cmd.CallNext(desk="1"),
        cmd.StartServing(desk="1", ticket="t1"),
        cmd.Finish(desk="1", ticket="t1"),
    ):
        morning.do(command)
    (said,) = morning.do(cmd.AnswerSurvey(ticket="t1", survey="quy-4", answers={"thai-do": 1, "thoi-gian": 3}))
    assert isinstance(said, ev.SurveyAnswered)
    assert (said.answers, said.portal) == (
        {"thai-do": 1, "thoi-gian": 3},
        {"thai-do": "dislike", "thoi-gian": "like"},
    )
    assert morning.refuses(answer()) == "already_rated"
    assert survey_for(morning.centre, morning.centre.tickets["t1"]) is None


def test_the_story_of_a_ticket_does_not_tell_what_its_citizen_said(open_on: Callable[[str], Morning]) -> None:
    morning = open_on("2026-11-23")
    morning.serve("t1")
    before = list(morning.centre.tickets["t1"].steps)
    morning.do(answer())
    assert morning.centre.tickets["t1"].steps == before


@pytest.mark.parametrize("day", ["2026-09-30", "2026-11-24"])
def test_not_before_its_first_day_nor_after_its_last(open_on: Callable[[str], Morning], day: str) -> None:
    morning = open_on(day)
    morning.serve("t1")
    assert morning.refuses(answer()) == "nothing_to_rate"


def test_what_was_not_asked_is_not_kept(open_on: Callable[[str], Morning]) -> None:
    morning = open_on("2026-10-01")
    morning.serve("t1")
    assert morning.refuses(answer("t9")) == "nothing_to_rate"
    assert morning.refuses(answer(survey="quy-3")) == "nothing_to_rate"
    assert morning.refuses(answer(**{"y-kien": 3})) == "unknown_rating"
    assert morning.refuses(answer(**{"thai-do": 9})) == "unknown_rating"
    assert morning.refuses(cmd.AnswerSurvey(ticket="t1", survey="quy-4", answers={})) == "unknown_rating"
    assert morning.do(answer())
