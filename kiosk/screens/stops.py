"""What is on the window as a page for the guide: texts and things to press, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from kivy.uix.label import Label
from kivy.uix.screenmanager import ScreenManager
from kivy.uix.widget import Widget

from kiosk.guide import Page, Stop
from kiosk.language import Words
from kiosk.scene import Scene
from kiosk.screens.dialogs import Dialog
from kiosk.screens.enter import CodeKey
from kiosk.screens.header import Header, LanguageButton
from kiosk.screens.parts import Glyph, Toggle, Touchable

#: What stands where there is nothing to tell.
_NOTHING = "–"
#: What leads away from a screen, where it is there: the first of these.
_WAYS_BACK = ("leave", "modes_done", "back", "home")


def page_of(root: Widget, scene: Scene) -> Page:
    """The page that a window shows; under a dialog there is nothing."""
    top = root.children[0]
    stops = tuple(_stops(top, scene.words))
    names = tuple(stop.name for stop in stops if stop.name)
    if not isinstance(top, Dialog):
        choices = scene.words("spoken.choices", n=len(names)) if len(names) > 1 else ""
        stops = _with_more(stops, choices)
    back = next((name for name in _WAYS_BACK if name in names), "")
    return Page(
        of=(type(top), scene.state.screen, scene.state.shown, scene.words.language, names), stops=stops, back=back
    )


def press(root: Widget, name: str) -> None:
    """As a finger would."""
    for widget in _in_use(root.children[0]):
        if isinstance(widget, Touchable) and widget.test_name == name and not widget.disabled:
            widget.dispatch("on_press")
            widget.dispatch("on_release")
            return


def _with_more(stops: tuple[Stop, ...], more: str) -> tuple[Stop, ...]:
    """The first thing that is heard says how many things can be chosen."""
    if not stops or not more or stops[0].name:
        return stops
    return (Stop(_sentences([stops[0].text, more])), *stops[1:])


def _stops(top: Widget, words: Words) -> Iterator[Stop]:
    """Texts that follow each other are one stop; a thing to press is one of its own."""
    texts: list[str] = []
    for widget in _in_use(top):
        if isinstance(widget, Touchable) and not widget.disabled:
            if texts:
                yield Stop(_sentences(texts))
                texts = []
            yield Stop(_said(widget, words), widget.test_name)
        else:
            texts += [words("spoken.nothing") if text == _NOTHING else text for text in _text(widget)]
    if texts:
        yield Stop(_sentences(texts))


def _sentences(texts: list[str]) -> str:
    return " ".join(text if text.endswith((".", "?", "!", ":", "…")) else f"{text}." for text in texts)


def _in_use(widget: Widget) -> Iterator[Widget]:
    """All that is shown, first things first; nothing inside of what can be pressed, and not the header."""
    if widget.opacity == 0 or isinstance(widget, Header):
        return
    yield widget
    if isinstance(widget, Touchable) and not widget.disabled:
        return
    # For a frame the manager holds the former screen, too.
    inside = [widget.current_screen] if isinstance(widget, ScreenManager) else reversed(widget.children)
    for child in inside:
        yield from _in_use(child)


def _text(widget: Widget) -> list[str]:
    if isinstance(widget, Label) and not isinstance(widget, Glyph) and widget.text.strip():
        return [widget.text.strip().replace("\n", ". ")]
    return []


def _said(widget: Touchable, words: Words) -> str:
    if isinstance(widget, CodeKey):
        return widget.letter or words("spoken.erase")
    texts = [text for each in widget.walk(restrict=True) if each.opacity for text in _text(each)]
    if isinstance(widget, Toggle | LanguageButton):
        texts.append(words("spoken.on" if widget.chosen else "spoken.off"))
    return ", ".join(texts)
