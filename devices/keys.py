"""What a key of a desk's keypad asks for. Pure.

A meaning is one of `PLAIN`, or "transfer to desk 3", "transfer to service ho-tich"; on a rating pad, "rate 5" for the
step of that value. Which key has which meaning is in the settings. Whether it may be done now is the centre's to
decide; here only what cannot even be asked is left out.
"""

from __future__ import annotations

import re
from typing import Any

from queue_server.protocol import messages as msg

#: Meanings about the ticket at the desk, and their requests.
_OF_TICKET: dict[str, Any] = {
    "recall": msg.Recall,
    "start": msg.StartServing,
    "finish": msg.Finish,
    "no-show": msg.MarkAbsent,
    "park": msg.Park,
}
PLAIN = ("next", "close", *_OF_TICKET)
_TRANSFER = re.compile(r"transfer to (desk|service) (\S+)")
_RATE = re.compile(r"rate (\d{1,3})")


def known(meaning: str) -> bool:
    """Whether settings may say this."""
    return meaning in PLAIN or any(form.fullmatch(meaning) for form in (_TRANSFER, _RATE))


def request_for(meaning: str, *, desk: msg.Desk, request: str) -> msg.Command | None:
    """What to ask the server; None where there is no ticket at the desk that it could be about."""
    if meaning == "next":
        return msg.CallNext(request=request, desk=desk.id)
    if meaning == "close":
        return msg.CloseDesk(request=request, desk=desk.id)
    rate = _RATE.fullmatch(meaning)
    if rate is not None:
        # Of the visit that ended there last: the next ticket may be at the desk already.
        return msg.Rate(request=request, desk=desk.id, value=int(rate[1]))
    if desk.ticket is None:
        return None
    transfer = _TRANSFER.fullmatch(meaning)
    if transfer is not None:
        to = {"to_desk" if transfer[1] == "desk" else "service": transfer[2]}
        return msg.Transfer(request=request, desk=desk.id, ticket=desk.ticket, **to)
    made: msg.Command = _OF_TICKET[meaning](request=request, desk=desk.id, ticket=desk.ticket)
    return made
