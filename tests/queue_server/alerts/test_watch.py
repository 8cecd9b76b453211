"""What counts as wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.alerts import watch
from queue_server.alerts.watch import findings
from queue_server.core import commands as cmd
from queue_server.core.appointment import Appointment
from queue_server.core.calls import CallRecord
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.desk_commands import Undo
from queue_server.core.plan import MINUTE, Board, CentrePlan, Instant
from queue_server.protocol import messages as msg


@pytest.fixture
def now(instant: Callable[[str], Instant]) -> Instant:
    return instant("2026-11-23 08:00")


def device(key: str, role: msg.Role, *, since: Instant, **more: object) -> msg.Device:
    return msg.Device(**({"id": key, "role": role, "online": True, "since": since} | more))  # type: ignore[arg-type]


def levels(centre: Centre, *devices: msg.Device, now: Instant) -> dict[str, str]:
    return {each.cause: each.level for each in findings(centre, devices, now=now)}


def test_a_wait_is_judged_by_the_thresholds_of_the_centre(centre: Centre, now: Instant) -> None:
    handle(centre, cmd.TakeTicket(ticket="t", service="ho-tich"), now)
    told = [levels(centre, now=now + minutes * MINUTE).get("wait:ho-tich") for minutes in (9, 10, 15, 30)]
    assert told == [None, "warn", "target", "breach"]


def test_who_came_long_before_an_appointment_is_not_waiting_yet(centre: Centre, now: Instant) -> None:
    booked = Appointment(code="LH-000001", at=now + 60 * MINUTE)
    handle(centre, cmd.TakeTicket(ticket="t", service="ho-tich", appointment=booked), now)
    told = [levels(centre, now=now + minutes * MINUTE).get("wait:ho-tich") for minutes in (40, 69, 70, 90)]
    assert told == [None, None, "warn", "breach"]


def test_a_device_may_be_away_for_a_restart(centre: Centre, now: Instant) -> None:
    kiosk = device("k1", msg.Role.KIOSK, since=now, online=False)
    assert levels(centre, kiosk, now=now + 59_000) == {}
    assert levels(centre, kiosk, now=now + 60_000) == {"offline:k1": "trouble"}


def test_paper_clock_and_sound(centre: Centre, now: Instant) -> None:
    kiosk = device("k1", msg.Role.KIOSK, since=now, health="paper_out")
    board = device("b1", msg.Role.BOARD, since=now, health="silent", skew=-90)
    assert set(levels(centre, kiosk, board, now=now)) == {"health:k1", "muted:b1", "clock:b1"}
    # A printer that does not answer is no board that is not heard.
    mute = device("k2", msg.Role.KIOSK, since=now, health="silent")
    [finding] = findings(centre, [mute], now=now)
    assert (finding.cause, finding.words["vi"]) == ("health:k2", "Kiosk k2: máy in không trả lời")


def test_what_a_kiosk_found_wrong_before_opening_is_told_until_it_is_well(centre: Centre, now: Instant) -> None:
    failed = (msg.Check(what="printer", good=False, found="failed, paper_out"), msg.Check(what="clock", good=True))
    kiosk = device("k1", msg.Role.KIOSK, since=now, tested=now, checks=failed)
    [finding] = findings(centre, [kiosk], now=now + MINUTE)
    assert (finding.cause, finding.level) == ("check:k1", "trouble")
    assert finding.words["vi"] == "Kiosk k1 tự kiểm tra trước giờ mở, không đạt: máy in"
    well = device("k1", msg.Role.KIOSK, since=now, tested=now, checks=(msg.Check(what="printer", good=True),))
    assert findings(centre, [well], now=now) == []


def call(centre: Centre, now: Instant) -> int:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    handle(centre, cmd.TakeTicket(ticket="t", service="ho-tich"), now)
    handle(centre, cmd.CallNext(desk="1"), now)
    return centre.calls[-1].id


def test_a_board_that_does_not_draw_is_frozen_until_it_draws(centre: Centre, now: Instant) -> None:
    board = device("b1", msg.Role.BOARD, since=now)
    made = call(centre, now)
    assert levels(centre, board, now=now + 19_000) == {}
    assert levels(centre, board, now=now + 20_000) == {"frozen:b1": "trouble"}
    handle(centre, cmd.ReportCall(call=made, board="b1", drawn=True), now + 21_000)
    assert levels(centre, board, now=now + 22_000) == {}


def test_a_board_that_used_to_speak_and_stops_is_muted(centre: Centre, now: Instant) -> None:
    board = device("b1", msg.Role.BOARD, since=now)
    made = call(centre, now)
    handle(centre, cmd.ReportCall(call=made, board="b1", drawn=True), now)
    assert levels(centre, board, now=now + 2 * MINUTE) == {}, "it may stand where another board speaks"
    handle(centre, cmd.ReportCall(call=made, board="b1", failed="no_sound"), now)
    assert levels(centre, board, now=now + 2 * MINUTE) == {"muted:b1": "trouble"}


def test_a_board_that_is_connected_and_no_longer_draws_is_frozen_without_any_call(centre: Centre, now: Instant) -> None:
    board = device("b1", msg.Role.BOARD, since=now, frames=7, drew=now + 10_000)
    assert levels(centre, board, now=now + 44_999) == {}
    assert levels(centre, board, now=now + 45_000) == {"frozen:b1": "trouble"}
    never = device("b2", msg.Role.BOARD, since=now, frames=0)
    assert levels(centre, never, now=now + 35_000) == {"frozen:b2": "trouble"}
    older = device("b3", msg.Role.BOARD, since=now)
    assert levels(centre, older, now=now + MINUTE) == {}, "its program does not count frames"
    away = device("b1", msg.Role.BOARD, since=now, online=False, frames=7, drew=now)
    assert levels(centre, away, now=now + MINUTE) == {"offline:b1": "trouble"}, "one cause"
    back = device("b1", msg.Role.BOARD, since=now + MINUTE, frames=7, drew=now)
    assert levels(centre, back, now=now + MINUTE + 1_000) == {}, "it has not had the time to draw"


def test_a_page_that_nobody_sees_is_not_called_frozen(centre: Centre, now: Instant) -> None:
    board = device("b1", msg.Role.BOARD, since=now, frames=7, drew=now, hidden=True)
    call(centre, now)
    assert levels(centre, board, now=now + 30_000) == {}, "somebody looks for something"
    assert levels(centre, board, now=now + 35_000) == {"hidden:b1": "trouble"}


def test_in_a_replayed_day_machines_have_their_own_time(centre: Centre, now: Instant) -> None:
    board = device("b1", msg.Role.BOARD, since=now, frames=7, drew=now)
    assert findings(centre, [board], now=now + 5 * MINUTE, speed=30) == []
    assert [each.cause for each in findings(centre, [board], now=now + 18 * MINUTE, speed=30)] == ["frozen:b1"]


def test_quiet_hours_and_calls_taken_back_are_no_trouble(centre: Centre, now: Instant) -> None:
    board = device("b1", msg.Role.BOARD, since=now)
    made = call(centre, now)
    handle(centre, cmd.ReportCall(call=made, board="b1", drawn=True, failed="quiet_hours"), now)
    assert levels(centre, board, now=now + 2 * MINUTE) == {}
    handle(centre, Undo(desk="1"), now + 1_000)
    assert levels(centre, device("b2", msg.Role.BOARD, since=now), now=now + 2 * MINUTE) == {}


@pytest.fixture
def one_hall(make_plan: Callable[..., CentrePlan]) -> CentrePlan:
    boards = (Board(id="b1", hall="sanh"), Board(id="b2", hall="sanh"), Board(id="b3", desks=("3",), hall="sanh"))
    return replace(make_plan(), boards=boards)


def test_of_boards_that_hear_each_other_one_speaks(one_hall: CentrePlan, now: Instant) -> None:
    centre = Centre()
    handle(centre, cmd.AdoptPlan(plan=one_hall), now)
    handle(centre, cmd.OpenDay(), now)
    first = call(centre, now)
    for board in ("b1", "b2"):
        handle(centre, cmd.ReportCall(call=first, board=board, drawn=True, spoken=board == "b1"), now)
    handle(centre, cmd.Recall(desk="1", ticket="t"), now + 1_000)
    again = centre.calls[-1].id
    for board in ("b1", "b2"):
        handle(centre, cmd.ReportCall(call=again, board=board, drawn=True, spoken=board == "b2"), now + 2_000)
    boards = [device(each.id, msg.Role.BOARD, since=now) for each in one_hall.boards]
    assert levels(centre, *boards, now=now + 3 * MINUTE) == {}, "b2 is the voice now; b3 stands over another desk"


def test_a_board_is_not_blamed_for_calls_before_it_came(centre: Centre, now: Instant) -> None:
    call(centre, now)
    board = device("b1", msg.Role.BOARD, since=now + 1)
    assert levels(centre, board, now=now + MINUTE) == {}


def test_a_board_over_one_desk_is_judged_by_the_last_call_to_it(one_hall: CentrePlan, now: Instant) -> None:
    centre = Centre()
    handle(centre, cmd.AdoptPlan(plan=replace(one_hall, boards=(Board(id="b1", desks=("1",)),))), now)
    handle(centre, cmd.OpenDay(), now)
    board = device("b1", msg.Role.BOARD, since=now)
    own = call(centre, now)
    handle(centre, cmd.OpenDesk(desk="2", officer="binh"), now)
    handle(centre, cmd.TakeTicket(ticket="u", service="ho-tich"), now)
    handle(centre, cmd.CallNext(desk="2"), now + 1_000)
    assert levels(centre, board, now=now + MINUTE) == {"frozen:b1": "trouble"}
    handle(centre, cmd.ReportCall(call=own, board="b1", drawn=True), now + MINUTE)
    assert levels(centre, board, now=now + MINUTE) == {}, "the other desk's call is nothing to it"


def test_the_calls_of_late_are_gone_through_once_for_all_boards(
    centre: Centre, now: Instant, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    for place in range(30):
        handle(centre, cmd.TakeTicket(ticket=f"t{place}", service="ho-tich"), now)
        handle(centre, cmd.CallNext(desk="1"), now)
        handle(centre, cmd.StartServing(desk="1", ticket=f"t{place}"), now)
        handle(centre, cmd.Finish(desk="1", ticket=f"t{place}"), now)
    asked: list[str] = []
    concerns = watch._concerns

    def counted(call: CallRecord, board: Board | None) -> bool:
        asked.append(call.number)
        return concerns(call, board)

    monkeypatch.setattr(watch, "_concerns", counted)
    boards = [device(f"b{place}", msg.Role.BOARD, since=now) for place in range(50)]
    assert len(levels(centre, *boards, now=now + MINUTE)) == 50
    assert len(asked) == 50, "of thirty calls the last alone is looked at for each"
