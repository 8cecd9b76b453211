"""A finger on the kiosk's window, and what there is for it to touch. Import it after `kiosk.window` has set up Kivy."""

from __future__ import annotations

from collections.abc import Iterator

from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent
from kivy.uix.widget import Widget

from kiosk.screens.parts import Touchable


class Finger(MotionEvent):
    """One touch. It is down until it is lifted."""

    def __init__(self, x: float, y: float) -> None:
        super().__init__(
            "stage", id(self), {"x": x / Window.width, "y": y / Window.height}, is_touch=True, type_id="touch"
        )

    def depack(self, args: dict[str, float]) -> None:
        self.sx, self.sy = args["x"], args["y"]
        self.profile = ["pos"]
        super().depack(args)

    def move_to(self, x: float, y: float) -> None:
        self.move({"x": x / Window.width, "y": y / Window.height})
        self.scale_for_screen(Window.width, Window.height)


def in_use(root: Widget) -> Iterator[Widget]:
    """All that is on the window now and takes part in it; under a dialog nothing does."""
    todo: list[Widget] = root.children[:1]
    while todo:
        widget = todo.pop()
        if widget.opacity == 0:
            continue
        yield widget
        todo.extend(widget.children)


def touchables(root: Widget) -> list[Touchable]:
    return [widget for widget in in_use(root) if isinstance(widget, Touchable) and not widget.disabled]


def find(root: Widget, name: str) -> Touchable:
    """What is called `name` on the window. Raises `LookupError`."""
    there = touchables(root)
    for widget in there:
        if widget.test_name == name:
            return widget
    raise LookupError(f"nothing to touch is called {name!r}; there are {[each.test_name for each in there]}")
