"""A scene finds what the visit is about, and is equal when nothing is to be redrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.language import Words
from kiosk.scene import Scene
from kiosk.state import Screen, State, Visit
from tools.kiosk_samples import ZONE, centre, lines

CITY = centre("kt-tp")
VISIT = Visit(request="r", service="dat-dai", listed=True, only=None, procedure="dd-ld")
WORDS = Words("vi")
SCENE = Scene(
    state=State(screen=Screen.BEFORE, visit=VISIT),
    words=WORDS,
    now=datetime(2022, 10, 11, 8, 5, tzinfo=ZONE),
    centre=CITY,
    lines=lines(CITY),
)


def test_the_visits_own() -> None:
    assert SCENE.service is CITY.services[0]
    assert SCENE.procedure is not None
    assert SCENE.procedure.id == "dd-ld"
    assert SCENE.line == lines(CITY)["dat-dai"]


def test_without_a_visit_or_a_centre_there_is_none() -> None:
    for scene in (replace(SCENE, state=State()), replace(SCENE, centre=None)):
        assert (scene.service, scene.procedure, scene.line) == (None, None, None)


def test_the_same_is_not_drawn_again() -> None:
    assert replace(SCENE, lines=lines(CITY)) == SCENE
    assert replace(SCENE, seconds_left=3) != SCENE
