from __future__ import annotations

from hardware.printer.base import PrinterStatus


def test_only_a_printer_that_says_it_is_well_can_print() -> None:
    assert {status for status in PrinterStatus if status.can_print} == {PrinterStatus.READY, PrinterStatus.PAPER_LOW}
