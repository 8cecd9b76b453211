"""What a window can show goes round; what it cannot is passed over, and tried again later."""

from __future__ import annotations

from pathlib import Path

from display.carousel import FORGIVEN, Carousel
from queue_server.protocol.messages import SlideInfo
from tests.display.hall import ZONE, Folder, at

NOW = at("2026-11-23 09:00")
PICTURE, FILM, WORDS = SlideInfo(file="a.png"), SlideInfo(file="b.webm"), SlideInfo(words={"vi": "Xin chào"})


def test_pictures_wait_for_their_file_and_videos_are_for_browsers() -> None:
    folder = Folder()
    carousel = Carousel(folder)
    slides = (PICTURE, FILM, WORDS)
    shown = carousel.now(slides, now=NOW, zone=ZONE, tick=0)
    assert shown is not None
    assert shown.slide == WORDS
    assert folder.wanted == ("a.png",)
    folder.files["a.png"] = Path("a.png")
    seen = [carousel.now(slides, now=NOW, zone=ZONE, tick=tick) for tick in (13_000, 26_000, 39_000)]
    assert [(each.slide, each.path) for each in seen if each] == [
        (PICTURE, Path("a.png")), (WORDS, None), (PICTURE, Path("a.png")),
    ]  # fmt: skip


def test_a_picture_that_cannot_be_drawn_is_left_out_for_a_while() -> None:
    carousel = Carousel(Folder({"a.png": Path("a.png")}))
    shown = carousel.now((PICTURE,), now=NOW, zone=ZONE, tick=0)
    carousel.broken(shown, tick=0)
    assert carousel.now((PICTURE,), now=NOW, zone=ZONE, tick=1) is None
    assert carousel.now((PICTURE,), now=NOW, zone=ZONE, tick=FORGIVEN) is not None
