"""The one port, over real sockets: who may do what, wrong input, and many at once."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from queue_server.client.link import Link, Refusal, fresh_request
from queue_server.core.plan import ORDINARY
from queue_server.dossiers.csv_file import CsvRegistry
from queue_server.protocol import messages as msg
from queue_server.protocol.session import Allowance
from queue_server.reports.proof import prove
from queue_server.web.failures import FAILURES


async def test_a_ticket_is_taken_called_drawn_and_served(house: Any) -> None:
    kiosk = await house.device("k1", msg.Role.KIOSK)
    board = await house.device("b1", msg.Role.BOARD)
    desk = await house.officer("an")
    taken = await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="ho-tich", procedure="ks-lt"))
    assert isinstance(taken, msg.Taken)
    assert taken.ticket.number == "H001"
    assert taken.follow == f"{house.url}/t/{taken.ticket.id}"
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    called = await desk.ask(msg.CallNext(request=fresh_request(), desk="1"))
    assert isinstance(called, msg.Called)
    assert called.ticket.why is not None
    assert called.ticket.why.rule == "normal"
    await seen(board, lambda: called.call.id in board.view.calls)
    await board.ask(msg.ReportCall(request=fresh_request(), call=called.call.id, drawn=True))
    await board.ask(msg.ReportCall(request=fresh_request(), call=called.call.id, spoken=True))
    await seen(desk, lambda: desk.view.heard.get((called.call.id, "b1")) is not None)
    await seen(desk, lambda: desk.view.heard[called.call.id, "b1"].spoken)
    await desk.ask(msg.StartServing(request=fresh_request(), desk="1", ticket=taken.ticket.id))
    done = await desk.ask(msg.Finish(request=fresh_request(), desk="1", ticket=taken.ticket.id))
    assert isinstance(done, msg.Done)
    assert done.ticket is not None
    assert (done.ticket.state, done.ticket.service) == (msg.TicketState.WAITING, "tra-ket-qua"), "the journey goes on"
    page = await asyncio.to_thread(read_json, f"{house.url}/api/tickets/{taken.ticket.id}")
    assert (page["number"], page["state"], page["ahead"]) == ("H001", "waiting", 0)


async def test_two_tabs_of_one_officer_never_get_two_tickets(house: Any) -> None:
    kiosk = await house.device("k1", msg.Role.KIOSK)
    tabs = [await house.officer("an"), await house.officer("an")]
    for _ in range(4):
        await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="chung-thuc"))
    await tabs[0].ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    asked = await asyncio.gather(
        *(tab.ask(msg.CallNext(request=fresh_request(), desk="1")) for tab in tabs), return_exceptions=True
    )
    assert Counter(type(answer).__name__ for answer in asked) == {"Called": 1, "Refusal": 1}


async def test_a_keypad_acts_for_the_officer_at_its_own_open_desk_only(house: Any) -> None:
    kiosk = await house.device("k1", msg.Role.KIOSK)
    keypad = await house.device("hall-1", msg.Role.DEVICES, desks=("1",))
    desk = await house.officer("an")
    await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="chung-thuc"))
    with pytest.raises(Refusal, match="desk_closed"):
        await keypad.ask(msg.CallNext(request=fresh_request(), desk="1"))
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    with pytest.raises(Refusal, match="not_allowed"):
        await keypad.ask(msg.CallNext(request=fresh_request(), desk="2"))
    called = await keypad.ask(msg.CallNext(request=fresh_request(), desk="1"))
    await seen(keypad, lambda: keypad.view.desks["1"].number == called.ticket.number)
    assert keypad.view.tickets == {}


async def test_an_officer_may_not_act_at_another_officers_desk(house: Any) -> None:
    kiosk, an, binh = (
        await house.device("k1", msg.Role.KIOSK),
        await house.officer("an"),
        await house.officer("binh"),
    )
    await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="chung-thuc"))
    await an.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    called = await an.ask(msg.CallNext(request=fresh_request(), desk="1"))
    for request in (
        msg.OpenDesk(request="1", desk="1"),
        msg.CallNext(request="2", desk="1"),
        msg.Finish(request="3", desk="1", ticket=called.ticket.id),
        msg.CloseDesk(request="4", desk="1"),
    ):
        with pytest.raises(Refusal, match="desk_taken"):
            await binh.ask(request)


async def test_sixteen_kiosks_and_eight_officers_at_once(house: Any) -> None:
    """No number twice, no ticket called twice, every call explained, also when requests are sent again."""
    kiosks = [await house.device(f"k{each}", msg.Role.KIOSK) for each in range(16)]
    officers = [await house.officer(name) for name in ("an", "binh", "chi", "an", "binh", "chi", "an", "binh")]
    services = ("ho-tich", "chung-thuc", "tra-ket-qua")
    for desk, officer in zip(("1", "2", "3"), officers, strict=False):
        await officer.ask(msg.OpenDesk(request=fresh_request(), desk=desk))
    taken: list[str] = []
    called: list[int] = []
    refusals: Counter[str] = Counter()

    async def press(kiosk: Link, start: int) -> None:
        for turn in range(12):
            request = msg.TakeTicket(
                request=fresh_request(),
                service=services[(start + turn) % 3],
                priority="elderly" if turn % 5 == 0 else ORDINARY,
            )
            answers = await asyncio.gather(*(kiosk.ask(request) for _ in range(1 + turn % 2)))
            assert len({answer.ticket.number for answer in answers}) == 1
            taken.append(answers[0].ticket.number)

    async def serve(officer: Link, place: int) -> None:
        desk = str(place % 3 + 1)
        for _ in range(60):
            try:
                answer = await officer.ask(msg.CallNext(request=fresh_request(), desk=desk))
                called.append(answer.call.id)
                await officer.ask(msg.StartServing(request=fresh_request(), desk=desk, ticket=answer.ticket.id))
                await officer.ask(msg.Finish(request=fresh_request(), desk=desk, ticket=answer.ticket.id))
            except Refusal as refusal:
                refusals[refusal.code] += 1

    await asyncio.gather(
        *(press(kiosk, place) for place, kiosk in enumerate(kiosks)),
        *(serve(officer, place) for place, officer in enumerate(officers)),
    )
    assert len(taken) == len(set(taken)) == 16 * 12
    assert len(called) == len(set(called))
    assert len(called) > 20
    assert set(refusals) <= {"nobody_waiting", "desk_busy", "not_at_desk", "wrong_state", "desk_taken"}
    events = [event async for event in house_events(house)]
    proof = prove(events)
    assert proof.sound, (proof.repeated, proof.doubled, proof.unexplained)


async def house_events(house: Any) -> Any:
    live = house.live
    async for record in live._journal.read():
        yield live._codec.decode(record.kind, record.body)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("nonsense", "not_understood"),
        ('{"type":"take_ticket","request":"r","service":"x"}', "hello_first"),
        ('{"type":"hello","protocol":99,"role":"kiosk","device":"k1"}', "wrong_version"),
        ('{"type":"hello","protocol":1,"role":"kiosk","device":"k1","token":"guess"}', "unknown_device"),
        ('{"type":"hello","protocol":1,"role":"desk","device":"pc"}', "unknown_device"),
        ('{"type":"hello","protocol":1,"role":"king","device":"pc"}', "not_understood"),
    ],
)
async def test_a_wrong_hello_is_told_why_and_closed(house: Any, frame: str, code: str) -> None:
    async with connect(house.socket) as line:
        await line.send(frame)
        answer = json.loads(await line.recv())
        assert (answer["type"], answer["code"]) == ("error", code)
        assert answer["message"]["vi"]
        with pytest.raises(ConnectionClosed) as closed:
            await line.recv()
        assert closed.value.rcvd is not None
        assert 4000 <= closed.value.rcvd.code < 4010


async def test_wrong_frames_after_hello_change_nothing(house: Any) -> None:
    token = house.access.add_device("k1", role=msg.Role.KIOSK)
    before = house.live.centre.version
    wrong = [
        "{",
        "[]",
        "null",
        '{"type":"call_next","request":"r","desk":"1"}',
        '{"type":"take_ticket","request":"r"}',
        '{"type":"take_ticket","request":"","service":"ho-tich"}',
        '{"type":"take_ticket","request":"r","service":["ho-tich"]}',
        '{"type":"hello","protocol":1,"role":"kiosk","device":"k1"}',
        '{"type":"take_ticket","request":"r","service":"' + "x" * 5000 + '"}',
        "[" * 20_000,
    ]
    async with connect(house.socket) as line:
        await line.send(json.dumps({"type": "hello", "protocol": 1, "role": "kiosk", "device": "k1", "token": token}))
        assert json.loads(await line.recv())["type"] == "welcome"
        assert json.loads(await line.recv())["type"] == "snapshot"
        for frame in wrong:
            await line.send(frame)
            answer = json.loads(await line.recv())
            while answer["type"] in ("update", "beat"):
                answer = json.loads(await line.recv())
            assert answer["type"] == "error", frame
            assert answer["code"] in FAILURES
            assert answer["request"] == ("r" if '"request":"r"' in frame else None), "whoever asked is told"
        await line.send(b"\xff\xfe")
        assert json.loads(await line.recv())["code"] == "not_understood"
    assert house.live.centre.version == before


async def test_a_client_that_asks_without_end_is_told_to_wait(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "PER_SECOND", 0.0)
    token = house.access.add_device("k1", role=msg.Role.KIOSK)
    before = house.live.centre.version
    async with connect(house.socket) as line:
        await line.send(json.dumps({"type": "hello", "protocol": 1, "role": "kiosk", "device": "k1", "token": token}))
        last = int(Allowance.BURST)
        for number in range(last + 1):
            await line.send(json.dumps({"type": "find_ticket", "request": str(number), "ticket": "H999"}))
            answer = json.loads(await line.recv())
            while answer.get("request") != str(number):
                answer = json.loads(await line.recv())
            assert answer.get("code") == ("too_fast" if number == last else "unknown_ticket")
    assert house.live.centre.version == before


async def test_a_frame_that_is_too_long_ends_the_connection_only(house: Any) -> None:
    token = house.access.add_device("k1", role=msg.Role.KIOSK)
    async with connect(house.socket) as line:
        await line.send(json.dumps({"type": "hello", "protocol": 1, "role": "kiosk", "device": "k1", "token": token}))
        await line.send("x" * 70_000)
        with pytest.raises(ConnectionClosed) as closed:
            await everything_from(line)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
    assert (await asyncio.to_thread(read_json, f"{house.url}/health"))["ok"] is True


async def test_a_page_of_another_site_cannot_use_the_officers_cookie(house: Any) -> None:
    officer = await house.officer("an")
    cookie = officer._headers["Cookie"]
    hello = json.dumps({"type": "hello", "protocol": 1, "role": "desk", "device": "pc"})
    async with connect(house.socket, additional_headers={"Cookie": cookie}, origin="http://evil.example") as line:
        await line.send(hello)
        assert json.loads(await line.recv())["code"] == "unknown_device"
    same = f"http://127.0.0.1:{house.port}"
    async with connect(house.socket, additional_headers={"Cookie": cookie}, origin=same) as line:
        await line.send(hello)
        assert json.loads(await line.recv())["officer"] == "an"


async def test_resume_brings_what_was_missed_and_a_stranger_epoch_a_snapshot(house: Any) -> None:
    kiosk = await house.device("k1", msg.Role.KIOSK)
    desk = await house.officer("an")
    position = {"epoch": desk.view.epoch, "version": desk.view.version}
    taken = await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="ho-tich"))
    cookie = desk._headers["Cookie"]
    for resume, recovered in (
        (position, True),
        ({**position, "epoch": "another"}, False),
        ({**position, "version": 10**6}, False),
    ):
        async with connect(house.socket, additional_headers={"Cookie": cookie}) as line:
            hello = {"type": "hello", "protocol": 1, "role": "desk", "device": "pc", "resume": resume}
            await line.send(json.dumps(hello))
            welcome, following = json.loads(await line.recv()), json.loads(await line.recv())
            assert welcome["recovered"] is recovered
            assert following["type"] == ("update" if recovered else "snapshot")
            assert taken.ticket.id in [thing.get("id") for thing in following["things"]]


async def test_the_connection_that_was_opened_last_is_kept_whichever_says_hello_last(house: Any) -> None:
    """A line that comes back delivers what it held: also the hello of a connection that its device has given up."""
    token = house.access.add_device("b1", role=msg.Role.BOARD)
    hello = json.dumps({"type": "hello", "protocol": 1, "role": "board", "device": "b1", "token": token})

    async def replaced(line: ClientConnection) -> bool:
        await line.wait_closed()
        return line.close_code == msg.Close.REPLACED

    async with connect(house.socket) as given_up, connect(house.socket) as present:
        await present.send(hello)
        assert json.loads(await present.recv())["type"] == "welcome"
        await given_up.send(hello)
        assert await replaced(given_up)
        async with connect(house.socket) as newest:
            await newest.send(hello)
            assert json.loads(await newest.recv())["type"] == "welcome"
            assert await replaced(present)


async def test_pages_are_served_with_a_strict_policy_and_unknown_tickets_are_not_found(house: Any) -> None:
    for path in ("/", "/desk", "/t/whatever", "/static/console/main.js", "/health"):
        policy, body = await asyncio.to_thread(read, house.url + path)
        assert "unsafe" not in policy
        assert "style=" not in body
        assert body.count("<script") == body.count('<script type="module" src="/static/')
    for path in ("/api/tickets/H001", "/board/b1?token=%22%3E%3Cscript%3E", "/static/../access.json"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            await asyncio.to_thread(read, house.url + path)
        assert refused.value.code == 404
        refused.value.close()


@pytest.mark.parametrize(
    ("path", "kept"), [("/api/me", "no-store"), ("/desk", "no-store"), ("/static/base.css", "no-cache")]
)
async def test_what_concerns_a_person_is_kept_by_nobody_on_the_way(house: Any, path: str, kept: str) -> None:
    def ask() -> str | None:
        with urllib.request.urlopen(house.url + path, timeout=20) as answer:
            found: str | None = answer.headers["Cache-Control"]
            return found

    assert await asyncio.to_thread(ask) == kept


def read(url: str) -> tuple[str, str]:
    """The content policy and the body of a page."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.headers["Content-Security-Policy"], answer.read().decode()


def read_json(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)


async def everything_from(line: ClientConnection) -> None:
    while True:
        await line.recv()


async def seen(link: Link, condition: Any) -> None:
    """Wait until the news has reached this link."""
    if condition():
        return
    reached = asyncio.Event()
    link.on_change(lambda _: reached.set() if condition() else None)
    await asyncio.wait_for(reached.wait(), timeout=60)


async def test_one_open_ticket_per_person_whichever_kiosk_is_asked(house: Any) -> None:
    first, second = await house.device("k1", msg.Role.KIOSK), await house.device("k2", msg.Role.KIOSK)
    assert first.view.day_key == second.view.day_key is not None, "both make the same token of the same card"
    requests = [msg.TakeTicket(request=fresh_request(), service="ho-tich", holder="3f" * 32) for _ in range(2)]
    answers = await asyncio.gather(
        *(kiosk.ask(request) for kiosk, request in zip((first, second), requests, strict=True)), return_exceptions=True
    )
    [taken] = [answer for answer in answers if isinstance(answer, msg.Taken)]
    [refusal] = [answer for answer in answers if isinstance(answer, Refusal)]
    assert (refusal.code, refusal.ticket) == ("already_holding", taken.ticket.id)
    found = await second.ask(msg.FindTicket(request=fresh_request(), ticket=taken.ticket.id))
    assert isinstance(found, msg.Found)
    assert (found.follow, found.desks, found.ahead) == (taken.follow, taken.desks, 0)


async def test_only_kiosks_are_told_the_key_of_the_day(house: Any) -> None:
    board, officer = await house.device("b1", msg.Role.BOARD), await house.officer("an")
    assert board.view.day is not None
    assert board.view.day_key is None
    assert officer.view.day_key is None


async def test_a_dossier_is_looked_up_where_there_is_a_registry(house: Any, tmp_path: Path) -> None:
    kiosk = await house.device("k1", msg.Role.KIOSK)
    find = msg.FindDossier(request=fresh_request(), code="H34-221013-0012")
    with pytest.raises(Refusal, match="no_lookup_now"):
        await kiosk.ask(find)
    file = tmp_path / "dossiers.csv"
    file.write_text("code,state,due,service\nH34-221013-0012,9,2026-11-23,tra-ket-qua\n", "utf-8")
    house.connect_registry(CsvRegistry(file))
    found = await kiosk.ask(find)
    assert isinstance(found, msg.DossierFound)
    assert (found.state, found.due, found.service, found.procedure) == (9, "2026-11-23", "tra-ket-qua", None)
    for code in ("H34-221013-0013", "nonsense"):
        with pytest.raises(Refusal, match="unknown_dossier"):
            await kiosk.ask(msg.FindDossier(request=fresh_request(), code=code))


async def test_who_asks_without_waiting_is_answered_in_the_order_of_asking(house: Any) -> None:
    token = house.access.add_device("k1", role=msg.Role.KIOSK)
    asked = list[str]()
    async with connect(house.socket) as line:
        await line.send(json.dumps({"type": "hello", "protocol": 1, "role": "kiosk", "device": "k1", "token": token}))
        for turn in range(1, 9):
            for kind, fields in (
                ("take_ticket", {"service": "chung-thuc"}),
                ("find_ticket", {"ticket": f"X{turn:03d}"}),
                ("report_health", {"health": "ready"}),
                ("call_next", {"desk": "1"}),
            ):
                asked.append(f"{kind} {turn}")
                await line.send(json.dumps({"type": kind, "request": asked[-1], **fields}))
        told = list[Any]()
        while len(told) < len(asked):
            answer = json.loads(await line.recv())
            if answer.get("request"):
                told.append(answer)
    assert [each["request"] for each in told] == asked
    assert [each["type"] for each in told] == ["taken", "found", "done", "error"] * 8
