"""A centre as a kiosk is told of it, for tests and the gallery: the shipped examples, with lines made up for them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from msgspec import structs

from queue_server.catalogue.read import read
from queue_server.catalogue.shipped import example
from queue_server.core.centre import Centre as Core
from queue_server.core.commands import AdoptPlan
from queue_server.core.decide import handle
from queue_server.plan_thing import plan_thing
from queue_server.protocol.messages import (
    AppointmentFound,
    Centre,
    Day,
    DossierFound,
    Found,
    Line,
    Taken,
    Ticket,
    TicketState,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

#: How many wait at each service, its shortest and longest wait, and its open desks; over and over.
_FIGURES = (
    (14, 25, 45, 2), (5, 4, 10, 1), (3, 10, 20, 1), (6, 15, 30, 1), (0, 0, 5, 1),
    (2, 5, 15, 1), (9, 35, 60, 1), (0, 0, 0, 0), (1, 3, 12, 1), (4, 10, 25, 2),
)  # fmt: skip


def at(hour: int, minute: int = 0) -> int:
    """An instant on a Tuesday of 2022 in Kon Tum."""
    return int(datetime(2022, 10, 11, hour, minute, tzinfo=ZONE).timestamp() * 1000)


@cache
def centre(name: str) -> Centre:
    """One of the shipped examples, as it goes over the wire."""
    core = Core()
    handle(core, AdoptPlan(plan=read(example(name)).centres[0].plan), at(6))
    return plan_thing(core)


def lines(centre: Centre) -> dict[str, Line]:
    """A busy morning."""
    found = {}
    for index, service in enumerate(centre.services):
        waiting, low, high, desks = _FIGURES[index % len(_FIGURES)]
        found[service.id] = Line(
            service=service.id,
            waiting=waiting,
            ahead=waiting + index % 3,
            low=low,
            high=high,
            desks_open=desks,
            experienced=index % 4 != 3,
            fits_today=index != 6,
        )
    return found


def day(reason: str = "open", *, next_opening: int | None = None, closes: int | None = None) -> Day:
    return Day(
        service_day="2022-10-11",
        issuing=reason == "open",
        reason=reason,
        until=at(10, 45) if reason == "open" else None,
        next_opening=next_opening,
        closes=at(17) if closes is None else closes,
    )


def taken(
    service: str,
    number: str,
    *,
    procedure: str | None = None,
    priority: str = "",
    request: str = "r1",
    desks: tuple[str, ...] = ("1", "2", "3"),
    experienced: bool = True,
    fits_today: bool = True,
    appointed: int | None = None,
    late: bool = False,
) -> Taken:
    return Taken(
        request=request,
        version=120,
        ticket=Ticket(
            id=f"ticket-{number}",
            number=number,
            service=service,
            state=TicketState.WAITING,
            taken_at=at(8, 5),
            queued_at=at(8, 5),
            legs=(service,),
            leg=0,
            procedure=procedure,
            priority=priority,
            appointed=appointed,
            late=late,
        ),
        ahead=5,
        low=10,
        high=25,
        experienced=experienced,
        fits_today=fits_today,
        desks=desks,
        follow="http://motcua.kontum.gov.vn/t/7Q4mXb2K",
    )


def found(state: TicketState, *, number: str = "L012", service: str = "dat-dai") -> Found:
    """A ticket that was looked up."""
    ticket = taken(service, number).ticket
    called = state in (TicketState.CALLED, TicketState.SERVING)
    waiting = state is TicketState.WAITING
    return Found(
        request="r1",
        version=121,
        ticket=structs.replace(ticket, state=state, desk="3" if called else None),
        ahead=5 if waiting else None,
        low=10 if waiting else None,
        high=25 if waiting else None,
        desks=("1", "2", "3"),
        follow="http://motcua.kontum.gov.vn/t/7Q4mXb2K",
    )


def dossier(state: int) -> DossierFound:
    return DossierFound(
        request="r1",
        version=121,
        code="H34.01.05-221003-0975",
        state=state,
        updated="2022-10-10",
        due="2022-10-11",
        service="dat-dai",
    )


def appointment(instant: int, standing: str = "in_time") -> AppointmentFound:
    """One for land registration at that time."""
    return AppointmentFound(
        request="r1",
        version=121,
        code="LH-7KQ2M9",
        service="dat-dai",
        at=instant,
        standing=standing,
        procedure="dd-ld",
    )
