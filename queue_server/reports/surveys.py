"""What citizens answered to the surveys: how many chose each step of each question, and how surely they are content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from queue_server.core import events as ev
from queue_server.reports.ratings import likely_share

LIKE = "like"
#: With fewer answers one might guess who said what.
FEWEST = 5


@dataclass(slots=True, kw_only=True)
class Answers:
    """The answers to one question."""

    values: Counter[int] = field(default_factory=Counter)
    content: int = 0

    @property
    def count(self) -> int:
        return self.values.total()

    @property
    def may_be_shown(self) -> bool:
        return self.count >= FEWEST

    @property
    def likely(self) -> tuple[float, float]:
        """Between which shares those who are content lie, with 95 % confidence."""
        return likely_share(self.content, of=self.count)


#: Answers by survey and question.
Answered = dict[str, dict[str, Answers]]


def merged(days: Iterable[Answered]) -> Answered:
    """The answers of several days together."""
    total: Answered = {}
    for survey, questions in (each for day in days for each in day.items()):
        for question, found in questions.items():
            answers = total.setdefault(survey, {}).setdefault(question, Answers())
            answers.values.update(found.values)
            answers.content += found.content
    return total


def surveys(events: Iterable[ev.Event]) -> Answered:
    """The answers among these events."""
    found: Answered = {}
    for event in events:
        if isinstance(event, ev.SurveyAnswered):
            for question, value in event.answers.items():
                answers = found.setdefault(event.survey, {}).setdefault(question, Answers())
                answers.values[value] += 1
                answers.content += event.portal[question] == LIKE
    return found
