"""What goes round on a web board: pictures, silent videos, notices; what cannot be shown is passed over."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from display.reel import Reel, standing
from queue_server.protocol import messages as msg
from tests.display.hall import ZONE, Hall, at, centre
from tests.display.web_board import Show, Shown
from tools.poster import poster

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

#: Half a second of a moving square, recorded by the browser itself.
FILM = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 320;
  canvas.height = 180;
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  let drawn = 0;
  await new Promise((resolve) => {
    const draw = () => {
      pen.fillStyle = drawn % 2 ? "#8f1d21" : "#f2cf7e";
      pen.fillRect(0, 0, 320, 180);
      drawn += 1;
      if (drawn < 20) setTimeout(draw, 25);
      else resolve();
    };
    draw();
  });
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join(""));
}"""


#: Each slide is there for a moment only: all that is asked of it is seen in the same frame.
SHOWS_VIDEO = """() => {
  const video = document.querySelector(".media video");
  return video && [video.muted, video.loop];
}"""
SHOWS_WORDS = """() => {
  const [first, second] = [".first", ".second"].map((each) => document.querySelector(`.media ${each}`)?.textContent);
  return first && [first, second, document.querySelectorAll(".media video").length];
}"""


def hall(*slides: msg.SlideInfo, panels: tuple[str, ...] = ("clock", "calls", "recent", "media", "ticker")) -> Hall:
    return Hall(centre=centre(boards=(msg.BoardInfo(id="b1", panels=panels, media=slides),)))


def busy(board: Shown) -> None:
    """Four desks call, and some were called before."""
    for number, desk in (("A001", "1"), ("K008", "7"), ("K009", "7"), ("L1021", "12"), ("A002", "1"), ("H004", "4")):
        board.web.hall.call(number, desk)
    board.web.bring()


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1080, 1920), (1920, 540)])
async def test_a_picture_covers_no_call_and_numbers_stay_tall(
    shown: Show,
    tmp_path: Path,
    size: tuple[int, int],
) -> None:
    picture = {"a.png": poster(tmp_path).read_bytes()}
    async with shown(hall(msg.SlideInfo(file="a.png")), size=size, media=picture) as board:
        busy(board)
        await board.page.wait_for_selector(".row.first .number:text-is('H004')")
        await board.page.wait_for_function("() => document.querySelector('.media img')?.naturalWidth > 0")
        await board.typeset()
        seen = await board.page.evaluate(
            """() => {
              const box = (each) => { const { x, y, right, bottom } = each.getBoundingClientRect(); return [x, y, right, bottom]; };
              return {
                media: box(document.querySelector(".media")),
                others: Array.from(document.querySelectorAll(".row, .recent, header, footer"), box),
                digits: Array.from(document.querySelectorAll(".calls .number"), (each) => parseFloat(getComputedStyle(each).fontSize) * 0.714),
                cut: Array.from(document.querySelectorAll(".fit")).filter((each) => each.scrollWidth > each.clientWidth + 1).length,
                whole: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
              };
            }"""  # noqa: E501
        )
        left, top, right, bottom = seen["media"]
        assert right - left > 100
        for x, y, end, low in seen["others"]:
            assert end <= left + 1 or x >= right - 1 or low <= top + 1 or y >= bottom - 1
        unit = size[1] / (1080 if size[0] > size[1] else 1920)
        assert min(seen["digits"]) >= 99 * unit
        assert (seen["cut"], seen["whole"]) == (0, list(size))


async def test_a_video_is_silent_and_makes_room_for_what_follows(shown: Show) -> None:
    slides = (msg.SlideInfo(file="film.webm"), msg.SlideInfo(words={"vi": "Xin chào", "en": "Hello"}, seconds=3))
    async with shown(Hall()) as board:
        film = base64.b64decode(await board.page.evaluate(FILM))
    async with shown(hall(*slides), media={"film.webm": film}) as board:
        shows = await board.page.wait_for_function(SHOWS_VIDEO)
        assert await shows.json_value() == [True, False]
        shows = await board.page.wait_for_function(SHOWS_WORDS)
        assert await shows.json_value() == ["Xin chào", "Hello", 0], "and lets go of the video"
        await board.page.wait_for_function(SHOWS_VIDEO)
        assert board.complaints == [], "nothing that the page's security policy forbids"


async def test_what_is_missing_or_broken_is_passed_over(shown: Show) -> None:
    slides = (
        msg.SlideInfo(file="gone.png"), msg.SlideInfo(file="broken.webm"), msg.SlideInfo(file="no.jpg"),
        msg.SlideInfo(words={"vi": "Xin chào"}),
    )  # fmt: skip
    async with shown(hall(*slides), media={"broken.webm": b"no film", "no.jpg": b"no picture"}) as board:
        await board.page.wait_for_selector(".media .first:text-is('Xin chào')")
        assert await board.page.locator(".media img, .media video").count() == 0


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1920, 540)])
async def test_the_longest_notice_is_seen_whole(shown: Show, size: tuple[int, int]) -> None:
    words = {
        "vi": "Hồ sơ nộp trực tuyến được trả kết quả tại nhà qua bưu chính công ích. " * 2 + "Mời hỏi cán bộ.",
        "en": "Dossiers handed in online are answered by post, delivered to your home. Please ask an officer.",
    }
    async with shown(hall(msg.SlideInfo(words=words)), size=size) as board:
        busy(board)
        await board.page.wait_for_selector(".recent")
        await board.typeset()
        script = "(each) => [each.scrollHeight - each.clientHeight, each.scrollWidth - each.clientWidth, parseFloat(getComputedStyle(each).fontSize)]"  # noqa: E501
        taller, wider, font = await board.page.locator(".media .said").evaluate(script)
        assert max(taller, wider) <= 1
        assert font >= 20 * size[1] / (1080 if size[0] > size[1] else 1920)


async def test_without_anything_to_show_the_list_has_all_the_room(shown: Show) -> None:
    async with shown(hall(msg.SlideInfo(file="gone.png"))) as board:
        busy(board)
        await board.page.wait_for_selector(".recent")
        await board.page.wait_for_selector(".media", state="detached")
        assert await board.page.locator("main.round").count() == 0


PLAY = """async (text) => {
  const { slides, steps, zone } = JSON.parse(text);
  const { freshReel, standing, turned } = await import("/static/board/reel.js");
  let reel = freshReel;
  return steps.map(([at, now, done]) => {
    const able = standing(slides, at, zone);
    reel = turned(reel, able, now, done);
    return [able.map((each) => slides.indexOf(each)), reel.slide ? slides.indexOf(reel.slide) : null, reel.since];
  });
}"""


async def test_page_and_window_go_round_alike(shown: Show) -> None:
    slides = (
        msg.SlideInfo(file="a.png", seconds=4),
        msg.SlideInfo(words={"vi": "b"}, first="2026-11-24", windows=(msg.WindowInfo(opens=420, closes=690),)),
        msg.SlideInfo(file="c.png", last="2026-11-24"),
        msg.SlideInfo(words={"vi": "d"}, windows=(msg.WindowInfo(opens=0, closes=450),)),
    )
    steps, reel, ours = [], Reel(), []
    for step in range(400):
        now, tick, done = at("2026-11-23 06:50") + step * 600_000, 1_000 + step * 3_500, step % 17 == 0
        steps.append((now, tick, done))
        able = standing(slides, now=now, zone=ZONE)
        reel = reel.turned(able, now=tick, done=done)
        place = slides.index(reel.slide) if reel.slide else None
        ours.append([[slides.index(each) for each in able], place, reel.since])
    assert len({str(each[0]) for each in ours}) > 4, "the days are not all alike"
    told: dict[str, Any] = {"slides": msgspec.to_builtins(slides), "steps": steps, "zone": ZONE}
    async with shown(Hall()) as board:
        assert await board.page.evaluate(PLAY, json.dumps(told)) == ours
