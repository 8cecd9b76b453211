"""What went wrong, for whoever typed the word: in Vietnamese, with the exact cause in English beside it."""

from __future__ import annotations

import errno
import socket
import sys
from pathlib import Path

#: By the number of the operating system's error.
_OF_THE_SYSTEM = {
    errno.ENOENT: "Không có tệp hoặc thư mục này",
    errno.EACCES: "Không có quyền đọc hoặc ghi",
    errno.EPERM: "Không có quyền đọc hoặc ghi",
    errno.EISDIR: "Đây là thư mục, cần một tệp",
    errno.ENOTDIR: "Đường dẫn đi qua một tệp, cần thư mục",
    errno.EEXIST: "Đã có rồi, hãy chọn tên khác",
    errno.ENOSPC: "Đĩa đầy, hãy giải phóng chỗ",
    errno.EDQUOT: "Hết phần đĩa được cấp",
    errno.EROFS: "Đĩa chỉ cho đọc",
    errno.EIO: "Đĩa đọc hoặc ghi bị lỗi",
    errno.EADDRINUSE: "Cổng đang có chương trình khác dùng",
    errno.EADDRNOTAVAIL: "Máy này không có địa chỉ mạng ấy",
    socket.EAI_NONAME: "Không có máy nào tên như vậy",
}
_OTHERWISE = "Không làm được"


def said(vietnamese: str, english: str) -> str:
    """One line in both languages."""
    return f"{vietnamese} · {english}"


def refused(vietnamese: str, english: str, *, status: int = 1) -> int:
    """Say why nothing was done; gives the exit status."""
    print(said(vietnamese, english), file=sys.stderr)
    return status


def failed(error: Exception) -> int:
    """Say what an error means; gives the exit status."""
    system = error if isinstance(error, OSError) else error.__cause__
    if isinstance(system, OSError):  # first: a kiosk has no more of us installed than it needs
        return refused(_OF_THE_SYSTEM.get(system.errno or 0, _OTHERWISE), _cause(error))
    from queue_server.catalogue.problems import CatalogueErrors

    if isinstance(error, CatalogueErrors):
        for problem in error.problems:
            refused(problem.text(language="vi"), problem.text(language="en"))
        return 1
    return refused(_meaning(error), _cause(error))


def _meaning(error: Exception) -> str:
    from queue_server.csv_table import TableInvalid
    from queue_server.journal.base import JournalConflict, JournalCorrupt, JournalTaken, JournalUnavailable
    from queue_server.json_file import JsonDamaged
    from queue_server.signature import KeyUnusable

    meanings: tuple[tuple[type[Exception], str], ...] = (
        (JournalCorrupt, "Nhật ký này hỏng hoặc đã bị sửa: hãy phục hồi từ bản sao"),
        (JournalTaken, "Máy chủ khác đang mở nhật ký này"),
        (JournalConflict, "Máy chủ khác vừa ghi vào nhật ký này"),
        (JournalUnavailable, "Không mở hoặc không ghi được"),
        (JsonDamaged, "Tệp này hỏng, hãy lấy lại từ bản sao"),
        (TableInvalid, "Tệp CSV chưa đúng"),
        (KeyUnusable, "Khóa của tỉnh không đúng, xem lại tệp khóa"),
    )
    return next((words for kind, words in meanings if isinstance(error, kind)), _OTHERWISE)


def _cause(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        # Two names: what was to be moved or copied, and where to.
        names = " → ".join(str(Path(each)) for each in (error.filename, error.filename2) if each is not None)
        return f"{error.strerror}: {names}"
    # What asyncio says names the address besides; else the number, which nobody needs, is left out.
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
