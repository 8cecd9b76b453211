"""One line of `motcua doctor`: what was looked at, how it is, and what to do where it is not well."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Verdict(Enum):
    """`BAD`: the centre would lose numbers or not work. `WARN`: it works, and somebody should see to it."""

    OK = "OK"
    WARN = "WARN"
    BAD = "BAD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`check` is a stable code; `found` and `advice` are by language, `advice` empty where all is well."""

    check: str
    verdict: Verdict
    found: dict[str, str]
    advice: dict[str, str] = field(default_factory=dict)


def well(check: str, *, vi: str, en: str) -> Finding:
    """All is well."""
    return Finding(check=check, verdict=Verdict.OK, found={"vi": vi, "en": en})


def wrong(check: str, *, vi: str, en: str, do_vi: str, do_en: str, verdict: Verdict = Verdict.BAD) -> Finding:
    """Something to be seen to, with what to do."""
    return Finding(check=check, verdict=verdict, found={"vi": vi, "en": en}, advice={"vi": do_vi, "en": do_en})
