"""`motcua verify`, `explain`, `ratings`, `backup` and `restore`: what a journal proves, and copies of it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from queue_server.cli.failures import failed, refused, said
from queue_server.cli.reading import History, with_history
from queue_server.cli.words import Commands
from queue_server.config import Settings
from queue_server.core.events import Event


def add(commands: Commands, settings: Settings) -> None:
    """Add these words to the command."""
    verify = commands.add_parser("verify", help="prove a journal: the chain, the numbers and every call")
    verify.add_argument("--days", action="store_true", help="list its service days with their hashes")
    verify.set_defaults(command=_verify)

    explain = commands.add_parser("explain", help="tell what happened to a number and why it was called when it was")
    explain.add_argument("number", help="as on the slip, such as A021")
    explain.add_argument("--day", help="YYYY-MM-DD (the last day in the journal)")
    explain.add_argument("--rival", metavar="NUMBER", help="say of each call why it was not this number")
    explain.add_argument("--language", choices=("vi", "en"), default=settings.language, help="MOTCUA_LANGUAGE")
    explain.set_defaults(command=_explain)

    ratings = commands.add_parser("ratings", help="what citizens thought, by service and by desk")
    ratings.add_argument("--day", help="YYYY-MM-DD (all days of the journal)")
    ratings.set_defaults(command=_ratings)

    backup = commands.add_parser("backup", help="write a copy of the journal, whether its server runs or not")
    backup.add_argument("file", type=Path, help="the copy; it must not be there yet")
    backup.set_defaults(command=_backup, stays_root=True)  # the copy goes where whoever asks may write

    restore = commands.add_parser("restore", help="go on from a copy, as a new epoch; stop the server first")
    restore.add_argument("file", type=Path, help="the copy")
    restore.add_argument("--drill", action="store_true", help="only prove that it could be gone on with")
    restore.set_defaults(command=_restore)

    for each in (verify, explain, ratings, backup, restore):
        each.add_argument("--data", type=Path, default=settings.data, help="folder of the journal (MOTCUA_DATA)")


def _verify(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.reports.days import Stretches
    from queue_server.reports.proof import Proving
    from queue_server.reports.seals import SealCheck

    def show(history: History) -> int:
        proving, days, check = Proving(), Stretches(), SealCheck()
        for version, hash_, event in history.placed():
            proving.go_on([event])
            days.look(version, hash_, event)
            check.look(version, hash_, event)
        proof, seals = proving.proof, check.problems(epoch=history.epoch)
        print(
            said(
                f"{proof.events} sự kiện, chuỗi không đứt, {proof.calls} lượt gọi, {proof.overrides} gọi tay",
                f"{proof.events} events in an unbroken chain, {proof.calls} calls, {proof.overrides} by hand",
            )
        )
        for day in days.days if options.days else ():
            print(f"{day.day}  bản ghi · records {day.first}-{day.last}  {day.hash}")
        for what in (*proof.repeated, *proof.doubled, *proof.unexplained, *proof.impossible, *seals):
            print(said("không giải thích được", f"not explained: {what}"))
        return 0 if proof.sound and not seals else 1

    return with_history(options, show)


def _explain(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.reports.days import Stretches
    from queue_server.reports.explain import NotFound, explain
    from queue_server.reports.sentences import SENTENCES

    def show(history: History) -> int:
        words = SENTENCES[options.language]
        days = Stretches()

        def events() -> Iterator[Event]:
            for version, hash_, event in history.placed():
                days.look(version, hash_, event)
                yield event

        try:
            story = explain(events(), options.number, day=options.day, rival=options.rival, language=options.language)
        except NotFound as error:
            print(error, file=sys.stderr)
            return 1
        for clock, sentence in story.sentences:
            print(f"{clock}  {sentence}")
        for day in days.days:
            if day.day == story.day:
                print(words["records"].format(day=day.day, first=day.first, last=day.last, hash=day.hash))
        print(words["proved" if story.proved else "unproved"].format(number=story.number, day=story.day))
        return 0 if story.proved else 1

    return with_history(options, show)


def _ratings(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.reports.ratings import Ratings, ratings
    from queue_server.reports.surveys import surveys

    def line(name: str, found: Ratings) -> str:
        counted = ", ".join(f"{portal} {found.portal[portal]}" for portal in ("like", "none", "dislike"))
        mean = "–" if found.mean is None else f"{found.mean:.2f}"
        reasons = ", ".join(f"{reason} {count}" for reason, count in found.reasons.most_common())
        said = f"{len(found.values)} đánh giá · ratings, {mean}, {counted}, {content(found.likely)}"
        return f"{name}: {said}{f' ({reasons})' if reasons else ''}"

    def content(likely: tuple[float, float]) -> str:
        return "hài lòng · content {:.0%}–{:.0%} (95 %)".format(*likely)

    def show(history: History) -> int:
        day = options.day or ""
        report = ratings(history.events(), first=day, last=day)
        print(f"{report.visits} lượt đã xong · visits")
        print(line("Tất cả · all", report.whole))
        for key, found in sorted(report.services.items()):
            print(line(f"Lĩnh vực · service {key}", found))
        for key, found in sorted(report.desks.items()):
            print(line(f"Quầy · desk {key}", found))
        for survey, questions in surveys(history.events()).items():
            print(f"Khảo sát · survey {survey}")
            for question, answers in questions.items():
                if not answers.may_be_shown:
                    print(f"  {question}: {answers.count} ý kiến, còn ít nên chưa nêu · too few answers to be shown")
                    continue
                steps = ", ".join(f"{value}: {count}" for value, count in sorted(answers.values.items(), reverse=True))
                print(f"  {question}: {answers.count} ý kiến · answers, {steps}, {content(answers.likely)}")
        return 0

    return with_history(options, show)


def _backup(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.journal.base import JournalError
    from queue_server.keeping import ask_for_copy

    if options.file.exists():
        there = f"{options.file}"
        return refused(f"Đã có {there}: đặt tên khác", f"{there} is there already: name another file", status=2)
    try:
        version = asyncio.run(ask_for_copy(options.data, options.file.absolute()))
    except FileNotFoundError:
        return _backup_unserved(options.data, options.file)
    except (JournalError, OSError) as error:
        return failed(error)
    print(said(f"{options.file}: {version} bản ghi", f"{version} records"))
    return 0


def _backup_unserved(folder: Path, file: Path) -> int:
    """Where the server was killed, what it said last is in a second file: to copy the first would lose it."""
    from queue_server.journal.base import JournalError
    from queue_server.keeping import copy_unserved
    from queue_server.serving import JOURNAL

    if not (folder / JOURNAL).exists():
        return refused(
            f"Không có nhật ký ở {folder}: chỉ đúng thư mục bằng --data",
            f"no journal in {folder}: give its folder with --data",
            status=2,
        )
    try:
        asyncio.run(copy_unserved(folder / JOURNAL, file.absolute()))
    except (JournalError, OSError) as error:
        return failed(error)
    print(said(f"{file}: đã sao, máy chủ không chạy", "copied; no server runs here"))
    return 0


def _restore(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.journal.sqlite import SCRATCH
    from queue_server.keeping import server_runs
    from queue_server.serving import JOURNAL

    if not options.drill and server_runs(options.data):
        folder = options.data
        return refused(
            f"Máy chủ đang chạy ở {folder}: dừng nó trước", f"a server runs in {folder}: stop it first", status=2
        )
    if not options.drill:
        if (status := _restore_to(options.data / JOURNAL, options.file)) == 0:
            asyncio.run(_bring_what_is_missing(options.data))
        return status
    with tempfile.TemporaryDirectory(dir=SCRATCH) as place:
        return _restore_to(Path(place) / JOURNAL, options.file, drill=True)


async def _bring_what_is_missing(folder: Path) -> None:
    """On a machine that never was this centre's: its officers, its devices' keys, its configuration, from the copy."""
    from queue_server.journal.sql import SqlJournal
    from queue_server.serving import JOURNAL
    from queue_server.shared_files import SharedFiles
    from queue_server.web.access import FILE, Access
    from queue_server.web.setup import needed

    nobody = needed(Access(folder / FILE, clock=time.time))
    journal = await SqlJournal.open(folder / JOURNAL, centre=await SqlJournal.centre_of(folder / JOURNAL))
    try:
        brought = await SharedFiles(journal, folder).bring_missing(worthless=[FILE] if nobody else [])
    finally:
        await journal.close()
    for name in brought:
        print(said(f"lấy từ bản sao: {name}", "from the copy"))
    if nobody and FILE not in brought:
        print(
            said(
                "Bản sao không có cán bộ và thiết bị: máy chủ sẽ hỏi người quản trị khi khởi động",
                "The copy knows no officers and no devices: the server asks for an administrator when it starts",
            )
        )


def _restore_to(target: Path, copy: Path, *, drill: bool = False) -> int:
    from queue_server.journal.base import JournalError
    from queue_server.restoring import restore

    try:
        proof = restore(copy, target, now=time.time_ns() // 1_000_000)
    except (JournalError, OSError) as error:
        return failed(error)
    counted = f"{proof.events} sự kiện và {proof.calls} lượt gọi đã được kiểm chứng"
    print(said(counted, f"{proof.events} events and {proof.calls} calls proved"))
    if drill:
        print(said("Bản sao này dùng được; chưa thay đổi gì", "This copy can be gone on with; nothing was changed"))
        return 0
    print(said(f"Nhật ký tiếp tục ở {target}", "the journal goes on there"))
    print(
        said(
            "Không biết các số đã phát sau bản sao: hôm nay mỗi lĩnh vực bỏ qua ít nhất một trăm số",
            "Numbers given after the copy are not known: each service leaves out at least a hundred of them today",
        )
    )
    return 0
