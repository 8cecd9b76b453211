"""Rating a visit: the page of a desk's tablet, and what a phone asks and sends. Nobody is asked who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

import msgspec
from litestar import MediaType, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.refusals import Refusal
from queue_server.core.survey import survey_for
from queue_server.core.ticket import Ticket
from queue_server.live import LiveCentre
from queue_server.plan_thing import plan_thing
from queue_server.protocol import messages as msg
from queue_server.web.page import page


class Asked(msgspec.Struct, kw_only=True):
    """The scale that a citizen is asked on, and the reasons for a low step."""

    scale: tuple[msg.RatingStepInfo, ...]
    reasons: tuple[msg.RatingReasonInfo, ...]


class Opinion(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a phone sends."""

    value: Annotated[int, msgspec.Meta(ge=0, le=10)]
    reasons: Annotated[tuple[msg.Id, ...], msgspec.Meta(max_length=20)] = ()


class Question(msgspec.Struct, kw_only=True):
    id: str
    names: dict[str, str]


class AskedSurvey(msgspec.Struct, kw_only=True):
    """The survey that a citizen is asked to answer, each question on the scale."""

    id: str
    names: dict[str, str]
    questions: tuple[Question, ...]
    scale: tuple[msg.RatingStepInfo, ...]


class SurveyAnswers(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a phone sends."""

    survey: msg.Id
    answers: Annotated[dict[msg.Id, Annotated[int, msgspec.Meta(ge=0, le=10)]], msgspec.Meta(max_length=50)]


def asked_survey(centre: Centre, ticket: Ticket) -> AskedSurvey | None:
    """The survey for the holder of a ticket; None when there is none."""
    survey = survey_for(centre, ticket)
    if survey is None:
        return None
    questions = tuple(Question(id=each.id, names=each.names) for each in survey.questions)
    scale = plan_thing(centre).rating_scale
    return AskedSurvey(id=survey.id, names=survey.names, questions=questions, scale=scale)


def asked(centre: Centre, ticket: Ticket) -> Asked | None:
    """What to ask the holder of a ticket whose visit has ended; None when there is nothing to rate."""
    if ticket.visit is None or ticket.visit.rated or ticket.desk is not None or not centre.plan.rating_scale:
        return None
    told = plan_thing(centre)
    return Asked(scale=told.rating_scale, reasons=told.rating_reasons)


def routes(live: LiveCentre) -> Iterator[HTTPRouteHandler]:
    """The page of a desk, and the phone's answer."""

    @get("/rate/desk/{desk:str}", media_type=MediaType.HTML, sync_to_thread=False)
    def rate(desk: FromPath[str], device: FromQuery[str] = "", token: FromQuery[str] = "") -> str:
        device = device or f"rate-{desk}"
        if not all(re.fullmatch(r"[\w.-]{1,64}", each) for each in (desk, device)):
            raise NotFoundException
        if not re.fullmatch(r"[\w-]{0,200}", token):
            raise NotFoundException
        filled = page("rate.html").replace("{{desk}}", desk)
        return filled.replace("{{device}}", device).replace("{{token}}", token)

    @get("/rate", media_type=MediaType.HTML, sync_to_thread=False)
    def rate_to_pair() -> str:
        return page("rate.html").replace("{{desk}}", "").replace("{{device}}", "").replace("{{token}}", "")

    @post("/api/tickets/{ticket:str}/rating", status_code=200)
    async def opinion(ticket: FromPath[str], data: JSONBody[Opinion]) -> Response[dict[str, object]]:
        return await said(cmd.Rate(ticket=ticket, value=data.value, reasons=data.reasons))

    @post("/api/tickets/{ticket:str}/survey", status_code=200)
    async def survey(ticket: FromPath[str], data: JSONBody[SurveyAnswers]) -> Response[dict[str, object]]:
        return await said(cmd.AnswerSurvey(ticket=ticket, survey=data.survey, answers=data.answers))

    async def said(command: cmd.Command) -> Response[dict[str, object]]:
        try:
            await live.do(command, actor="ticket page")
        except Refusal as refusal:
            status = 404 if refusal.code == "nothing_to_rate" else 409
            return Response({"detail": refusal.code, "message": refusal.words}, status_code=status)
        return Response({})

    yield from (rate, rate_to_pair, opinion, survey)
