"""What comes from a keypad: presses of named keys. What a key means is not its business.

A held key is one press. What is typed may be somebody's PIN: no press is ever logged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

#: Hears of every press, in a thread of the keypad's.
Pressed = Callable[["Press"], None]


@dataclass(frozen=True, slots=True)
class Press:
    """One key of one keypad went down."""

    keypad: str
    key: str = field(repr=False)
