"""A voice that is ready beforehand: said once, in the order of need, and no failure is remembered."""

from __future__ import annotations

import asyncio

import pytest

from hardware.speaker.base import Phrase, Sound, VoiceFailed
from hardware.speaker.ready import ReadyVoice

A, B, C = (Phrase("vi", text) for text in ("a", "b", "c"))


class Slow:
    """Says a phrase when it is told to."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.go = asyncio.Event()
        self.heard = asyncio.Event()
        self.fails = False

    async def render(self, phrase: Phrase) -> Sound | None:
        self.said.append(phrase.text)
        self.heard.set()
        await self.go.wait()
        if self.fails:
            raise VoiceFailed("voice_failed", "no")
        return Sound(phrase.text.encode(), 1.0)


async def said(slow: Slow, many: int) -> None:
    async with asyncio.timeout(60):
        while len(slow.said) < many:
            slow.heard.clear()
            await slow.heard.wait()


async def test_what_was_prepared_is_there_at_once() -> None:
    slow = Slow()
    voice = ReadyVoice(slow)
    voice.prepare([A, B, A])
    slow.go.set()
    await asyncio.wait_for(voice.prepared(), timeout=60)
    assert slow.said == ["a", "b"]
    assert await voice.render(B) == Sound(b"b", 1.0)
    voice.prepare([A, B])
    assert slow.said == ["a", "b"]


async def test_what_is_not_likely_any_more_is_not_made_and_a_call_that_is_due_comes_first() -> None:
    slow = Slow()
    voice = ReadyVoice(slow)
    voice.prepare([A, B])
    await said(slow, 1)
    due = asyncio.create_task(voice.render(C))
    await said(slow, 2)
    voice.prepare([C])
    assert slow.said == ["a", "c"], "C did not wait for A"
    slow.go.set()
    assert await due == Sound(b"c", 1.0)
    await asyncio.wait_for(voice.prepared(), timeout=60)
    assert slow.said == ["a", "c"], "B was not needed any more"


async def test_one_making_serves_all_who_ask() -> None:
    slow = Slow()
    voice = ReadyVoice(slow)
    asked = [asyncio.create_task(voice.render(A)) for _ in range(3)]
    await said(slow, 1)
    slow.go.set()
    assert {sound.wav for sound in await asyncio.gather(*asked) if sound} == {b"a"}
    assert slow.said == ["a"]


async def test_a_failure_is_tried_again_and_a_voice_that_hangs_is_asked_anew() -> None:
    slow = Slow()
    slow.fails = True
    slow.go.set()
    voice = ReadyVoice(slow)
    voice.prepare([A])
    await asyncio.wait_for(voice.prepared(), timeout=60)
    with pytest.raises(VoiceFailed):
        await voice.render(A)
    slow.fails = False
    assert await voice.render(A) == Sound(b"a", 1.0)
    slow.go.clear()
    waiting = asyncio.create_task(voice.render(B))
    await said(slow, 4)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    slow.go.set()
    assert await voice.render(B) == Sound(b"b", 1.0)
    assert slow.said == ["a", "a", "a", "b", "b"]


async def test_its_memory_has_an_end() -> None:
    slow = Slow()
    slow.go.set()
    voice = ReadyVoice(slow, kept=2)
    for phrase in (A, B, A, C):
        await voice.render(phrase)
    await voice.render(A)
    assert slow.said == ["a", "b", "c"], "the one asked for last is kept longest"
    await voice.render(B)
    assert slow.said == ["a", "b", "c", "b"]
