"""A text of the screen as it is read out: no digit and no sign reaches a voice that would misread it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from hardware.speaker import reading

_TICKET = r"(?<![\w])(?P<letter>[A-ZĐ])(?P<digits>\d{3,6})(?![\w])"
_CLOCK = r"(?<!\d)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)"
_CODE = r"(?=[\w.-]*\d[\w.-]*\d)(?=[\w.-]*[A-Z])[A-Z0-9]+(?:[.-][A-Z0-9]+)+"
_DATE = r"(?<!\d)(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"
_PHONE = r"(?<!\d)(?:0\d{2,4}(?: \d{3,4}){1,3}|1\d{3} ?\d{4}|0\d{8,10})(?!\d)"
_RANGE = r"(?<=\d)\s*[–-]\s*(?=\d)"
_MONEY = r"(?<=\d)[.,](?=\d{3}(?!\d))"
_NUMBER = r"\d+"
_WORDS = {
    "vi": {"range": " đến ", "hour": "giờ", "day": "", "month": "tháng", "year": "năm", "BHYT": "bảo hiểm y tế"},
    "en": {"range": " to ", "hour": "", "day": "", "month": "", "year": "", "BHYT": "health insurance"},
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def aloud(text: str, *, language: str) -> str:
    """The text in words. A language that is not English is read by the Vietnamese rules."""
    vietnamese = language != "en"
    words = _WORDS["vi" if vietnamese else "en"]
    number = _vietnamese if vietnamese else _english
    text = re.sub(
        _TICKET, lambda found: f"{_letters(found['letter'], vietnamese)} {_digits(found['digits'], vietnamese)}", text
    )
    text = re.sub(_PHONE, lambda found: _each(found[0], vietnamese), text)
    text = re.sub(_CODE, lambda found: _each(found[0], vietnamese), text)
    text = re.sub(_RANGE, words["range"], text)
    text = re.sub(_CLOCK, lambda found: _clock(found["hour"], found["minute"], words["hour"], number), text)
    text = re.sub(_DATE, lambda found: _date(found, vietnamese, number), text)
    text = re.sub(_MONEY, "", text)
    text = re.sub(r"\bBHYT\b", words["BHYT"], text)
    text = re.sub(_NUMBER, lambda found: f" {number(int(found[0]))} ", text)
    text = re.sub(r"\s*[·|•–—/]\s*", ", ", text)
    return re.sub(r"\s+([,.?!:])", r"\1", re.sub(r"\s+", " ", text)).strip()


def _vietnamese(number: int) -> str:
    words = reading.vietnamese(number) if number <= reading.LARGEST else reading.spelled_out(str(number))
    return " ".join(word.text for word in words)


def _english(number: int) -> str:
    if number < 100 or number > reading.LARGEST:
        return " ".join(word.text for word in reading.english(number))
    thousands, rest = divmod(number, 1000)
    hundreds, small = divmod(rest, 100)
    parts = [
        f"{_english(thousands)} thousand" if thousands else "",
        f"{_english(hundreds)} hundred" if hundreds else "",
    ]
    return " ".join([*filter(None, parts), *([_english(small)] if small else [])])


def _digits(digits: str, vietnamese: bool) -> str:
    words = reading.vietnamese_padded(digits) if vietnamese else reading.english_digits(digits)
    return " ".join(word.text for word in words)


def _letters(letter: str, vietnamese: bool) -> str:
    word = reading.letter(letter, names=reading.VI_LETTERS if vietnamese else reading.EN_LETTERS)
    return word.text if word else ""


def _each(text: str, vietnamese: bool) -> str:
    """A code or a telephone number: each sign by itself, with a breath between its groups."""
    groups = re.findall(r"[^\W_]+", text)
    return ", ".join(" ".join(_sign(sign, vietnamese) for sign in group) for group in groups)


def _sign(sign: str, vietnamese: bool) -> str:
    return _letters(sign, vietnamese) if sign.isalpha() else (_vietnamese if vietnamese else _english)(int(sign))


def _clock(hour: str, minute: str, word: str, number: Callable[[int], str]) -> str:
    minutes = f" {number(int(minute))}" if int(minute) else "" if word else " o'clock"
    return f"{number(int(hour))} {word}{minutes}".replace("  ", " ")


def _date(found: re.Match[str], vietnamese: bool, number: Callable[[int], str]) -> str:
    day, month, year = int(found["day"]), int(found["month"]), int(found["year"])
    if vietnamese:
        return f"ngày {number(day)} tháng {number(month)} năm {number(year)}"
    return f"{number(day)} {_MONTHS[month - 1]} {number(year)}" if 1 <= month <= 12 else found[0]
