"""What a board shows while nobody is called: a welcome, closed hours with the next opening, or that it is starting."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from display.board import Picture, Scene
from display.screens.parts import Panel, load
from display.theme import ACCENT, CARD, INK, MUTED
from display.words.texts import TEXTS, beside, text
from display.words.times import opening
from queue_server.protocol.messages import Instant


class Mark(Widget):
    """A drawn ticket, so that the board is understood without reading."""

    unit = NumericProperty(1)
    colour = ColorProperty(ACCENT)
    paper = ColorProperty(CARD)


class NoticeScene(Panel):
    """A few centred words. `large` is for a time."""

    unit = NumericProperty(1)
    title = StringProperty()
    title_beside = StringProperty()
    line = StringProperty()
    line_beside = StringProperty()
    large = StringProperty()
    hint = StringProperty()
    accent = ColorProperty(ACCENT)
    ink = ColorProperty(INK)
    words = ColorProperty(MUTED)

    def show(self, picture: Picture, *, now: Instant) -> None:
        """Show the words for the picture's scene."""
        languages = picture.centre.languages if picture.centre else ("vi", "en")
        first, second = languages[0], beside(languages)
        title, line = _keys(picture)
        self.title = text(title, first)
        self.title_beside = text(title, second) if second else ""
        self.line = text(line, first) if line else ""
        self.line_beside = text(line, second) if line and second else ""
        self.hint = text("shown_here", first) if picture.scene is Scene.WELCOME and not picture.recent else ""
        again = picture.day.next_opening if picture.day and picture.scene is Scene.CLOSED else None
        zone = picture.centre.timezone if picture.centre else "Asia/Ho_Chi_Minh"
        self.large = opening(again, zone, first, now=now) if again is not None else ""


def _keys(picture: Picture) -> tuple[str, str]:
    """The sentences of a scene: its title, and the line below, which may be none."""
    match picture.scene:
        case Scene.CONNECTING:
            return "connecting", "ask_officer"
        case Scene.CLOSED:
            assert picture.day is not None, "closed is known from the day only"
            reason = picture.day.reason if picture.day.reason in TEXTS else "not_issued"
            return reason, "opens_again" if picture.day.next_opening is not None else ""
        case _:
            return ("next_call", "wait") if picture.recent else ("welcome", "take_number")


load("notice")
