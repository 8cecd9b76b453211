"""What a printer does without that only prints: a part of stand-ins for one (hardware.printer.base.Printer)."""

from __future__ import annotations

from collections.abc import Callable

from hardware.printer.base import Slip


class PlainPrinter:
    """It remembers nothing of before, draws nothing ahead, keeps no pictures, and has no late word."""

    cut_short: tuple[str, ...] = ()

    def draw_ahead(self, lines: Slip) -> None:
        return None

    def tell_late(self, told: Callable[[str], object]) -> None:
        return None

    def keep(self, lines: Slip) -> None:
        return None

    async def close(self) -> None:
        return None
