"""The files of pages/: each is a short HTML that loads its own script. Nothing is filled in here."""

from __future__ import annotations

from pathlib import Path

_PAGES = Path(__file__).parent / "pages"


def page(name: str) -> str:
    """A page as it is written."""
    return (_PAGES / name).read_text("utf-8")
