"""Questions to the server: each answered, refused or given up, with the id it was asked under."""

from __future__ import annotations

import asyncio

import pytest

from kiosk import events as ev
from kiosk.inquiry import Inquiry
from queue_server.client.base import NoAnswer, Refusal
from queue_server.protocol.messages import (
    Answer,
    Command,
    Done,
    FindAppointment,
    FindDossier,
    FindTicket,
    ReturnTicket,
    TicketState,
)
from tools.kiosk_samples import appointment, at, dossier, found

WORDS = {"vi": "Không có", "en": "None"}


class Server:
    """Answers by the kind of question, or raises what it is told to."""

    def __init__(self) -> None:
        self.heard: list[Command] = []
        self.trouble: Exception | None = None

    async def ask(self, request: Command, *, timeout: float | None = None) -> Answer:
        assert timeout is not None
        self.heard.append(request)
        if self.trouble is not None:
            raise self.trouble
        match request:
            case FindTicket():
                return found(TicketState.WAITING)
            case FindDossier():
                return dossier(9)
            case FindAppointment():
                return appointment(at(9))
            case _:
                return Done(request=request.request, version=1)


async def asked(effect: ev.Question, *, trouble: Exception | None = None) -> tuple[Server, list[ev.Event]]:
    server, events = Server(), list[ev.Event]()
    server.trouble = trouble
    inquiry = Inquiry(server, happened=events.append)
    inquiry.carry_out(effect)
    for _ in range(5):
        await asyncio.sleep(0)
    await inquiry.close()
    return server, events


async def test_a_ticket_and_a_dossier() -> None:
    server, events = await asked(ev.AskWhereTicket("r1", "L012"))
    assert server.heard == [FindTicket(request="r1", ticket="L012")]
    assert events == [ev.FoundOut("r1", found(TicketState.WAITING))]
    server, events = await asked(ev.AskForDossier("r2", "H34-221013-0012"))
    assert server.heard == [FindDossier(request="r2", code="H34-221013-0012")]
    assert events == [ev.FoundOut("r2", dossier(9))]


async def test_an_appointment() -> None:
    server, events = await asked(ev.AskForAppointment("r1", "LH-7KQ2M9"))
    assert server.heard == [FindAppointment(request="r1", code="LH-7KQ2M9")]
    assert events == [ev.FoundOut("r1", appointment(at(9)))]


async def test_to_come_back_is_asked_first_and_then_where_one_is() -> None:
    server, events = await asked(ev.BringBack("r1", "t1"))
    assert server.heard == [ReturnTicket(request="r1-back", ticket="t1"), FindTicket(request="r1", ticket="t1")]
    assert len(events) == 1


@pytest.mark.parametrize("effect", [ev.AskWhereTicket("r1", "t"), ev.BringBack("r1", "t"), ev.AskForDossier("r1", "c")])
async def test_a_refusal_is_told_in_its_own_words(effect: ev.Question) -> None:
    _, events = await asked(effect, trouble=Refusal("return_too_late", WORDS))
    assert events == [ev.RefusedByServer("r1", "return_too_late", WORDS)]


async def test_silence_is_the_screens_business() -> None:
    _, events = await asked(ev.AskWhereTicket("r1", "t"), trouble=NoAnswer("none"))
    assert events == []
