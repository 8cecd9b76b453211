"""What frames every screen: whose kiosk it is and what time it is there; languages, and how it is made easier."""

from __future__ import annotations

from collections.abc import Callable

from kivy.factory import Factory
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk import moments, packs
from kiosk.events import Event, LanguageChosen, ModesShown
from kiosk.scene import Scene
from kiosk.screens.parts import ROOM, Touchable, extents
from kiosk.state import RESTING

#: In units, as large as they are set on an upright panel.
TIME, DATE = 72, 30


class LanguageButton(Touchable):
    language = StringProperty("vi")
    text = StringProperty("")
    chosen = BooleanProperty(False)


class Header(BoxLayout):
    centre = StringProperty("")
    time = StringProperty("")
    date = StringProperty("")
    #: In units: how wide time and date are. The rest is for the centre's name, and such names are long.
    time_wide = NumericProperty(0)
    date_wide = NumericProperty(0)

    def show(self, scene: Scene) -> None:
        words = scene.words
        self.centre = words.of(scene.centre.names) if scene.centre else ""
        self.time = moments.clock(scene.now)
        self.date = f"{moments.weekday(scene.now, words)}, {moments.day(scene.now, words)}"
        self.time_wide = ROOM + extents(self.time, TIME, font_name="Digits", bold=False)[0]
        self.date_wide = ROOM + extents(self.date, DATE, font_name="Text", bold=False)[0]


class PostedBanner(BoxLayout):
    """What a supervisor wants everybody to read, under the header while nobody is in the middle of something."""

    text = StringProperty("")
    urgent = BooleanProperty(False)

    def show(self, scene: Scene) -> None:
        notice = scene.posted.urgent or scene.posted.other
        self.text = scene.words.of(notice.words) if notice and scene.state.screen in RESTING else ""
        self.urgent = scene.posted.urgent is not None


class Tools(BoxLayout):
    """Stands in the header of a panel on its side, else below the screen, where everybody can reach it."""

    happened: Callable[[Event], None] = ObjectProperty()

    def show(self, scene: Scene) -> None:
        languages = packs.offered(scene.centre.languages) if scene.centre else ()
        box = self.ids.languages
        if [button.language for button in reversed(box.children)] != list(languages):
            box.clear_widgets()
            for language in languages if len(languages) > 1 else ():
                name = f"language:{language}"
                button = LanguageButton(language=language, test_name=name, text=packs.named()[language])
                button.bind(on_release=lambda touched: self.happened(LanguageChosen(touched.language)))
                box.add_widget(button)
        for button in box.children:
            button.chosen = button.language == scene.state.language

    def open_modes(self) -> None:
        self.happened(ModesShown(True))


for _part in (LanguageButton, Header, PostedBanner, Tools):
    Factory.register(_part.__name__, cls=_part)
