"""Six digits and a secret: a device gets its token once, and nobody else gets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.protocol.messages import Role
from queue_server.web.access import Access
from queue_server.web.pairing import CODE_SECONDS, DeskNeeded, Pairing, TooMany, UnknownCode


class Seconds:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return Access(tmp_path / "access.json", clock=lambda: 0.0)


@pytest.fixture
def pairing(access: Access, clock: Seconds) -> Pairing:
    return Pairing(access, clock=clock)


def test_a_device_that_is_paired_gets_its_token_once(pairing: Pairing, access: Access) -> None:
    asked = pairing.ask(Role.KIOSK, address="10.0.0.5")
    assert len(asked.code) == 6
    assert pairing.collect(asked.secret) is None
    assert pairing.waiting() == [(Role.KIOSK, "10.0.0.5")]
    assert pairing.pair(asked.code, device="k1", by="quan") is Role.KIOSK
    assert pairing.waiting() == []
    given = pairing.collect(asked.secret)
    assert given is not None
    assert access.device("k1", role=Role.KIOSK, token=given[1])
    with pytest.raises(UnknownCode):
        pairing.collect(asked.secret)


def test_a_code_is_good_for_ten_minutes_and_one_device(pairing: Pairing, clock: Seconds) -> None:
    first = pairing.ask(Role.BOARD, address="10.0.0.5")
    pairing.pair(first.code, device="b1", by="quan")
    with pytest.raises(UnknownCode):
        pairing.pair(first.code, device="b2", by="quan")
    second = pairing.ask(Role.BOARD, address="10.0.0.5")
    clock.now += CODE_SECONDS
    with pytest.raises(UnknownCode):
        pairing.pair(second.code, device="b2", by="quan")
    with pytest.raises(UnknownCode):
        pairing.collect(second.secret)


def test_a_rating_tablet_belongs_to_a_desk(pairing: Pairing, access: Access) -> None:
    asked = pairing.ask(Role.RATING, address="10.0.0.7")
    with pytest.raises(DeskNeeded):
        pairing.pair(asked.code, device="rate-3", by="quan")
    assert pairing.pair(asked.code, device="rate-3", by="quan", desks=("3",)) is Role.RATING
    assert access.desks_of("rate-3") == ("3",)
    kiosk = pairing.ask(Role.KIOSK, address="10.0.0.7")
    pairing.pair(kiosk.code, device="k1", by="quan", desks=("3",))
    assert access.desks_of("k1") == ()


def test_nobody_fills_the_list_for_everybody(pairing: Pairing, clock: Seconds) -> None:
    for _ in range(6):
        pairing.ask(Role.KIOSK, address="10.0.0.5")
    with pytest.raises(TooMany):
        pairing.ask(Role.KIOSK, address="10.0.0.5")
    assert pairing.ask(Role.KIOSK, address="10.0.0.6")
    clock.now += CODE_SECONDS
    assert pairing.ask(Role.KIOSK, address="10.0.0.5")


def test_a_new_token_takes_the_place_of_the_old_one(pairing: Pairing, access: Access) -> None:
    old = access.add_device("k1", role=Role.KIOSK)
    asked = pairing.ask(Role.KIOSK, address="10.0.0.5")
    pairing.pair(asked.code, device="k1", by="quan")
    assert not access.device("k1", role=Role.KIOSK, token=old)
