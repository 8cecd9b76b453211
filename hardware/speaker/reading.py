"""How numbers and letters are read aloud, in Vietnamese and English: lists of spoken words with their recordings.

Pure. Northern spelling with the regional choices that a centre makes (lẻ or linh, nghìn or ngàn). Speech programs
misread plain digits (15 as "mười năm"), so nothing with a digit in it ever reaches one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: The largest number that is read as a number. Longer ones are read digit by digit.
LARGEST = 999_999

VI_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
VI_LETTERS = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "Ê": "ê", "F": "ép-phờ",
    "G": "giê", "H": "hát", "I": "i", "J": "di", "K": "ca", "L": "e-lờ", "M": "em-mờ", "N": "en-nờ", "O": "o",
    "Ô": "ô", "Ơ": "ơ", "P": "pê", "Q": "quy", "R": "e-rờ", "S": "ét", "T": "tê", "U": "u", "Ư": "ư", "V": "vê",
    "W": "vê kép", "X": "ích-xì", "Y": "i dài", "Z": "dét",
}  # fmt: skip
EN_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
#: Letters that English has not, as an announcer tells them apart from their plain sisters.
EN_LETTERS = {"Đ": "D bar", "Ă": "A breve", "Â": "A hat", "Ê": "E hat", "Ô": "O hat", "Ơ": "O horn", "Ư": "U horn"}


@dataclass(frozen=True, slots=True)
class Word:
    """A spoken word or two, and the name of the recording that says it."""

    text: str
    clip: str


def vietnamese(number: int, *, zero_tens: str = "lẻ", thousand: str = "nghìn") -> list[Word]:
    """Read 0 … `LARGEST` as a Vietnamese number."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    if number < 100:
        return _vi_tens(number)
    if number < 1000:
        return _vi_hundreds(number, zero_tens=zero_tens)
    thousands, rest = divmod(number, 1000)
    words = [*vietnamese(thousands, zero_tens=zero_tens), Word(thousand, slug(thousand))]
    return words + _vi_hundreds(rest, zero_tens=zero_tens) if rest else words


def vietnamese_padded(digits: str, *, zero_tens: str = "lẻ", thousand: str = "nghìn") -> list[Word]:
    """Read a ticket's digits: hundreds digit, then tens ("025" is không hai mươi lăm). Without padding, a number."""
    if len(digits) > len(str(LARGEST)):
        return spelled_out(digits)
    if not digits.startswith("0"):
        return vietnamese(int(digits), zero_tens=zero_tens, thousand=thousand)
    head, tail = digits[:-2], digits[-2:]
    if not head or tail == "00":
        return spelled_out(digits)
    if tail[0] == "0":
        return [*spelled_out(head), Word(zero_tens, slug(zero_tens)), _vi_unit(int(tail))]
    return spelled_out(head) + _vi_tens(int(tail))


def spelled_out(digits: str) -> list[Word]:
    """Read Vietnamese digits one by one ("025" is không hai năm)."""
    return [_vi_unit(int(digit)) for digit in digits]


def english(number: int) -> list[Word]:
    """Read a number as English: in words up to 99, digit by digit above (as an announcer says a room number)."""
    if number < 20:
        return [Word(EN_SMALL[number], f"n-{number}")]
    if number > 99:
        return english_digits(str(number))
    tens, unit = divmod(number, 10)
    words = [Word(EN_TENS[tens - 2], f"n-{tens * 10}")]
    return [*words, Word(EN_SMALL[unit], f"n-{unit}")] if unit else words


def english_digits(digits: str) -> list[Word]:
    """Read English digits one by one ("025" is zero two five)."""
    return [Word(EN_SMALL[int(digit)], f"n-{digit}") for digit in digits]


def letter(character: str, *, names: dict[str, str]) -> Word | None:
    """The name of one letter of a ticket, or None for what is not a letter. Unknown accents are left out."""
    capital = unicodedata.normalize("NFC", character).upper()
    if capital not in VI_LETTERS:
        capital = unicodedata.normalize("NFD", capital)[:1]
    if capital not in VI_LETTERS:
        return None
    return Word(names.get(capital, capital), f"letter-{letter_slug(capital)}")


def letter_slug(capital: str) -> str:
    """The letter in file names, as it is typed in Telex, so that D and Đ or O and Ơ stay apart."""
    return {"Đ": "dd", "Ă": "aw", "Â": "aa", "Ê": "ee", "Ô": "oo", "Ơ": "ow", "Ư": "uw"}.get(capital, capital.lower())


def slug(text: str) -> str:
    """A text as a file name: "Trả kết quả" is tra-ket-qua."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def _vi_unit(digit: int) -> Word:
    return Word(VI_UNITS[digit], f"n-{digit}")


def _vi_tens(number: int) -> list[Word]:
    """0 … 99. After mươi (not after mười) one is mốt and four is tư; after both five is lăm."""
    tens, unit = divmod(number, 10)
    if tens == 0:
        return [_vi_unit(unit)]
    if tens == 1:
        ending = "" if unit == 0 else " lăm" if unit == 5 else f" {VI_UNITS[unit]}"
        return [Word(f"mười{ending}", f"n-{number}")]
    words = [Word(f"{VI_UNITS[tens]} mươi", f"n-{tens * 10}")]
    if unit:
        special = {1: Word("mốt", "after-tens-1"), 4: Word("tư", "after-tens-4"), 5: Word("lăm", "after-tens-5")}
        words.append(special.get(unit) or _vi_unit(unit))
    return words


def _vi_hundreds(number: int, *, zero_tens: str) -> list[Word]:
    """1 … 999 with its hundreds said, also when they are zero (inside thousands)."""
    hundreds, rest = divmod(number, 100)
    words = [_vi_unit(hundreds), Word("trăm", "tram")]
    if 0 < rest < 10:
        return [*words, Word(zero_tens, slug(zero_tens)), _vi_unit(rest)]
    return words + _vi_tens(rest) if rest else words
