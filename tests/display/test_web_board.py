"""The web board in a real browser, against a server of one hall."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import msgspec
import pytest

from display.board import Board, News, Picture, Room
from display.expected import expected
from display.theme import plan_for, room_for
from display.words import texts, times
from queue_server.client.view import View
from queue_server.protocol import messages as msg
from tests.display.hall import ZONE, Hall, at, centre, day
from tests.display.test_board import happen
from tests.display.web_board import SOUND, Show, wav
from tests.display.web_hall import WEB, WebHall

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

# ------------------------------------------------------------------------------------------------------ what is seen


#: A flash is half a second long and over after six: the page itself sees to it that none is missed.
FLASHED = """new MutationObserver(() => {
  if (document.querySelector(".row.newest.flash")) window.flashed = true;
}).observe(document, { subtree: true, childList: true, attributes: true });"""


async def test_a_call_is_shown_flashes_and_is_reported_as_drawn(shown: Show) -> None:
    hall = Hall()
    async with shown(hall, script=FLASHED) as board:
        await board.page.wait_for_selector("text=Kính chào quý công dân")
        assert board.web.hellos[0].role is msg.Role.BOARD
        assert (board.web.hellos[0].device, board.web.hellos[0].token) == ("b1", "secret")
        call = hall.call("L021", "3")
        board.web.bring()
        await board.page.wait_for_selector(".row.first .number:text-is('L021')")
        assert await board.page.inner_text(".row.first .desk") == "Quầy\n3"
        await board.page.wait_for_function("() => window.flashed")
        await board.web.until(lambda: any(each.drawn for each in board.web.reports(call)))
        await board.page.wait_for_selector(".row.newest:not(.flash)")
        assert board.complaints == [], "and nothing that the page's security policy forbids"


async def test_rows_have_the_order_of_the_window(shown: Show) -> None:
    hall = Hall()
    hall.open()
    for number, desk in (("L021", "1"), ("H004", "4"), ("K009", "7")):
        hall.call(number, desk)
    hall.serve("4")
    hall.call("R001", "8")
    hall.free("8")
    async with shown(hall) as board:
        await board.page.wait_for_selector(".row.first .number:text-is('K009')")
        hall.call("L022", "2")
        hall.call("L021", "1", kind=msg.CallKind.RECALL)
        board.web.bring()
        await board.page.wait_for_selector(".row.first .number:text-is('L021')")
        assert await board.numbers() == ["L021", "L022", "K009", "H004"]
        assert await board.page.locator(".recent li").all_inner_texts() == ["R001\nQuầy 8\n09:00"]


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1080, 1920), (1920, 540)])
async def test_no_text_is_cut_off_and_digits_are_tall(shown: Show, size: tuple[int, int]) -> None:
    hall = Hall()
    async with shown(hall, size=size) as board:
        for number, desk in (("A001", "1"), ("HA104", "3"), ("K009", "7"), ("L1021", "12")):
            hall.call(number, desk)
        hall.free("1")
        hall.call("A002", "1")
        board.web.bring()
        await board.page.wait_for_selector(".recent")
        await board.page.wait_for_selector(".row.first .number:text-is('A002')")
        await board.typeset()
        cut = await board.page.evaluate(
            "Array.from(document.querySelectorAll('.fit')).filter((each) => each.scrollWidth > each.clientWidth + 1"
            " || each.getBoundingClientRect().right > innerWidth).map((each) => each.textContent)"
        )
        assert cut == []
        wider = await board.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert wider == list(size)
        heights = await board.page.evaluate(
            "Array.from(document.querySelectorAll('.calls .number'))"
            ".map((each) => parseFloat(getComputedStyle(each).fontSize) * 0.714)"
        )
        wanted = 100 * size[1] / (1080 if size[0] > size[1] else 1920)
        assert min(heights) >= wanted - 1


async def test_a_broken_line_is_told_and_heals_by_itself(shown: Show) -> None:
    hall = Hall()
    async with shown(hall) as board:
        hall.now = at("2026-11-23 10:42")
        seen = hall.call("L021", "3")
        board.web.bring()
        await board.page.wait_for_selector(".row.first .number:text-is('L021')")
        await board.web.hang_up()
        await board.page.wait_for_selector("text=Mất kết nối từ")
        assert await board.page.locator(".row.first.stale").count() == 1
        assert (
            await board.page.inner_text("footer .hint") == "Vui lòng nghe cán bộ mời  ·  Please listen for the officers"
        )
        gone = hall.call("H004", "4")
        hall.free("4")
        stands = hall.call("K009", "7")
        board.web.refuse = False
        await board.page.wait_for_selector(".row.first .number:text-is('K009')")
        assert await board.page.locator(".banner").count() == 0
        resume = board.web.hellos[-1].resume
        assert resume is not None
        assert (resume.epoch, resume.version) == ("e1", seen)
        await board.web.until(lambda: any(each.drawn for each in board.web.reports(stands)))
        await board.web.until(lambda: any(each.failed for each in board.web.reports(gone)))
        failed = [each.failed for each in board.web.reports(gone) if each.failed]
        assert failed == ["no longer called when the board was back"]


async def test_a_silent_server_is_left_and_sought_anew(shown: Show) -> None:
    hall = Hall()
    async with shown(hall, beat=0.1) as board:
        await board.web.until(lambda: len(board.web.hellos) > 2)


async def test_another_screen_of_the_same_name_wins_and_this_one_says_so(shown: Show) -> None:
    hall = Hall()
    async with shown(hall) as board:
        [connection] = board.web.connections
        await connection.close(msg.Close.REPLACED, "replaced")
        await board.page.wait_for_selector("text=Một màn hình khác đang dùng tên của bảng này")
        hellos = len(board.web.hellos)
        await board.page.click(".ask")
        await board.web.until(lambda: len(board.web.hellos) > hellos)
        await board.page.wait_for_selector(".ask:has-text('màn hình khác')", state="detached")


async def test_closed_hours_say_when_it_opens(shown: Show) -> None:
    async with shown(Hall(day=day(issuing=False, reason="after_closing"))) as board:
        await board.page.wait_for_selector("text=Đã hết giờ phát số hôm nay")
        assert await board.page.inner_text(".again") == "07:00 sáng mai"


async def test_a_centre_of_one_language_shows_no_english(shown: Show) -> None:
    hall = Hall(centre=centre(languages=("vi",)))
    async with shown(hall) as board:
        hall.call("L021", "3")
        board.web.bring()
        await board.page.wait_for_selector(".row.first .number:text-is('L021')")
        text = await board.page.inner_text("#board")
        assert not re.search(r"\b(calling|please|Recently|wait|sound|City)\b", text, re.IGNORECASE), text


# ------------------------------------------------------------------------------------------------------------- sound


async def test_without_leave_to_sound_there_is_a_button_and_an_honest_report(shown: Show) -> None:
    hall = Hall()
    async with shown(hall) as board:
        await board.page.wait_for_selector("text=Bật âm thanh")
        await board.web.until(lambda: _health(board.web)[-1:] == ["silent"])
        call = hall.call("L021", "3")
        board.web.bring()
        await board.web.until(lambda: any(each.failed for each in board.web.reports(call)))
        assert [each.failed for each in board.web.reports(call) if each.failed] == ["sound_blocked"]
        await board.page.click(".ask")
        await board.page.wait_for_selector(".ask", state="detached")
        await board.web.until(lambda: _health(board.web)[-1:] == ["ready"])
        assert set(_health(board.web)[:-1]) == {"silent"}, "said again with every beat, and not ready before"


def _health(web: WebHall) -> list[str]:
    return [each.health for each in web.asked if isinstance(each, msg.ReportHealth)]


async def test_calls_are_spoken_one_after_another_and_reported_at_their_end(shown: Show) -> None:
    hall = Hall()
    async with shown(hall, SOUND, speech=wav(0.3)) as board:
        calls = [hall.call("L021", "3"), hall.call("H004", "4")]
        board.web.bring()
        await board.web.until(lambda: all(any(each.spoken for each in board.web.reports(call)) for call in calls))
        ends = [each.call for each in board.web.asked if isinstance(each, msg.ReportCall) and each.spoken]
        assert ends == calls
        assert [each for each in board.web.files_asked if each.endswith(" call")] == ["L021 call", "H004 call"]
        board.web.bring()
        assert await board.page.locator(".ask").count() == 0


async def test_only_a_chime_is_not_called_spoken(shown: Show) -> None:
    hall = Hall()
    async with shown(hall, SOUND) as board:
        call = hall.call("L021", "3")
        board.web.bring()
        await board.web.until(lambda: any(each.failed for each in board.web.reports(call)))
        assert [each.failed for each in board.web.reports(call) if each.failed] == ["voice_missing"]
        assert not any(each.spoken for each in board.web.reports(call))


async def test_nothing_old_is_spoken_when_the_page_is_opened(shown: Show) -> None:
    hall = Hall()
    hall.open()
    old = hall.call("L021", "3")
    async with shown(hall, SOUND, speech=wav(0.1)) as board:
        await board.web.until(lambda: any(each.drawn for each in board.web.reports(old)))
        new = hall.call("H004", "4")
        board.web.bring()
        await board.web.until(lambda: any(each.spoken for each in board.web.reports(new)))
        assert [each.spoken for each in board.web.reports(old)] == [False]


# ------------------------------------------------------------------------------------- the same as the board's window


def days(count: int) -> list[dict[str, Any]]:
    """Days in a hall: what a board is told and asked, step by step."""
    lot = random.Random(20261123)
    made = []
    for number in range(count):
        services = lot.choice([(), ("dat-dai", "thue")])
        desks, room = lot.choice([(), (), ("1", "4", "7")]), lot.choice(["", "sanh"])
        info = msg.BoardInfo(id="b1", services=services, desks=desks, hall=room)
        hall = Hall(centre=centre(boards=(info,)))
        hall.open()
        steps: list[dict[str, Any]] = [{"told": hall.view, "whole": True}]
        for step in range(lot.randrange(40)):
            what = lot.choice(
                [
                    "call",
                    "call",
                    "recall",
                    "serve",
                    "free",
                    "undo",
                    "voice",
                    "coming",
                    "lose",
                    "told",
                    "told",
                    "told",
                    "seen",
                    "seen",
                ]
            )
            if what in ("call", "recall", "serve", "free", "undo"):
                happen(hall, what, lot.choice(sorted(hall.view.desks)), number=step)
            elif what == "voice":
                hall.tell(msg.Voices(speakers={"sanh": lot.choice(["b1", "b2"])}))
            elif what == "coming":
                hall.tell(coming(lot, hall))
            elif what == "lose":
                steps.append({"lost": hall.now})
            elif what == "told":
                steps.append({"told": hall.view, "behind": lot.random() < 0.2, "whole": lot.random() < 0.2})
            steps.append({"seen": [lot.choice([1, 3, 5]), 4]})
        made.append(
            {"steps": [{**step, "now": 1_000_000 + 2_500 * place} for place, step in enumerate(steps)], "day": number}
        )
    return made


def coming(lot: random.Random, hall: Hall) -> msg.Coming:
    """Whom some desks would call now."""
    desks = lot.sample(hall.centre.desks, k=lot.randrange(4))
    return msg.Coming(
        calls=tuple(
            msg.ComingCall(
                number=f"X{lot.randrange(999):03}",
                service=desk.services[0],
                desk=desk.id,
                priority=lot.random() < 0.2,
            )
            for desk in desks
        )
    )


def played(each: dict[str, Any]) -> list[Any]:
    """What the board's window would do with such a day."""
    board, view, results = Board(device="b1"), View(), []
    for step in each["steps"]:
        if "told" in step:
            view = step["told"]
            board, news = board.told(
                step["told"], now=step["now"], behind=step.get("behind", False), whole=step["whole"]
            )
            results.append(_news(news))
        elif "lost" in step:
            board = board.line_lost(known_until=step["lost"], now=step["now"])
        else:
            rows, recent = step["seen"]
            likely = [[each.number, each.desk, each.kind.value, each.priority] for each in expected(board, view)]
            picture = _picture(board.picture(Room(rows=rows, recent=recent), now=step["now"]))
            results.append({**picture, "expected": likely})
    return results


def _news(news: News) -> dict[str, Any]:
    missed = [[call.id, why] for call, why in news.missed]
    return {"speak": [call.id for call in news.speak], "missed": missed, "withdrawn": list(news.withdrawn)}


def _picture(picture: Picture) -> dict[str, Any]:
    rows = [
        [row.number, row.desk, row.at, row.standing.value, row.call, row.front, row.newest, row.flash]
        for row in picture.rows
    ]
    recent = [[each.number, each.desk, each.at] for each in picture.recent]
    return {"scene": picture.scene.value, "rows": rows, "page": picture.page, "pages": picture.pages, "recent": recent,
            "stale": picture.stale}  # fmt: skip


def _view(view: View) -> dict[str, Any]:
    whole: dict[str, Any] = msgspec.to_builtins(
        {
            "epoch": view.epoch,
            "version": view.version,
            "centre": view.centre,
            "day": view.day,
            "desks": view.desks,
            "lines": view.lines,
            "voices": view.voices,
            "coming": view.coming,
        }
    )
    return {**whole, "calls": {str(key): msgspec.to_builtins(call) for key, call in view.calls.items()}}


PLAY = """async (text) => {
  const days = JSON.parse(text);
  const { expected, freshBoard, told, lineLost, picture } = await import("/static/board/state.js");
  return JSON.stringify(days.map((day) => {
    let board = freshBoard("b1");
    const results = [];
    for (const step of day.steps) {
      if (step.told) {
        const view = Object.assign({}, step.told, { behind: step.behind, whole: step.whole });
        const [next, news] = told(board, view, step.now);
        board = next;
        const missed = news.missed.map(([call, why]) => [call.id, why]);
        results.push({ speak: news.speak.map((call) => call.id), missed, withdrawn: news.withdrawn });
      } else if (step.lost) {
        board = lineLost(board, step.lost, step.now);
      } else {
        const seen = picture(board, { rows: step.seen[0], recent: step.seen[1] }, step.now);
        results.push({
          scene: seen.scene, page: seen.page, pages: seen.pages, stale: seen.stale,
          rows: seen.rows.map((row) =>
            [row.number, row.desk, row.at, row.standing, row.call, row.front, row.newest, row.flash]),
          recent: seen.recent.map((each) => [each.number, each.desk, each.at]),
          expected: expected(board).map((each) => [each.number, each.desk, each.kind, each.priority]),
        });
      }
    }
    return results;
  }));
}"""


async def test_page_and_window_do_the_same_with_the_same_days(shown: Show) -> None:
    made = days(250)
    for_page = [
        {"steps": [{**step, "told": _view(step["told"])} if "told" in step else step for step in each["steps"]]}
        for each in made
    ]
    async with shown(Hall()) as board:
        results = json.loads(await board.page.evaluate(PLAY, json.dumps(for_page)))
    ours = [played(each) for each in made]
    assert sum(len(step.get("missed", ())) for each in ours for step in each) > 10, "the days are not all alike"
    assert sum(len(step.get("expected", ())) for each in ours for step in each) > 100
    for each, result, wanted in zip(made, results, ours, strict=True):
        assert result == json.loads(json.dumps(wanted)), f"day {each['day']}"


async def test_page_and_window_use_the_same_words_times_and_shapes(shown: Show) -> None:
    moments = [at("2026-11-23 07:05"), at("2026-11-24 13:00"), at("2026-11-29 00:30"), at("2027-01-01 23:59")]
    sizes = [(1920, 1080), (1080, 1920), (1920, 540), (1280, 720), (2560, 1080), (1000, 1000)]
    desks = ["3", "12", "3b", "Phòng 5", "Bàn tiếp dân", "Phòng họp 2A"]
    own = [None, {"vi": "Mang theo CCCD", "en": "Bring your ID card"}, {"vi": 60 * "a", "en": "b"}, {"vi": "a"}]
    own.append({"vi": 40 * "năm ", "en": "b"})
    script = """async ([moments, sizes, desks, zone, own]) => {
      const words = await import("/static/board/words.js");
      const cases = [[0, 3, false], [2, 3, true], [0, 7, false], [0, 7, true], [0, 13, false]];
      const { planFor, roomFor } = await import("/static/board/screen.js");
      return {
        texts: words.TEXTS,
        times: moments.map((at) => ["vi", "en"].map((language) =>
          [words.clock(at, zone), words.date(at, zone, language), words.opening(at, zone, language, moments[0])])),
        desks: desks.map((desk) => words.deskParts(desk, "phòng")),
        plans: sizes.map(([width, height]) => planFor(width, height)),
        rooms: sizes.map(([width, height]) => cases.map(([banners, front, before]) => {
          const { rows, recent, crowded } = roomFor(planFor(width, height), ["media"], 3, banners, front, before);
          return [rows, recent, crowded];
        })),
        feet: own.map((each) => words.foot(each, "vi", "en")),
      };
    }"""
    async with shown(Hall()) as board:
        page = await board.page.evaluate(script, [moments, sizes, desks, ZONE, own])
    assert {key: page["texts"].get(key) for key in texts.TEXTS} == texts.TEXTS
    assert page["feet"] == [texts.foot(each, "vi", "en") for each in own]
    assert [len(each) for each in page["feet"]] == [0, 1, 2, 1, 3]
    assert page["desks"] == [list(texts.desk_parts(desk, "phòng")) for desk in desks]
    assert page["times"] == [
        [
            [
                times.clock(moment, ZONE),
                times.date(moment, ZONE, each),
                times.opening(moment, ZONE, each, now=moments[0]),
            ]
            for each in ("vi", "en")
        ]
        for moment in moments
    ]
    for (width, height), plan, rooms in zip(sizes, page["plans"], page["rooms"], strict=True):
        ours = plan_for(width, height)
        assert (plan["shape"], plan["rows"], plan["recent"]) == (ours.shape.value, ours.room.rows, ours.room.recent)
        assert plan["unit"] == pytest.approx(ours.unit)
        with_media = [
            room_for(ours, ("media",), desks=3, banners=banners, front=front, crowded=crowded)
            for banners, front, crowded in ((0, 3, False), (2, 3, True), (0, 7, False), (0, 7, True), (0, 13, False))
        ]
        assert rooms == [[each.rows, each.recent, each.crowded] for each in with_media]
        assert [each.crowded for each in with_media] == [False, False, False, True, True]


# ------------------------------------------------------------------------------------------------------- a long life


async def test_lists_do_not_grow_for_ever(shown: Show) -> None:
    script = """async () => {
      const { emptyView, withThings } = await import("/static/link.js");
      let view = emptyView();
      for (let id = 1; id <= 1000; id += 1) {
        view = withThings(view, [
          { type: "call", id, ticket: `t${id}`, number: "A001", desk: "1", service: "s", at: id },
          { type: "heard", call: id, board: "b1" },
          { type: "ticket", id: `t${id}`, state: "finished" },
        ], id);
      }
      return ["calls", "heard", "tickets"].map((name) => Object.keys(view[name]).length);
    }"""
    async with shown(Hall()) as board:
        assert await board.page.evaluate(script) == [100, 100, 0]


async def test_televisions_of_2019_can_read_the_scripts() -> None:
    """ECMAScript 2018: what came later is a syntax error there, and the whole page stays white."""
    folder = WEB / "static"
    scripts = [
        folder / "link.js",
        folder / "ui.js",
        folder / "http.js",
        *folder.glob("board/*.js"),
        *folder.glob("vendor/*.mjs"),
    ]
    assert len(scripts) > 8
    newer = re.compile(
        r"\?\.[A-Za-z_(\[]|\?\?|\|\|=|&&=|\bstatic \{|catch \{|^\s*#\w+ *[=(;]|\.at\(|replaceAll|\.flatMap\(",
        re.MULTILINE,
    )
    assert [(script.name, found[0]) for script in scripts if (found := newer.search(script.read_text("utf-8")))] == []


async def test_a_browser_does_what_an_administrator_asks_of_it(shown: Show) -> None:
    hall = Hall()
    async with shown(hall, SOUND, speech=wav(0.1)) as board:
        for what in ("test_sound", "screenshot", "new_key", "restart"):
            board.web.ask_for(msg.Errand(id=f"of-{what}", what=what, token="fresh"))
            await board.web.until(lambda what=what: f"of-{what}" in board.web.outcomes())
        assert board.web.outcomes() == {
            "of-test_sound": "done",
            "of-screenshot": "cannot",
            "of-new_key": "cannot",
            "of-restart": "done",
        }, "its key stands in the page's address"
        await board.web.until(lambda: len(board.web.hellos) > 1)
        assert board.complaints == []


async def test_a_paired_browser_keeps_its_new_key_and_begins_anew_with_it(shown: Show) -> None:
    kept = "localStorage.setItem('motcua-board-key', JSON.stringify({device: 'b1', token: 'old'}))"
    async with shown(Hall(), script=f"if (!localStorage.getItem('motcua-board-key')) {kept}") as board:
        board.web.ask_for(msg.Errand(id="e", what="new_key", token="fresh"))
        await board.web.until(lambda: board.web.outcomes() == {"e": "done"} and len(board.web.hellos) > 1)
        kept_now = await board.page.evaluate("localStorage.getItem('motcua-board-key')")
        assert json.loads(kept_now) == {"device": "b1", "token": "fresh"}
