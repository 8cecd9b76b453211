"""Whether a shared database answers and keeps its promises."""

from __future__ import annotations

import asyncio

from queue_server.doctor.finding import Finding, well, wrong
from queue_server.journal.base import JournalError
from queue_server.journal.sql import SqlJournal


async def database(address: str) -> Finding | None:
    """The database at an address; None where the journal is a file."""
    if not address:
        return None
    try:
        await asyncio.wait_for(SqlJournal.reach(address), timeout=15)
    except (JournalError, TimeoutError) as error:
        return wrong(
            "database",
            vi="cơ sở dữ liệu không dùng được",
            en=str(error) or "the database does not answer",
            do_vi="Xem PostgreSQL có chạy không, địa chỉ và mật khẩu có đúng không, fsync có bật không.",
            do_en="Is PostgreSQL running, are address and password right, is fsync on?",
        )
    return well("database", vi="cơ sở dữ liệu trả lời và ghi thật", en="the database answers and writes through")
