"""A real kiosk window on a virtual stage: see `tools.kiosk_stage`. Time goes by only when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from hardware.printer.base import PrinterStatus
from kiosk import events as ev
from kiosk.modes import Mode
from tools.kiosk_samples import at, centre, day, lines
from tools.kiosk_stage import Stage, stage

UPRIGHT, ACROSS = (1080, 1920), (1920, 1080)

Opened = Callable[..., Stage]


@pytest.fixture(scope="session")
def window() -> Iterator[Callable[[tuple[int, int]], Stage]]:
    """One window at a time: kept for the next test where the size is the same, for to build one takes a second."""
    with ExitStack() as last:
        held: dict[tuple[int, int], Stage] = {}

        def of(size: tuple[int, int]) -> Stage:
            if size not in held:
                last.close()
                held.clear()
                held[size] = last.enter_context(stage(size=size, instant=at(8, 5)))
            return held[size]

        yield of


@pytest.fixture
def kiosk(window: Callable[[tuple[int, int]], Stage]) -> Opened:
    """`kiosk()` is one that has just started, is connected, in issuing hours and with paper."""

    def opened(
        *,
        size: tuple[int, int] = UPRIGHT,
        of: str = "kt-tp",
        instant: int = at(8, 5),
        printer: PrinterStatus = PrinterStatus.READY,
        language: str = "vi",
        modes: frozenset[Mode] = frozenset(),
    ) -> Stage:
        shown = window(size)
        shown.reset(instant=instant, language=language, modes=modes)
        told = centre(of)
        shown.app.happened(ev.PrinterChanged(printer))
        shown.link.say(told, day(), lines(told))
        shown.play(0.5)
        return shown

    return opened
