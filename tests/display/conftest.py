"""A real board window in virtual time, in a hall where the test says what happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from display.announcer import Health, State
from display.carousel import Carousel
from display.expected import Likely
from display.phrases import SpeechStyle
from display.reports import Reports
from hardware.speaker.base import Phrase
from queue_server.protocol import messages as msg
from tests.display.hall import Folder, Hall, HallLink
from tests.display.web_board import browsers, shown  # noqa: F401

if TYPE_CHECKING:
    from tests.kivy_harness import KivyHarness


class QuietAnnouncer:
    """Notes what it is to say, and says nothing."""

    def __init__(self, reports: Reports) -> None:
        self.reports = reports
        self.health = Health(State.IDLE, 0)
        self.speech = SpeechStyle()
        self.started: list[int] = []
        self.sounded: int | None = None
        self.announced: list[msg.Call] = []
        self.notices: list[tuple[str, list[str]]] = []

    def notify(self, phrases: Sequence[Phrase], *, label: str, urgent: bool = False) -> None:
        self.notices.append((label, [phrase.text for phrase in phrases]))

    def start(self, *, after: int) -> None:
        self.started.append(after)

    def expect(self, calls: Iterable[Likely]) -> None:
        self.expected = tuple(calls)

    def announce(self, call: msg.Call) -> bool:
        self.announced.append(call)
        return True


class BoardWindow:
    """The window, the hall it shows, and the link between them."""

    def __init__(self, hall: Hall, size: tuple[int, int]) -> None:
        from display.app import BoardApp
        from tests.kivy_harness import KivyHarness, VirtualTime

        self.hall = hall
        self.link = HallLink(hall)
        self.folder = Folder()
        time = VirtualTime()
        self.app = BoardApp(
            self.link,
            device="b1",
            announcer=QuietAnnouncer,
            clock=lambda: hall.now,
            tick=time.milliseconds,
            media=Carousel(self.folder),
        )
        self.harness: KivyHarness = KivyHarness(self.app, size=size, time=time)

    @property
    def announcer(self) -> Any:
        return self.app.announcer

    def open(self) -> BoardWindow:
        """The first snapshot."""
        self.hall.open()
        self.link.bring(snapshot=True)
        self.harness.frames(2)
        return self

    def texts(self) -> list[str]:
        return self.harness.texts()

    def drawn(self) -> list[int]:
        """The calls that were reported as drawn."""
        return [each.call for each in self.link.asked if isinstance(each, msg.ReportCall) and each.drawn]


@pytest.fixture
def window() -> Iterator[Callable[..., BoardWindow]]:
    """Make a board's window: `window(hall, size)`."""
    made: list[BoardWindow] = []

    def make(hall: Hall | None = None, size: tuple[int, int] = (1920, 1080)) -> BoardWindow:
        made.append(BoardWindow(hall or Hall(), size))
        return made[-1]

    yield make
    for each in made:
        each.harness.close()
