"""From a card to what the kiosk may keep of it: a one-way token of today, and a priority class. Pure; no names at all.

The number is hashed under the key of the day, and the result under it again with the service: so a token says neither
who it is nor which tickets at different services are of one person. The key exists in memory only (see `DayKey`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date

from queue_server.protocol.messages import PriorityInfo


def person_token(key: str, number: str) -> str:
    """Today's token of a person, for the length of a visit."""
    return _hash(key, number)


def holder_token(person: str, service: str) -> str:
    """Today's token of a person at one service, for the server."""
    return _hash(person, service)


def age(born: date, today: date) -> int:
    """Whole years on that day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def priority_by_age(classes: Iterable[PriorityInfo], years: int) -> str:
    """The class of somebody so old: of those with an age, the one with the highest that is reached; or none."""
    reached = [each for each in classes if each.min_age is not None and each.min_age <= years]
    return max(reached, key=lambda each: each.min_age or 0).id if reached else ""


def _hash(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
