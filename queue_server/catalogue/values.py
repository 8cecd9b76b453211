"""Readers of single values: words, ids, numbers, letters, codes.

They work on the characters as written, not on what YAML makes of them: `no`, `0260386200` and `1.001190` mean what
they look like, with quotes or without. Times and dates are in `times`.
"""

from __future__ import annotations

import re
import unicodedata
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from queue_server.catalogue.combine import choice, scalar
from queue_server.catalogue.place import Place, Reader, Wrong, attempt, pairs
from queue_server.catalogue.problems import NOTHING, Phrase
from queue_server.catalogue.shape import Kind, Shape
from queue_server.core.plan import Words

#: Longer names fit neither a tile nor a slip.
LONGEST_TEXT = 200

#: Letters whose Vietnamese names do not rhyme on -ê over a loudspeaker, and those that do.
CLEAR_PREFIXES = "AHKLMNQRSX"
RHYMING_PREFIXES = "BCDĐGPTV"


def _pattern(code: str, pattern: str, expected: Phrase) -> Reader[str]:
    shape = re.compile(pattern)
    return scalar(code, expected, lambda written: written if shape.fullmatch(written) else None)


def _text(written: str) -> str | None:
    plain = all(unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp") for letter in written)
    return written if plain and 0 < len(written) <= LONGEST_TEXT else None


text: Reader[str] = scalar(
    "bad-text",
    Phrase(f"text of one line, at most {LONGEST_TEXT} characters", f"một dòng chữ, không quá {LONGEST_TEXT} ký tự"),
    _text,
)
#: Of centres, services, desks.
IDENTIFIER = r"[a-z0-9][a-z0-9-]{0,39}"
identifier = _pattern(
    "bad-id",
    IDENTIFIER,
    Phrase("an id of small letters, digits and hyphens", "mã gồm chữ thường không dấu, chữ số và gạch nối"),
)
language = _pattern("bad-language", r"[a-z]{2,3}", Phrase("a language code such as vi", "mã ngôn ngữ, ví dụ vi"))
prefix = _pattern(
    "bad-prefix", r"[A-ZĐ]", Phrase("one capital letter, A to Z or Đ", "một chữ cái in hoa, từ A đến Z hoặc Đ")
)
phone = _pattern(
    "bad-phone",
    r"(?=(?:[^0-9]*[0-9]){3})\+?[0-9(][0-9 ().-]{1,28}[0-9]",
    Phrase("a telephone number such as 0260 386 2000", "số điện thoại, ví dụ 0260 386 2000"),
)
procedure_code = _pattern(
    "bad-code",
    r"[0-9]\.[0-9]{6}(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}(?:\.[0-9]{2})?)?",
    Phrase("a procedure code such as 1.001193", "mã thủ tục, ví dụ 1.001193"),
)
agency_code = _pattern(
    "bad-code",
    r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{2,3}){0,4}",
    Phrase("an agency code such as H34.01.05", "mã cơ quan, ví dụ H34.01.05"),
)
file_name = _pattern(
    "bad-file-name",
    r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}\.ya?ml",
    Phrase("the name of a YAML file in the same folder", "tên tệp YAML trong cùng thư mục"),
)
#: A board shows pictures of these kinds, a board in a browser also videos.
media_file = _pattern(
    "bad-media-file",
    r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,79}\.(?:png|jpe?g|webp|mp4|webm)",
    Phrase(
        "the name of a file of the media folder: .png, .jpg, .webp, .mp4 or .webm, without spaces or accents",
        "tên tệp trong thư mục media: .png, .jpg, .webp, .mp4 hoặc .webm, không dấu, không khoảng trắng",
    ),
)
yes_no: Reader[bool] = choice({"true": True, "false": False})


def number(least: float, most: float) -> Reader[float]:
    shape = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")

    def parse(written: str) -> float | None:
        value = float(written) if shape.fullmatch(written) else None
        return value if value is not None and least <= value <= most else None

    expected = Phrase(f"a number from {least:g} to {most:g}", f"một số từ {least:g} đến {most:g} (dấu chấm thập phân)")
    return scalar("bad-number", expected, parse)


def whole(least: int, most: int) -> Reader[int]:
    shape = re.compile(r"[0-9]{1,9}")

    def parse(written: str) -> int | None:
        value = int(written) if shape.fullmatch(written) else None
        return value if value is not None and least <= value <= most else None

    expected = Phrase(f"a whole number from {least} to {most}", f"số nguyên từ {least} đến {most}")
    return scalar("bad-number", expected, parse)


def _zone(written: str) -> str | None:
    # ZoneInfo opens a file of that name: it must look like a zone before it is asked.
    if not re.fullmatch(r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*){0,2}", written):
        return None
    try:
        ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return written


timezone = scalar(
    "bad-timezone",
    Phrase("a time zone such as Asia/Ho_Chi_Minh", "một múi giờ, ví dụ Asia/Ho_Chi_Minh"),
    _zone,
)


def _words(place: Place) -> Words:
    """A plain text is Vietnamese; English beside it is asked for, not insisted on."""
    found: Words = {}
    named: set[str] = set()
    if place.text is not None:
        found["vi"] = text(place)
        named.add("vi")
    else:
        for name, key, value in pairs(place, words.expected):
            code = attempt(language, key)
            if code is None or value.nothing:
                continue
            named.add(name)
            said = attempt(text, value)
            if said is not None:
                found[code] = said
    if "vi" not in named:
        raise Wrong("vietnamese-missing", words.expected, found=NOTHING if not named else _without_vietnamese)
    if "en" not in named:
        english = Phrase("an English text beside the Vietnamese one", "văn bản tiếng Anh bên cạnh tiếng Việt")
        place.wrong("english-missing", english, found=NOTHING, warning=True)
    return {"vi": "?", **found}


_without_vietnamese = Phrase("no Vietnamese text", "không có văn bản tiếng Việt")
words: Reader[Words] = Reader(Phrase("{vi: …, en: …}", "{vi: …, en: …}"), _words, Shape(kind=Kind.WORDS))
