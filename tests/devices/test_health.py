from __future__ import annotations

from devices.health import LONGEST, health_of
from hardware.bus.exchange import UnitState


def test_the_worst_is_told_and_all_that_is_not_well() -> None:
    assert health_of({}) == ("ready", "")
    assert health_of({"a": UnitState.READY, "b": UnitState.SILENT, "c": UnitState.GONE}) == ("gone", "b silent, c gone")


def test_a_long_list_fits_the_wire() -> None:
    _, detail = health_of({f"sign-{number:03d}": UnitState.GONE for number in range(200)})
    assert len(detail) == LONGEST
