"""The queue of calls, on an event loop whose clock jumps: nothing waits, and what never ends is noticed at once."""

from __future__ import annotations

import asyncio
import functools
import selectors
from array import array
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from display.announcer import (
    FIRST_LANGUAGE_ABOVE,
    LOOK_AGAIN_AT_MOST,
    ONCE_ABOVE,
    REMEMBERED,
    RETRY_AFTER,
    SPEAKER_HANGS_AFTER,
    Announcer,
    Health,
    State,
)
from display.phrases import SpeechStyle, closing_phrases
from display.utterance import AFTER_CHIME, BETWEEN
from hardware.speaker import pcm
from hardware.speaker.base import Phrase, Sound, SpeakerFailed, VoiceFailed
from hardware.speaker.chime import chime
from hardware.speaker.espeak import EspeakVoice
from hardware.speaker.pcm import Pcm
from hardware.speaker.ready import ReadyVoice
from hardware.speaker.simulator import VirtualSpeaker
from queue_server.protocol.messages import Call, CallKind

# ------------------------------------------------------------------------------------------------ a clock that jumps


class JumpingSelector(selectors.SelectSelector):
    """Instead of waiting for a time it puts the clock forward. With nothing left to wait for, it says so."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.jobs = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        events = super().select(0)
        if events or timeout == 0:
            return events
        if self.jobs:
            return super().select(None)
        if timeout is None:
            raise RuntimeError("nothing will ever happen again")
        self.now += max(timeout, 0.0)
        return []


class JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.clock = JumpingSelector()
        super().__init__(self.clock)

    def time(self) -> float:
        return self.clock.now

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        job = super().run_in_executor(executor, func, *args)
        self.clock.jobs += 1
        job.add_done_callback(self._job_done)
        return job

    async def shutdown_default_executor(self, *args: Any) -> None:
        self.clock.jobs += 1
        await super().shutdown_default_executor(*args)

    def _job_done(self, _: asyncio.Future[Any]) -> None:
        self.clock.jobs -= 1


def jumping(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @functools.wraps(test)
    def run(*args: Any, **options: Any) -> None:
        with asyncio.Runner(loop_factory=JumpingLoop) as runner:
            runner.run(test(*args, **options))

    return run


# ------------------------------------------------------------------------------------------------------- a hall


CHIME_SECONDS = 1.0
SECONDS = {"vi": 3.0, "en": 2.0}
CHIME_ONLY = CHIME_SECONDS
FIRST_LANGUAGE = CHIME_SECONDS + AFTER_CHIME + 3.0
ONCE = FIRST_LANGUAGE + BETWEEN + 2.0
TWICE = ONCE + 2 * BETWEEN + 3.0 + 2.0


def lasting(seconds: float) -> Sound:
    return pcm.sound(Pcm(8000, array("h", bytes(2 * round(seconds * 8000)))), label="test")


def time() -> float:
    return asyncio.get_running_loop().time()


class FakeVoice:
    """Says Vietnamese in three seconds and English in two. `faults` are taken one for each phrase asked for."""

    def __init__(self) -> None:
        self.faults: dict[str, Exception | None] = {}
        self.asked: list[tuple[float, str]] = []
        self.hangs = False

    async def render(self, phrase: Phrase) -> Sound | None:
        self.asked.append((time(), phrase.text))
        if self.hangs:
            await asyncio.Event().wait()
        if phrase.language in self.faults:
            fault = self.faults[phrase.language]
            if fault is not None:
                raise fault
            return None
        return lasting(SECONDS[phrase.language])


class FakeSpeaker:
    """Takes as long as the sound. `faults` are taken one for each sound: an error to raise, or "hang"."""

    def __init__(self) -> None:
        self.faults: list[Exception | str | None] = []
        self.gone: SpeakerFailed | None = None
        self.checked: list[float] = []
        self.attempts: list[tuple[float, str]] = []
        self.heard: list[tuple[float, str, float]] = []
        self._busy = False

    async def play(self, sound: Sound) -> None:
        assert not self._busy, "two sounds at once"
        self._busy = True
        begun = time()
        self.attempts.append((begun, sound.label))
        try:
            fault = self.gone or (self.faults.pop(0) if self.faults else None)
            if isinstance(fault, Exception):
                raise fault
            if fault == "hang":
                await asyncio.Event().wait()
            await asyncio.sleep(sound.seconds)
            self.heard.append((begun, sound.label, round(sound.seconds, 2)))
        finally:
            self._busy = False

    async def check(self) -> None:
        self.checked.append(time())
        if self.gone:
            raise self.gone


class Hall:
    """An announcer with its surroundings, and what they were told."""

    def __init__(self, *, speech: SpeechStyle | None = None, after: int | None = 100) -> None:
        self.voice = FakeVoice()
        self.speaker = FakeSpeaker()
        self.spoken: list[int] = []
        self.failed: list[tuple[int, str]] = []
        self.healths: list[tuple[State, str]] = []
        self._told = asyncio.Event()
        self.announcer = Announcer(
            self.speaker,
            ReadyVoice(self.voice),
            chime=lambda notes, **_: lasting(CHIME_SECONDS),
            speech=speech or SpeechStyle(),
            spoken=self._was_spoken,
            failed=self._has_failed,
            now=lambda: round(time() * 1000),
            health_changed=self._health_changed,
        )
        if after is not None:
            self.announcer.start(after=after)
        self.running = asyncio.create_task(self.announcer.run())

    def call(self, *ids: int, kind: CallKind = CallKind.CALL) -> list[bool]:
        return [self.announcer.announce(call(number, kind=kind)) for number in ids]

    async def reported(self, count: int) -> None:
        """Wait until so many calls have come to an end."""
        while len(self.spoken) + len(self.failed) < count:
            self._told.clear()
            await self._told.wait()

    async def becomes(self, state: State) -> None:
        while self.announcer.health.state is not state:
            self._told.clear()
            await self._told.wait()

    async def passes(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    @property
    def lengths(self) -> list[float]:
        return [seconds for _, _, seconds in self.speaker.heard]

    def _was_spoken(self, call_id: int) -> None:
        self.spoken.append(call_id)
        self._told.set()

    def _has_failed(self, call_id: int, reason: str) -> None:
        self.failed.append((call_id, reason))
        self._told.set()

    def _health_changed(self, health: Health) -> None:
        self.healths.append((health.state, health.reason))
        self._told.set()


def call(number: int, *, text: str | None = None, kind: CallKind = CallKind.CALL) -> Call:
    shown = text or f"A{number:03}"
    return Call(id=number, ticket=shown, number=shown, service="s", desk="3", kind=kind, priority=False, at=0)


GONE = SpeakerFailed("no_sound_device", "unplugged")

# ------------------------------------------------------------------------------------------------------ in order


@jumping
async def test_a_call_is_chimed_and_said_twice_in_each_language() -> None:
    hall = Hall()
    assert hall.call(101) == [True]
    await hall.reported(1)
    assert hall.spoken == [101]
    assert hall.speaker.heard == [(0.0, "A101-call", round(TWICE, 2))]
    assert [text.split()[0] for _, text in hall.voice.asked] == ["Xin", "Ticket"]


@jumping
async def test_spoken_is_said_at_the_end_and_not_before() -> None:
    hall = Hall()
    hall.call(101)
    await hall.passes(TWICE - 0.1)
    assert hall.spoken == []
    assert hall.announcer.health == Health(State.SPEAKING, 0)
    await hall.passes(0.2)
    assert hall.spoken == [101]
    assert hall.announcer.health == Health(State.IDLE, round(TWICE * 1000))


@jumping
async def test_a_new_call_does_not_cut_off_the_one_being_spoken() -> None:
    hall = Hall()
    hall.call(101)
    await hall.passes(2.0)
    hall.call(102)
    assert hall.announcer.waiting == (102,)
    await hall.reported(2)
    (_, _, first), (second_begun, _, second) = hall.speaker.heard
    assert first == second == pytest.approx(TWICE)
    assert second_begun == pytest.approx(TWICE)


@jumping
async def test_the_next_call_is_rendered_while_the_one_before_is_spoken() -> None:
    hall = Hall()
    hall.call(101)
    await hall.passes(1.0)
    hall.call(102)
    await hall.reported(2)
    assert [begun for begun, _ in hall.voice.asked] == [0.0, 0.0, 1.0, 1.0]


@jumping
async def test_only_a_few_are_rendered_beforehand() -> None:
    hall = Hall()
    hall.call(*range(101, 151))
    await hall.passes(1.0)
    assert len({text for _, text in hall.voice.asked}) <= 2 * 3


@jumping
async def test_a_burst_of_200_calls_is_spoken_whole_and_in_order() -> None:
    hall = Hall()
    assert all(hall.call(*range(101, 301)))
    await hall.reported(200)
    assert hall.spoken == list(range(101, 301))
    assert hall.failed == []
    assert [label for _, label, _ in hall.speaker.heard] == [f"A{number}-call" for number in range(101, 301)]
    waited = [200 - 1 - place for place in range(200)]
    expected = [FIRST_LANGUAGE if w > FIRST_LANGUAGE_ABOVE else ONCE if w > ONCE_ABOVE else TWICE for w in waited]
    assert hall.lengths == pytest.approx(expected)


@jumping
async def test_a_busy_hall_hears_less_of_each_and_a_quiet_one_everything_again() -> None:
    hall = Hall()
    hall.call(*range(101, 106))
    await hall.reported(5)
    assert hall.lengths == pytest.approx([ONCE, TWICE, TWICE, TWICE, TWICE])


@jumping
async def test_the_centre_chooses_repeats_and_languages() -> None:
    hall = Hall(speech=SpeechStyle(languages=("en",), repeat=1))
    hall.call(101)
    await hall.reported(1)
    hall.announcer.speech = SpeechStyle(languages=("vi",), repeat=1)
    hall.call(102)
    await hall.reported(2)
    assert hall.lengths == pytest.approx([CHIME_SECONDS + AFTER_CHIME + 2.0, CHIME_SECONDS + AFTER_CHIME + 3.0])


@jumping
async def test_a_notice_waits_its_turn_and_is_not_reported() -> None:
    hall = Hall()
    hall.call(101)
    hall.announcer.notify(closing_phrases(15, speech=SpeechStyle()), label="closing")
    hall.call(102)
    await hall.reported(2)
    assert [label for _, label, _ in hall.speaker.heard] == ["A101-call", "closing", "A102-call"]
    assert hall.spoken == [101, 102]


# ----------------------------------------------------------------------------------------- each once, nothing old


@jumping
async def test_a_replay_is_not_spoken_and_a_repeat_is() -> None:
    hall = Hall()
    assert hall.call(101, 101) == [True, False]
    await hall.reported(1)
    assert hall.call(101) == [False]
    assert hall.announcer.announce(call(102, text="A101", kind=CallKind.RECALL))
    await hall.reported(2)
    assert [label for _, label, _ in hall.speaker.heard] == ["A101-call", "A101-recall"]
    assert hall.spoken == [101, 102]


@jumping
async def test_nothing_old_is_spoken_after_a_restart() -> None:
    hall = Hall(after=500)
    assert hall.call(400, 499, 500, 501) == [False, False, False, True]
    await hall.reported(1)
    assert hall.spoken == [501]


@jumping
async def test_before_the_first_snapshot_nothing_is_spoken() -> None:
    hall = Hall(after=None)
    assert hall.call(1, 1000) == [False, False]
    hall.announcer.start(after=1000)
    assert hall.call(1000, 1001) == [False, True]
    await hall.reported(1)
    assert hall.spoken == [1001]


@jumping
async def test_a_restored_journal_counts_anew() -> None:
    hall = Hall(after=500)
    hall.call(501)
    await hall.reported(1)
    hall.announcer.start(after=20)
    assert hall.call(20, 21, 501) == [False, True, True]
    await hall.reported(3)


@jumping
async def test_memory_of_ids_is_bounded_and_still_right() -> None:
    hall = Hall(after=0)
    hall.running.cancel()
    last = 3 * REMEMBERED
    assert all(hall.call(*range(1, last + 1)))
    assert len(hall.announcer._known) <= REMEMBERED
    assert not any(hall.call(*range(1, last + 1)))
    assert len(hall.announcer.waiting) == last


@jumping
async def test_a_call_that_was_undone_is_not_spoken() -> None:
    hall = Hall()
    hall.call(101, 102, 103)
    await hall.passes(1.0)
    assert hall.announcer.retract(102) is True
    assert hall.announcer.retract(101) is False, "it is being spoken"
    assert hall.announcer.retract(999) is False
    assert hall.failed == [(102, "withdrawn")]
    await hall.reported(3)
    assert hall.spoken == [101, 103]


# ------------------------------------------------------------------------------------------------ voices that fail


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (None, "voice_missing"),
        (VoiceFailed("voice_failed", "broken"), "voice_failed"),
        (RuntimeError("a bug"), "voice_crashed"),
    ],
)
@jumping
async def test_without_a_voice_there_is_a_chime_and_a_report(fault: Exception | None, reason: str) -> None:
    hall = Hall()
    hall.voice.faults = {"vi": fault, "en": fault}
    hall.call(101)
    await hall.reported(1)
    assert hall.failed == [(101, reason)]
    assert hall.lengths == [CHIME_ONLY]
    assert hall.announcer.health == Health(State.SILENT, 1000, reason)


@jumping
async def test_the_first_language_decides_whether_a_call_was_spoken() -> None:
    hall = Hall()
    hall.voice.faults = {"en": VoiceFailed("voice_failed", "broken")}
    hall.call(101)
    await hall.reported(1)
    hall.voice.faults = {"vi": VoiceFailed("voice_failed", "broken")}
    hall.call(102)
    await hall.reported(2)
    assert (hall.spoken, hall.failed) == ([101], [(102, "voice_failed")])
    vietnamese, english = 2 * 3.0 + BETWEEN, 2 * 2.0 + BETWEEN
    assert hall.lengths == pytest.approx([CHIME_SECONDS + AFTER_CHIME + part for part in (vietnamese, english)])


@jumping
async def test_a_voice_that_hangs_is_given_up() -> None:
    hall = Hall()
    hall.voice.hangs = True
    hall.call(101)
    await hall.reported(1)
    assert hall.failed == [(101, "voice_hangs")]
    hall.voice.hangs = False
    hall.call(102)
    await hall.reported(2)
    assert hall.spoken == [102]


@jumping
async def test_the_voice_comes_back_without_being_asked() -> None:
    hall = Hall()
    hall.voice.faults = {"vi": None, "en": None}
    hall.call(101)
    await hall.becomes(State.SILENT)
    hall.voice.faults = {}
    await hall.becomes(State.IDLE)
    hall.call(102)
    await hall.reported(2)
    assert hall.spoken == [102]
    speaking, silent, idle = (State.SPEAKING, ""), (State.SILENT, "voice_missing"), (State.IDLE, "")
    assert hall.healths[:4] == [speaking, silent, idle, speaking]


@jumping
async def test_a_number_that_cannot_be_read_is_chimed() -> None:
    hall = Hall()
    assert hall.announcer.announce(call(101, text="---"))
    hall.call(102)
    await hall.reported(2)
    assert (hall.failed, hall.spoken) == ([(101, "number_unreadable")], [102])
    assert hall.lengths[0] == CHIME_ONLY
    assert State.SILENT not in [state for state, _ in hall.healths]


# ---------------------------------------------------------------------------------------------- speakers that fail


@pytest.mark.parametrize("fault", [SpeakerFailed("player_failed", "xrun"), RuntimeError("a bug"), "hang"])
@jumping
async def test_one_failure_is_tried_again(fault: Exception | str) -> None:
    hall = Hall()
    hall.speaker.faults = [fault]
    hall.call(101, 102)
    await hall.reported(2)
    assert hall.spoken == [101, 102]
    assert [label for _, label in hall.speaker.attempts] == ["A101-call", "A101-call", "A102-call"]
    (first, _), (second, _), _ = hall.speaker.attempts
    assert second - first == pytest.approx(RETRY_AFTER + (TWICE + SPEAKER_HANGS_AFTER if fault == "hang" else 0.0))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (SpeakerFailed("player_failed", "xrun"), "player_failed"),
        (OSError("card gone"), "speaker_crashed"),
        ("hang", "speaker_hangs"),
    ],
)
@jumping
async def test_two_failures_are_reported_and_the_next_call_is_spoken(fault: Exception | str, reason: str) -> None:
    hall = Hall()
    hall.speaker.faults = [fault, fault]
    hall.call(101, 102)
    await hall.reported(2)
    assert (hall.failed, hall.spoken) == ([(101, reason)], [102])
    assert hall.healths[:3] == [(State.SPEAKING, ""), (State.SILENT, reason), (State.IDLE, "")]


@jumping
async def test_without_a_speaker_each_call_is_reported_soon() -> None:
    hall = Hall()
    hall.speaker.gone = GONE
    await hall.becomes(State.SILENT)
    begun = time()
    hall.call(*range(101, 301))
    await hall.reported(200)
    assert hall.failed == [(number, "no_sound_device") for number in range(101, 301)]
    assert time() - begun < 1.0
    assert len(hall.speaker.attempts) == 200


@jumping
async def test_a_board_without_sound_says_so_before_the_first_call() -> None:
    hall = Hall()
    hall.speaker.gone = GONE
    await hall.becomes(State.SILENT)
    assert hall.announcer.health == Health(State.SILENT, 0, "no_sound_device")
    assert hall.speaker.attempts == []


@jumping
async def test_a_silent_board_looks_ever_less_often_and_finds_its_speaker() -> None:
    hall = Hall()
    hall.speaker.gone = GONE
    await hall.passes(1000)
    gaps = [b - a for a, b in zip(hall.speaker.checked, hall.speaker.checked[1:], strict=False)]
    assert gaps[:7] == pytest.approx([1, 2, 4, 8, 16, 32, LOOK_AGAIN_AT_MOST])
    assert max(gaps) == pytest.approx(LOOK_AGAIN_AT_MOST)
    assert hall.announcer.health == Health(State.SILENT, 0, "no_sound_device"), "since the beginning"
    hall.speaker.gone = None
    await hall.passes(LOOK_AGAIN_AT_MOST)
    assert hall.announcer.health.state is State.IDLE
    checks = len(hall.speaker.checked)
    await hall.passes(1000)
    assert abs(len(hall.speaker.checked) - checks - 1000 / LOOK_AGAIN_AT_MOST) < 1, "now and then"


@jumping
async def test_a_loudspeaker_that_goes_away_is_noticed_without_any_call() -> None:
    hall = Hall()
    await hall.passes(200)
    assert hall.announcer.health.state is State.IDLE
    hall.speaker.gone = SpeakerFailed("muted", "turned down")
    await hall.passes(LOOK_AGAIN_AT_MOST)
    assert (hall.announcer.health.state, hall.announcer.health.reason) == (State.SILENT, "muted")
    hall.speaker.gone = None
    await hall.passes(LOOK_AGAIN_AT_MOST)
    assert hall.announcer.health.state is State.IDLE
    assert hall.speaker.attempts == [], "nothing was heard of it"


@jumping
async def test_a_call_to_a_silent_board_is_an_attempt_at_once() -> None:
    hall = Hall()
    hall.speaker.gone = GONE
    await hall.passes(200.0)
    hall.speaker.gone = None
    hall.call(101)
    await hall.reported(1)
    assert hall.spoken == [101]
    assert hall.speaker.attempts == [(200.0, "A101-call")]
    assert hall.announcer.health.state is State.IDLE


@jumping
async def test_the_voice_is_there_after_days_of_trouble() -> None:
    """What another system's users heard: after some hours only the beep (Novo SGA 39)."""
    hall = Hall()
    faults: list[Exception | str | None] = [
        GONE,
        None,
        "hang",
        None,
        RuntimeError("a bug"),
        OSError("busy"),
        None,
        None,
    ]
    for number in range(1, 801):
        hall.speaker.faults = [faults[number % len(faults)], faults[number % 3]]
        hall.call(100 + number)
        await hall.reported(number)
        await hall.passes(90)
    assert len(hall.spoken) + len(hall.failed) == 800
    assert hall.spoken[-1] >= 896
    assert not hall.running.done()


# ------------------------------------------------------------------------------------------------- the task itself


@jumping
async def test_listeners_that_fail_do_not_stop_the_voice(caplog: pytest.LogCaptureFixture) -> None:
    hall = Hall()

    def broken(*_: object) -> None:
        raise RuntimeError("the connection is down")

    hall.announcer._spoken = broken
    hall.announcer._health_changed = broken
    hall.call(101, 102)
    await hall.passes(3 * TWICE)
    assert len(hall.speaker.heard) == 2
    assert {record.__dict__.get("action") for record in caplog.records} == {"report_failed"}


@jumping
async def test_a_strange_call_does_not_silence_the_rest() -> None:
    hall = Hall()
    whole = hall.announcer._chime
    hall.announcer._chime = lambda notes, **_: Sound(b"no sound at all", 1.0)
    hall.call(101)
    await hall.reported(1)
    hall.announcer._chime = whole
    hall.call(102)
    await hall.reported(2)
    assert (hall.failed, hall.spoken) == ([(101, "announcer_failed")], [102])


@jumping
async def test_stopped_in_the_middle_it_says_the_whole_call_when_run_again() -> None:
    hall = Hall()
    hall.call(101, 102)
    await hall.passes(2.0)
    hall.running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hall.running
    assert hall.announcer.waiting == (101, 102)
    assert (hall.spoken, hall.failed) == ([], [])
    hall.running = asyncio.create_task(hall.announcer.run())
    await hall.reported(2)
    assert hall.spoken == [101, 102]


@jumping
async def test_calls_taken_before_it_runs_are_spoken() -> None:
    hall = Hall()
    hall.running.cancel()
    hall.call(101, 102)
    await asyncio.gather(hall.running, return_exceptions=True)
    hall.running = asyncio.create_task(hall.announcer.run())
    await hall.reported(2)


@pytest.mark.needs("espeak-ng")
async def test_real_speech_on_a_virtual_speaker(tmp_path: Path) -> None:
    ended: asyncio.Queue[tuple[int, str]] = asyncio.Queue()
    announcer = Announcer(
        VirtualSpeaker(tmp_path, speed=1e6),
        ReadyVoice(EspeakVoice()),
        chime=chime,
        speech=SpeechStyle(),
        spoken=lambda number: ended.put_nowait((number, "")),
        failed=lambda number, reason: ended.put_nowait((number, reason)),
        now=lambda: 0,
    )
    announcer.start(after=0)
    announcer.announce(call(1, text="A025"))
    running = asyncio.create_task(announcer.run())
    assert await ended.get() == (1, "")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    heard = read_only_sound(tmp_path, "00001-A025-call.wav")
    rung = pcm.read(chime().wav)
    assert heard.samples[: len(rung.samples)] == rung.samples
    assert 15 < heard.seconds < 22
    spoken = Pcm(heard.rate, heard.samples[len(rung.samples) :])
    assert pcm.level(spoken) == pytest.approx(pcm.SPEECH_LEVEL, rel=0.3)


def read_only_sound(folder: Path, name: str) -> Pcm:
    assert [path.name for path in folder.iterdir()] == [name]
    return pcm.read((folder / name).read_bytes())


EVENTS = st.one_of(
    st.tuples(st.just("call"), st.integers(1, 12)),
    st.tuples(st.just("wait"), st.integers(0, 40)),
    st.tuples(st.just("fault"), st.sampled_from([GONE, RuntimeError("a bug"), "hang", None])),
    st.tuples(st.just("voice"), st.sampled_from([{}, {"vi": None}, {"en": None}, {"vi": VoiceFailed("x", "x")}])),
    st.tuples(st.just("retract"), st.integers(1, 60)),
    st.tuples(st.just("restart"), st.none()),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=25))
def test_every_call_ends_in_one_report_whatever_happens(events: list[tuple[str, Any]]) -> None:
    jumping(live_through)(events)


async def live_through(events: Iterable[tuple[str, Any]]) -> None:
    hall = Hall(after=0)
    last = 0
    for event, value in events:
        if event == "call":
            assert all(hall.call(*range(last + 1, last + 1 + value)))
            last += value
        elif event == "wait":
            await hall.passes(value)
        elif event == "fault":
            hall.speaker.faults.append(value)
        elif event == "voice":
            hall.voice.faults = value
        elif event == "retract":
            hall.announcer.retract(value)
        else:
            hall.running.cancel()
            await asyncio.gather(hall.running, return_exceptions=True)
            hall.running = asyncio.create_task(hall.announcer.run())
    await hall.reported(last)
    ended = [*hall.spoken, *(number for number, _ in hall.failed)]
    assert sorted(ended) == list(range(1, last + 1))
    assert hall.spoken == sorted(hall.spoken)
    heard = [int(label[1:4]) for _, label, _ in hall.speaker.heard]
    assert heard == sorted(heard)
