"""What is written once and never changed: commands, events, and what the rules tell each other.

The type checker keeps such records from being changed. The interpreter does not, because it would take a call for each
field, which is most of what making one costs (docs/decisions/0165).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A dataclass with slots and keywords only, equal and hashed by its fields."""
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(cls)
