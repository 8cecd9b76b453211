"""What can be said, what a voice makes of it, what a speaker does with that. Words, order and volume are others'.

SpeakerError
├── VoiceFailed          a voice that should have managed it did not
│   └── ClipUnusable     a recording that is there, but cannot be used
├── SpeakerFailed        the sound was not heard to its end
└── AddressInvalid       the address of a speaker is not one
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

#: In `Phrase.clips`: a breath, as at a comma. Not a recording.
PAUSE = "pause"


class SpeakerError(Exception):
    """Something about sound went wrong. `code` is stable and goes over the wire; the text says what to do next."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class VoiceFailed(SpeakerError):
    """A voice could not make a sound of a phrase that it should be able to say. Ask the next voice."""


class ClipUnusable(VoiceFailed):
    """A recorded clip is there, but is not a WAV file that can be played. The text names the file and the remedy."""

    def __init__(self, message: str) -> None:
        super().__init__("clip_unusable", message)


class SpeakerFailed(SpeakerError):
    """A sound was not heard to its end. It may be played again."""


class AddressInvalid(SpeakerError):
    """The address of a speaker names no kind of speaker that there is."""

    def __init__(self, message: str) -> None:
        super().__init__("speaker_address_invalid", message)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a voice that can choose is to speak: words a minute, and the accent (north, central, south).

    A speech program's own 175 words a minute are too quick for a hall that echoes.
    """

    rate: int = 145
    accent: str = "north"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence in one language, ready for any voice.

    `text` has every number spelled out in words; empty means that only recordings can say it. `clips` are the names
    of the recordings that say the same, in order; empty means that recordings cannot. Recordings have a `manner` of
    their own.
    """

    language: str
    text: str
    clips: tuple[str, ...] = ()
    manner: Manner = Manner()


@dataclass(frozen=True, slots=True)
class Sound:
    """A whole WAV file in memory, and how long it lasts. `label` says in a file name what is heard."""

    wav: bytes
    seconds: float
    label: str = "sound"


class Voice(Protocol):
    """Turns phrases into sounds."""

    async def render(self, phrase: Phrase) -> Sound | None:
        """Return the sound of a phrase, or None when this voice cannot say it: then ask another.

        Raises `VoiceFailed` when it should have been able to.
        """


class Speaker(Protocol):
    """Plays sounds. One at a time: the caller waits for the end before it plays the next."""

    async def play(self, sound: Sound) -> None:
        """Play a sound and return when it was heard to its end. Cancelling stops it at once.

        Raises `SpeakerFailed` when it was not.
        """

    async def check(self) -> None:
        """Return when a sound could be played now, without making one that is heard. Raises `SpeakerFailed`."""
