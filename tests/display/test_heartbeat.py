"""A board proves that it draws, and nothing else can prove it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

from display.announcer import Health, State
from display.heartbeat import BEAT, Heartbeat
from queue_server.protocol import messages as msg
from tests.display.conftest import BoardWindow
from tests.display.hall import at
from tests.display.test_app import settle

Window = Callable[..., BoardWindow]


class Told(list[msg.ReportHealth]):
    def health(self, report: msg.ReportHealth) -> None:
        self.append(report)


def test_frames_tell_by_themselves_and_no_oftener_than_needed() -> None:
    told, now = Told(), [0]
    heart = Heartbeat(told, tick=lambda: now[0], clock=lambda: 5, sounded=lambda: 4, steady=lambda: now[0] / 1000)
    for _ in range(41):
        heart.frame(live=True)
        now[0] += BEAT // 20
    assert [each.frames for each in told] == [21, 41]
    last = told[-1]
    assert (last.health, last.clock, last.sounded, last.up) == ("ready", 5, 4, 20)
    assert last.version == version("motcua")


def test_what_is_told_without_a_frame_repeats_the_old_count() -> None:
    told = Told()
    heart = Heartbeat(told, tick=lambda: 0, clock=lambda: 0, sounded=lambda: None)
    heart.frame(live=False)
    heart.tell("silent")
    heart.tell("ready")
    assert [(each.health, each.frames) for each in told] == [("silent", 1), ("ready", 1)]


def test_while_the_line_is_down_nothing_is_told() -> None:
    told, now = Told(), [0]
    heart = Heartbeat(told, tick=lambda: now[0], clock=lambda: 0, sounded=lambda: None)
    now[0] = 2 * BEAT
    heart.frame(live=False)
    assert told == []
    heart.frame(live=True)
    assert [each.frames for each in told] == [2]


def beats(board: BoardWindow) -> list[int | None]:
    return [each.frames for each in board.link.asked if isinstance(each, msg.ReportHealth)]


async def test_a_window_that_stands_still_cannot_say_that_it_draws(window: Window) -> None:
    board = window().open()
    await settle()
    for _ in range(2):
        board.harness.wait(1.2 * BEAT / 1000)
        await settle()
    drawing = beats(board)
    assert len(drawing) == 3, "when the line came, and at each beat"
    assert [each for each in drawing if each] == sorted({each for each in drawing if each})
    # The line is well and the loudspeaker too, but no frame is shown any more.
    board.harness.time.now += 10 * BEAT / 1000
    board.link.bring()
    board.app.heard(Health(State.SILENT, 0, "speaker_hangs"))
    await settle()
    assert board.link.asked[-1].health == "silent"
    assert beats(board)[-1] == drawing[-1]
    board.harness.wait(1)
    await settle()
    assert beats(board)[-1] > drawing[-1]


async def test_it_tells_what_its_own_clock_shows(window: Window) -> None:
    board = window().open()
    await settle()
    [report] = [each for each in board.link.asked if isinstance(each, msg.ReportHealth)]
    assert report.clock is not None
    assert report.clock != at("2026-11-23 09:00"), "its machine's, not the server's"
