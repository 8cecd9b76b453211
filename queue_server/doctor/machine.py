"""Python, typefaces and sound of this machine."""

from __future__ import annotations

import platform
import sys

from hardware import fonts
from hardware.speaker.base import Phrase, SpeakerError, Voice
from hardware.speaker.espeak import EspeakVoice
from hardware.speaker.open import open_speaker
from queue_server.doctor.finding import Finding, Verdict, well, wrong

_OLDEST = (3, 11)


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Whether this Python is one that we are tried on."""
    name = f"{platform.python_implementation()} {'.'.join(map(str, version))}"
    if version[:2] < _OLDEST:
        return wrong(
            "python",
            vi=f"{name} quá cũ",
            en=f"{name} is too old",
            do_vi="Cần Python 3.11 trở lên: dùng Debian 12 trở lên.",
            do_en="Python 3.11 or newer is needed: use Debian 12 or newer.",
        )
    return well("python", vi=name, en=name)


def typefaces(names: tuple[str, ...] = fonts.names()) -> Finding:
    """Whether the typefaces with every Vietnamese letter came with the package."""
    absent = sorted({"BeVietnamPro-Bold", "BeVietnamPro-Regular", "NotoSans-Regular"} - set(names))
    if absent:
        return wrong(
            "fonts",
            vi=f"thiếu phông chữ {', '.join(absent)}",
            en=f"typefaces are missing: {', '.join(absent)}",
            do_vi="Cài lại gói motcua: tệp cài đặt bị thiếu.",
            do_en="Install the package again: it is not complete.",
        )
    return well("fonts", vi=f"{len(names)} phông chữ tiếng Việt", en=f"{len(names)} typefaces with Vietnamese letters")


async def voice(speaks: Voice | None = None) -> Finding:
    """Whether the machine can speak Vietnamese; nothing is heard."""
    try:
        sound = await (speaks or EspeakVoice()).render(Phrase(language="vi", text="một hai ba"))
    except SpeakerError as error:
        return wrong(
            "voice",
            verdict=Verdict.WARN,
            vi=f"không đọc được tiếng Việt: {error.code}",
            en=str(error),
            do_vi="apt install espeak-ng",
            do_en="apt install espeak-ng",
        )
    seconds = sound.seconds if sound else 0.0
    return well("voice", vi=f"đọc được tiếng Việt ({seconds:.1f} s)", en=f"Vietnamese is spoken ({seconds:.1f} s)")


async def speaker(address: str) -> Finding | None:
    """Whether a board's loudspeaker could be heard; None where none is named."""
    if not address:
        return None
    try:
        await open_speaker(address).check()
    except SpeakerError as error:
        return wrong(
            "speaker",
            vi=f"loa {address}: {error.code}",
            en=f"loudspeaker {address}: {error}",
            do_vi="Cắm loa, xem `aplay -L`; thử `motcua hardware sound`.",
            do_en="Plug it in, see `aplay -L`; try `motcua hardware sound`.",
        )
    return well("speaker", vi=f"loa {address} dùng được", en=f"loudspeaker {address} can be used")
