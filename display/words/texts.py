"""Every sentence that a board shows, in each language. Spoken ones are in `display.phrases`.

The web board says the same (queue_server/web/static/board/words.js); a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from queue_server.protocol.messages import Words

TEXTS: dict[str, Words] = {
    "calling": {"vi": "Mời số", "en": "Now calling"},
    "serving": {"vi": "Đang phục vụ", "en": "Now serving"},
    "to_desk": {"vi": "đến", "en": "please go to"},
    "recent": {"vi": "Vừa gọi", "en": "Recently called"},
    "wait": {"vi": "Vui lòng chờ đến số của mình", "en": "Please wait for your number"},
    "hotline": {"vi": "Đường dây nóng", "en": "Hotline"},
    "issued_until": {"vi": "Phát số đến {time}", "en": "Tickets until {time}"},
    "not_issued": {"vi": "Đã ngừng phát số", "en": "No more tickets for now"},
    "welcome": {"vi": "Kính chào quý công dân", "en": "Welcome"},
    "take_number": {"vi": "Mời lấy số thứ tự tại máy lấy số", "en": "Please take a number at the ticket machine"},
    "shown_here": {
        "vi": "Số được gọi sẽ hiện tại đây và đọc qua loa",
        "en": "Numbers are shown here and announced",
    },
    "next_call": {"vi": "Đang chờ lượt gọi tiếp theo", "en": "Waiting for the next call"},
    "connecting": {"vi": "Bảng gọi số đang khởi động", "en": "This board is starting"},
    "ask_officer": {"vi": "Vui lòng nghe cán bộ mời", "en": "Please listen for the officers"},
    "stale": {
        "vi": "Mất kết nối từ {time} — số hiển thị có thể đã cũ",
        "en": "Connection lost at {time} — numbers may be out of date",
    },
    "trouble": {"vi": "Bảng cần được kiểm tra ({code})", "en": "This board needs attention ({code})"},
    "before_opening": {"vi": "Chưa đến giờ phát số", "en": "Tickets are not issued yet"},
    "lunch": {"vi": "Nghỉ trưa", "en": "Lunch break"},
    "after_closing": {"vi": "Đã hết giờ phát số hôm nay", "en": "No more tickets today"},
    "holiday": {"vi": "Hôm nay nghỉ lễ", "en": "Closed today: public holiday"},
    "closed_day": {"vi": "Hôm nay không làm việc", "en": "Closed today"},
    "urgent": {"vi": "Thông báo khẩn", "en": "Emergency notice"},
    "lines": {"vi": "Đang chờ", "en": "Waiting"},
    "minutes": {"vi": "Chờ khoảng {low}–{high} phút", "en": "About {low}–{high} min"},
    "paused": {"vi": "Quầy tạm nghỉ", "en": "Back shortly"},
    "desk_closed": {"vi": "Quầy đang đóng", "en": "Closed"},
    "opens_again": {"vi": "Phát số trở lại", "en": "Tickets again"},
}

#: So many letters can be read at the foot of a board on one line.
FOOT = 56
#: And so many on its two lines; what is longer is shown piece after piece.
PIECE = 96

#: A desk that is only a number, perhaps with a letter, is "Quầy 3"; one with a name of its own keeps it ("Phòng 5").
_ONLY_NUMBER = re.compile(r"[0-9]+[^\W\d_]?")


def text(key: str, language: str, **values: str) -> str:
    """One sentence in one language; in Vietnamese where that language has none."""
    words = TEXTS[key]
    return words.get(language, words["vi"]).format(**values)


def both(key: str, first: str, second: str | None) -> str:
    """One sentence in the first language and, where there is one, the second."""
    return text(key, first) + (f"  ·  {text(key, second)}" if second else "")


def foot(own: Words | None, first: str, second: str | None) -> list[str]:
    """A board's own sentence: both languages at once where that is short, else each in its turn, piece after piece."""
    if own is None:
        return []
    said = [named(own, first), *([own[second]] if second and second in own else [])]
    together = "  ·  ".join(said)
    return [together] if len(together) <= FOOT else [piece for each in said for piece in _pieces(each)]


def _pieces(sentence: str) -> list[str]:
    """A sentence in pieces of at most `PIECE` letters, broken between words; one that goes on ends in "…"."""
    pieces = [""]
    for word in sentence.split():
        longer = f"{pieces[-1]} {word}".strip()
        if pieces[-1] and len(longer) > PIECE:
            pieces[-1] += " …"
            pieces.append(word)
        else:
            pieces[-1] = longer
    return pieces


def beside(languages: Sequence[str]) -> str | None:
    """The language shown second, or None where the centre speaks one only."""
    return next((language for language in languages[1:] if language == "en"), None)


def named(words: Words, language: str) -> str:
    """A name from the configuration in that language, else in Vietnamese."""
    return words.get(language) or words["vi"]


def desk_parts(desk: str, word: str) -> tuple[str, str]:
    """What a desk is called in two parts: the word of the centre and the number, or its whole name and nothing."""
    if _ONLY_NUMBER.fullmatch(desk):
        return word.capitalize(), desk.upper()
    name, _, number = desk.rpartition(" ")
    return (name, number) if name and _ONLY_NUMBER.fullmatch(number) else (desk, "")
