"""What is said in the hall: a call or a notice becomes one `Phrase` per language of the centre. Pure.

A phrase never says why a citizen has priority. It carries the same sentence twice: spelled out in words for a speech
program, and as names of recorded clips. Numbers are read in `reading`; which clips a voice pack must hold is at the
bottom (docs/voice-packs.md is made from it).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from msgspec import structs

from display.words.times import minute_of_day
from hardware.speaker import reading
from hardware.speaker.base import PAUSE, Manner, Phrase
from hardware.speaker.reading import Word
from queue_server.protocol.messages import CallKind, Instant, SpeechInfo, WindowInfo, Words

#: Where a citizen may be called to, in Vietnamese and English. A desk may bring its own: "Phòng 5".
PLACES = {"quầy": "counter", "phòng": "room", "bàn": "table", "cửa": "door", "ô": "window"}

#: The letters that sound apart over a loudspeaker, then the others that centres use.
LETTERS = "AHKLMNQRSXBCDĐEGPTV"

_BREATH = Word(",", PAUSE)
_PARTS = re.compile(r"[0-9]+|[^\W\d_]")
_CODE = re.compile(r"(?:số\s+)?([^\W\d_]?-?[0-9]{1,6}[^\W\d_]?|[^\W\d_])", re.IGNORECASE)

#: Opening, whether a breath follows the number, and the way to the desk (docs: domain rules for calls).
_VI = {
    CallKind.CALL: ("xin mời số", True, "đến"),
    CallKind.RECALL: ("xin nhắc lại, mời số", False, "đến"),
    CallKind.LAST: ("mời lần cuối số", True, ""),
    CallKind.TRANSFER: ("mời số", False, "sang"),
}
_EN = {
    CallKind.CALL: ("ticket", "please go to"),
    CallKind.RECALL: ("calling again: ticket", "please go to"),
    CallKind.LAST: ("final call for ticket", ""),
    CallKind.TRANSFER: ("ticket", "please move to"),
}


_SOUND_TEST = {"vi": "Đây là thử âm thanh.", "en": "This is a sound test."}


class NumberUnreadable(ValueError):
    """There is no letter or digit in a ticket's number."""

    code = "number_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStyle:
    """How a centre speaks. `desk_word` is the Vietnamese word for a desk that is only a number (one of `PLACES`,
    or any other); `padded` is `hundreds_then_tens` or `digits`. `quiet` are times of day in the time `zone`."""

    languages: tuple[str, ...] = ("vi", "en")
    repeat: int = 2
    zero_tens: str = "lẻ"
    thousand: str = "nghìn"
    padded: str = "hundreds_then_tens"
    desk_word: str = "quầy"
    repeat_last: int = 2
    accent: str = "north"
    rate: int = 145
    chime: str = "two"
    quiet: tuple[WindowInfo, ...] = ()
    zone: str = "UTC"

    @classmethod
    def of(cls, speech: SpeechInfo, *, zone: str = "UTC") -> SpeechStyle:
        """As the server tells it."""
        return cls(**structs.asdict(speech), zone=zone)

    @property
    def manner(self) -> Manner:
        return Manner(rate=self.rate, accent=self.accent)

    def times(self, kind: CallKind) -> int:
        """How often a call is said."""
        return self.repeat_last if kind is CallKind.LAST else self.repeat

    def quiet_at(self, now: Instant) -> bool:
        """Whether nothing is spoken at this time."""
        return any(each.opens <= minute_of_day(now, self.zone) < each.closes for each in self.quiet)


def call_phrases(number: str, desk: str, *, kind: CallKind, priority: bool, speech: SpeechStyle) -> list[Phrase]:
    """Say that ticket `number` is asked to `desk`, once in each language, in the centre's order.

    Raises `NumberUnreadable` when the number holds nothing that could be said.
    """
    grammars = {"vi": _vietnamese_call, "en": _english_call}
    number, desk = (unicodedata.normalize("NFC", text).strip() for text in (number, desk))
    if not any(part.isdecimal() or _letters(part, names={}) for part in _PARTS.findall(number)):
        raise NumberUnreadable(f"ticket number {number!r} has no letter and no digit")
    phrases = []
    for language in speech.languages:
        if language in grammars:
            phrases.append(_phrase(language, grammars[language](number, desk, kind, priority, speech)))
        else:
            phrases.append(_recorded_call(language, number, desk, kind, priority))
    return _said(phrases, speech)


def closing_phrases(minutes: int, *, speech: SpeechStyle) -> list[Phrase]:
    """Say that no tickets are taken any more in so many minutes. Languages without a grammar stay silent."""
    phrases = []
    if "vi" in speech.languages:
        count = reading.vietnamese(minutes, zero_tens=speech.zero_tens, thousand=speech.thousand)
        phrases.append(_phrase("vi", [Word("còn", "con"), *count, _titled("phút nữa hết giờ tiếp nhận")]))
    if "en" in speech.languages:
        unit = "minute" if minutes == 1 else "minutes"
        phrases.append(_phrase("en", [_titled("reception closes in"), *reading.english(minutes), _titled(unit)]))
    return _said(sorted(phrases, key=lambda phrase: speech.languages.index(phrase.language)), speech)


def notice_phrases(words: Words, *, speech: SpeechStyle) -> list[Phrase]:
    """Read out what somebody has written, in the languages in which they wrote it. There are no recordings of it."""
    said = [(language, words[language]) for language in speech.languages if words.get(language)]
    phrases = [Phrase(language, _spelled_name(text, language=language, speech=speech)) for language, text in said]
    return _said(phrases, speech)


def test_phrases(*, speech: SpeechStyle) -> list[Phrase]:
    """Say that this is a test."""
    return notice_phrases(_SOUND_TEST, speech=speech)


def _said(phrases: list[Phrase], speech: SpeechStyle) -> list[Phrase]:
    """In the centre's manner."""
    return [replace(phrase, manner=speech.manner) for phrase in phrases]


def _vietnamese_call(number: str, desk: str, kind: CallKind, priority: bool, speech: SpeechStyle) -> list[Word]:
    opening, breath, way = _VI[kind]
    words = [Word("ưu tiên:", "uu-tien"), Word("", PAUSE)] if priority else []
    words.append(_titled(opening))
    for part in _PARTS.findall(number):
        if not part.isdecimal():
            words += _letters(part, names=reading.VI_LETTERS)
        elif speech.padded == "digits":
            words += reading.spelled_out(part)
        else:
            words += reading.vietnamese_padded(part, zero_tens=speech.zero_tens, thousand=speech.thousand)
    if breath:
        words.append(_BREATH)
    place, code = _desk(desk, speech=speech)
    if not code:
        return [*words, _titled(f"{way} {place} {_spelled_name(desk, language='vi', speech=speech)}")]
    words.append(_titled(f"{way} {place} số"))
    for part in code:
        if part.isdecimal():
            words += reading.vietnamese(int(part), zero_tens=speech.zero_tens, thousand=speech.thousand)
        else:
            words += _letters(part, names=reading.VI_LETTERS)
    return words


def _english_call(number: str, desk: str, kind: CallKind, priority: bool, speech: SpeechStyle) -> list[Word]:
    opening, way = _EN[kind]
    words = [Word("priority:", "priority"), Word("", PAUSE)] if priority else []
    words.append(_titled(opening))
    for part in _PARTS.findall(number):
        if part.isdecimal():
            words += reading.english_digits(part)
        else:
            # Without the comma a speech program takes the letter A for the article.
            words += [Word(f"{word.text},", word.clip) for word in _letters(part, names=reading.EN_LETTERS)]
    words.append(_BREATH)
    place, code = _desk(desk, speech=speech)
    if not code and not desk.isascii():
        # An English voice cannot say a Vietnamese name; the board shows it.
        return [*words, _titled(f"{way} the counter shown on the board")]
    place = PLACES.get(place, "counter") if place else ""
    if not code:
        return [*words, _titled(f"{way} {place} {_spelled_name(desk, language='en', speech=speech)}")]
    words.append(_titled(f"{way} {place}"))
    for part in code:
        words += reading.english(int(part)) if part.isdecimal() else _letters(part, names=reading.EN_LETTERS)
    return words


def _recorded_call(language: str, number: str, desk: str, kind: CallKind, priority: bool) -> Phrase:
    """A language whose numbers nobody taught us, such as Xơ Đăng: recordings only, digit by digit."""
    _, code = _desk(desk, speech=SpeechStyle())
    if not code:
        return Phrase(language, "")
    words = [Word("", "priority"), Word("", PAUSE)] if priority else []
    words.append(Word("", kind.value))
    for part in _PARTS.findall(number):
        words += reading.spelled_out(part) if part.isdecimal() else _letters(part, names={})
    words += [_BREATH, Word("", f"to-desk-{kind.value}")]
    for part in code:
        words += reading.spelled_out(str(int(part))) if part.isdecimal() else _letters(part, names={})
    return Phrase(language, "", tuple(_clip(language, word) for word in words))


def _desk(desk: str, *, speech: SpeechStyle) -> tuple[str, list[str]]:
    """The Vietnamese word for the place, and the desk's code in letters and digits: "3A" is quầy, 3, A.

    A desk with a name has no code, and no word for the place where the name begins with one.
    """
    first, _, rest = desk.lower().partition(" ")
    own = first in PLACES or first == speech.desk_word.lower()
    place, code = (first, rest) if own else (speech.desk_word.lower(), desk)
    match = _CODE.fullmatch(code)
    if match:
        return place, _PARTS.findall(match[1])
    return ("" if own or first in PLACES.values() else place), []


def _spelled_name(name: str, *, language: str, speech: SpeechStyle) -> str:
    """A name with its digits put into words."""

    def spell(match: re.Match[str]) -> str:
        if len(match[0]) > len(str(reading.LARGEST)):
            words = reading.spelled_out(match[0]) if language == "vi" else reading.english_digits(match[0])
        elif language == "vi":
            words = reading.vietnamese(int(match[0]), zero_tens=speech.zero_tens, thousand=speech.thousand)
        else:
            words = reading.english(int(match[0]))
        return " ".join(["", *(word.text for word in words), ""])

    return " ".join(re.sub(r"[0-9]+", spell, name).split())


def _letters(characters: str, *, names: dict[str, str]) -> list[Word]:
    return [word for word in (reading.letter(character, names=names) for character in characters) if word]


def _titled(text: str) -> Word:
    """Words that are recorded as one clip, whose name is the words themselves."""
    return Word(" ".join(text.split()), reading.slug(text))


def _phrase(language: str, words: list[Word]) -> Phrase:
    text = " ".join(word.text for word in words if word.text).replace(" ,", ",")
    return Phrase(language, f"{text[0].upper()}{text[1:]}.", tuple(_clip(language, word) for word in words))


def _clip(language: str, word: Word) -> str:
    return PAUSE if word.clip == PAUSE else f"{language}/{word.clip}"


# ------------------------------------------------------------------------------------------------- the voice pack


def recordings(language: str, *, speech: SpeechStyle | None = None, letters: Iterable[str] = LETTERS) -> dict[str, str]:
    """What a voice pack must hold so that any ticket can be called to any numbered desk: clip name to words to say."""
    style = speech or SpeechStyle()
    if language == "vi":
        words = _vietnamese_pack(style)
        names = reading.VI_LETTERS
    elif language == "en":
        words = _english_pack(style)
        names = reading.EN_LETTERS
    else:
        words = [Word(f"({kind.value})", kind.value) for kind in CallKind]
        words += [Word(f"({kind.value}: to desk)", f"to-desk-{kind.value}") for kind in CallKind]
        words += [Word("(priority)", "priority"), *(Word(str(digit), f"n-{digit}") for digit in range(10))]
        names = {}
    for character in letters:
        words += _letters(character, names=names)
    return {f"{language}/{word.clip}": word.text for word in words}


def clip_names(language: str, *, speech: SpeechStyle | None = None) -> tuple[str, ...]:
    """The names in `recordings`."""
    return tuple(recordings(language, speech=speech))


def _vietnamese_pack(style: SpeechStyle) -> list[Word]:
    words = [Word("ưu tiên", "uu-tien"), *(_titled(opening) for opening, _, _ in _VI.values())]
    words += [_titled(f"{way} {style.desk_word} số") for _, _, way in _VI.values()]
    words += [Word("còn", "con"), _titled("phút nữa hết giờ tiếp nhận")]
    for number in (*range(20), *range(20, 100, 10), 21, 24, 25, 101, 1000):
        words += reading.vietnamese(number, zero_tens=style.zero_tens, thousand=style.thousand)
    return words


def _english_pack(style: SpeechStyle) -> list[Word]:
    place = PLACES.get(style.desk_word.lower(), "counter")
    words = [Word("priority", "priority"), *(_titled(opening) for opening, _ in _EN.values())]
    words += [_titled(f"{way} {place}") for _, way in _EN.values()]
    words += [_titled("reception closes in"), _titled("minute"), _titled("minutes")]
    for number in (*range(20), *range(20, 100, 10)):
        words += reading.english(number)
    return words
