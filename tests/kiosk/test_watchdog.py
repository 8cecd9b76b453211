"""systemd hears that the kiosk has begun, goes on, and ends."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from kiosk.watchdog import Watchdog


@pytest.mark.parametrize("abstract", [False, True])
def test_it_says_what_systemd_listens_for(tmp_path: Path, abstract: bool) -> None:
    address = f"@{tmp_path.name}-notify" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + address[1:] if abstract else address)
        watchdog = Watchdog(address)
        watchdog.ready()
        watchdog.beat()
        watchdog.status("phục vụ\nvà hơn nữa")
        watchdog.stopping()
        heard = [systemd.recv(200).decode() for _ in range(4)]
    assert heard == ["READY=1", "WATCHDOG=1", "STATUS=phục vụ", "STOPPING=1"]


@pytest.mark.parametrize("address", ["", "/nobody/listens/here"])
def test_where_nobody_listens_nothing_happens(address: str) -> None:
    Watchdog(address).beat()
