"""Texts in tables that are opened with a spreadsheet: none of them is taken for a formula (OWASP, CSV injection)."""

from __future__ import annotations

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text, quoted where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
