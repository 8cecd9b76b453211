"""Who is told what, and what becomes of those who cannot keep up."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import TypeVar

import pytest
from websockets.protocol import OPEN

from chaos.line import message_in
from queue_server import switchboard as module
from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.events import Event
from queue_server.core.plan import Board, Instant
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import decode_from_server
from queue_server.switchboard import Listener, Switchboard
from queue_server.wire import ticket_thing

T = TypeVar("T")


class Hall:
    """A centre without a journal, and connections without sockets: what was sent is kept as messages."""

    epoch = "epoch-1"
    speed = 1.0

    def __init__(self, centre: Centre, now: Instant) -> None:
        self.centre, self.now = centre, now
        self.sent: dict[str, list[msg.FromServer]] = defaultdict(list)
        self.backlog: dict[str, int] = defaultdict(int)
        self.closed: dict[str, int] = {}
        self.seconds = 0.0
        self.board = Switchboard(self, steady=lambda: self.seconds)

    async def read(self, reading: Callable[[Centre], T]) -> T:
        return reading(self.centre)

    def listener(self, name: str, role: msg.Role) -> Listener:
        async def close(code: int, _: str) -> None:
            self.closed[name] = code

        def write(frame: bytes) -> None:
            self.sent[name].append(decode_from_server(message_in(frame)))

        transport = SimpleNamespace(get_write_buffer_size=lambda: self.backlog[name], write=write)
        line = SimpleNamespace(transport=transport, protocol=SimpleNamespace(state=OPEN), close=close)
        return Listener(role=role, device=name, connection=line)

    async def join(self, name: str, role: msg.Role, *, resume: msg.Position | None = None) -> Listener:
        listener = self.listener(name, role)

        def welcome(centre: Centre, recovered: bool) -> msg.Welcome:
            return msg.Welcome(
                protocol=1,
                server="motcua",
                centre=centre.plan.id,
                role=role,
                device=name,
                epoch=self.epoch,
                version=centre.version,
                recovered=recovered,
                now=self.now,
                beat=5,
            )

        await self.board.join(listener, welcome, msg.Hello(protocol=1, role=role, device=name, resume=resume))
        return listener

    def do(self, command: cmd.Command) -> None:
        first = self.centre.version + 1
        self.board.publish(handle(self.centre, command, self.now), first)

    def things(self, name: str) -> list[str]:
        """The kinds of things of the last message."""
        return [type(thing).__name__ for thing in self.sent[name][-1].things]  # type: ignore[union-attr]


@pytest.fixture
def hall(centre: Centre, instant: Callable[[str], Instant]) -> Hall:
    return Hall(centre, instant("2026-11-23 08:00"))


async def test_each_role_hears_what_concerns_it_and_nothing_else(hall: Hall) -> None:
    for name, role in (("k1", msg.Role.KIOSK), ("b1", msg.Role.BOARD), ("pc", msg.Role.DESK)):
        await hall.join(name, role)
    for name in ("k1", "b1", "pc"):
        assert [type(each).__name__ for each in hall.sent[name][:2]] == ["Welcome", "Snapshot"]
    hall.sent.clear()
    hall.do(cmd.OpenDesk(desk="1", officer="an"))
    hall.do(cmd.TakeTicket(ticket="t1", service="ho-tich"))
    hall.do(cmd.CallNext(desk="1"))
    assert hall.sent["k1"] == []
    assert hall.things("b1") == ["Desk", "Call"]
    assert sorted(hall.things("pc")) == ["Call", "Desk", "Ticket"]


async def test_who_resumes_gets_what_it_missed_and_a_stranger_gets_everything(hall: Hall) -> None:
    await hall.join("b1", msg.Role.BOARD)
    left = msg.Position(epoch=hall.epoch, version=hall.centre.version)
    hall.do(cmd.OpenDesk(desk="1", officer="an"))
    hall.do(cmd.TakeTicket(ticket="t1", service="ho-tich"))
    hall.do(cmd.CallNext(desk="1"))
    await hall.join("back", msg.Role.BOARD, resume=left)
    welcome, *updates = hall.sent["back"]
    assert isinstance(welcome, msg.Welcome)
    assert welcome.recovered
    kinds = [type(thing).__name__ for update in updates for thing in update.things]  # type: ignore[union-attr]
    assert [kind for kind in kinds if kind != "Line"] == ["Desk", "Desk", "Call", "Day", "Coming", "Voices"]
    for place, position in enumerate(
        (msg.Position(epoch="older", version=left.version), msg.Position(epoch=hall.epoch, version=10**6))
    ):
        await hall.join(f"stranger{place}", msg.Role.BOARD, resume=position)
        assert isinstance(hall.sent[f"stranger{place}"][1], msg.Snapshot)


async def test_who_was_away_for_too_long_gets_a_snapshot(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RING", 4)
    left = msg.Position(epoch=hall.epoch, version=hall.centre.version)
    for _ in range(3):
        hall.do(cmd.OpenDesk(desk="1", officer="an"))
        hall.do(cmd.CloseDesk(desk="1"))
    await hall.join("late", msg.Role.BOARD, resume=left)
    assert isinstance(hall.sent["late"][1], msg.Snapshot)
    recent = msg.Position(epoch=hall.epoch, version=hall.centre.version - 2)
    await hall.join("soon", msg.Role.BOARD, resume=recent)
    assert isinstance(hall.sent["soon"][1], msg.Update)


async def test_who_cannot_keep_up_gets_one_snapshot_instead_of_the_backlog(hall: Hall) -> None:
    slow = await hall.join("slow", msg.Role.BOARD)
    await hall.join("quick", msg.Role.BOARD)
    hall.sent.clear()
    hall.backlog["slow"] = 70_000
    hall.do(cmd.OpenDesk(desk="1", officer="an"))
    for place in range(40):
        hall.do(cmd.TakeTicket(ticket=f"t{place}", service="ho-tich"))
        hall.do(cmd.CallNext(desk="1"))
        hall.do(cmd.StartServing(desk="1", ticket=f"t{place}"))
        hall.do(cmd.Finish(desk="1", ticket=f"t{place}"))
    assert hall.sent["slow"] == []
    assert len(hall.sent["quick"]) > 100
    hall.backlog["slow"] = 0
    hall.board._look_after_the_slow(hall.centre)
    [snapshot] = hall.sent["slow"]
    assert isinstance(snapshot, msg.Snapshot)
    assert snapshot.version == hall.centre.version
    assert not slow.backlog.behind


async def test_who_stays_behind_is_disconnected_with_its_own_code(hall: Hall) -> None:
    await hall.join("stalled", msg.Role.BOARD)
    hall.backlog["stalled"] = 10**6
    hall.do(cmd.OpenDesk(desk="1", officer="an"))
    for _ in range(45):
        hall.seconds += 0.5
        hall.board._look_after_the_slow(hall.centre)
    await asyncio.sleep(0)
    assert hall.closed == {"stalled": msg.Close.SLOW}
    assert hall.seconds > 20


async def test_the_voice_of_a_hall_passes_on_from_a_board_that_stands_still(hall: Hall) -> None:
    two = (Board(id="b1", hall="sanh"), Board(id="b2", hall="sanh"))
    hall.do(cmd.AdoptPlan(plan=replace(hall.centre.plan, boards=two)))
    boards = [await hall.join(name, msg.Role.BOARD) for name in ("b1", "b2")]

    def drew(board: Listener, frames: int) -> None:
        hall.board.report_health(board, msg.ReportHealth(request="r", health="ready", frames=frames))

    for each in boards:
        drew(each, 1)
    told = len(hall.sent["b2"])
    for frames in range(2, 7):
        hall.now += 10_000
        drew(boards[1], frames)
        hall.board._choose_voices()
    assert [each.things for each in hall.sent["b2"][told:] if isinstance(each, msg.Update)] == [
        (msg.Voices(speakers={"sanh": "b2"}),)
    ], "boards that go on drawing are no news, and the change is told once"


async def test_desks_see_which_devices_are_there_and_how_they_are(hall: Hall) -> None:
    await hall.join("pc", msg.Role.DESK)
    board = await hall.join("b1", msg.Role.BOARD)
    assert hall.board.devices[0].online
    clock = hall.now + 90_000
    hall.board.report_health(board, msg.ReportHealth(request="r", health="no_sound", clock=clock, detail="loa câm"))
    assert (hall.board.devices[0].skew, hall.board.devices[0].detail) == (90, "loa câm")
    assert hall.sent["pc"][-1].things[0].health == "no_sound"  # type: ignore[union-attr]
    hall.board.leave(board)
    [device] = hall.sent["pc"][-1].things  # type: ignore[union-attr]
    assert isinstance(device, msg.Device)
    assert (device.id, device.online) == ("b1", False)


async def test_a_supervisor_hears_of_acts_and_notices_and_the_kiosk_of_what_concerns_it(hall: Hall) -> None:
    for name, role in (("k1", msg.Role.KIOSK), ("sup", msg.Role.HALL)):
        await hall.join(name, role)
    hall.do(cmd.PostNotice(words={"vi": "Mất điện"}, until=None, urgent=True, officer="chi"))
    assert {type(each) for each in hall.sent["sup"][-1].things} == {msg.Notice, msg.Act}  # type: ignore[union-attr]
    [notice] = hall.sent["k1"][-1].things  # type: ignore[union-attr]
    assert isinstance(notice, msg.Notice)
    assert (notice.words, notice.urgent) == ({"vi": "Mất điện"}, True)
    hall.do(cmd.CloseService(service="chung-thuc", words={"vi": "Mất mạng"}, officer="chi"))
    hall.board._tell_figures(hall.centre)
    told = [thing for thing in hall.sent["k1"][-1].things if isinstance(thing, msg.Line)]  # type: ignore[union-attr]
    closed = next(line for line in told if line.service == "chung-thuc")
    assert (closed.issuing, closed.reason, closed.words) == (False, "service_closed", {"vi": "Mất mạng"})
    hall.do(cmd.ReassignDesk(desk="2", services=("ho-tich",), overflow=(), reason="đông", officer="chi"))
    snapshot = hall.sent["k1"][-1]
    assert isinstance(snapshot, msg.Snapshot), "which desks serve what concerns everybody"


async def test_news_of_a_ticket_is_what_the_answer_said_and_of_a_later_change_what_is_true_then(hall: Hall) -> None:
    await hall.join("hall", msg.Role.HALL)

    def told() -> msg.Ticket:
        update = hall.sent["hall"][-1]
        assert isinstance(update, msg.Update)
        return next(thing for thing in update.things if isinstance(thing, msg.Ticket))

    first = hall.centre.version + 1
    events = handle(hall.centre, cmd.TakeTicket(ticket="t1", service="ho-tich"), hall.now)
    answer = ticket_thing(hall.centre, hall.centre.tickets["t1"])
    hall.board.answered(answer)
    hall.board.publish(events, first)
    assert told() == answer
    hall.board.answered(answer)  # asked for again, and nothing to publish
    hall.do(cmd.Cancel(ticket="t1", reason=""))
    assert told().state is msg.TicketState.CANCELLED


async def test_a_new_day_is_a_snapshot_for_everybody(hall: Hall, instant: Callable[[str], Instant]) -> None:
    for name, role in (("k1", msg.Role.KIOSK), ("b1", msg.Role.BOARD), ("pc", msg.Role.DESK)):
        await hall.join(name, role)
    hall.now = instant("2026-11-24 07:00")
    hall.do(cmd.OpenDay())
    assert all(isinstance(hall.sent[name][-1], msg.Snapshot) for name in ("k1", "b1", "pc"))


async def test_wait_figures_are_sent_when_they_change_and_only_then(hall: Hall) -> None:
    await hall.join("k1", msg.Role.KIOSK)
    hall.board._tell_figures(hall.centre)
    hall.sent.clear()
    hall.board._tell_figures(hall.centre)
    assert hall.sent["k1"] == []
    hall.do(cmd.TakeTicket(ticket="t1", service="ho-tich"))
    hall.board._tell_figures(hall.centre)
    lines = {thing.service: thing for thing in hall.sent["k1"][-1].things}  # type: ignore[union-attr]
    assert lines["ho-tich"].waiting == 1
    assert lines["chung-thuc"].ahead == 1, "the same desks serve both"


@pytest.mark.parametrize("resumed", [True, False])
async def test_figures_that_went_and_came_back_are_told_to_who_came_in_between(hall: Hall, resumed: bool) -> None:
    await hall.join("k1", msg.Role.KIOSK)
    hall.board._tell_figures(hall.centre)
    hall.do(cmd.TakeTicket(ticket="t1", service="ho-tich"))
    position = msg.Position(epoch=hall.epoch, version=hall.centre.version)
    await hall.join("k2", msg.Role.KIOSK, resume=position if resumed else None)
    hall.do(cmd.Cancel(ticket="t1"))
    hall.board._tell_figures(hall.centre)
    waiting = [
        thing.waiting
        for message in hall.sent["k2"][1:]
        for thing in message.things  # type: ignore[union-attr]
        if isinstance(thing, msg.Line) and thing.service == "ho-tich"
    ]
    assert waiting == [1, 0]
    hall.sent.clear()
    hall.board._tell_figures(hall.centre)
    assert not hall.sent


async def test_wait_figures_let_news_pass_and_keep_their_rhythm(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    await hall.join("k1", msg.Role.KIOSK)
    told: list[tuple[float, int]] = []

    async def sleep(seconds: float) -> None:
        told.append((hall.seconds, sum(isinstance(each, msg.Update) for each in hall.sent["k1"])))
        hall.seconds += seconds
        if len(told) == 3:
            hall.do(cmd.TakeTicket(ticket="t1", service="ho-tich"))
        if hall.seconds > 1.4:
            raise asyncio.CancelledError

    monkeypatch.setattr(module.asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await hall.board.run()
    assert [(round(at, 1), count) for at, count in told] == [
        (0.0, 0), (0.5, 0), (0.5, 1), (1.0, 1), (1.2, 2),
    ], "a ticket was taken at 1.0: its figures went out at 1.2, the next look is at 1.5"  # fmt: skip


async def test_everybody_has_a_heartbeat_in_a_round_and_few_have_it_at_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"b{n}" for n in range(40)]
    for name in names:
        await hall.join(name, msg.Role.BOARD)
    beats: list[int] = []

    def heard(name: str) -> int:
        return sum(isinstance(each, msg.Beat) for each in hall.sent[name])

    async def sleep(seconds: float) -> None:
        hall.seconds += seconds
        if seconds:
            beats.append(sum(map(heard, names)))
        if hall.seconds > 2 * module.BEAT_SECONDS:
            raise asyncio.CancelledError

    monkeypatch.setattr(module.asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await hall.board.run()
    assert set(map(heard, names)) == {2}
    assert beats == list(range(0, 81, 4))


async def test_who_comes_at_once_is_sent_the_same_and_whoever_comes_later_what_is_true_then(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Instant] = []
    everything = module.wire.everything

    def counted(centre: Centre, *, now: Instant) -> list[msg.Thing]:
        made.append(now)
        return everything(centre, now=now)

    monkeypatch.setattr(module.wire, "everything", counted)
    for place in range(20):
        await hall.join(f"pc{place}", msg.Role.DESK)
    assert len(made) == 1
    hall.do(cmd.TakeTicket(ticket="t1", service="ho-tich"))
    await hall.join("late", msg.Role.DESK)
    snapshot = hall.sent["late"][-1]
    assert isinstance(snapshot, msg.Snapshot)
    assert snapshot.version == hall.centre.version
    assert [thing.id for thing in snapshot.things if isinstance(thing, msg.Ticket)] == ["t1"]
    await hall.join("k1", msg.Role.KIOSK)
    await hall.join("later", msg.Role.DESK)
    assert "Device" in hall.things("later"), "a kiosk came, which has no version"
    hall.seconds += 0.5
    hall.now += 500
    await hall.join("last", msg.Role.DESK)
    assert made[-1] == hall.now, "figures change with time"


async def test_who_resumes_at_once_is_sent_the_same_too(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Instant] = []
    figures = module.wire.figures

    def counted(centre: Centre, *, now: Instant) -> list[msg.Thing]:
        made.append(now)
        return figures(centre, now=now)

    monkeypatch.setattr(module.wire, "figures", counted)
    position = msg.Position(epoch=hall.epoch, version=hall.centre.version)
    for place in range(20):
        await hall.join(f"pc{place}", msg.Role.DESK, resume=position)
    assert len(made) == 1
    assert all("Line" in hall.things(f"pc{place}") for place in range(20))
    hall.board._tell_figures(hall.centre)
    await hall.join("late", msg.Role.DESK, resume=position)
    assert len(made) == 3, "after others were told"


async def test_an_older_line_of_a_device_that_ends_later_does_not_take_it_away(hall: Hall) -> None:
    former, line = [await hall.join("k1", msg.Role.KIOSK) for _ in range(2)]
    former.opened, line.opened = 1, 2
    assert hall.board.replaced("k1") == [former]
    former.opened = 3
    assert hall.board.replaced("k1") == [line], "the last to be opened is the one that its device is at"
    hall.board.leave(former)
    assert hall.board.is_there("k1")
    assert hall.board.devices[0].online
    order = msg.Errand(id="e1", what="restart")
    assert hall.board.send_to("k1", order)
    assert hall.sent["k1"][-1] == order
    hall.board.leave(line)
    assert not hall.board.send_to("k1", order)
    assert not hall.board.devices[0].online


async def test_a_report_of_a_call_that_the_same_batch_pushes_out_is_no_news(hall: Hall) -> None:
    await hall.join("pc", msg.Role.DESK)
    for place in range(51):
        hall.do(cmd.TakeTicket(ticket=f"t{place}", service="ho-tich"))
    hall.do(cmd.OpenDesk(desk="1", officer="an"))

    def call(place: int) -> list[Event]:
        happened = handle(hall.centre, cmd.CallNext(desk="1"), hall.now)
        happened += handle(hall.centre, cmd.StartServing(desk="1", ticket=f"t{place}"), hall.now)
        return happened + handle(hall.centre, cmd.Finish(desk="1", ticket=f"t{place}"), hall.now)

    def report(call: int) -> list[Event]:
        return handle(hall.centre, cmd.ReportCall(call=call, board="b1", drawn=True), hall.now)

    for place in range(50):
        call(place)
    first = hall.centre.version + 1
    batch = report(hall.centre.calls[0].id) + call(50) + report(hall.centre.calls[-1].id)
    hall.board.publish(batch, first)
    [told] = [each for each in hall.sent["pc"][-1].things if isinstance(each, msg.Heard)]  # type: ignore[union-attr]
    assert told.call == hall.centre.calls[-1].id
