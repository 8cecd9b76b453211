"""Who may rate what, and once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.core import commands as cmd
from queue_server.core import desk_commands as around
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import CentrePlan, Instant, RatingReason, RatingStep
from queue_server.core.rating import RATE_WITHIN, to_rate
from queue_server.core.refusals import Refusal

SCALE = tuple(
    RatingStep(value=value, names={"vi": name}, portal=portal)
    for value, name, portal in ((3, "Hài lòng", "like"), (2, "Bình thường", "none"), (1, "Không hài lòng", "dislike"))
)
REASONS = (RatingReason(id="cho-lau", names={"vi": "Chờ lâu"}),)


class Morning:
    """A centre where one ticket after another is served at desk 1."""

    def __init__(self, plan: CentrePlan, now: Instant) -> None:
        self.centre, self.now, self.events = Centre(), now, list[ev.Event]()
        self.do(cmd.AdoptPlan(plan=plan))
        self.do(cmd.OpenDay())
        self.do(cmd.OpenDesk(desk="1", officer="an"))

    def do(self, command: cmd.Command) -> list[ev.Event]:
        happened = handle(self.centre, command, self.now)
        self.events += happened
        return happened

    def refuses(self, command: cmd.Command) -> str:
        with pytest.raises(Refusal) as refused:
            self.do(command)
        return refused.value.code

    def serve(self, ticket: str, *, procedure: str | None = None, service: str = "ho-tich") -> None:
        self.do(cmd.TakeTicket(ticket=ticket, service=service, procedure=procedure))
        self.do(cmd.CallNext(desk="1"))
        self.do(cmd.StartServing(desk="1", ticket=ticket))
        self.do(cmd.Finish(desk="1", ticket=ticket))


@pytest.fixture
def morning(make_plan: Callable[..., CentrePlan], instant: Callable[[str], Instant]) -> Morning:
    return Morning(replace(make_plan(), rating_scale=SCALE, rating_reasons=REASONS), instant("2026-11-23 08:00"))


def test_a_visit_is_rated_once_by_whoever_is_first(morning: Morning) -> None:
    morning.serve("t1")
    (rated,) = morning.do(cmd.Rate(desk="1", value=1, reasons=("cho-lau", "cho-lau")))
    assert isinstance(rated, ev.VisitRated)
    assert (rated.ticket, rated.leg, rated.service, rated.desk) == ("t1", 0, "ho-tich", "1")
    assert (rated.value, rated.portal, rated.reasons, rated.officer) == (1, "dislike", ("cho-lau",), None)
    assert morning.refuses(cmd.Rate(desk="1", value=3)) == "already_rated"
    assert morning.refuses(cmd.Rate(ticket="t1", value=3)) == "already_rated"
    morning.serve("t2")
    assert morning.do(cmd.Rate(ticket="t2", value=3))
    assert morning.refuses(cmd.Rate(desk="1", value=3)) == "already_rated"


def test_only_what_has_ended_and_only_what_is_on_the_scale(morning: Morning) -> None:
    assert morning.refuses(cmd.Rate(desk="1", value=3)) == "nothing_to_rate"
    assert morning.refuses(cmd.Rate(desk="9", value=3)) == "unknown_desk"
    assert morning.refuses(cmd.Rate(value=3)) == "nothing_to_rate"
    morning.do(cmd.TakeTicket(ticket="t1", service="ho-tich"))
    number = morning.centre.tickets["t1"].number
    assert morning.refuses(cmd.Rate(ticket="t1", value=3)) == "nothing_to_rate"
    morning.do(cmd.CallNext(desk="1"))
    morning.do(cmd.StartServing(desk="1", ticket="t1"))
    morning.do(cmd.Finish(desk="1", ticket="t1"))
    assert morning.refuses(cmd.Rate(ticket=number, value=3)) == "nothing_to_rate", "anybody may read a number"
    assert morning.refuses(cmd.Rate(desk="1", value=7)) == "unknown_rating"
    assert morning.refuses(cmd.Rate(desk="1", value=1, reasons=("khac",))) == "unknown_rating"
    assert morning.refuses(cmd.Rate(desk="1", value=3, reasons=("cho-lau",))) == "unknown_rating"


def test_at_the_desk_for_some_minutes_on_the_phone_all_day(morning: Morning) -> None:
    morning.serve("t1")
    morning.now += RATE_WITHIN + 1
    assert morning.refuses(cmd.Rate(desk="1", value=3)) == "nothing_to_rate"
    assert morning.do(cmd.Rate(ticket="t1", value=3))


def test_each_leg_of_a_journey_is_rated_apart(morning: Morning) -> None:
    morning.serve("t1", procedure="ks-lt")
    (rated,) = morning.do(cmd.Rate(desk="1", value=3))
    assert isinstance(rated, ev.VisitRated)
    assert (rated.leg, rated.service) == (0, "ho-tich")
    morning.do(cmd.OpenDesk(desk="3", officer="binh"))
    morning.do(cmd.CallNext(desk="3"))
    morning.do(cmd.StartServing(desk="3", ticket="t1"))
    assert morning.refuses(cmd.Rate(ticket="t1", value=3)) == "nothing_to_rate", "the second leg goes on"
    morning.do(cmd.Finish(desk="3", ticket="t1"))
    (rated,) = morning.do(cmd.Rate(desk="3", value=2))
    assert isinstance(rated, ev.VisitRated)
    assert (rated.leg, rated.service, rated.desk) == (1, "tra-ket-qua", "3")


def test_what_a_desk_takes_back_is_rated_when_it_has_ended_again_and_not_twice(morning: Morning) -> None:
    morning.serve("t1")
    morning.do(around.Undo(desk="1"))
    assert morning.refuses(cmd.Rate(desk="1", value=3)) == "nothing_to_rate"
    morning.do(cmd.Finish(desk="1", ticket="t1"))
    morning.do(cmd.Rate(desk="1", value=3))
    morning.do(around.Undo(desk="1"))
    morning.do(cmd.Finish(desk="1", ticket="t1"))
    assert morning.refuses(cmd.Rate(desk="1", value=1)) == "already_rated"


def test_who_serves_does_not_read_who_said_what(morning: Morning) -> None:
    morning.serve("t1")
    morning.do(cmd.Rate(desk="1", value=1))
    assert "visit_rated" not in [step.what for step in morning.centre.tickets["t1"].steps]
    assert to_rate(morning.centre, morning.centre.desks["1"]) is None


def test_the_officer_is_named_only_where_the_plan_says_so(morning: Morning) -> None:
    morning.do(cmd.AdoptPlan(plan=replace(morning.centre.plan, rating_officer=True)))
    morning.serve("t1")
    (rated,) = morning.do(cmd.Rate(desk="1", value=3))
    assert isinstance(rated, ev.VisitRated)
    assert rated.officer == "an"


def test_a_centre_without_a_scale_asks_nobody(morning: Morning) -> None:
    morning.do(cmd.AdoptPlan(plan=replace(morning.centre.plan, rating_scale=())))
    morning.serve("t1")
    assert to_rate(morning.centre, morning.centre.desks["1"]) is None
    assert morning.refuses(cmd.Rate(desk="1", value=3)) == "unknown_rating"


def test_replayed_it_is_the_same(morning: Morning) -> None:
    morning.serve("t1")
    morning.do(cmd.Rate(desk="1", value=1, reasons=("cho-lau",)))
    again = Centre()
    for event in morning.events:
        apply(again, event)
    assert again == morning.centre
