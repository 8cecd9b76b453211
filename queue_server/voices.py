"""Which board speaks in each hall, so that boards which hear each other do not echo. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from queue_server.core.plan import Board
from queue_server.protocol.messages import Device

#: What a board says of itself when its hall does not hear it.
_UNHEARD = frozenset({"silent", "no_sound"})


def voices(
    boards: Iterable[Board],
    devices: Mapping[str, Device],
    *,
    former: Mapping[str, str],
    still: Collection[str] = (),
) -> dict[str, str]:
    """The board that speaks, by hall. It stays the same while it can be heard; else the first that can takes over.

    One that stands `still` is not heard either, whatever it said of itself before.

    Where none can be heard a connected one is named, and says with the chime what it can. A hall with nobody there is
    left out: each board that comes speaks until it is told otherwise.
    """
    halls: dict[str, list[str]] = {}
    for board in boards:
        if board.hall:
            halls.setdefault(board.hall, []).append(board.id)
    found: dict[str, str] = {}
    for hall, members in halls.items():
        there = [member for member in members if member in devices and devices[member].online]
        heard = [member for member in there if devices[member].health not in _UNHEARD and member not in still]
        able = heard or there
        if able:
            found[hall] = former[hall] if former.get(hall) in able else able[0]
    return found
