"""Appointment codes, `LH-` (lịch hẹn) and six to twelve letters and digits. Pure; only the shape is judged."""

from __future__ import annotations

import re

#: Dashes that people, word processors and keyboards put for that of a code.
_DASHES = str.maketrans("‐‑‒–—−﹣－", "--------")
_CODE = re.compile(r"LH-[A-Z0-9]{6,12}", re.ASCII)


def parse_appointment_code(text: str) -> str | None:
    """The code that someone typed or scanned, as it is kept; None where it has not the shape of one."""
    plain = "".join(text.translate(_DASHES).upper().split())
    return plain if _CODE.fullmatch(plain) else None


def short(code: str) -> str:
    """For the log: tells two codes of a conversation apart, and gives none away."""
    return f"LH-…{code[-3:]}"
