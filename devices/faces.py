"""What a desk's sign shows, from what is known of the centre. Pure."""

from __future__ import annotations

from hardware.sign.base import DARK, Face
from queue_server.client.view import View
from queue_server.protocol import messages as msg

#: Milliseconds that a fresh call flashes.
FLASHES = 8_000

_WITH_TICKET = (msg.DeskState.CALLING, msg.DeskState.SERVING)


def face_of(view: View, desk: str, *, now: msg.Instant) -> Face:
    """The number at the desk, flashing while its call is fresh; dark where nobody is called or the desk is closed."""
    known = view.desks.get(desk)
    if known is None or known.state not in _WITH_TICKET or known.number is None:
        return DARK
    fresh = known.state is msg.DeskState.CALLING and any(
        call.desk == desk and call.number == known.number and now - call.at < FLASHES for call in view.calls.values()
    )
    return Face(known.number, caption=_name(view, desk), blink=fresh)


def _name(view: View, desk: str) -> str:
    desks = view.centre.desks if view.centre else ()
    return next((each.names.get("vi", each.id) for each in desks if each.id == desk), desk)
