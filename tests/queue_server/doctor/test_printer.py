"""What a printer's word means, and a printer that is not there."""

from __future__ import annotations

import socket

import pytest

from hardware.printer.base import PrinterStatus
from queue_server.doctor.printer import judged_printer, printer


@pytest.mark.parametrize("status", list(PrinterStatus))
def test_every_word_of_a_printer_has_a_verdict(status: PrinterStatus) -> None:
    found = judged_printer(status)
    assert (found.verdict.value == "BAD") is (not status.can_print)
    assert bool(found.advice) is (status is not PrinterStatus.READY)


async def test_a_printer_that_is_not_there_is_bad_and_one_that_is_not_named_is_left_out() -> None:
    assert await printer("") is None
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        found = await printer(f"tcp:127.0.0.1:{closed.getsockname()[1]}")
    assert found is not None
    assert found.verdict.value == "BAD"
