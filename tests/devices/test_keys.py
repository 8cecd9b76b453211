from __future__ import annotations

import pytest

from devices.keys import PLAIN, known, request_for
from queue_server.protocol import messages as msg
from queue_server.protocol.session import ALLOWED

SERVING = msg.Desk(id="1", state=msg.DeskState.SERVING, since=0, ticket="t1", number="A025")
IDLE = msg.Desk(id="1", state=msg.DeskState.IDLE, since=0)


@pytest.mark.parametrize("meaning", [*PLAIN, "transfer to desk 2", "transfer to service ho-tich", "rate 5"])
def test_each_meaning_asks_what_a_keypad_may_ask(meaning: str) -> None:
    request = request_for(meaning, desk=SERVING, request="r")
    assert known(meaning)
    assert request is not None
    assert type(request) in ALLOWED[msg.Role.DEVICES]
    assert (request.request, getattr(request, "desk", None)) == ("r", "1")


def test_what_needs_a_ticket_is_not_asked_without_one() -> None:
    asked = {meaning for meaning in PLAIN if request_for(meaning, desk=IDLE, request="r") is not None}
    assert asked == {"next", "close"}


def test_a_rating_is_of_the_visit_that_ended_last() -> None:
    assert request_for("rate 5", desk=IDLE, request="r") == msg.Rate(request="r", desk="1", value=5)
    assert request_for("rate 1", desk=SERVING, request="r") == msg.Rate(request="r", desk="1", value=1)
    assert not known("rate well")


def test_a_transfer_says_where_to() -> None:
    assert request_for("transfer to desk 2", desk=SERVING, request="r") == msg.Transfer(
        request="r", desk="1", ticket="t1", to_desk="2"
    )
    assert not known("transfer to the moon")
