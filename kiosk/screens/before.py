"""Before the number: papers, fee, how long, whether it fits into today, priority by one's own word. Then the number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, StringProperty
from kivy.uix.screenmanager import Screen

from kiosk import moments
from kiosk.events import BackAsked, Event, NumberAsked, PriorityDeclared
from kiosk.offer import briefing
from kiosk.scene import Scene
from kiosk.screens.parts import Toggle

MOST_PAPERS, MOST_PAPERS_LARGE = 6, 2


class BeforeScreen(Screen):
    happened: Callable[[Event], None] = ObjectProperty()
    glyph = StringProperty("")
    service = StringProperty("")
    procedure = StringProperty("")
    ahead = StringProperty("")
    wait_heading = StringProperty("")
    wait = StringProperty("")
    hint = StringProperty("")
    desks = StringProperty("")
    papers = ListProperty([])
    fee = StringProperty("")
    rule = StringProperty("")
    warning = StringProperty("")
    no_paper = BooleanProperty(False)
    has_priorities = BooleanProperty(True)
    portrait = BooleanProperty(True)
    large = BooleanProperty(False)
    squeezed = BooleanProperty(False)  # what a warning says comes before what it costs

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not self.portrait:
            self._lay_across()

    def show(self, scene: Scene) -> None:
        visit = scene.state.visit
        if scene.centre is None or scene.service is None or visit is None:
            return
        words, booked = scene.words, visit.appointment
        in_time = booked is not None and booked.standing == "in_time"
        told = briefing(
            scene.centre,
            scene.service,
            procedure=visit.procedure,
            line=scene.line,
            now=scene.now,
            words=words,
            alone=scene.alone,
            booked=booked is not None,
            appointed=moments.local(booked.at, scene.centre.timezone) if booked and in_time else None,
        )
        self.glyph, self.service, self.procedure = told.glyph, told.service, told.procedure
        self.ahead, self.wait_heading, self.wait, self.hint = told.ahead, told.wait_heading, told.wait, told.hint
        self.desks, self.fee, self.rule = told.desks, told.fee, "\n".join(told.rules)
        self.warning = "\n".join(told.warnings)
        self.no_paper = not scene.state.printer.can_print
        most = MOST_PAPERS_LARGE if self.large else MOST_PAPERS
        listed = list(told.papers[:most])
        if len(told.papers) > most:
            listed.append(words("before.papers_more", n=len(told.papers) - most))
        self.papers = listed or [words("before.papers_unknown")]
        self.ids.take.disabled = False
        self._show_priorities(told.priorities, visit.priority)

    def take(self) -> None:
        """The button goes dead at the first touch; the flow would ignore a second one all the same."""
        self.ids.take.disabled = True
        self.happened(NumberAsked())

    def back(self) -> None:
        self.happened(BackAsked())

    def _lay_across(self) -> None:
        """On a panel on its side the papers get the height of the right half."""
        facts, papers, declare = self.ids.facts, self.ids.papers, self.ids.declare
        self.ids.first.remove_widget(facts)
        self.ids.first.remove_widget(papers)
        self.ids.second.remove_widget(declare)
        self.ids.first.add_widget(declare)
        self.ids.second.add_widget(facts)
        self.ids.second.add_widget(papers)

    def _show_priorities(self, priorities: tuple[tuple[str, str], ...], chosen: str) -> None:
        box = self.ids.priorities
        self.has_priorities = bool(priorities)
        while len(box.children) > len(priorities):
            box.remove_widget(box.children[0])
        while len(box.children) < len(priorities):
            toggle = Toggle()
            toggle.bind(on_release=self._declared)
            box.add_widget(toggle)
        for toggle, (key, name) in zip(reversed(box.children), priorities, strict=True):
            toggle.test_name, toggle.text, toggle.chosen = f"priority:{key}", name, key == chosen

    def _declared(self, toggle: Toggle) -> None:
        self.happened(PriorityDeclared(toggle.test_name.removeprefix("priority:")))
