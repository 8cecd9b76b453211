from __future__ import annotations

from devices.faces import FLASHES, face_of
from hardware.sign.base import DARK
from queue_server.client.view import View
from queue_server.protocol import messages as msg


def view(state: msg.DeskState, number: str | None, *calls: msg.Call) -> View:
    desk = msg.Desk(id="1", state=state, since=0, ticket=number and "t", number=number)
    return View().apply(msg.Snapshot(epoch="e", version=1, things=(desk, *calls)))


def call(number: str, *, at: int, desk: str = "1") -> msg.Call:
    return msg.Call(
        id=at, ticket="t", number=number, service="s", desk=desk, kind=msg.CallKind.CALL, priority=False, at=at
    )


def test_a_fresh_call_flashes_and_then_stands() -> None:
    known = view(msg.DeskState.CALLING, "A025", call("A025", at=1000))
    faces = [face_of(known, "1", now=now) for now in (1000, 1000 + FLASHES - 1, 1000 + FLASHES)]
    assert [(face.text, face.blink, face.caption) for face in faces] == [
        ("A025", True, "1"),
        ("A025", True, "1"),
        ("A025", False, "1"),
    ]


def test_who_is_served_does_not_flash() -> None:
    face = face_of(view(msg.DeskState.SERVING, "A025", call("A025", at=1000)), "1", now=1001)
    assert (face.text, face.blink) == ("A025", False)


def test_a_desk_with_nobody_is_dark() -> None:
    for state in (msg.DeskState.CLOSED, msg.DeskState.IDLE):
        assert face_of(view(state, None), "1", now=0) == DARK
    assert face_of(view(msg.DeskState.CALLING, "A025"), "2", now=0) == DARK
