"""The opinion survey that a centre may hold: offered to whose visit has ended, answered once per ticket.

Anonymous as ratings are, and without words of one's own: what people write may name people.
"""

from __future__ import annotations

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.checks import Rule
from queue_server.core.plan import Instant, Survey
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket, TicketState


def survey_for(centre: Centre, ticket: Ticket) -> Survey | None:
    """The survey to offer the holder of a ticket; None when there is none for them."""
    if ticket.surveyed or ticket.state is not TicketState.FINISHED or not centre.plan.rating_scale:
        return None
    return next((each for each in centre.plan.surveys if each.opens <= centre.day <= each.closes), None)


def _answer(centre: Centre, command: cmd.AnswerSurvey, now: Instant) -> list[ev.Event]:
    ticket = centre.tickets.get(command.ticket)  # never by the printed number: anybody may read that
    if ticket is not None and ticket.surveyed:
        raise Refusal("already_rated")
    survey = survey_for(centre, ticket) if ticket is not None else None
    if ticket is None or survey is None or survey.id != command.survey:
        raise Refusal("nothing_to_rate")
    counts = {step.value: step.portal for step in centre.plan.rating_scale}
    asked = {question.id for question in survey.questions}
    if (
        not command.answers
        or not asked.issuperset(command.answers)
        or not counts.keys() >= set(command.answers.values())
    ):
        raise Refusal("unknown_rating")
    return [
        ev.SurveyAnswered(
            at=now,
            ticket=ticket.id,
            survey=survey.id,
            answers=dict(command.answers),
            portal={question: counts[value] for question, value in command.answers.items()},
        )
    ]


#: Who answers which command.
RULES: dict[type, Rule] = {cmd.AnswerSurvey: _answer}
