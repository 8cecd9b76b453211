"""What stands beside the calls: recent ones, lines of waiting, and what goes round. It takes room of its own only."""

from __future__ import annotations

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from display.board import Picture, Room
from display.carousel import Shown
from display.screens.lines import WaitingLines
from display.screens.media import MediaPanel
from display.screens.recent import RecentCalls
from display.theme import Plan, Shape

#: Sizes in units. The lists: their width beside the calls, and their height below the calls of a screen on its end.
LIST, BELOW = 500, 410
#: With what goes round: the width (below the calls, the height) of it and its list together, and its own height.
WITH_MEDIA = {Shape.LANDSCAPE: (640, 380), Shape.PORTRAIT: (440, 440), Shape.WIDE: (680, 380)}
GAP = 20


class Side(BoxLayout):
    """The panels of a board that are not its calls. `media` says whether something may go round here."""

    def __init__(self, plan: Plan, *, room: Room, panels: tuple[str, ...]) -> None:
        self.plan, self.panels = plan, panels
        unit, below = plan.unit, plan.shape is Shape.PORTRAIT
        self.with_media = "media" in panels
        across = below if self.with_media else not below
        super().__init__(orientation="horizontal" if across else "vertical", spacing=GAP * unit)
        columns = 2 if below and not self.with_media else 1
        self.recent = RecentCalls(room=room.recent, columns=columns, unit=unit)
        services = room.recent if below or self.with_media else room.recent - 1
        self.lines = WaitingLines(room=services, columns=columns, unit=unit)
        self.media = MediaPanel(unit=unit)
        if not self.with_media:
            for each in (self.recent, self.lines):
                _measure(each, height=BELOW * unit if below else None, width=None if below else LIST * unit)
        elif below:
            self.media.size_hint_x = 1.2

    def show(self, picture: Picture, *, shown: Shown | None) -> bool:
        """Show what is known. False when all is drawn but the picture that was to go round."""
        drawn = True
        if picture.centre is not None:
            self.recent.show(picture)
            self.lines.show(picture)
            if shown is not None:
                drawn = self.media.show(shown.slide, picture.centre, path=shown.path)
        wanted = {
            self.recent: bool(picture.recent) and "recent" in self.panels,
            self.lines: bool(picture.lines),
            self.media: self.with_media and shown is not None and picture.centre is not None and drawn,
        }
        here = [each for each, is_wanted in wanted.items() if is_wanted]
        if here != list(reversed(self.children)):
            self.clear_widgets()
            for each in here:
                self.add_widget(each)
            self._measure(here)
        return drawn

    def _measure(self, here: list[Widget]) -> None:
        """Ask for the room that these panels need, and leave the rest to the calls."""
        unit, shape = self.plan.unit, self.plan.shape
        if self.with_media:
            along, height = WITH_MEDIA[shape]
            if shape is not Shape.PORTRAIT:
                _measure(self.media, height=height * unit if len(here) > 1 else None, width=None)
        else:
            along = len(here) * ((BELOW if shape is Shape.PORTRAIT else LIST) + GAP) - GAP
        if shape is Shape.PORTRAIT:
            _measure(self, height=along * unit, width=None)
        else:
            _measure(self, height=None, width=along * unit)


def _measure(widget: Widget, *, height: float | None, width: float | None) -> None:
    """Fix a widget's height or width, or leave it as much as there is."""
    widget.size_hint = (1 if width is None else None, 1 if height is None else None)
    if height is not None:
        widget.height = height
    if width is not None:
        widget.width = width
