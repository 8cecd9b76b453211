"""Python, typefaces, voice and loudspeaker."""

from __future__ import annotations

import pytest

from hardware.speaker.espeak import EspeakVoice
from queue_server.doctor.machine import python, speaker, typefaces, voice


@pytest.mark.parametrize(("version", "verdict"), [((3, 11, 2), "OK"), ((3, 9, 0), "BAD")])
def test_python(version: tuple[int, ...], verdict: str) -> None:
    assert python(version).verdict.value == verdict


def test_typefaces_that_did_not_come_along_are_named() -> None:
    assert typefaces().verdict.value == "OK"
    found = typefaces(("NotoSans-Regular",))
    assert (found.verdict.value, "BeVietnamPro-Bold" in found.found["en"]) == ("BAD", True)


async def test_a_voice_that_is_not_installed_is_told_with_its_package() -> None:
    found = await voice(EspeakVoice(command="no-such-program"))
    assert (found.verdict.value, found.advice["vi"]) == ("WARN", "apt install espeak-ng")


@pytest.mark.needs("espeak-ng")
async def test_vietnamese_is_spoken() -> None:
    assert (await voice()).verdict.value == "OK"


async def test_a_loudspeaker_is_asked_only_where_one_is_named() -> None:
    assert await speaker("") is None
    wrong = await speaker("gramophone:")
    assert wrong is not None
    assert wrong.verdict.value == "BAD"
