"""From the address in a board's settings to its loudspeaker.

alsa:            the default sound card            alsa:plughw:1,0   one of them (see `aplay -L`)
pulse:           the sound server's default        pulse:lobby       one of its sinks (see `pactl list sinks`)
none:            no loudspeaker, and it says so    virtual:/folder   WAV files instead of sound
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hardware.speaker.aplay import ALSA, PULSE, PlayerSpeaker
from hardware.speaker.base import AddressInvalid, Speaker
from hardware.speaker.silent import SilentSpeaker


def open_speaker(address: str, *, virtual: Callable[[Path], Speaker] | None = None) -> Speaker:
    """Return the speaker at an address. No device is touched yet: call `check` to know whether it can be heard.

    `virtual` makes the speaker for `virtual:` addresses; without it they are refused, so that no hall gets one by
    mistake. Raises `AddressInvalid`.
    """
    kind, colon, rest = address.strip().partition(":")
    if kind == "alsa" and colon:
        return PlayerSpeaker(ALSA, device=rest)
    if kind == "pulse" and colon:
        return PlayerSpeaker(PULSE, device=rest)
    if kind == "none" and not rest:
        return SilentSpeaker()
    if kind == "virtual" and rest:
        if virtual is None:
            raise AddressInvalid(f"{address!r}: a virtual speaker belongs to a demo; use alsa: or pulse: here")
        return virtual(Path(rest))
    raise AddressInvalid(
        f"{address!r} không phải địa chỉ loa, hãy viết · is no speaker, write: "
        "alsa:, alsa:DEVICE, pulse:, pulse:SINK, virtual:/FOLDER or none:"
    )
