"""The command as it is typed: each word exists, wrong use is said in one line, a small journal is proved."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from queue_server.catalogue.versions import Versions
from queue_server.cli import admission, main
from queue_server.cli.logs import AsJson, AsText
from queue_server.cli.ownership import act_as_owner
from queue_server.config import Settings
from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.events import Administered, DayOpened
from queue_server.core.plan import MINUTE
from queue_server.hub.tokens import Tokens
from queue_server.journal.archive import Archive, Place
from queue_server.journal.base import Draft
from queue_server.serving import find_centre, open_journal
from queue_server.shared_files import SharedFiles
from queue_server.web.access import FILE, Access
from queue_server.web.rights import OfficerRole


@pytest.mark.parametrize(
    "word",
    [
        "check",
        "serve",
        "officer",
        "device",
        "kiosk",
        "display",
        "verify",
        "day-hash",
        "verify-day",
        "retention",
        "explain",
        "dry-run",
        "backup",
        "restore",
        "doctor",
        "hub",
        "publish",
        "promote",
        "demo",
    ],
)
def test_each_word_explains_itself(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([word, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert f"motcua {word}" in shown
    for variable in re.findall(r"MOTCUA_\w+", shown):
        assert variable.removeprefix("MOTCUA_").lower() in Settings.__dataclass_fields__


def test_check_says_what_is_wrong_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "centre.yaml"
    file.write_text("kind: centre\nid: thu\nnonsense: 1\n", "utf-8")
    assert main(["check", str(file), "--language", "vi"]) == 1
    assert f"{file}:3" in capsys.readouterr().out


def test_a_centre_that_is_not_there_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--centre", str(tmp_path / "none.yaml"), "--data", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "none.yaml" in said
    assert "Traceback" not in said


def test_root_acts_as_who_owns_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[tuple[str, int]] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for name in ("setgid", "setuid"):
        monkeypatch.setattr(os, name, lambda number, name=name: became.append((name, number)))
    monkeypatch.setattr(os, "initgroups", lambda name, group: None)
    monkeypatch.setattr(os, "setgroups", lambda groups: None)
    folder = tmp_path / "data"
    act_as_owner(folder)
    folder.mkdir()
    monkeypatch.setattr(Path, "stat", lambda path, **_: os.stat_result((0o40700, 0, 0, 1, 996, 997, 0, 0, 0, 0)))
    act_as_owner(folder)
    assert became == [("setgid", 997), ("setuid", 996)], "the group first: it cannot be changed afterwards"


def test_a_part_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacks(*_: object) -> int:
        raise ModuleNotFoundError("No module named 'argon2'", name="argon2")

    monkeypatch.setattr(admission, "_officer", lacks)
    assert main(["officer", "an", "--data", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "Chưa cài argon2: trong thư mục nguồn, pip install '.[server]'" in told


def test_an_officers_pin_and_a_devices_token_are_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["officer", "an", "--employer", "post", "--data", str(tmp_path)]) == 0
    pin = capsys.readouterr().out.split()[-1]
    assert main(["device", "k1", "--role", "kiosk", "--data", str(tmp_path)]) == 0
    token = capsys.readouterr().out.strip()
    access = Access(tmp_path / "access.json", clock=lambda: 0.0)
    assert asyncio.run(access.sign_in("an", pin)) is not None
    kept = (tmp_path / "access.json").read_text()
    assert pin not in kept
    assert token not in kept


def test_a_days_hash_is_printed_and_its_file_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(worked(tmp_path))
    file = tmp_path / "day.json"
    assert main(["day-hash", "--data", str(tmp_path), "--file", str(file)]) == 0
    printed = "".join(re.findall(r" ([0-9a-f]{8}(?: [0-9a-f]{8}){3})$", capsys.readouterr().out, re.M))
    assert main(["verify-day", str(file), "--hash", printed]) == 0
    assert main(["verify-day", str(file), "--hash", "00" * 32]) == 1
    file.write_text(file.read_text().replace("Sắp mưa", "Sắp nắng"))
    assert main(["verify-day", str(file)]) == 1
    assert "does not give the hash" in capsys.readouterr().err
    assert main(["day-hash", "2020-01-01", "--data", str(tmp_path)]) == 1
    assert main(["retention", "--data", str(tmp_path)]) == 0
    assert "nothing" in capsys.readouterr().out


async def worked(folder: Path) -> None:
    journal, codec = await open_journal(folder, "thu-nghiem")
    now = time.time_ns() // 1_000_000
    for event in (DayOpened(at=now, day="2026-11-23"), Administered(at=now, what="Sắp mưa", subject="", officer="q")):
        kind, body = codec.encode(event)
        await journal.append([Draft(at=now, kind=kind, body=body)])
    await journal.close()


def test_a_file_is_tried_on_a_past_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(kept(tmp_path))
    assert main(["dry-run", "kt-truongchinh", "2026-11-23", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"thực tế · real +1 +10\.0 +10\.0 +10\.0 +0\n +trước · before +1 +0\.0", said)
    assert main(["dry-run", "kt-truongchinh", "2026-11-24", "--data", str(tmp_path)]) == 1
    assert main(["dry-run", str(tmp_path / "none.yaml"), "2026-11-23", "--data", str(tmp_path)]) == 1
    assert "Traceback" not in capsys.readouterr().err


async def kept(folder: Path) -> None:
    """One visit at one desk, called ten minutes late."""
    journal, codec = await open_journal(folder, "kt-truongchinh")
    centre, plan = Centre(), find_centre("kt-truongchinh").plan
    begin, desk = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000), plan.desks[0].id
    for minute, command in (
        (0, cmd.AdoptPlan(plan=plan)),
        (0, cmd.OpenDay()),
        (0, cmd.OpenDesk(desk=desk, officer="an")),
        (0, cmd.TakeTicket(ticket="t", service=plan.desks[0].skills[0].service)),
        (10, cmd.CallNext(desk=desk)),
        (11, cmd.StartServing(desk=desk, ticket="t")),
        (15, cmd.Finish(desk=desk, ticket="t")),
    ):
        for event in handle(centre, command, begin + minute * MINUTE):
            kind, body = codec.encode(event)
            await journal.append([Draft(at=event.at, kind=kind, body=body)])
    await journal.close()


def test_an_empty_journal_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--data", str(tmp_path)]) == 2, "a wrong folder proves nothing"
    asyncio.run(made(tmp_path))
    assert main(["verify", "--data", str(tmp_path)]) == 0
    assert "0 events" in capsys.readouterr().out


async def made(folder: Path) -> None:
    journal, _ = await open_journal(folder, "thu-nghiem")
    await journal.close()


def test_a_copy_brings_its_people_to_a_machine_that_knows_nobody(tmp_path: Path) -> None:
    old, new, copy = tmp_path / "old", tmp_path / "new", tmp_path / "copy.sqlite"
    asyncio.run(kept(old))
    asyncio.run(copied(old, copy))
    Access(new / FILE, clock=time.time)  # its pages for the first start were looked at
    assert main(["restore", str(copy), "--data", str(new)]) == 0
    assert [each.name for each in Access(new / FILE, clock=time.time).officers()] == ["quan"]
    assert Versions(new).latest() is not None
    Access(new / FILE, clock=time.time).add_officer("an", pin="741852", display="An")
    assert main(["restore", str(copy), "--data", str(new)]) == 0
    assert len(Access(new / FILE, clock=time.time).officers()) == 2, "who is here already is not forgotten"


async def copied(folder: Path, copy: Path) -> None:
    access = Access(folder / FILE, clock=time.time)
    access.add_officer("quan", pin="mot mat khau dai", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    Versions(folder).add("kind: centre", at=0, by="quan", note="")
    journal, _ = await open_journal(folder, "kt-truongchinh")
    await SharedFiles(journal, folder).share()
    await journal.copy(copy)
    await journal.close()


MISTAKES = [
    (("backup", "copy.sqlite", "--data", "nowhere"), 2, "Không có nhật ký ở nowhere"),
    (("backup", "nowhere/copy.sqlite", "--data", "stopped"), 1, "Không có tệp hoặc thư mục này"),
    (("backup", "note.txt", "--data", "stopped"), 2, "đặt tên khác"),
    (
        ("restore", "none.sqlite", "--drill"),
        1,
        "Không có tệp hoặc thư mục này · No such file or directory: none.sqlite",
    ),
    (("restore", "stopped", "--drill"), 1, "Đây là thư mục, cần một tệp"),
    (("restore", "note.txt", "--drill"), 1, "hãy phục hồi từ bản sao"),
    (("restore", "other.sqlite", "--drill"), 1, "is not a journal"),
    (("verify", "--data", "nowhere"), 2, "chỉ đúng thư mục bằng --data"),
    (("explain", "A001", "--data", "nowhere"), 2, "chỉ đúng thư mục bằng --data"),
    (("day-hash", "2026-13-45", "--data", "stopped"), 1, "xem các ngày: motcua verify --days"),
    (("day-hash", "--data", "stopped", "--file", "nowhere/day.json"), 1, "No such file or directory: nowhere/day.json"),
    (("verify-day", "none.json"), 1, "Không có tệp hoặc thư mục này"),
    (("verify-day", "note.txt"), 1, "Tệp của ngày không đúng"),
    (("promote", "kt-tp", "--to", "new", "--data", "nowhere"), 2, "no hub or spare has kept anything in nowhere"),
    (("hub", "--admit", "kt tp/..", "--data", "nowhere"), 2, "chữ thường không dấu"),
    (("doctor", "--data", "note.txt/data"), 1, "Đường dẫn đi qua một tệp"),
]


@pytest.mark.parametrize(("words", "status", "told"), MISTAKES)
def test_a_mistake_is_told_in_plain_words_and_leaves_nothing(
    words: tuple[str, ...],
    status: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    asyncio.run(worked(tmp_path / "stopped"))
    (tmp_path / "note.txt").write_text("bánh mì, cà phê")
    with closing(sqlite3.connect("other.sqlite")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    before = sorted(tmp_path.iterdir())
    assert main(list(words)) == status
    said = capsys.readouterr()
    assert told in said.err
    assert " · " in said.err
    assert said.out == ""
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("word", ["serve", "hub", "doctor", "demo"])
def test_a_port_that_is_none_is_said_before_anything_begins(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([word, "--port", "70000"])
    assert "'70000' không phải cổng · is no port" in capsys.readouterr().err


def test_a_spare_takes_its_people_from_the_newest_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, copies = tmp_path / "old", tmp_path / "new", tmp_path / "copies"
    centre = "kt-truongchinh"
    copies.mkdir()
    asyncio.run(kept(old))
    asyncio.run(archived(old, tmp_path / "hub"))
    promote = ["promote", centre, "--data", str(tmp_path / "hub"), "--copies", str(copies), "--to", str(new)]
    assert main(promote) == 2, "there is no copy yet"
    (copies / f"{centre}-20261121-080000.sqlite").write_bytes(b"damaged")
    assert main(promote) == 1, "nothing is half done"
    assert not new.exists()
    asyncio.run(copied(old, copies / f"{centre}-20261123-080000.sqlite"))
    (copies / f"{centre}-20261122-080000.sqlite").write_bytes(b"an older one, which nobody opens")
    (copies / f"{centre}-xa-20261124-080000.sqlite").write_bytes(b"another centre's")
    assert main(promote) == 0
    assert [each.name for each in Access(new / FILE, clock=time.time).officers()] == ["quan"]
    assert Versions(new).latest() is not None
    assert main(["verify", "--data", str(new)]) == 0
    assert main(promote) == 2, "what is there is not written over"
    assert "chọn thư mục khác" in capsys.readouterr().err


def test_a_spare_whose_hub_still_runs_is_told_to_stop_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(kept(tmp_path / "old"))
    asyncio.run(archived(tmp_path / "old", tmp_path / "hub"))
    running = asyncio.run(Archive.open(tmp_path / "hub" / "archive.sqlite"))
    promote = ["promote", "kt-truongchinh", "--data", str(tmp_path / "hub"), "--to", str(tmp_path / "new")]
    assert main(promote) == 1
    assert "dừng motcua hub trước · stop motcua hub first" in capsys.readouterr().err
    asyncio.run(running.close())
    assert main(promote) == 0


def test_no_copy_of_a_journal_is_made_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """/tmp is memory on newer systems, and a journal of years does not fit there."""
    data, copy = tmp_path / "data", tmp_path / "copies" / "kt-truongchinh-20261123-080000.sqlite"
    copy.parent.mkdir()
    asyncio.run(copied(data, copy))
    asyncio.run(archived(data, tmp_path / "hub"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "too small"))
    assert main(["verify", "--data", str(data)]) == 0
    assert main(["restore", str(copy), "--drill"]) == 0
    spare = ["promote", "kt-truongchinh", "--data", str(tmp_path / "hub"), "--copies", str(copy.parent)]
    assert main([*spare, "--to", str(tmp_path / "spare")]) == 0


async def archived(folder: Path, hub: Path) -> None:
    """What a hub holds of a journal after an uplink."""
    hub.mkdir()
    journal, _ = await open_journal(folder, "kt-truongchinh")
    archive = await Archive.open(hub / "archive.sqlite")
    await archive.store([(Place(journal.centre, journal.epoch), [record async for record in journal.read()])])
    await archive.close()
    await journal.close()


def test_a_second_token_of_a_centre_ends_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "--admit", "kt-tp", "--data", str(tmp_path)]) == 0
    first = capsys.readouterr()
    assert main(["hub", "--admit", "kt-tp", "--data", str(tmp_path)]) == 0
    second = capsys.readouterr()
    assert (first.err, "khóa cũ hết hiệu lực" in second.err) == ("", True)
    tokens = Tokens(tmp_path / "centres.json")
    assert [tokens.right("kt-tp", each.out.strip()) for each in (first, second)] == [False, True]


def test_a_key_made_where_no_server_was_is_given_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["device", "k1", "--role", "kiosk", "--data", str(tmp_path)]) == 0
    assert "no server has used this folder yet" in capsys.readouterr().err
    asyncio.run(made(tmp_path))
    assert main(["device", "k1", "--role", "kiosk", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


def test_a_log_line_is_one_json_object_with_its_action(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.makeLogRecord({"msg": "đã in", "action": "printed", "copies": 2, "levelname": "INFO"})
    line = AsJson().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["action"], told["message"], told["copies"], told["level"]) == ("printed", "đã in", 2, "info")
    assert 'action="printed" copies=2' in AsText().format(record)


def test_a_failure_is_still_one_line_of_json() -> None:
    try:
        raise ValueError("what\nwent wrong")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})
    line = AsJson().format(record)
    assert "\n" not in line
    assert "ValueError" in json.loads(line)["error"]
