"""Sentences of the hall in each language, their recordings, and what must never be said."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.phrases import NumberUnreadable, SpeechStyle, call_phrases, clip_names, closing_phrases, recordings
from hardware.speaker.base import PAUSE, Phrase
from queue_server.protocol.messages import CallKind

LETTERS = "AHKLMNQRSXBCDĐEGPTV"
KINDS = st.sampled_from(CallKind)
STYLES = st.builds(
    SpeechStyle,
    zero_tens=st.sampled_from(["lẻ", "linh"]),
    thousand=st.sampled_from(["nghìn", "ngàn"]),
    padded=st.sampled_from(["hundreds_then_tens", "digits"]),
    desk_word=st.sampled_from(["quầy", "phòng", "cửa"]),
    languages=st.sampled_from([("vi", "en"), ("en", "vi"), ("vi",), ("vi", "sed", "en")]),
)


def call(
    number: str,
    desk: str = "3",
    *,
    kind: CallKind = CallKind.CALL,
    priority: bool = False,
    speech: SpeechStyle | None = None,
) -> list[Phrase]:
    return call_phrases(number, desk, kind=kind, priority=priority, speech=speech or SpeechStyle())


def texts(number: str, desk: str = "3", **options: object) -> list[str]:
    return [phrase.text for phrase in call(number, desk, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "vi", "en"),
    [
        (
            CallKind.CALL,
            "Xin mời số a không hai mươi lăm, đến quầy số ba.",
            "Ticket A, zero two five, please go to counter three.",
        ),
        (
            CallKind.RECALL,
            "Xin nhắc lại, mời số a không hai mươi lăm đến quầy số ba.",
            "Calling again: ticket A, zero two five, please go to counter three.",
        ),
        (
            CallKind.LAST,
            "Mời lần cuối số a không hai mươi lăm, quầy số ba.",
            "Final call for ticket A, zero two five, counter three.",
        ),
        (
            CallKind.TRANSFER,
            "Mời số a không hai mươi lăm sang quầy số ba.",
            "Ticket A, zero two five, please move to counter three.",
        ),
    ],
)
def test_kinds_of_calls(kind: CallKind, vi: str, en: str) -> None:
    assert texts("A025", kind=kind) == [vi, en]


def test_priority_is_said_and_nothing_more() -> None:
    assert texts("A025", priority=True) == [
        "Ưu tiên: xin mời số a không hai mươi lăm, đến quầy số ba.",
        "Priority: ticket A, zero two five, please go to counter three.",
    ]


def test_clips_say_the_same_sentence() -> None:
    vi, en = call("A025", "3A")
    assert vi.clips == (
        "vi/xin-moi-so", "vi/letter-a", "vi/n-0", "vi/n-20", "vi/after-tens-5", PAUSE, "vi/den-quay-so", "vi/n-3",
        "vi/letter-a",
    )  # fmt: skip
    assert en.clips == (
        "en/ticket", "en/letter-a", "en/n-0", "en/n-2", "en/n-5", PAUSE, "en/please-go-to-counter", "en/n-3",
        "en/letter-a",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "vi"),
    [
        ("A005", "a không lẻ năm"), ("A100", "a một trăm"), ("A105", "a một trăm lẻ năm"),
        ("A999", "a chín trăm chín mươi chín"),
        ("A1000", "a một nghìn"), ("A1005", "a một nghìn không trăm lẻ năm"),
        ("Đ1005", "đê một nghìn không trăm lẻ năm"),
        ("X015", "ích-xì không mười lăm"), ("K-A021", "ca a không hai mươi mốt"), ("12", "mười hai"),
        (unicodedata.normalize("NFD", "Ơ014"), "ơ không mười bốn"),
    ],
)  # fmt: skip
def test_ticket_numbers(number: str, vi: str) -> None:
    assert texts(number)[0] == f"Xin mời số {vi}, đến quầy số ba."


def test_digit_by_digit_is_a_choice() -> None:
    digits = SpeechStyle(padded="digits")
    assert texts("A025", speech=digits)[0] == "Xin mời số a không hai năm, đến quầy số ba."
    assert texts("A1005", "15", speech=digits)[0] == "Xin mời số a một không không năm, đến quầy số mười lăm."


@pytest.mark.parametrize(
    ("desk", "vi", "en"),
    [
        ("3", "đến quầy số ba", "please go to counter three"),
        ("03", "đến quầy số ba", "please go to counter three"),
        ("15", "đến quầy số mười lăm", "please go to counter fifteen"),
        ("3A", "đến quầy số ba a", "please go to counter three A"),
        ("B", "đến quầy số bê", "please go to counter B"),
        ("A3", "đến quầy số a ba", "please go to counter A three"),
        ("Quầy số 4", "đến quầy số bốn", "please go to counter four"),
        ("Phòng 5", "đến phòng số năm", "please go to room five"),
        ("bàn số 21", "đến bàn số hai mươi mốt", "please go to table twenty one"),
        ("Cửa A", "đến cửa số a", "please go to door A"),
        ("Trả kết quả", "đến quầy Trả kết quả", "please go to the counter shown on the board"),
        ("Y tế 15", "đến quầy Y tế mười lăm", "please go to the counter shown on the board"),
        ("Phòng họp", "đến Phòng họp", "please go to the counter shown on the board"),
        ("Window 4", "đến Window bốn", "please go to Window four"),
        ("Info 15", "đến quầy Info mười lăm", "please go to counter Info fifteen"),
    ],
)
def test_desks(desk: str, vi: str, en: str) -> None:
    assert texts("A025", desk) == [f"Xin mời số a không hai mươi lăm, {vi}.", f"Ticket A, zero two five, {en}."]


def test_the_word_for_a_desk_is_the_centres_own() -> None:
    room = SpeechStyle(desk_word="phòng")
    assert texts("A001", "7", speech=room)[0].endswith("đến phòng số bảy.")
    assert texts("A001", "7", speech=room)[1].endswith("please go to room seven.")
    assert texts("A001", "7", speech=SpeechStyle(desk_word="ghế"))[1].endswith("counter seven.")


def test_languages_come_in_the_order_of_the_centre() -> None:
    assert [p.language for p in call("A001", speech=SpeechStyle(languages=("en", "sed", "vi")))] == ["en", "sed", "vi"]


def test_a_language_without_grammar_has_recordings_only() -> None:
    (phrase,) = call("K125", "12A", priority=True, speech=SpeechStyle(languages=("sed",)))
    assert phrase.text == ""
    assert phrase.clips == (
        "sed/priority", PAUSE, "sed/call", "sed/letter-k", "sed/n-1", "sed/n-2", "sed/n-5", PAUSE, "sed/to-desk-call",
        "sed/n-1", "sed/n-2", "sed/letter-a",
    )  # fmt: skip
    (unnamed,) = call("K125", "Trả kết quả", speech=SpeechStyle(languages=("sed",)))
    assert unnamed == Phrase("sed", "")


@pytest.mark.parametrize("number", ["", "---", "中"])
def test_a_number_without_anything_to_say(number: str) -> None:
    with pytest.raises(NumberUnreadable):
        call(number)


def test_closing_soon() -> None:
    assert [phrase.text for phrase in closing_phrases(15, speech=SpeechStyle())] == [
        "Còn mười lăm phút nữa hết giờ tiếp nhận.",
        "Reception closes in fifteen minutes.",
    ]
    (english, vietnamese) = closing_phrases(1, speech=SpeechStyle(languages=("en", "sed", "vi")))
    assert english.text == "Reception closes in one minute."
    assert vietnamese.clips == ("vi/con", "vi/n-1", "vi/phut-nua-het-gio-tiep-nhan")


@given(st.sampled_from(LETTERS), st.integers(1, 99_999), st.integers(1, 99), KINDS, st.booleans(), STYLES)
def test_any_ticket_to_any_numbered_desk(
    letter: str, number: int, desk: int, kind: CallKind, priority: bool, speech: SpeechStyle
) -> None:
    """No digit is left for a speech program to misread, and the pack's list holds every clip."""
    phrases = call(f"{letter}{number:03}", str(desk), kind=kind, priority=priority, speech=speech)
    assert [phrase.language for phrase in phrases] == list(speech.languages)
    for phrase in phrases:
        assert not re.search(r"[0-9]|  | ,|,,", phrase.text)
        assert phrase.language == "sed" or phrase.text.endswith(".")
        assert set(phrase.clips) <= {PAUSE, *clip_names(phrase.language, speech=speech)}


@given(st.integers(1, 99), STYLES)
def test_closing_is_in_the_pack(minutes: int, speech: SpeechStyle) -> None:
    for phrase in closing_phrases(minutes, speech=speech):
        assert set(phrase.clips) <= set(clip_names(phrase.language, speech=speech))


@given(st.text(max_size=12), st.text(max_size=12), KINDS, st.booleans(), STYLES)
def test_whatever_is_on_the_ticket_is_said_or_refused(
    number: str, desk: str, kind: CallKind, priority: bool, speech: SpeechStyle
) -> None:
    try:
        phrases = call(number, desk, kind=kind, priority=priority, speech=speech)
    except NumberUnreadable:
        return
    for phrase in phrases:
        assert all(clip == PAUSE or re.fullmatch(r"[a-z]+/[a-z0-9-]+", clip) for clip in phrase.clips)
        assert not re.search(r"[0-9]", phrase.text)


@pytest.mark.parametrize(("language", "size"), [("vi", 63), ("en", 57), ("sed", 38)])
def test_a_pack_can_be_recorded_in_an_afternoon(language: str, size: int) -> None:
    names = clip_names(language)
    assert len(names) == len(set(names)) == size
    assert all(re.fullmatch(rf"{language}/[a-z0-9-]+", name) for name in names)
    assert all(words for words in recordings(language).values())


def test_a_centre_records_the_letters_it_uses() -> None:
    assert [name for name in recordings("vi", letters="AĐ") if "letter" in name] == ["vi/letter-a", "vi/letter-dd"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_checklist_for_recording_is_complete(language: str) -> None:
    """docs/voice-packs.md is what the speaker holds in the studio."""
    page = (Path(__file__).parents[2] / "docs" / "voice-packs.md").read_text("utf-8")
    wanted = {f"| `{name.partition('/')[2]}.wav` | {words} |" for name, words in recordings(language).items()}
    section = page.partition(f"folder `{language}`")[2].partition("\n## ")[0]
    assert [line for line in sorted(wanted) if line not in section] == []
    assert section.count(".wav` | ") == len(wanted)
