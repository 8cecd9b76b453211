"""Plans of many centres in little memory: what several have word for word is there once.

The centres of a province offer the same services and procedures, with the same words. A plan of its own for each takes
93 KiB, nearly all of it such parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

import msgspec

from queue_server.core.plan import CentrePlan

#: So many different parts are kept for others to share, and then it is begun anew: plans change over the years.
PARTS_KEPT = 20_000


@dataclass(slots=True)
class Alike:
    """Parts of plans, by what they are and say."""

    _parts: dict[tuple[type, bytes], object] = field(default_factory=dict)

    def shared(self, plan: CentrePlan) -> CentrePlan:
        """The same plan, made of parts that others have."""
        if len(self._parts) > PARTS_KEPT:
            self._parts.clear()
        parts: dict[str, Any] = {each.name: self._shared(getattr(plan, each.name)) for each in fields(plan)}
        return replace(plan, **parts)

    def _shared(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(self._shared, value))
        if is_dataclass(value):
            return self._parts.setdefault((type(value), msgspec.json.encode(value)), value)
        return value
