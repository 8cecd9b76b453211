"""A supervisor's words on a board."""

from __future__ import annotations

from queue_server.protocol.messages import Notice
from tests.display.hall import centre

NOTICE = Notice(id=1, words={"vi": "Mời ra cửa chính", "en": "Please leave by the main door"}, at=0)
ONLY_VIETNAMESE = Notice(id=2, words={"vi": "Mất điện"}, at=0)


def test_words_in_both_languages_where_there_are_both() -> None:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.posted import Emergency, NoticeBanner

    for part in (NoticeBanner(unit=1), Emergency(unit=1)):
        part.show(NOTICE, centre())
        assert (part.sentence, part.sentence_beside) == (NOTICE.words["vi"], NOTICE.words["en"])
        part.show(ONLY_VIETNAMESE, centre())
        assert (part.sentence, part.sentence_beside) == ("Mất điện", "")
        part.show(NOTICE, centre(languages=("vi",)))
        assert part.sentence_beside == "", "a centre of one language shows one"
