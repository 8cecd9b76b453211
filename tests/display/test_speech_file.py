"""A call as a file: each language of the centre in its order, as often as the centre wants."""

from __future__ import annotations

from display.speech_file import SpeechFiles
from hardware.speaker import pcm
from hardware.speaker.base import Phrase, Sound
from queue_server.protocol import messages as msg

CALL = msg.CallKind.CALL


class Mute:
    """A machine without a voice."""

    async def render(self, phrase: Phrase) -> None:
        return None


class OneSecond:
    """Says everything in a second, and notes what."""

    def __init__(self) -> None:
        self.said: list[str] = []

    async def render(self, phrase: Phrase) -> Sound:
        self.said.append(phrase.text)
        return pcm.sound(pcm.silence(1.0, rate=22_050), label=phrase.language)


async def test_a_machine_without_a_voice_says_so() -> None:
    assert await SpeechFiles(Mute())("H001", "1", kind=CALL, priority=False, speech=msg.SpeechInfo()) is None


async def test_all_languages_are_in_the_file_as_often_as_wanted() -> None:
    voice = OneSecond()
    speech = msg.SpeechInfo(repeat=2, desk_word="phòng")
    files = SpeechFiles(voice)
    wav = await files("H001", "1", kind=CALL, priority=False, speech=speech)
    assert await files("H001", "1", kind=CALL, priority=False, speech=speech) == wav, "for the next board"
    assert voice.said == [
        "Xin mời số hát không lẻ một, đến phòng số một.",
        "Ticket H, zero zero one, please go to room one.",
    ]
    assert wav is not None
    assert 4 < pcm.read(wav).seconds < 7, "four times a second, with pauses"


async def test_a_number_that_cannot_be_read_has_no_file() -> None:
    speak = SpeechFiles(OneSecond())
    assert await speak("--", "1", kind=CALL, priority=False, speech=msg.SpeechInfo()) is None


async def test_a_last_call_is_said_as_often_as_last_calls_are() -> None:
    speech = msg.SpeechInfo(languages=("vi",), repeat=1, repeat_last=3)
    speak = SpeechFiles(OneSecond())
    seconds = {}
    for kind in (CALL, msg.CallKind.LAST):
        wav = await speak("H001", "1", kind=kind, priority=False, speech=speech)
        assert wav is not None
        seconds[kind] = pcm.read(wav).seconds
    assert seconds[msg.CallKind.LAST] > 3 > 2 > seconds[CALL]
