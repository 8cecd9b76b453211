"""A sign that takes framed bytes by a template (`bus.framed`). It answers nothing, so it is told again and again."""

from __future__ import annotations

from dataclasses import dataclass

from hardware.bus.exchange import Exchange
from hardware.bus.framed import Template
from hardware.sign.base import Face
from hardware.sign.writing import Writing, written


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedSign:
    """One sign at one address."""

    template: Template
    address: int = 1
    width: int = 4
    writing: Writing = "text"
    blank: int = 0

    @property
    def blinks(self) -> bool:
        return False

    def frames(self, face: Face) -> tuple[Exchange, ...]:
        """One frame."""
        data = written(face.text, writing=self.writing, width=self.width, blank=self.blank)
        return (Exchange(self.template.wrap(data, address=self.address)),)

    def look(self) -> Exchange | None:
        """It cannot answer."""
        return None

    def shows(self, answer: bytes, face: Face) -> bool:
        """It is never asked."""
        raise AssertionError("a framed sign answers nothing")
