"""The three screens that hold a number: being printed, take your slip, and the number on the screen in place of one."""

from __future__ import annotations

from collections.abc import Callable

from kivy.factory import Factory
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.screenmanager import Screen

from hardware.printer.base import JobState
from kiosk import moments, offer
from kiosk.events import Event, HomeAsked, NumberNoted, ReprintAsked, SlipInHand
from kiosk.scene import Scene
from kiosk.screens.parts import Card
from kiosk.state import MOST_COPIES
from queue_server.protocol.messages import Ticket

#: The words of the second button by what it does, and by whether the slip has failed for certain.
_OTHERS = {
    ("reprint", True): "number.reprint_again",
    ("reprint", False): "number.reprint",
    ("noted", False): "number.not_in_hand",
}


class TicketCard(Card):
    """The number, huge, with what the citizen must know while waiting, and the code to follow it by phone."""

    service = StringProperty("")
    number = StringProperty("")
    ahead = StringProperty("")
    wait_heading = StringProperty("")
    wait = StringProperty("")
    near = StringProperty("")
    hint = StringProperty("")
    follow = StringProperty("")

    def show(self, scene: Scene, *, with_code: bool = True) -> None:
        taken = scene.state.visit.taken if scene.state.visit else None
        if taken is None:
            return
        words = scene.words
        self.service = words.of(scene.service.names) if scene.service else ""
        self.number, self.follow = taken.ticket.number, taken.follow if with_code else ""
        self.near = offer.near(taken.desks, words, place=scene.centre.speech.desk_word if scene.centre else "quầy")
        self.wait_heading = offer.wait_heading(words, by_time=False)
        if taken.ticket.offline:
            self.ahead = self.wait = "–"
            self.hint = words("ticket.alone")
            return
        self.ahead = offer.people(taken.ahead, words)
        self.wait = offer.wait_range(taken.low, taken.high, words)
        self.hint = "" if taken.experienced else words("wait.not_experienced")
        if not offer.has_desk(scene.line):
            self.wait, self.hint = "–", words("wait.no_desk")
        self._show_appointment(scene, taken.ticket)

    def _show_appointment(self, scene: Scene, ticket: Ticket) -> None:
        if ticket.appointed is None or scene.centre is None:
            return
        words, time = scene.words, moments.clock(moments.local(ticket.appointed, scene.centre.timezone))
        if ticket.late:
            self.hint = words("appointment.waits_late", time=time)
        elif ticket.appointed > ticket.taken_at:
            self.wait_heading = offer.wait_heading(words, by_time=True)
            self.ahead, self.wait = "–", time
            self.hint = words("appointment.sooner")


class PrintingScreen(Screen):
    """The number is shown from the moment it exists; the paper is the last thing to exist."""

    happened: Callable[[Event], None] = ObjectProperty()
    number = StringProperty("")
    copy = BooleanProperty(False)

    def show(self, scene: Scene) -> None:
        visit = scene.state.visit
        self.number = visit.taken.ticket.number if visit and visit.taken else ""
        self.copy = bool(visit and visit.copies)


class TakeScreen(Screen):
    happened: Callable[[Event], None] = ObjectProperty()

    def show(self, scene: Scene) -> None:
        self.ids.ticket.show(scene)

    def done(self) -> None:
        self.happened(HomeAsked())

    def not_seen(self) -> None:
        self.happened(ReprintAsked())


class NumberScreen(Screen):
    """No paper, or nobody knows: the number on the screen, what to do, and the question about the slip."""

    happened: Callable[[Event], None] = ObjectProperty()
    number = StringProperty("")
    follow = StringProperty("")
    failed = BooleanProperty(False)
    hint = StringProperty("number.hint_unconfirmed")
    #: What the second button does, if it is there: print again, or go without a slip.
    other = StringProperty("")
    other_text = StringProperty("")

    def show(self, scene: Scene) -> None:
        visit = scene.state.visit
        if visit is None or visit.taken is None:
            return
        self.ids.ticket.show(scene, with_code=False)
        self.number, self.follow = visit.taken.ticket.number, visit.taken.follow
        self.failed = visit.slip is JobState.FAILED
        without_paper = "number.hint_held" if visit.taken.ticket.held else "number.hint_failed"
        in_doubt = "number.hint_unconfirmed" if scene.state.printer.can_print else "number.hint_stopped"
        self.hint = without_paper if self.failed else in_doubt
        self._offer(may_print=scene.state.printer.can_print and visit.copies < MOST_COPIES)
        self.other_text = scene.words(_OTHERS[self.other, self.failed]) if self.other else ""

    def _offer(self, *, may_print: bool) -> None:
        """Who is asked for a slip can always say that there is none."""
        if may_print:
            self.other = "reprint"
        else:
            self.other = "" if self.failed else "noted"

    def in_hand(self) -> None:
        self.happened(NumberNoted() if self.failed else SlipInHand())

    def press_other(self) -> None:
        self.happened(ReprintAsked() if self.other == "reprint" else NumberNoted())

    def leave(self) -> None:
        self.happened(HomeAsked())


Factory.register("TicketCard", cls=TicketCard)
