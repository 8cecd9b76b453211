"""Numbers of one's own: each once, on disk first, through restarts; a clock that went back is not believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.reserve import NoNumber, Reserve
from kiosk.spool import Spool
from queue_server.protocol.messages import Instant, IssuingTime, Leased, LeasedDay, NumberBlock, Ticket
from tools.kiosk_samples import at, centre

CENTRE = centre("kt-tp")
FIRST, SECOND = (service.id for service in CENTRE.services[:2])
EIGHT = at(8)
PREFIX = CENTRE.services[0].prefix


def leased(*blocks: tuple[str, int, int], day: str = "2022-10-11") -> Leased:
    times = (IssuingTime(opens=at(7), closes=at(10, 45)), IssuingTime(opens=at(13), closes=at(16, 45)))
    return Leased(
        request="r",
        version=1,
        site="http://10.0.0.2:8800",
        days=(
            LeasedDay(
                day=day,
                times=times,
                blocks=tuple(NumberBlock(service=each, first=first, last=last) for each, first, last in blocks),
            ),
        ),
    )


def opened(folder: Path) -> Reserve:
    return Reserve(Spool.open(folder))


@pytest.fixture
def reserve(tmp_path: Path) -> Reserve:
    made = opened(tmp_path)
    made.know(CENTRE)
    made.hold(leased((FIRST, 501, 503), (FIRST, 531, 532), (SECOND, 501, 501)), at(7, 30))
    return made


def give(reserve: Reserve, request: str, *, service: str = FIRST, now: Instant = EIGHT) -> Ticket:
    return reserve.give(service, request=request, procedure=None, priority="", language="vi", now=now)


def test_numbers_are_given_in_order_block_after_block_until_there_are_none(reserve: Reserve) -> None:
    numbers = [give(reserve, f"r{each}").number for each in range(5)]
    assert numbers == [f"{PREFIX}{each}" for each in (501, 502, 503, 531, 532)]
    with pytest.raises(NoNumber):
        give(reserve, "r6")
    assert reserve.services(at(8)) == {SECOND}
    assert not reserve.used_up(at(8))
    give(reserve, "r7", service=SECOND)
    assert reserve.used_up(at(8))


def test_a_visit_gets_one_number_however_often_it_asks(reserve: Reserve) -> None:
    assert give(reserve, "r1") == give(reserve, "r1")
    assert len(reserve.to_deliver()) == 1


def test_everything_is_there_again_after_a_restart(reserve: Reserve, tmp_path: Path) -> None:
    ticket = give(reserve, "r1")
    assert reserve.printed(ticket.id, "confirmed")
    reserve.close()
    again = opened(tmp_path)
    assert (again.name, again.centre) == (reserve.name, CENTRE)
    [(given, slip)] = again.to_deliver()
    assert (given.ticket, given.number, given.at, slip) == (ticket.id, ticket.number, at(8), "confirmed")
    assert give(again, "r2").number == f"{PREFIX}502", "no number comes twice"
    assert again.page_of(ticket.id) == f"http://10.0.0.2:8800/t/{ticket.id}"


def test_what_was_delivered_is_not_delivered_again_nor_its_number_given(reserve: Reserve, tmp_path: Path) -> None:
    give(reserve, "r1")
    give(reserve, "r2")
    reserve.delivered(1)
    assert [given.place for given, _ in reserve.to_deliver()] == [2]
    assert not reserve.printed(give(reserve, "r1").id, "failed"), "the server has it: tell the server"
    reserve.close()
    again = opened(tmp_path)
    assert [given.place for given, _ in again.to_deliver()] == [2]
    assert give(again, "r3").number == f"{PREFIX}503"


def test_old_days_are_cleared_and_places_go_on(reserve: Reserve, tmp_path: Path) -> None:
    for each in range(3):
        give(reserve, f"r{each}")
    reserve.delivered(3)
    reserve.hold(leased((FIRST, 561, 590), day="2022-10-12"), at(17))
    size = (tmp_path / "spool").stat().st_size
    reserve.close()
    again = opened(tmp_path)
    assert (tmp_path / "spool").stat().st_size < size
    assert again.to_deliver() == ()
    tomorrow = at(8) + 24 * 3_600_000
    assert give(again, "next", now=tomorrow).number == f"{PREFIX}561"
    [(given, _)] = again.to_deliver()
    assert given.place == 4, "a place is never used twice"


@pytest.mark.parametrize(
    ("now", "issuing", "reason", "opens"),
    [
        (at(6, 59), False, "before_opening", at(7)),
        (at(7), True, "open", None),
        (at(11), False, "lunch", at(13)),
        (at(16, 45), False, "after_closing", None),
    ],
)
def test_the_day_is_known_without_the_server(
    tmp_path: Path, now: Instant, issuing: bool, reason: str, opens: Instant | None
) -> None:
    reserve = opened(tmp_path)
    reserve.know(CENTRE)
    reserve.hold(leased((FIRST, 501, 503)), at(6))
    day = reserve.day(now)
    assert day is not None
    assert (day.service_day, day.issuing, day.reason, day.next_opening) == ("2022-10-11", issuing, reason, opens)


def test_on_a_day_without_a_lease_there_is_nothing_to_give(reserve: Reserve) -> None:
    tomorrow = at(8) + 24 * 3_600_000
    assert reserve.day(tomorrow) is None
    assert reserve.services(tomorrow) == frozenset()
    with pytest.raises(NoNumber):
        give(reserve, "r1", now=tomorrow)


def test_a_clock_that_went_back_is_not_believed(reserve: Reserve) -> None:
    give(reserve, "r1", now=at(9))
    assert reserve.services(at(8, 59)) == frozenset(), "after a restart without the server, with a dead battery"
    with pytest.raises(NoNumber):
        give(reserve, "r2", now=at(8, 59))
    assert reserve.services(at(9)) == {FIRST, SECOND}


def test_new_records_have_another_name(tmp_path: Path) -> None:
    assert opened(tmp_path / "a").name != opened(tmp_path / "b").name
