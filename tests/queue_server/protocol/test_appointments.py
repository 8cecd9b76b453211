"""Appointment codes, as people scan and type them."""

from __future__ import annotations

import pytest

from queue_server.protocol.appointments import parse_appointment_code, short


@pytest.mark.parametrize("text", ["LH-7KQ2M9", " lh-7kq2m9\r\n", "LH–7KQ2M9", "LH-7KQ 2M9"])
def test_a_code_is_known_however_it_is_written(text: str) -> None:
    assert parse_appointment_code(text) == "LH-7KQ2M9"


@pytest.mark.parametrize("text", ["", "LH-", "LH-12345", "LH-1234567890123", "LH-7KQ2MÉ", "H34-221013-0012", "A025"])
def test_anything_else_is_none(text: str) -> None:
    assert parse_appointment_code(text) is None


def test_the_log_gives_no_code_away() -> None:
    assert short("LH-7KQ2M9") == "LH-…2M9"
