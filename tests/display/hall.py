"""A hall for tests and pictures: the desks of a city section, what happens there, and a link that tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from queue_server.client.base import Change, LinkState, Listener
from queue_server.client.view import View
from queue_server.protocol import messages as msg

ZONE = "Asia/Ho_Chi_Minh"

SERVICES = {
    "dat-dai": ("L", "Đất đai", "Land"),
    "thue": ("H", "Thuế", "Taxes"),
    "ho-tich": ("A", "Hộ tịch", "Civil status"),
    "chung-thuc": ("K", "Chứng thực", "Certification"),
    "tra-ket-qua": ("R", "Trả kết quả", "Results"),
}
DESKS = {
    "1": ("Đất đai 1", ("dat-dai",)),
    "2": ("Đất đai 2", ("dat-dai",)),
    "3": ("Đất đai 3 - giao dịch bảo đảm", ("dat-dai",)),
    "4": ("Thuế, nghĩa vụ tài chính", ("thue",)),
    "5": ("Hộ kinh doanh", ("thue",)),
    "7": ("Tư pháp - Lao động - Văn hóa - Giáo dục", ("ho-tich", "chung-thuc")),
    "8": ("Trả kết quả", ("tra-ket-qua",)),
    "12": ("Trả kết quả 2", ("tra-ket-qua",)),
}


def at(text: str) -> msg.Instant:
    """Local time "2026-11-23 08:00" as an instant."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)


def centre(
    *, desks: int = 8, languages: tuple[str, ...] = ("vi", "en"), boards: tuple[msg.BoardInfo, ...] = ()
) -> msg.Centre:
    return msg.Centre(
        id="kt-tp",
        names={
            "vi": "Bộ phận Tiếp nhận và Trả kết quả thành phố Kon Tum",
            "en": "Kon Tum City Reception and Results Section",
        },
        languages=languages,
        services=tuple(
            msg.ServiceInfo(id=key, prefix=prefix, names={"vi": vi, "en": en}, icon="file", procedures=())
            for key, (prefix, vi, en) in SERVICES.items()
        ),
        desks=tuple(
            msg.DeskInfo(id=key, names={"vi": name}, services=services)
            for key, (name, services) in list(DESKS.items())[:desks]
        ),
        priorities=(),
        boards=boards or (msg.BoardInfo(id="b1"),),
        speech=msg.SpeechInfo(),
        timezone=ZONE,
        organisation={"vi": "Giữ nguyên", "en": "As is"},
        recalls_before_absent=2,
        hotline="0260 3862 345",
    )


def many_desks(number: int) -> msg.Centre:
    """The same centre with so many desks, each of one service."""
    keys = list(SERVICES)
    return msgspec.structs.replace(
        centre(),
        desks=tuple(
            msg.DeskInfo(id=str(each), names={"vi": f"Quầy {each}"}, services=(keys[each % len(keys)],))
            for each in range(1, number + 1)
        ),
    )


def day(*, issuing: bool = True, reason: str = "open", opens: str = "2026-11-24 07:00") -> msg.Day:
    return msg.Day(
        service_day="2026-11-23",
        issuing=issuing,
        reason=reason,
        until=at("2026-11-23 16:45") if issuing else None,
        next_opening=at(opens),
        closes=at("2026-11-23 17:00"),
    )


@dataclass
class Hall:
    """A server as a board sees it. What happens changes `view`; `things` are what changed since they were taken."""

    view: View = field(default_factory=View)
    version: int = 100
    now: msg.Instant = field(default_factory=lambda: at("2026-11-23 09:00"))
    centre: msg.Centre = field(default_factory=centre)
    day: msg.Day = field(default_factory=day)
    epoch: str = "e1"

    def open(self) -> View:
        """The first snapshot: every desk is there, nobody has been called."""
        desks = tuple(msg.Desk(id=info.id, state=msg.DeskState.IDLE, since=self.now) for info in self.centre.desks)
        snapshot = msg.Snapshot(epoch=self.epoch, version=self.version, things=(self.centre, self.day, *desks))
        self.view = self.view.apply(snapshot)
        return self.view

    def call(self, number: str, desk: str, *, kind: msg.CallKind = msg.CallKind.CALL, service: str = "") -> int:
        """Call a ticket to a desk; returns the call's id."""
        self.version += 1
        info = next(info for info in self.centre.desks if info.id == desk)
        call = msg.Call(
            id=self.version,
            ticket=f"t-{number}",
            number=number,
            service=service or info.services[0],
            desk=desk,
            kind=kind,
            priority=False,
            at=self.now,
        )
        self._apply(call, self._desk(desk, msg.DeskState.CALLING, number=number))
        return call.id

    def withdraw(self, call: int) -> None:
        """The call was a slip of the hand: the desk is free again."""
        self.version += 1
        made = self.view.calls[call]
        self._apply(msgspec.structs.replace(made, withdrawn=True), self._desk(made.desk, msg.DeskState.IDLE))

    def serve(self, desk: str) -> None:
        self.version += 1
        self._apply(self._desk(desk, msg.DeskState.SERVING, number=self.view.desks[desk].number))

    def free(self, desk: str) -> None:
        self.version += 1
        self._apply(self._desk(desk, msg.DeskState.IDLE))

    def tell(self, *things: msg.Thing) -> View:
        self._apply(*things)
        return self.view

    def _desk(self, desk: str, state: msg.DeskState, *, number: str | None = None) -> msg.Desk:
        ticket = f"t-{number}" if number else None
        return msg.Desk(id=desk, state=state, since=self.now, ticket=ticket, number=number)

    def _apply(self, *things: msg.Thing) -> None:
        self.view = self.view.apply(msg.Update(version=self.version, things=things))


class HallLink:
    """A link to a hall, driven by hand; keeps what was asked."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.state = LinkState.CONNECTING
        self.view = View()
        self.welcome: msg.Welcome | None = None
        self.refusal: str | None = None
        self.heard_at: msg.Instant | None = None
        self.asked: list[msg.Command] = []
        self._listeners: list[Listener] = []

    def on_change(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def ask(self, request: msg.Command, *, timeout: float | None = None) -> msg.Answer:
        self.asked.append(request)
        return msg.Done(request=request.request, version=self.hall.version)

    def now(self) -> msg.Instant:
        return self.hall.now

    def bring(self, *, snapshot: bool = False, state: LinkState = LinkState.LIVE) -> None:
        """The board hears of everything that has happened in the hall."""
        self.state, self.view, self.heard_at = state, self.hall.view, self.hall.now
        self._tell(Change(state=state, view=self.view, snapshot=snapshot, heard_at=self.heard_at))

    def breaks(self) -> None:
        """The line is down; the hall goes on."""
        self.state = LinkState.STALE
        self._tell(Change(state=self.state, view=self.view, heard_at=self.heard_at))

    def _tell(self, change: Change) -> None:
        for listener in list(self._listeners):
            listener(change)


@dataclass
class Folder:
    """A board's media files, there from the beginning."""

    files: dict[str, Path] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()

    def want(self, names: Iterable[str]) -> None:
        self.wanted = tuple(names)

    def path(self, name: str) -> Path | None:
        return self.files.get(name)
