"""A finding that is not well says what to do, in both languages."""

from __future__ import annotations

from queue_server.doctor.finding import Verdict, well, wrong


def test_what_is_well_needs_no_advice_and_what_is_wrong_has_some() -> None:
    assert well("x", vi="tốt", en="well").advice == {}
    found = wrong("x", vi="hỏng", en="broken", do_vi="thay", do_en="replace it")
    assert (found.verdict, found.advice) == (Verdict.BAD, {"vi": "thay", "en": "replace it"})
