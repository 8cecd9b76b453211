"""Ids that nobody can guess, for tickets: whoever has one may look at the ticket's page."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator

#: Bytes of chance in an id, 72 bits, and the letters that they are.
_LENGTH, _LETTERS = 9, 12
#: Ids made of one draw. Asking the system for each one lets go of the interpreter each time.
_AT_ONCE = 128


def unguessable() -> Iterator[str]:
    """One fresh id after the other, without end."""
    while True:
        letters = urlsafe_b64encode(secrets.token_bytes(_LENGTH * _AT_ONCE)).decode("ascii")
        for at in range(0, len(letters), _LETTERS):
            yield letters[at : at + _LETTERS]
