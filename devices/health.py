"""How a machine's devices are, in the word and the line that the server is told. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from hardware.bus.exchange import UnitState

#: The longest line that the wire takes.
LONGEST = 300
#: From bad to worse.
_ORDER = (UnitState.READY, UnitState.REFUSES, UnitState.SILENT, UnitState.GONE)


def health_of(states: Mapping[str, UnitState]) -> tuple[str, str]:
    """The worst of them all, and each that is not well: ("silent", "sign-3 silent, bell gone")."""
    worst = max(states.values(), key=_ORDER.index, default=UnitState.READY)
    ill = ", ".join(f"{name} {state.value}" for name, state in states.items() if state is not UnitState.READY)
    return worst.value, ill if len(ill) <= LONGEST else ill[: LONGEST - 1] + "…"
