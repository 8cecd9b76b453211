"""Whether a new PIN or password will do. Not responsible for keeping it, nor for how often somebody may guess.

Twelve letters and none of what everybody tries first: ASVS 2.1.1 and 2.1.7. Six digits at a desk are shorter than it
asks; docs/asvs.md says why.
"""

from __future__ import annotations

import re

from queue_server.web.rights import OfficerRole

#: The shortest PIN, and the shortest password where a PIN is not enough.
PIN_DIGITS = 6
PASSWORD_LETTERS = 12

#: Fewer different signs than this are a pattern, however long it is.
_DIFFERENT = 5
#: What the commonest passwords are made of, here and elsewhere; digits and signs around it do not help.
_COMMON = (
    *("password", "passw0rd", "matkhau", "qwerty", "qwertyuiop", "asdfghjkl", "letmein", "welcome", "iloveyou"),
    *("admin", "administrator", "quantri", "quantrivien", "motcua", "vietnam", "hanhchinh", "anhyeuem", "emyeuanh"),
)
_ROUND_ABOUT = re.compile(r"[\W\d_]+")
_COMMON_ONLY = re.compile(f"(?:{'|'.join(sorted(_COMMON, key=len, reverse=True))})*")


def good_enough(pin: str, roles: tuple[OfficerRole, ...]) -> bool:
    """Six digits at a desk, a real password for who changes the centre."""
    if OfficerRole.ADMINISTRATOR in roles or len(pin) >= PASSWORD_LETTERS:
        return len(pin) >= PASSWORD_LETTERS and not _easy(pin)
    return len(pin) >= PIN_DIGITS and len(set(pin)) > 1


def _easy(password: str) -> bool:
    """Nothing but a pattern, or common words with digits and signs around them."""
    letters = _ROUND_ABOUT.sub("", password.lower())
    return len(set(password.lower())) < _DIFFERENT or _COMMON_ONLY.fullmatch(letters) is not None
