"""Dossier codes as centres, ministries and the social insurance print them (TT 01/2018/TT-VPCP Art. 19). Pure.

What a dossier is and how it stands is not known here. Only the shape is judged: which agencies and days exist
changes with every reform, and a code that an office has printed is right.
"""

from __future__ import annotations

import re

from msgspec import Struct

#: Dashes and dots that people, word processors and keyboards put for those of a code.
_LOOKALIKES = str.maketrans("‐‑‒–—−﹣－．／０１２３４５６７８９", "--------./0123456789")

# `000.00.00.H34` is the old order of an agency's code, `H34.01.05` the one since QĐ 20/2020/QĐ-TTg.
_AGENCY = r"(?P<agency>\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{2,3}){0,4})"
_ADMINISTRATIVE = re.compile(_AGENCY + r"-(?P<day>\d{6}|\d{8})-(?P<serial>\d{4,7})", re.ASCII)
_INSURANCE = re.compile(r"(?P<agency>\d{5})/(?P<day>\d{4})/(?P<serial>\d{4,6})", re.ASCII)

# Within a longer text a code ends where no letter, digit or mark of a code follows.
_EDGES = (r"(?<![A-Z0-9.\-])", r"(?![A-Z0-9\-]|[./]\d)")
_WITHIN = tuple(re.compile(_EDGES[0] + shape.pattern + _EDGES[1], re.ASCII) for shape in (_ADMINISTRATIVE, _INSURANCE))

#: No code is longer; nothing longer than a printed QR is searched for one.
LONGEST = 40
_LONGEST_TEXT = 4096


class DossierCode(Struct, frozen=True):
    """A dossier's code. `day` is as printed: YYMMDD, YYYYMMDD, or the year alone for the social insurance."""

    text: str
    agency: str
    day: str
    serial: str

    @property
    def short(self) -> str:
        """For records: tells two dossiers of a conversation apart and names none, "H34…-0975"."""
        return f"{self.agency[:3]}…-{self.serial[-4:]}"


def parse_dossier_code(text: str) -> DossierCode | None:
    """The code that someone typed or scanned by itself; None where it has not the shape of one."""
    plain = _plain(text)
    if len(plain) > LONGEST:
        return None
    return _made(_ADMINISTRATIVE.fullmatch(plain) or _INSURANCE.fullmatch(plain))


def find_dossier_code(text: str) -> DossierCode | None:
    """The one code in a longer text, such as the address in a receipt's QR. None where there is none, or several."""
    if len(text) > _LONGEST_TEXT:
        return None
    plain = text.translate(_LOOKALIKES).upper()
    found = {match.group(): match for shape in _WITHIN for match in shape.finditer(plain)}
    return _made(next(iter(found.values()))) if len(found) == 1 else None


def _plain(text: str) -> str:
    return "".join(text.translate(_LOOKALIKES).upper().split())


def _made(match: re.Match[str] | None) -> DossierCode | None:
    return None if match is None else DossierCode(match.group(), match["agency"], match["day"], match["serial"])
