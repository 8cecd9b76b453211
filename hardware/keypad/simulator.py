"""A keypad without any wire: pressed by a program."""

from __future__ import annotations

from hardware.keypad.base import Press, Pressed


class VirtualKeypad:
    """`press` is a finger."""

    def __init__(self, name: str, *, pressed: Pressed) -> None:
        self.name = name
        self._pressed = pressed

    def press(self, *keys: str) -> None:
        """Press these, one after another."""
        for key in keys:
            self._pressed(Press(self.name, key))
