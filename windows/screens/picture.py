"""What a window shows, as a small picture for an administrator far away: the widgets drawn once more, in memory."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from kivy.core.window import Window
from kivy.graphics import ClearBuffers, ClearColor, Fbo, Scale, Translate
from kivy.uix.widget import Widget
from PIL import Image

#: What a frame of the protocol holds, in bytes before base64.
_LARGEST = 44_000
#: The longer side in pixels, from the best picture to one that is small enough for certain.
_SIDES = (960, 720, 540, 360, 180)


def picture(widget: Widget) -> str:
    """The widget as a WebP in base64, as large as fits into one answer."""
    fitting = (drawn for side in _SIDES if len(drawn := _drawn(widget, longest=side)) <= _LARGEST)
    return base64.b64encode(next(fitting)).decode()


def _drawn(widget: Widget, *, longest: int) -> bytes:
    scale = min(1.0, longest / max(widget.size))
    buffer = Fbo(size=(int(widget.width * scale), int(widget.height * scale)), with_stencilbuffer=True)
    with buffer:
        ClearColor(*Window.clearcolor)
        ClearBuffers()
        Scale(scale, -scale, 1)
        Translate(-widget.x, -widget.y - widget.height, 0)
    with _lent(widget):
        buffer.add(widget.canvas)
        buffer.draw()
        buffer.remove(widget.canvas)
    out = BytesIO()
    Image.frombytes("RGBA", buffer.size, buffer.pixels).convert("RGB").save(out, "WEBP", quality=60)
    return out.getvalue()


@contextmanager
def _lent(widget: Widget) -> Iterator[None]:
    """What a widget draws can be in one place only: take it out of its window and put it back where it was."""
    shown = widget.parent.canvas if widget.parent else None
    place = shown.indexof(widget.canvas) if shown else -1
    if shown and place >= 0:
        shown.remove(widget.canvas)
    yield
    if shown and place >= 0:
        shown.insert(place, widget.canvas)
