"""Whether the data folder is on a disk that keeps what it was told to keep, has room, and is nobody else's to read."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from queue_server.doctor.finding import Finding, Verdict, well, wrong

_FLUSHES = 20
#: An SSD needs a millisecond, a good card ten; what answers within 20 µs does not survive a power cut.
_SLOW, _TOO_QUICK = 0.05, 0.00002
_GONE_WITH_THE_POWER = frozenset({"tmpfs", "ramfs", "overlay"})
_LITTLE, _TOO_LITTLE = 5 * 1024**3, 256 * 1024**2


def flush(folder: Path) -> Finding:
    """How long the disk takes to promise a record, and whether the promise can be believed."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            took = [_one_flush(file.fileno()) for _ in range(_FLUSHES)]
    except OSError as error:
        return wrong(
            "flush",
            vi=f"không ghi được vào {folder}: {error.strerror}",
            en=f"{folder} cannot be written: {error.strerror}",
            do_vi="Kiểm tra ổ đĩa và quyền của thư mục dữ liệu.",
            do_en="Look at the disk and at who owns the data folder.",
        )
    return judged_flush(statistics.median(took), filesystem=filesystem_of(folder, Path("/proc/mounts").read_text()))


def _one_flush(descriptor: int) -> float:
    os.write(descriptor, bytes(4096))
    began = time.perf_counter()
    os.fsync(descriptor)
    return time.perf_counter() - began


def judged_flush(seconds: float, *, filesystem: str) -> Finding:
    """What the usual time of a flush and the kind of file system mean."""
    took = f"{seconds * 1000:.2f} ms, {filesystem}"
    if filesystem in _GONE_WITH_THE_POWER or seconds < _TOO_QUICK:
        return wrong(
            "flush",
            vi=f"dữ liệu không nằm trên đĩa thật ({took}): mất điện là mất số",
            en=f"this is not a disk that keeps things ({took}): a power cut loses numbers",
            do_vi="Đặt thư mục dữ liệu (--data) trên ổ SSD, định dạng ext4 hoặc xfs.",
            do_en="Put the data folder (--data) on an SSD with ext4 or xfs.",
        )
    if seconds > _SLOW:
        return wrong(
            "flush",
            verdict=Verdict.WARN,
            vi=f"đĩa ghi chậm ({took})",
            en=f"the disk is slow ({took})",
            do_vi="Dùng ổ SSD; đĩa cũ bỗng chậm thường sắp hỏng.",
            do_en="Use an SSD; an old disk that became slow is about to fail.",
        )
    return well("flush", vi=f"đĩa ghi thật, {took}", en=f"the disk writes through, {took}")


def filesystem_of(folder: Path, mounts: str) -> str:
    """The kind of file system a folder is on, from the text of /proc/mounts."""
    here = str(folder.resolve())
    fits = [
        (len(point), kind)
        for _, point, kind, *_ in (line.split(" ") for line in mounts.splitlines())
        if here == point or here.startswith(point.rstrip("/") + "/")
    ]
    return max(fits)[1] if fits else "unknown"


def room(folder: Path) -> Finding:
    """Whether there is room for years of journal and its copies."""
    return judged_room(shutil.disk_usage(folder).free)


def judged_room(free: int) -> Finding:
    """What so many free bytes mean."""
    amount = f"{free / 1024**3:.1f} GB"
    if free >= _LITTLE:
        return well("room", vi=f"còn trống {amount}", en=f"{amount} free")
    return wrong(
        "room",
        verdict=Verdict.BAD if free < _TOO_LITTLE else Verdict.WARN,
        vi=f"chỉ còn trống {amount}",
        en=f"only {amount} free",
        do_vi="Chuyển bản sao cũ sang máy khác hoặc thay ổ lớn hơn.",
        do_en="Move old copies to another machine, or take a larger disk.",
    )


def private(folder: Path) -> Finding:
    """Whether only the server's own account may read the folder: it holds hashes of PINs and the officers' acts."""
    found = folder.stat()
    if found.st_mode & 0o027 or found.st_uid != os.geteuid():
        return wrong(
            "private",
            verdict=Verdict.WARN,
            vi=f"{folder}: tài khoản khác đọc được, hoặc không thuộc tài khoản này",
            en=f"{folder} can be read by other accounts, or is not this account's",
            do_vi=f"Chạy bằng tài khoản của máy chủ; chmod 700 {folder}",
            do_en=f"Run as the server's own account; chmod 700 {folder}",
        )
    return well("private", vi=f"{folder} chỉ máy chủ đọc được", en=f"only the server reads {folder}")
