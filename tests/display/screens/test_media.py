"""One slide: a picture, or words in the centre's languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from queue_server.protocol.messages import SlideInfo
from tests.display.hall import centre
from tools.poster import poster

PICTURE = SlideInfo(file="dich-vu-cong.png")


@pytest.fixture
def panel() -> Any:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.media import MediaPanel

    return MediaPanel(unit=1)


def test_a_picture_is_shown_and_one_that_is_none_is_not(panel: Any, tmp_path: Path) -> None:
    assert panel.show(PICTURE, centre(), path=poster(tmp_path))
    assert panel.ids.image.texture is not None
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    assert not panel.show(PICTURE, centre(), path=broken)


def test_words_follow_a_picture(panel: Any, tmp_path: Path) -> None:
    panel.show(PICTURE, centre(), path=poster(tmp_path))
    words = SlideInfo(words={"vi": "Trả kết quả tại nhà", "en": "Results by post"})
    assert panel.show(words, centre(), path=None)
    assert (panel.sentence, panel.sentence_beside, panel.picture) == ("Trả kết quả tại nhà", "Results by post", "")
    panel.show(words, centre(languages=("vi",)), path=None)
    assert panel.sentence_beside == ""
    panel.show(PICTURE, centre(), path=poster(tmp_path))
    assert panel.sentence == ""
