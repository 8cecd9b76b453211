"""Whether the machine knows what time it is: numbers, opening hours and priority by age all lean on it."""

from __future__ import annotations

import ctypes
import time
from pathlib import Path

from queue_server.doctor.finding import Finding, Verdict, well, wrong

#: What adjtimex(2) returns while no time service steers the clock.
_NOT_STEERED = 5
#: Larger than `struct timex` on every Linux; all zero means "only tell".
_ROOM_FOR_TIMEX = 512
ZONE = "Asia/Ho_Chi_Minh"


def steered() -> Finding:
    """Whether a time service keeps the clock right."""
    told = ctypes.create_string_buffer(_ROOM_FOR_TIMEX)
    return judged_steering(ctypes.CDLL(None).adjtimex(told))


def judged_steering(state: int) -> Finding:
    """What the kernel's word on its clock means."""
    if state in (_NOT_STEERED, -1):
        return wrong(
            "clock",
            verdict=Verdict.WARN,
            vi="đồng hồ không được đồng bộ",
            en="no time service steers the clock",
            do_vi="Cài systemd-timesyncd hoặc chrony, trỏ tới máy chủ giờ của tỉnh.",
            do_en="Install systemd-timesyncd or chrony, with the province's time server.",
        )
    return well("clock", vi="đồng hồ được đồng bộ", en="a time service steers the clock")


def zone(link: Path = Path("/etc/localtime")) -> Finding:
    """Whether the machine's zone is the country's: its own logs are read by that."""
    if link.resolve().as_posix().endswith(ZONE) or time.strftime("%z") == "+0700":
        return well("zone", vi=f"múi giờ {time.strftime('%z')}", en=f"zone {time.strftime('%z')}")
    return wrong(
        "zone",
        verdict=Verdict.WARN,
        vi=f"múi giờ của máy là {time.strftime('%Z %z')}",
        en=f"the machine's zone is {time.strftime('%Z %z')}",
        do_vi=f"timedatectl set-timezone {ZONE} (số thứ tự không bị ảnh hưởng, chỉ giờ trong nhật ký máy)",
        do_en=f"timedatectl set-timezone {ZONE} (tickets go by the centre's own zone; the machine's logs do not)",
    )
