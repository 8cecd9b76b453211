"""What is heard for one call: a chime and its phrases, each rendered by a voice, joined into one sound.

One sound, because a sound card that sleeps swallows the beginning of each: that costs the chime's edge, not a digit.
Not responsible for when it is played, nor for how often a busy hall hears each phrase (`announcer`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from hardware.speaker import pcm
from hardware.speaker.base import Phrase, Sound, Voice, VoiceFailed

#: Seconds of silence after the chime and between phrases.
AFTER_CHIME, BETWEEN = 0.25, 0.6

#: A voice that has said nothing after this is given up (a loaded machine takes a few tenths of a second).
VOICE_HANGS_AFTER = 10.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of one phrase: its sound, or the code of why there is none."""

    phrase: Phrase
    sound: Sound | None
    reason: str = ""


async def rendered(phrase: Phrase, *, voice: Voice) -> Rendered:
    """Let a voice say a phrase. Never raises: a call without a voice is still chimed."""
    try:
        async with asyncio.timeout(VOICE_HANGS_AFTER):
            sound = await voice.render(phrase)
            if sound is not None:
                pcm.read(sound.wav)
    except VoiceFailed as error:
        code, why = error.code, str(error)
    except TimeoutError:
        code, why = "voice_hangs", f"no answer in {VOICE_HANGS_AFTER} s"
    except Exception as error:
        code, why = "voice_crashed", repr(error)
    else:
        if sound is not None:
            return Rendered(phrase, sound)
        code, why = "voice_missing", "no voice can say it"
    data = {"action": "phrase_not_rendered", "code": code, "language": phrase.language, "phrase": phrase.text}
    _log.warning("Phrase not rendered: %s", why, extra=data)
    return Rendered(phrase, None, code)


def composed(parts: Sequence[Rendered], *, chime: Sound, repeat: int, label: str) -> Sound:
    """The chime, then each phrase that has a sound, `repeat` times. Takes some time: run it in a thread."""
    heard = [pcm.read(chime.wav)]
    pause = AFTER_CHIME
    for part in parts:
        if part.sound is None:
            continue
        said = pcm.read(part.sound.wav)
        for _ in range(repeat):
            heard += [pcm.silence(pause, rate=said.rate), said]
            pause = BETWEEN
    return pcm.sound(pcm.joined(heard), label=label)
