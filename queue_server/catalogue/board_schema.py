"""The keys of a centre's file about boards: what each shows, what goes round beside the calls, how calls are spoken.

Part of `schema`, and kept as it is: docs/configuration.md explains every key.
"""

from __future__ import annotations

from queue_server.catalogue.combine import choice, list_of, or_word
from queue_server.catalogue.problems import Phrase
from queue_server.catalogue.schema import ID, Ids, ids, languages_of
from queue_server.catalogue.table import Key, Row, Table
from queue_server.catalogue.times import Windows, iso_date, windows
from queue_server.catalogue.values import identifier, media_file, number, whole, words
from queue_server.core.plan import Slide, Speech, Words

_SPEECH, _SLIDE = Speech(), Slide()
_UNNAMED: Words = {"vi": "?"}


def _one_of(*options: str) -> dict[str, str]:
    return {option: option for option in options}


# --- speech
SPOKEN: Key[Ids] = Key("languages", languages_of, ())
REPEAT = Key("repeat", whole(1, 5), _SPEECH.repeat)
REPEAT_LAST = Key("repeat_last", whole(1, 5), _SPEECH.repeat_last)
ACCENT = Key("accent", choice(_one_of("north", "central", "south")), _SPEECH.accent)
RATE = Key("rate", whole(80, 260), _SPEECH.rate)
CHIME = Key("chime", choice(_one_of("two", "one", "three", "none")), _SPEECH.chime)
QUIET: Key[Windows] = Key("quiet_hours", windows, ())
#: What a board may do in its own manner.
_MANNER = (REPEAT, REPEAT_LAST, ACCENT, RATE, CHIME, QUIET)
MANNER = Table(Phrase("how this board speaks", "cách đọc của riêng bảng này"), *_MANNER)

ZERO_TENS = Key("zero_tens", choice(_one_of("lẻ", "linh")), _SPEECH.zero_tens)
THOUSAND = Key("thousand", choice(_one_of("nghìn", "ngàn")), _SPEECH.thousand)
PADDED = Key("padded", choice(_one_of("hundreds_then_tens", "digits")), _SPEECH.padded)
#: What a desk may be called, spoken and shown.
DESK_WORD = Key("desk_word", choice(_one_of("quầy", "phòng", "bàn", "cửa", "ô")), _SPEECH.desk_word)
SPEECH = Table(
    Phrase("how calls are spoken", "cách đọc loa"), *(SPOKEN, ZERO_TENS, THOUSAND, PADDED, DESK_WORD), *_MANNER
)

# --- what goes round beside the calls
FILE = Key("file", media_file, _SLIDE.file)
WORDS = Key("words", words, _UNNAMED)
SECONDS = Key("seconds", number(3, 600), _SLIDE.seconds)
FROM = Key("from", iso_date, _SLIDE.first)
UNTIL = Key("until", iso_date, _SLIDE.last)
AT_HOURS: Key[Windows] = Key("hours", windows, ())


def _one_thing(row: Row) -> None:
    """A slide is a file or words, and its days follow one another."""
    if row.has(FILE) == row.has(WORDS) and not row.unusable(FILE) and not row.unusable(WORDS):
        row.place.wrong("slide-content", Phrase("either 'file' or 'words'", "một trong 'file' và 'words'"))
    if row.has(FROM) and row.has(UNTIL) and row[UNTIL] < row[FROM]:
        row.at(UNTIL).wrong("slide-days", Phrase("a day not before 'from'", "ngày không trước 'from'"))


SLIDE = Table(
    Phrase("a notice, picture or video", "một thông báo, hình hoặc video"),
    *(FILE, WORDS, SECONDS, FROM, UNTIL, AT_HOURS),
    check=_one_thing,
)

# --- boards
SHOWS: Key[Ids] = Key("services", or_word(ids, "all", ()), ())
AT_DESKS: Key[Ids] = Key("desks", or_word(ids, "all", ()), ())
HALL = Key("hall", identifier, "")
#: What a board may be divided into, and the ready-made divisions.
PANELS = ("clock", "calls", "recent", "lines", "media", "ticker", "desk")
LAYOUTS = {
    "main": ("clock", "calls", "recent", "ticker"),
    "calls": ("clock", "calls", "ticker"),
    "lines": ("clock", "calls", "lines", "ticker"),
    "media": ("clock", "calls", "recent", "media", "ticker"),
    "desk": ("desk",),
}
LAYOUT = Key("layout", choice(LAYOUTS), LAYOUTS["main"])
PANELS_OF = Key("panels", list_of(choice(_one_of(*PANELS)), unique=str, empty=False), ())
HEARD_IN: Key[Ids] = Key("languages", languages_of, ())
TICKER = Key("ticker", words, _UNNAMED)
SPEAKS: Key[Row | None] = Key("speech", MANNER.reader(), None)
MEDIA: Key[tuple[Row, ...]] = Key("media", list_of(SLIDE.reader(), unique=lambda row: row[FILE] or str(row[WORDS])), ())


def panels(row: Row) -> tuple[str, ...]:
    """What a board is divided into: its own panels, or those of its layout."""
    return row[PANELS_OF] or row[LAYOUT]


def _one_stage(row: Row) -> None:
    """A board shows calls, or one desk alone; what goes round leaves room for one list beside it."""
    if row.has(PANELS_OF) and row.has(LAYOUT):
        either = Phrase("either 'layout' or 'panels'", "chỉ một trong 'layout' và 'panels'")
        row.at(PANELS_OF).wrong("layout-twice", either)
    chosen = panels(row)
    if ("calls" in chosen) == ("desk" in chosen) or ("desk" in chosen and len(chosen) > 1):
        expected = Phrase("'calls' with other panels, or 'desk' alone", "'calls' cùng các ô khác, hoặc chỉ 'desk'")
        row.at(PANELS_OF).wrong("no-stage", expected)
    if "desk" in chosen and len(row[AT_DESKS]) != 1 and not row.unusable(AT_DESKS):
        one = Phrase("one desk, such as [3]", "đúng một quầy, ví dụ [3]")
        row.at(AT_DESKS).wrong("one-desk", one)
    if ("media" in chosen) != bool(row[MEDIA]) and not row.unusable(MEDIA):
        together = Phrase("the panel 'media' together with a list 'media'", "ô 'media' đi cùng danh sách 'media'")
        row.at(MEDIA).wrong("media-panel", together)
    if {"media", "recent", "lines"} <= set(chosen):
        one = Phrase("'recent' or 'lines' beside 'media', not both", "'recent' hoặc 'lines' cạnh 'media', không cả hai")
        row.at(PANELS_OF).wrong("too-many-panels", one)


BOARD = Table(
    Phrase("a lobby board", "một bảng hiển thị"),
    *(ID, SHOWS, AT_DESKS, HALL, LAYOUT, PANELS_OF, HEARD_IN, TICKER, SPEAKS, MEDIA),
    check=_one_stage,
)
