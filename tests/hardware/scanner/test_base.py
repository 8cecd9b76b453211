from __future__ import annotations

from hardware.scanner.base import Scan


def test_a_scan_does_not_show_what_it_holds() -> None:
    assert "062085001234" not in repr(Scan("062085001234|…"))
