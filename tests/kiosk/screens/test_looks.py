"""Every screen, in each language, upright and across: no text is cut off, nothing is too small to hit or too close."""

from __future__ import annotations

from itertools import combinations

import pytest
from kivy.uix.label import Label
from msgspec import structs

from kiosk import theme
from kiosk.modes import Mode
from kiosk.screens.parts import Bullets, Fit, Glyph, Medal, Touchable
from kiosk.window import OFFERED
from tests.kiosk.conftest import Opened
from tools.gallery_kiosk import LANGUAGES, PICTURES, SIZES, Picture
from tools.kiosk_samples import at, centre, day, lines
from tools.kiosk_stage import Stage

#: Three millimetres on a panel of 3.2 pixels a millimetre.
GAP = 9.6


def cut_off(stage: Stage) -> list[str]:
    """Texts that are larger than their place."""
    found = [widget.text for widget in stage.labels() if isinstance(widget, Fit) and not widget.fits]
    found += [str(widget.items) for widget in stage.widgets() if isinstance(widget, Bullets) and not widget.fits]
    for label in stage.labels():
        width, height = label.texture_size
        if width > label.width + 1 or height > label.height + 1:
            found.append(f"{label.text!r}: {label.texture_size} in {label.size}")
    return found


def outside(stage: Stage) -> list[str]:
    """What has slipped under the header or off the window, and what covers something else that can be touched."""
    found = []
    for part in stage.app.root.children:
        area = stage.screen if part is stage.app.root.children[-1] else part
        for widget in area.walk(restrict=True):
            if not isinstance(widget, Label | Touchable | Medal) or widget.opacity == 0 or widget.width < 1:
                continue
            x, y = widget.to_window(*widget.pos)
            if x < -1 or y < -1 or x + widget.width > area.width + 1 or y + widget.height > area.height + 1:
                found.append(f"{widget} {getattr(widget, 'text', '')!r} at {widget.pos}")
    return found


def covered(stage: Stage) -> list[str]:
    """Texts that lie over something to touch that is not theirs."""
    found = []
    for each in stage.touchables():
        own = set(each.walk(restrict=True))
        others = [label for label in stage.labels() if label not in own]
        found += [f"{label.text!r} over {each.test_name}" for label in others if label.collide_widget(each)]
    return found


def too_small(stage: Stage) -> list[str]:
    least = theme.SMALLEST_TARGET * stage.app.u
    found = [f"{each.test_name}: {each.size}" for each in stage.touchables() if min(each.size) < least]
    smallest = stage.app.smallest * stage.app.u - 0.01
    texts = [label for label in stage.labels() if not isinstance(label, Glyph)]
    return found + [f"{label.text!r}: {label.font_size}" for label in texts if label.font_size < smallest]


def too_close(stage: Stage) -> list[str]:
    found = []
    for one, other in combinations(stage.touchables(), 2):
        across = max(one.x, other.x) - min(one.right, other.right)
        up = max(one.y, other.y) - min(one.top, other.top)
        if max(across, up) < GAP * stage.app.u:
            found.append(f"{one.test_name} and {other.test_name}")
    return found


# The orientation changes last: a window of another size takes a second to build.
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("orientation", SIZES)
def test_everything_can_be_read_and_hit(kiosk: Opened, picture: Picture, language: str, orientation: str) -> None:
    stage = kiosk(
        size=SIZES[orientation],
        of=picture.centre,
        instant=picture.instant,
        printer=picture.printer,
        language=language,
    )
    picture.reach(stage)
    stage.play(0.1)
    assert cut_off(stage) == []
    assert outside(stage) == []
    assert covered(stage) == []
    assert too_small(stage) == []
    assert too_close(stage) == []
    assert all(widget.test_name for widget in stage.touchables()), "a thing to touch has a name"


def out_of_reach(stage: Stage) -> list[str]:
    """What a person in a wheelchair could not touch."""
    return [f"{each.test_name} at {each.top}" for each in stage.touchables() if each.top > stage.app.reach + 1]


#: Every way of making it easier, and all together, in both languages.
EASIER = (
    ("portrait", "vi", frozenset({Mode.LARGE})),
    ("portrait", "en", OFFERED),
    ("landscape", "en", frozenset({Mode.LARGE})),
    ("landscape", "vi", frozenset({Mode.STARK, Mode.LOW})),
)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
@pytest.mark.parametrize(("orientation", "language", "modes"), EASIER)
def test_the_same_made_easier(
    kiosk: Opened, picture: Picture, orientation: str, language: str, modes: frozenset[Mode]
) -> None:
    stage = kiosk(
        size=SIZES[orientation],
        of=picture.centre,
        instant=picture.instant,
        printer=picture.printer,
        language=language,
        modes=modes,
    )
    picture.reach(stage)
    stage.play(0.6)
    assert cut_off(stage) == []
    assert outside(stage) == []
    assert covered(stage) == []
    assert too_small(stage) == []
    assert too_close(stage) == []
    assert Mode.LOW not in modes or out_of_reach(stage) == []


def test_the_checks_can_fail(kiosk: Opened) -> None:
    stage = kiosk()
    tile = stage.find("service:thue")
    size_hint, size = list(tile.size_hint), list(tile.size)
    tile.size_hint, tile.size = (None, None), (50, 50)
    stage.play(0.1)
    try:
        assert cut_off(stage)
        assert too_small(stage)
    finally:
        tile.size_hint, tile.size = size_hint, size


@pytest.mark.parametrize("reason", ["lunch", "after_closing"])
@pytest.mark.parametrize(("orientation", "language", "modes"), [*EASIER, ("landscape", "vi", OFFERED)])
def test_a_closed_kiosk_has_room_for_all_that_a_centre_tells(
    kiosk: Opened, orientation: str, language: str, modes: frozenset[Mode], reason: str
) -> None:
    """Saturdays have hours of their own here, and the address takes two lines."""
    stage = kiosk(size=SIZES[orientation], instant=at(11, 20), language=language, modes=modes)
    street = "Số 12 đường Trường Chinh, phường Trường Chinh, thành phố Kon Tum, tỉnh Kon Tum"
    told = structs.replace(centre("kt-truongchinh"), address={"vi": street, "en": street})
    stage.link.say(told, day(reason, next_opening=at(13), closes=at(17)), lines(told))
    stage.play(0.6)
    assert stage.find("look_up")
    assert cut_off(stage) == []
    assert outside(stage) == []
    assert covered(stage) == []
    assert too_close(stage) == []
