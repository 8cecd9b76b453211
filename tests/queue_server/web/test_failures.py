"""What a connection is told that cannot be answered: in both languages, with the detail cut to a readable length."""

from __future__ import annotations

from queue_server.web.failures import FAILURES, failure


def test_a_detail_stands_behind_the_words_of_both_languages_and_is_cut() -> None:
    told = failure("not_understood", request="r1", detail="x" * 500)
    assert (told.code, told.request) == ("not_understood", "r1")
    for language, words in FAILURES["not_understood"].items():
        assert told.message[language] == f"{words} ({'x' * 200})"


def test_without_a_detail_the_words_stand_alone() -> None:
    assert failure("too_fast").message == FAILURES["too_fast"]
