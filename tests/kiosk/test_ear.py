"""From a scan to an event: a card becomes a token and a class, and of its text nothing is left."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from hardware.scanner.base import Scan, ScannerState
from kiosk import events as ev
from kiosk.ear import Ear
from kiosk.identity import person_token
from kiosk.scanned import Unusable
from queue_server.client.view import View
from queue_server.protocol.messages import DayKey, Snapshot
from tools.kiosk_samples import at, centre, day

OLD = "062055001234|231234567|Nguyễn Thị Hồng Đào|02091955|Nữ|Tổ 3, Trường Chinh, Kon Tum|10052021"
YOUNG = OLD.replace("02091955", "02091985").replace("062055", "062085")


class Link:
    """A link that knows what it was told."""

    def __init__(self, *, key: str = "key-of-today") -> None:
        told = (centre("kt-tp"), day(), DayKey(service_day="2022-10-11", key=key)) if key else (centre("kt-tp"), day())
        self.view = View().apply(Snapshot(epoch="e", version=1, things=told))

    def now(self) -> int:
        return at(8)


class Scanner:
    """A scanner that says what it is given."""

    name = "front"

    def __init__(self, *scans: str) -> None:
        self.scans = scans

    async def watch(self, scanned: Callable[[Scan], None], changed: Callable[[ScannerState], None]) -> None:
        changed(ScannerState.READY)
        for text in self.scans:
            scanned(Scan(text))


async def heard(*scans: str, key: str = "key-of-today") -> list[ev.Event]:
    events: list[ev.Event] = []
    ear = Ear(Link(key=key), Scanner(*scans), happened=events.append)  # type: ignore[arg-type]
    await ear.watch()
    assert events.pop(0) == ev.ScannerChanged(True)
    return events


async def test_the_age_on_a_card_gives_priority() -> None:
    assert await heard(OLD, YOUNG) == [
        ev.CardShown(person_token("key-of-today", "062055001234"), "elderly"),
        ev.CardShown(person_token("key-of-today", "062085001234"), ""),
    ]


async def test_without_the_servers_key_only_the_age_counts() -> None:
    assert await heard(OLD, key="") == [ev.CardShown("", "elderly")]


async def test_what_else_may_be_scanned() -> None:
    ticket, dossier, booked, useless = await heard(
        "http://x.vn/t/7Q4mXb2K", "H34-221013-0012", "lh-7k3pxq", "8934563138165"
    )
    assert isinstance(ticket, ev.TicketShown)
    assert isinstance(dossier, ev.DossierShown)
    assert (ticket.ticket, dossier.code) == ("7Q4mXb2K", "H34-221013-0012")
    assert isinstance(booked, ev.AppointmentShown)
    assert booked.code == "LH-7K3PXQ"
    assert len({ticket.request, dossier.request, booked.request}) == 3
    assert useless == ev.UselessShown(Unusable.UNKNOWN)


async def test_nothing_of_a_card_is_in_the_event_or_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = repr(await heard(OLD, "LH-7K3PXQ")) + "".join(str(vars(record)) for record in caplog.records)
    assert not any(secret in said for secret in ("062055001234", "231234567", "Nguyễn", "1955", "Trường Chinh"))
