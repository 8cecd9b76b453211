"""Requests that somebody waits for."""

from __future__ import annotations

import asyncio

import pytest

from queue_server.client.asking import Asking
from queue_server.client.base import NoAnswer, Refusal
from queue_server.protocol import messages as msg


class Desk:
    """Somebody who asks; time passes when `deadlines` are set."""

    def __init__(self) -> None:
        self.woken = 0
        self.deadlines: list[asyncio.Future[None]] = []
        self.asking = Asking(sleep=self.sleep, wake=self.wake)

    def wake(self) -> None:
        self.woken += 1

    def sleep(self, _: float) -> asyncio.Future[None]:
        self.deadlines.append(asyncio.get_running_loop().create_future())
        return self.deadlines[-1]

    async def ask(
        self, request: str, *, ticket: str = "A001", timeout: float | None = None
    ) -> asyncio.Task[msg.Answer]:
        asked = asyncio.create_task(
            self.asking.ask(msg.FindTicket(request=request, ticket=ticket), timeout=timeout), name=request
        )
        await asyncio.sleep(0)
        return asked

    def open(self, carrier: object = None) -> list[str]:
        return [asked.request.request for asked in self.asking.not_carried_by(carrier or object())]


def done(request: str) -> msg.Done:
    return msg.Done(request=request, version=1)


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_requests_are_carried_in_order_and_once_per_carrier(desk: Desk) -> None:
    for request in "abc":
        await desk.ask(request)
    carrier = object()
    assert desk.open(carrier) == ["a", "b", "c"]
    for asked in desk.asking.not_carried_by(carrier):
        asked.carrier = carrier
    assert desk.open(carrier) == []
    assert desk.open() == ["a", "b", "c"], "another connection carries all of them again"
    assert desk.woken == 3
    desk.asking.end()


async def test_an_answer_ends_a_request(desk: Desk) -> None:
    first, second = await desk.ask("a"), await desk.ask("b")
    desk.asking.answered(done("b"))
    assert await second == done("b")
    assert desk.open() == ["a"]
    desk.asking.answered(done("b"))  # too late, and nobody minds
    desk.asking.answered(msg.Refused(request="a", code="wrong_state", message={"en": "No."}))
    with pytest.raises(Refusal, match="wrong_state"):
        await first
    assert desk.open() == []


async def test_two_who_ask_the_same_get_the_same(desk: Desk) -> None:
    first, second = await desk.ask("a"), await desk.ask("a")
    assert desk.woken == 1
    desk.asking.answered(done("a"))
    assert await first is await second


async def test_both_are_refused(desk: Desk) -> None:
    asked = [await desk.ask("a"), await desk.ask("a")]
    desk.asking.failed("a", Refusal("not_allowed", {}))
    for each in asked:
        with pytest.raises(Refusal):
            await each


async def test_an_id_stands_for_one_request_while_it_is_open(desk: Desk) -> None:
    first = await desk.ask("a", ticket="A001")
    other = await desk.ask("a", ticket="A002")
    with pytest.raises(ValueError, match="make a fresh one"):
        await other
    assert desk.open() == ["a"], "the first is still asked"
    desk.asking.answered(done("a"))
    await first


async def test_a_deadline_ends_the_waiting_of_one(desk: Desk) -> None:
    hasty, patient = await desk.ask("a", timeout=3.0), await desk.ask("a")
    await asyncio.sleep(0)
    desk.deadlines[0].set_result(None)
    with pytest.raises(NoAnswer, match=r"FindTicket within 3\.0 s"):
        await hasty
    assert desk.open() == ["a"]
    desk.asking.answered(done("a"))
    assert await patient == done("a")


async def test_what_nobody_waits_for_is_not_asked_again(desk: Desk) -> None:
    hasty = await desk.ask("a", timeout=3.0)
    desk.deadlines[0].set_result(None)
    with pytest.raises(NoAnswer):
        await hasty
    cancelled = await desk.ask("b")
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    assert desk.open() == []


async def test_an_answer_in_time_forgets_the_deadline(desk: Desk) -> None:
    asked = await desk.ask("a", timeout=3.0)
    desk.asking.answered(done("a"))
    assert await asked == done("a")
    assert desk.deadlines[0].cancelled()


async def test_the_end_is_the_end_for_all(desk: Desk) -> None:
    asked = [await desk.ask("a"), await desk.ask("b", timeout=3.0)]
    desk.asking.end()
    for each in asked:
        with pytest.raises(NoAnswer, match="ended"):
            await each
    assert desk.open() == []


async def test_a_request_is_found_by_its_id(desk: Desk) -> None:
    await desk.ask("a")
    found = desk.asking.find("a")
    assert found is not None
    assert found.request.request == "a"
    assert desk.asking.find("b") is None
    assert desk.asking.find(None) is None
    desk.asking.end()
