"""Officers without a PC: who signed in at a desk's keypad, and in whose name its keys act (docs/decisions/0151).

What is right is decided elsewhere: the PIN by `access`, whether the desk may be opened by the centre.
"""

from __future__ import annotations

from queue_server.core.refusals import Refusal
from queue_server.live import LiveCentre
from queue_server.protocol import messages as msg
from queue_server.web.access import Access, Officer
from queue_server.web.guessing import Locked
from queue_server.web.sign_in import until_the_shift_ends


class Keypads:
    """The keypads of one centre; `device` is the machine that one is attached to."""

    def __init__(self, live: LiveCentre, access: Access) -> None:
        self._live = live
        self._access = access

    def officer(self, device: str, desk: str | None) -> Officer | None:
        """Who typed her PIN at this desk and still sits there; None for a desk that was opened elsewhere."""
        known = self._live.centre.desks.get(desk) if desk is not None else None
        if known is None or not known.open:
            return None
        officer = self._access.at_keypad(_place(device, known.plan.id))
        return officer if officer is not None and officer.name == known.officer else None

    async def prove(self, device: str, message: msg.SignInAtDesk) -> Officer:
        """Whose PIN this is. Slow on purpose. Raises `Refusal` wrong_pin and locked_out."""
        try:
            officer = await self._access.prove(message.name, message.pin, address=_place(device, message.desk))
        except Locked as locked:
            raise Refusal("locked_out") from locked
        if officer is None:
            raise Refusal("wrong_pin")
        return officer

    def begin(self, device: str, desk: str, officer: Officer) -> None:
        """She has sat down: until the shift ends, or the desk is closed."""
        now = self._live.now
        lasts = until_the_shift_ends(now=now, closes=self._live.centre.calendar.closing_at(now))
        self._access.open_session(officer.name, lasts=lasts, place=_place(device, desk))

    def end(self, device: str, desk: str) -> None:
        """The desk was closed by a key."""
        self._access.leave_keypad(_place(device, desk))


def _place(device: str, desk: str) -> str:
    return f"keypad {device} {desk}"
