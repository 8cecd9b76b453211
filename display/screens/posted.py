"""A supervisor's words: a banner across the board, or the whole of it when they are urgent."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.screens.parts import load
from display.theme import ACCENT, ACCENT_DARK, GOLD, ON_ACCENT, ON_GOLD
from display.words.texts import beside, both, named
from queue_server.protocol.messages import Centre, Notice


class NoticeBanner(BoxLayout):
    """A notice in both languages, on one line each, or two where they are long."""

    unit = NumericProperty(1)
    sentence = StringProperty()
    sentence_beside = StringProperty()
    ground = ColorProperty(GOLD)
    ink = ColorProperty(ON_GOLD)

    def show(self, notice: Notice, centre: Centre) -> None:
        """Show the words of a notice."""
        self.sentence, self.sentence_beside = _said(notice, centre)


class Emergency(BoxLayout):
    """An urgent notice instead of everything else."""

    unit = NumericProperty(1)
    title = StringProperty()
    sentence = StringProperty()
    sentence_beside = StringProperty()
    ground = ColorProperty(ACCENT)
    strip = ColorProperty(ACCENT_DARK)
    gold = ColorProperty(GOLD)
    paper = ColorProperty(ON_ACCENT)

    def show(self, notice: Notice, centre: Centre) -> None:
        """Show the words of a notice."""
        self.title = both("urgent", centre.languages[0], beside(centre.languages))
        self.sentence, self.sentence_beside = _said(notice, centre)


def _said(notice: Notice, centre: Centre) -> tuple[str, str]:
    """The words in the centre's first language, and beside it where they were given in the second."""
    second = beside(centre.languages)
    return named(notice.words, centre.languages[0]), notice.words.get(second, "") if second else ""


load("posted")
