"""What stands on a centre's slips, in order. How each part is drawn is the kiosk's."""

from __future__ import annotations

from queue_server.catalogue.combine import choice
from queue_server.catalogue.place import Place
from queue_server.catalogue.problems import NOTHING, Phrase
from queue_server.catalogue.table import Key, Row, Table
from queue_server.catalogue.values import words
from queue_server.core.plan import SLIP_PARTS, SlipPart, Words

_NUMBER, _OWN_TEXT = "number", "text"
#: What may stand on a slip more than once.
_OFTEN = (_OWN_TEXT, "rule")

PART = Key("part", choice({each: each for each in SLIP_PARTS}), "", required=True)
SIZE = Key("size", choice({each: each for each in ("small", "normal", "large")}), "")
TEXT: Key[Words | None] = Key("text", words, None)


def _own_text_is_said(row: Row) -> None:
    if row[PART] == _OWN_TEXT and not row.has(TEXT) and not row.unusable(TEXT):
        row.at(TEXT).wrong("missing", TEXT.reader.expected, found=NOTHING)
    if row.has(TEXT) and row.has(PART) and row[PART] != _OWN_TEXT:
        row.at(TEXT).wrong("text-of-a-part", Phrase("a text with 'part: text' only", "chỉ ghi text khi part là text"))


PART_ROW = Table(Phrase("a part of the slip", "một phần của phiếu"), PART, SIZE, TEXT, check=_own_text_is_said)


def once(row: Row) -> str | None:
    """What no other row may be too."""
    return None if row[PART] in _OFTEN else row[PART] or None


def build(rows: tuple[Row, ...], place: Place) -> tuple[SlipPart, ...]:
    """The parts of these rows. Notes a slip without its number."""
    if rows and place.sound() and not any(row[PART] == _NUMBER for row in rows):
        place.wrong("number-missing", Phrase("the part 'number' among them", "có phần 'number' (số thứ tự)"))
    return tuple(SlipPart(part=row[PART], size=row[SIZE], text=row[TEXT]) for row in rows)
