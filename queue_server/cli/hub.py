"""`motcua hub`, `publish`, `promote`: many centres' journals on one machine, settings for all, going on with one."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from queue_server.cli.failures import failed, refused, said
from queue_server.cli.server import until_stopped
from queue_server.cli.words import Commands, months, port
from queue_server.config import Settings

if TYPE_CHECKING:
    from queue_server.hub.tokens import Tokens

#: In the hub's data folder.
_ARCHIVE, _TOKENS, _PUBLISHED = "archive.sqlite", "centres.json", "published"


def add(commands: Commands, settings: Settings) -> None:
    """Add these words to the command."""
    hub = commands.add_parser("hub", help="keep the journals of centres, and show them all on a page")
    hub.add_argument("--admit", metavar="CENTRE", help="let a centre send its journal; prints its token once, and ends")
    hub.add_argument("--host", default=settings.host, help="address to listen on (MOTCUA_HOST)")
    hub.add_argument("--port", type=port, default=8900, help="port to listen on (8900)")
    hub.add_argument("--keep-tickets", type=months, default=24, metavar="MONTHS", help="as with serve (24)")
    hub.add_argument("--keep-acts", type=months, default=60, metavar="MONTHS", help="as with serve (60)")
    hub.set_defaults(command=_hub)

    publish = commands.add_parser("publish", help="sign a province's file and hand it down to all centres of a hub")
    publish.add_argument("file", type=Path, help="of `kind: province`")
    publish.add_argument("--key", type=Path, required=True, help="private key, made where there is none; keep it apart")
    publish.set_defaults(command=_publish)

    promote = commands.add_parser("promote", help="on a spare machine: go on with a centre whose server is lost")
    promote.add_argument("centre", help="its id")
    promote.add_argument("--to", type=Path, required=True, help="data folder of the new server")
    promote.add_argument(
        "--copies", type=Path, metavar="FOLDER", help="officers, devices and settings from the newest copy there"
    )
    promote.set_defaults(command=_promote)

    for each in (hub, publish, promote):
        each.add_argument("--data", type=Path, default=settings.data / "hub", help="folder of the hub")


def _hub(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.core.lasting import Limits
    from queue_server.hub.published import Published
    from queue_server.hub.server import Hub
    from queue_server.hub.serving import serving_hub
    from queue_server.hub.tokens import Tokens
    from queue_server.journal.archive import Archive
    from queue_server.journal.base import JournalError

    tokens = Tokens(options.data / _TOKENS)
    if options.admit:
        return _admit(tokens, options.admit)

    limits = Limits(tickets=options.keep_tickets or None, acts=options.keep_acts or None)

    async def run() -> None:
        archive = await Archive.open(options.data / _ARCHIVE)
        published = Published(options.data / _PUBLISHED)
        hub = Hub(archive, tokens, published, clock=lambda: time.time_ns() // 1_000_000)
        try:
            async with serving_hub(hub, host=options.host, port=options.port, limits=limits) as server:
                port = server.sockets[0].getsockname()[1]
                print(f"Các trung tâm · all centres: http://{options.host}:{port}/", flush=True)
                await until_stopped(asyncio.ensure_future(server.wait_closed()))
        finally:
            await archive.close()

    try:
        asyncio.run(run())
    except (JournalError, OSError) as error:
        return failed(error)
    return 0


def _admit(tokens: Tokens, centre: str) -> int:
    from queue_server.catalogue.values import IDENTIFIER

    if not re.fullmatch(IDENTIFIER, centre):
        return refused(
            f"{centre!r} không phải mã trung tâm: chữ thường không dấu, chữ số và gạch nối",
            "is no id of a centre: small letters, digits and hyphens",
            status=2,
        )
    if tokens.knows(centre):
        refused(f"{centre} đã có khóa: khóa cũ hết hiệu lực", "it had a token, which is no longer good")
    try:
        print(tokens.add(centre))
    except OSError as error:
        return failed(error)
    return 0


def _publish(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.catalogue.problems import CatalogueErrors
    from queue_server.hub.published import Published
    from queue_server.signature import KeyUnusable

    try:
        number, key = Published(options.data / _PUBLISHED).publish(options.file, key=options.key)
    except (CatalogueErrors, KeyUnusable, OSError, UnicodeDecodeError) as error:
        return failed(error)
    print(f"cấu hình số · settings {number}", file=sys.stderr)
    print(key)
    return 0


def _promote(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.keeping import copies_in
    from queue_server.serving import JOURNAL

    if not (options.data / _ARCHIVE).exists():
        return refused(
            f"Máy dự phòng chưa giữ gì ở {options.data}: chỉ đúng thư mục bằng --data",
            f"no hub or spare has kept anything in {options.data}: give its folder with --data",
            status=2,
        )
    if (options.to / JOURNAL).exists():
        return refused(
            f"Đã có nhật ký ở {options.to}: chọn thư mục khác",
            f"there is a journal in {options.to}: name another folder",
            status=2,
        )
    copies = copies_in(options.copies, options.centre) if options.copies else []
    if options.copies and not copies:
        return refused(
            f"Không có bản sao của {options.centre} ở {options.copies}",
            f"no copy of {options.centre} in {options.copies}",
            status=2,
        )
    return _go_on(options, copies[-1] if copies else None)


def _go_on(options: argparse.Namespace, copy: Path | None) -> int:
    """With the journal that is held, and who may come in from a copy; the copy first, for it may be damaged."""
    from queue_server.hub.promote import promote
    from queue_server.journal.archive import Archive
    from queue_server.journal.base import JournalError, JournalTaken
    from queue_server.serving import JOURNAL
    from queue_server.shared_files import bring_from_copy
    from queue_server.web.access import FILE

    async def run() -> tuple[list[str], int]:
        brought = await bring_from_copy(copy, options.to, centre=options.centre) if copy else []
        archive = await Archive.open(options.data / _ARCHIVE)
        try:
            return brought, await promote(
                archive, options.centre, options.to / JOURNAL, now=time.time_ns() // 1_000_000
            )
        finally:
            await archive.close()

    try:
        brought, taken = asyncio.run(run())
    except JournalTaken as error:
        return refused(
            f"Máy dự phòng đang chạy ở {options.data}: dừng motcua hub trước", f"stop motcua hub first: {error}"
        )
    except (JournalError, OSError) as error:
        return failed(error)
    except LookupError as error:
        return refused(f"Ở đây không có {options.centre}", str(error.args[0]))
    for name in brought:
        print(said(f"lấy từ bản sao mới nhất: {name}", "from the newest copy"))
    print(said(f"{taken} bản ghi", f"{taken} records"))
    if not (options.to / FILE).exists():
        print(
            said(
                "Chưa có cán bộ và thiết bị: dùng --copies, hoặc chép access.json vào thư mục này",
                "No officers and devices yet: name --copies, or put access.json into this folder",
            )
        )
    serve = f"motcua serve --data {options.to} …"
    print(said(f"Tiếp theo: {serve} ở địa chỉ mà thiết bị đã biết", "now that, at the address that devices know"))
    return 0
