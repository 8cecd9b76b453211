"""A citizen's own page of a ticket: what a phone shows, and what its holder may do there. No identity is in it.

Only the unguessable id opens it, never the printed number. Rating is in `rating`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from queue_server.core import commands as cmd
from queue_server.core import desk_commands as around
from queue_server.core.centre import Centre
from queue_server.core.plan import Words
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket, TicketState
from queue_server.live import LiveCentre
from queue_server.web.page import page
from queue_server.web.rating import Asked, AskedSurvey, asked, asked_survey


class PathStep(msgspec.Struct, kw_only=True):
    """One leg of the journey: where it leads, and whether it is `done`, is `now` or comes `later`."""

    service: dict[str, str]
    desks: tuple[str, ...]
    state: str


class TicketPage(msgspec.Struct, kw_only=True):
    """The number and where it stands. `step_out_minutes` is None while its holder may not step out; `appointed` too,
    unless it waits for that time."""

    number: str
    state: str
    service: dict[str, str]
    centre: dict[str, str]
    path: tuple[PathStep, ...]
    desk: str | None
    desks: tuple[str, ...]
    taken_at: int
    appointed: int | None
    now: int
    ahead: int | None
    low: int | None
    high: int | None
    hotline: str | None
    timezone: str
    desk_word: str
    rating: Asked | None
    rated: bool
    survey: AskedSurvey | None
    surveyed: bool
    away_until: int | None
    step_out_minutes: int | None
    received: Words | None
    decides: Words | None
    may_give_up: bool


class SteppingOut(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """For how long; None for as long as the centre allows."""

    minutes: Annotated[int, msgspec.Meta(ge=1, le=240)] | None = None


def routes(live: LiveCentre) -> Iterator[HTTPRouteHandler]:
    """The page, what it shows, and the three things that it may ask for."""

    async def standing(ticket: str) -> TicketPage:
        return await live.read(lambda centre: _standing(centre, ticket, now=live.now))

    async def after(ticket: str, command: cmd.Command) -> Response[Any]:
        """Where the ticket stands once this has happened, or why it has not."""
        try:
            await live.do(command, actor="ticket page")
            return Response(await standing(ticket))
        except Refusal as refusal:
            status = 404 if refusal.code == "unknown_ticket" else 409
            return Response({"detail": refusal.code, "message": refusal.words}, status_code=status)

    @get("/t/{ticket:str}", media_type=MediaType.HTML, sync_to_thread=False)
    def own_page(ticket: FromPath[str]) -> str:
        del ticket  # the page asks for it by its own address
        return page("ticket.html")

    @get("/api/tickets/{ticket:str}", cache_control=None)
    async def state(ticket: FromPath[str]) -> Response[TicketPage]:
        try:
            return Response(await standing(ticket), headers={"Cache-Control": "private, max-age=3"})
        except Refusal as refusal:
            raise NotFoundException(detail=refusal.words["vi"]) from refusal

    @post("/api/tickets/{ticket:str}/step-out", status_code=200)
    async def step_out(ticket: FromPath[str], data: JSONBody[SteppingOut]) -> Response[Any]:
        return await after(ticket, around.StepOut(ticket=ticket, minutes=data.minutes))

    @post("/api/tickets/{ticket:str}/step-in", status_code=200)
    async def step_in(ticket: FromPath[str]) -> Response[Any]:
        return await after(ticket, around.StepIn(ticket=ticket))

    @post("/api/tickets/{ticket:str}/give-up", status_code=200)
    async def give_up(ticket: FromPath[str]) -> Response[Any]:
        return await after(ticket, around.GiveUp(ticket=ticket))

    yield from (own_page, state, step_out, step_in, give_up)


def _standing(centre: Centre, key: str, *, now: int) -> TicketPage:
    ticket = centre.tickets.get(key)
    if ticket is None:
        raise Refusal("unknown_ticket")
    outlook = centre.outlook_of(ticket, now=now) if ticket.state is TicketState.WAITING else None
    # Before the first desk opens nobody knows when that will be: people ahead are told, and no wait.
    wait = outlook if any(desk.working for desk in centre.desks_of(ticket.service)) else None
    policy = centre.plan.policy
    out = ticket.state is TicketState.WAITING and not ticket.held and ticket.step_outs < policy.step_outs
    return TicketPage(
        number=ticket.number,
        state=ticket.state.value,
        service=centre.services[ticket.service].names,
        centre=centre.plan.names,
        path=_path(centre, ticket),
        desk=ticket.desk,
        desks=centre.own_desks(ticket.service),
        taken_at=ticket.taken_at,
        appointed=None if ticket.head_start is None else ticket.effective_at + ticket.head_start,
        now=now,
        ahead=outlook.ahead if outlook else None,
        low=wait.low if wait else None,
        high=wait.high if wait else None,
        hotline=centre.plan.hotline,
        timezone=centre.plan.hours.timezone,
        desk_word=centre.plan.speech.desk_word,
        rating=asked(centre, ticket),
        rated=ticket.visit is not None and ticket.visit.rated,
        survey=asked_survey(centre, ticket),
        surveyed=ticket.surveyed,
        away_until=ticket.away_until if ticket.state is TicketState.AWAY else None,
        step_out_minutes=policy.step_out_minutes if out else None,
        received=authority(centre, ticket.received),
        decides=authority(centre, ticket.decides),
        may_give_up=ticket.desk is None and ticket.may(TicketState.CANCELLED),
    )


def authority(centre: Centre, key: str) -> Words | None:
    """The names of an authority of the plan; None while it is not known which."""
    return next((each.names for each in centre.plan.authorities if each.id == key), None)


def _path(centre: Centre, ticket: Ticket) -> tuple[PathStep, ...]:
    """The legs of the journey in order; services that the plan no longer has are left out."""
    here = len(ticket.legs) if ticket.state is TicketState.FINISHED else ticket.leg
    return tuple(
        PathStep(
            service=centre.services[service].names,
            desks=centre.own_desks(service),
            state="done" if place < here else "now" if place == here else "later",
        )
        for place, service in enumerate(ticket.legs)
        if service in centre.services
    )
