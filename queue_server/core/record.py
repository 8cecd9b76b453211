"""What is written once and never changed: commands, events, and what the rules tell each other.

The type checker keeps such records from being changed. The interpreter does not, because it would take a call for each
field, which is most of what making one costs (docs/decisions/0165).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ParamSpec, TypeVar, cast, dataclass_transform

P = ParamSpec("P")
T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A dataclass with slots and keywords only, equal and hashed by its fields."""
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(cls)


def maker(cls: Callable[P, T]) -> Callable[P, T]:
    """A function that makes of the same keywords what the class of a record would, in two fifths of the time.

    To call a class is to pack its keywords into a dictionary and to unpack them again; to call a function is not. For
    what is made again and again within one call of a citizen. As dataclasses do, it writes the function and runs it.
    """
    made = fields(cast("Any", cls))
    assert all(each.init and each.default_factory is MISSING for each in made), f"{cls} is more than its keywords"
    given = [each.name if each.default is MISSING else f"{each.name}=default_{each.name}" for each in made]
    lines = [
        f"def make(*, {', '.join(given)}):",
        "made = new(cls)",
        *(f"made.{each.name} = {each.name}" for each in made),
    ]
    scope = {"cls": cls, "new": object.__new__} | {f"default_{each.name}": each.default for each in made}
    exec("\n    ".join([*lines, "return made"]), scope)  # noqa: S102  # names of fields, and nothing else
    return cast("Callable[P, T]", scope["make"])
