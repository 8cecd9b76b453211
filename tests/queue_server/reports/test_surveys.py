"""Surveys in numbers."""

from __future__ import annotations

import pytest

from queue_server.core import events as ev
from queue_server.reports.surveys import surveys

PORTAL = {3: "like", 2: "none", 1: "dislike"}


def said(ticket: str, **answers: int) -> ev.Event:
    portal = {question: PORTAL[value] for question, value in answers.items()}
    return ev.SurveyAnswered(at=1, ticket=ticket, survey="quy-4", answers=answers, portal=portal)


def test_each_question_for_itself() -> None:
    found = surveys([ev.DayOpened(at=0, day="2026-11-23"), said("t1", a=3, b=1), said("t2", a=3), said("t3", a=2)])
    assert set(found) == {"quy-4"}
    assert dict(found["quy-4"]["a"].values) == {3: 2, 2: 1}
    assert (found["quy-4"]["a"].count, found["quy-4"]["b"].count) == (3, 1)


def test_how_surely_people_are_content() -> None:
    few = surveys(said(f"t{each}", a=3) for each in range(3))["quy-4"]["a"].likely
    many = surveys(said(f"t{each}", a=3) for each in range(100))["quy-4"]["a"].likely
    assert surveys(said(f"t{each}", a=3) for each in range(5))["quy-4"]["a"].may_be_shown
    assert not surveys(said(f"t{each}", a=3) for each in range(4))["quy-4"]["a"].may_be_shown
    # Wilson's interval: 3 of 3 and 100 of 100 (z = 1.96).
    assert few == (pytest.approx(0.4385, abs=1e-3), pytest.approx(1.0))
    assert many == (pytest.approx(0.9630, abs=1e-3), pytest.approx(1.0))
