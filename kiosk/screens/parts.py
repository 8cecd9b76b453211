"""What the screens are made of: texts, cards, pictures and the things that can be touched. Looks are in `parts.kv`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

import segno
from kivy.clock import Clock
from kivy.core.text import Label as Measure
from kivy.core.text import LabelBase
from kivy.factory import Factory
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from hardware import fonts
from kiosk import icons, theme


def register_faces() -> None:
    """Make the house's typefaces known to Kivy by what they are for."""
    LabelBase.register("Text", str(fonts.path(theme.TEXT_FACE)), fn_bold=str(fonts.path(theme.BOLD_FACE)))
    LabelBase.register("Digits", str(fonts.path(theme.DIGIT_FACE)))
    LabelBase.register("Icons", str(icons.FONT))


#: Pixels that a line needs beside its letters, or it is broken after all.
ROOM = 2


class Say(Label):
    """A text as wide as its place and as high as it needs."""

    units = NumericProperty(theme.BODY)


class Fit(Label):
    """A text in a place of fixed size: set smaller, down to `least`, until it fits. Words are never broken.

    Where it is shown `larger`, it grows as far as its place allows.

    `single` keeps it on one line; `lines_first` rather sets it smaller than on more lines than these. Where even
    `least` is too large, `fits` is false and the tests say so.
    """

    most = NumericProperty(theme.BODY)
    least = NumericProperty(theme.SMALLEST_TEXT)
    unit = NumericProperty(1.0)
    larger = NumericProperty(1.0)
    smallest = NumericProperty(theme.SMALLEST_TEXT)
    single = BooleanProperty(False)
    lines_first = NumericProperty(0)
    fits = BooleanProperty(True)
    step = 2

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._refit_soon = Clock.create_trigger(self._refit, -1)
        for name in ("text", "size", "most", "least", "unit", "larger", "smallest", "bold", "font_name", "single"):
            self.fbind(name, self._refit_soon)
        self._refit_soon()

    def _refit(self, *_: object) -> None:
        self.text_size = self.size
        if self.lines_first and self._set(lines=self.lines_first, least=max(self.least, self.smallest)):
            self.fits = True
        else:
            self.fits = self._set(lines=1 if self.single else 0, least=self.least)

    def _set(self, *, lines: int, least: float) -> bool:
        """On so many lines at most, or, without a number, on as many as there is room for."""
        for units in range(int(self.most * self.larger), int(least) - 1, -self.step):
            self.font_size = units * self.unit
            if self._fits_at(self.font_size, lines=lines):
                return True
        return False

    def _fits_at(self, font_size: float, *, lines: int) -> bool:
        if lines == 1:
            width, height = self._measure(self.text, font_size, None)
            return width + ROOM <= self.width and height <= self.height + 1
        longest = max(self.text.split(), key=len, default="")
        width, line = self._measure(longest, font_size, None)
        if width + ROOM > self.width:
            return False
        room = min(self.height, lines * line) if lines else self.height
        return self._measure(self.text, font_size, self.width)[1] <= room + 1

    def _measure(self, text: str, font_size: float, width: float | None) -> tuple[float, float]:
        return extents(text, font_size, font_name=self.font_name, bold=self.bold, width=width, spread=self.line_height)


@lru_cache(maxsize=4096)
def extents(
    text: str, font_size: float, *, font_name: str, bold: bool, width: float | None = None, spread: float = 1.0
) -> tuple[float, float]:
    """How wide and high a text becomes; with a `width`, broken into lines."""
    measure = Measure(
        text=text,
        font_name=font_name,
        font_size=font_size,
        bold=bold,
        text_size=(width, None),
        line_height=spread,
    )
    found = measure.render()
    return float(found[0]), float(found[1])


class Glyph(Label):
    """A picture of the icon font: `icon` by its name, or `symbol` as the character itself."""

    icon = StringProperty("")
    symbol = StringProperty("")
    units = NumericProperty(56)

    def on_icon(self, _: Widget, icon: str) -> None:
        self.symbol = icons.glyph(icon) if icon else ""


class Card(BoxLayout):
    """A sheet on the ground."""

    fill = StringProperty("card")
    border = StringProperty("line")


class Touchable(ButtonBehavior, BoxLayout):
    """Anything a finger is meant for. `test_name` is how tests find it."""

    test_name = StringProperty("")
    fill = StringProperty("card")
    pressed = StringProperty("pressed")
    border = StringProperty("line")


class Press(Touchable):
    """A button with a text and perhaps a picture. `kind` is primary, secondary or quiet."""

    text = StringProperty("")
    icon = StringProperty("")
    trailing = BooleanProperty(False)
    kind = StringProperty("secondary")
    units = NumericProperty(theme.LEAD)
    ink = StringProperty("accent")
    natural = NumericProperty(0)

    KINDS: ClassVar = {
        "primary": ("accent", "accent_pressed", "accent", "on_accent"),
        "secondary": ("card", "pressed", "accent", "accent"),
        "quiet": ("card", "pressed", "line", "ink"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on_kind(self, self.kind)
        self.fbind("text", self._measure)
        self.fbind("units", self._measure)
        self._measure()

    def _measure(self, *_: object) -> None:
        """How wide the text would like to be, in units: text and picture stand in the middle together."""
        self.natural = extents(self.text, self.units, font_name="Text", bold=True)[0] + 8

    def on_kind(self, _: Widget, kind: str) -> None:
        self.fill, self.pressed, self.border, self.ink = self.KINDS[kind]


class Turn(Touchable):
    """An arrow to the page before or after. Takes no room while it is not `shown`."""

    icon = StringProperty("chevron-right")
    text = StringProperty("")
    trailing = BooleanProperty(False)
    across = BooleanProperty(False)
    shown = BooleanProperty(True)


class Toggle(Touchable):
    """Something that may be declared, and taken back by a second touch. `icon` is a picture beside its box."""

    text = StringProperty("")
    icon = StringProperty("")
    chosen = BooleanProperty(False)


class Step(BoxLayout):
    """One line of what to do: a picture and a sentence."""

    icon = StringProperty("check")
    text = StringProperty("")
    ink = StringProperty("accent")
    tint = StringProperty("accent_tint")
    units = NumericProperty(theme.BODY)


class Bullet(BoxLayout):
    text = StringProperty("")
    units = NumericProperty(theme.BODY)


class Bullets(BoxLayout):
    """A list from the top down, as large as its room allows. `fits` is false where even the smallest is too large."""

    items = ListProperty([])
    unit = NumericProperty(1.0)
    fits = BooleanProperty(True)
    most = NumericProperty(40)
    least = NumericProperty(theme.SMALLEST_TEXT)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._fill_soon = Clock.create_trigger(self._fill, -1)
        for name in ("items", "size", "unit", "least"):
            self.fbind(name, self._fill_soon)
        self._fill_soon()

    def _fill(self, *_: object) -> None:
        sizes = range(int(self.most), int(self.least) - 1, -2)
        units = next((size for size in sizes if self._height(size) <= self.height), None)
        self.fits = units is not None
        self.clear_widgets()
        for item in self.items:
            self.add_widget(Bullet(text=item, units=units or self.least))
        self.add_widget(Widget())

    def _height(self, units: int) -> float:
        room = max(1.0, self.width - 56 * self.unit)
        heights = [extents(item, units * self.unit, font_name="Text", bold=False, width=room)[1] for item in self.items]
        return sum(heights) + len(heights) * 10 * self.unit


class Fact(Card):
    """A label and its value, large."""

    label = StringProperty("")
    value = StringProperty("")
    hint = StringProperty("")
    icon = StringProperty("users")


class Strip(BoxLayout):
    """A warning across the page. Takes no room while it has nothing to say."""

    text = StringProperty("")
    icon = StringProperty("alert-triangle")
    ink = StringProperty("amber")
    fill = StringProperty("amber_tint")


class ServiceHeading(Card):
    """Which service this is about."""

    glyph = StringProperty("")
    title = StringProperty("")
    detail = StringProperty("")


class Heading(BoxLayout):
    icon = StringProperty("info-circle")
    text = StringProperty("")


class Medal(BoxLayout):
    """A large round picture that says what a whole screen is about."""

    side = NumericProperty(220)
    icon = StringProperty("info-circle")
    ink = StringProperty("accent")
    tint = StringProperty("accent_tint")


class Banner(BoxLayout):
    """The outcome, across the top of a screen."""

    icon = StringProperty("circle-check")
    title = StringProperty("")
    text = StringProperty("")
    ink = StringProperty("green")
    tint = StringProperty("green_tint")


class QrCode(Widget):
    """The QR code of `data`, dark on white with its quiet zone, sharp at any size."""

    data = StringProperty("")
    texture = ObjectProperty(None, allownone=True)
    square = ListProperty([0, 0, 0, 0])

    def on_data(self, _: Widget, data: str) -> None:
        self.texture = _qr_texture(data) if data else None

    def on_texture(self, *_: object) -> None:
        self._place()

    def on_size(self, *_: object) -> None:
        self._place()

    def on_pos(self, *_: object) -> None:
        self._place()

    def _place(self) -> None:
        """A whole number of pixels for each module: phones read that best."""
        if self.texture is None:
            self.square = [0, 0, 0, 0]
            return
        modules = self.texture.width
        side = max(1, int(min(self.width, self.height) // modules)) * modules
        # Not by `center`: that is not yet up to date when `pos` is.
        self.square = [int(self.x + (self.width - side) / 2), int(self.y + (self.height - side) / 2), side, side]


def _qr_texture(data: str) -> Texture:
    matrix = list(segno.make(data, error="m", micro=False).matrix_iter(border=4))
    side = len(matrix)
    dots = b"".join(bytes(0 if dark else 255 for dark in row) for row in reversed(matrix))
    texture = Texture.create(size=(side, side), colorfmt="luminance")
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(dots, colorfmt="luminance", bufferfmt="ubyte")
    return texture


for _part in (
    Say,
    Fit,
    Glyph,
    Card,
    Touchable,
    Press,
    Turn,
    Toggle,
    Bullet,
    Bullets,
    Step,
    Fact,
    Strip,
    ServiceHeading,
    Heading,
    Medal,
    Banner,
    QrCode,
):
    Factory.register(_part.__name__, cls=_part)
