"""A sign without any wire: it remembers what it was told, for tests and for a centre on one machine."""

from __future__ import annotations

from collections.abc import Callable

from hardware.sign.base import DARK, Face


class VirtualSign:
    """Shows at once. `shown` hears of each new face."""

    def __init__(self, name: str, *, shown: Callable[[str, Face], object] = lambda *_: None) -> None:
        self._name = name
        self._shown = shown
        self.face = DARK

    @property
    def name(self) -> str:
        return self._name

    def show(self, face: Face) -> None:
        """See `Sign`."""
        if face != self.face:
            self.face = face
            self._shown(self._name, face)
