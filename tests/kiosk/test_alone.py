from __future__ import annotations

from kiosk.alone import taken_alone
from queue_server.protocol.messages import Ticket, TicketState
from tools.kiosk_samples import centre

CITY = centre("kt-tp")


def ticket(service: str) -> Ticket:
    return Ticket(
        id="t1",
        number="L007",
        service=service,
        procedure=None,
        state=TicketState.WAITING,
        taken_at=1,
        queued_at=1,
        legs=(service,),
        leg=0,
    )


def test_it_says_where_to_wait_and_nothing_of_how_long() -> None:
    said = taken_alone(ticket("dat-dai"), CITY, request="r", follow="http://k/t/t1")
    land = next(each for each in CITY.services if each.id == "dat-dai")
    assert (said.request, said.follow, said.ticket.number, said.desks) == ("r", "http://k/t/t1", "L007", land.desks)
    assert land.desks
    assert (said.ahead, said.low, said.high, said.version) == (0, 0, 0, 0)


def test_a_service_that_is_no_more_has_no_desks() -> None:
    assert taken_alone(ticket("gone"), CITY, request="", follow="").desks == ()
