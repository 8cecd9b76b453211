"""What each word of the command is made of."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from math import inf
from typing import Any, NoReturn, TypeAlias
from urllib.parse import urlsplit

from queue_server.cli.failures import said
from queue_server.cli.vietnamese import HELP
from queue_server.config import Settings, port_number

#: Carries out a word; the exit status is 0 when all went well, 1 when something was found wrong, 2 for wrong use.
Run = Callable[[argparse.Namespace, Settings], int]
#: Where each module adds its words.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def port(written: str) -> int:
    """A port as it is typed. Raises `ArgumentTypeError`, whose words argparse shows."""
    try:
        return port_number(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} không phải cổng · is no port: 1 … 65535") from None


def size(written: str) -> tuple[int, int]:
    """Width and height of a window. Raises `ArgumentTypeError`, whose words argparse shows."""
    width, _, height = written.partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise argparse.ArgumentTypeError(f"{written!r} không phải cỡ cửa sổ · is no size of a window: 1080x1920")
    return int(width), int(height)


def database(written: str) -> str:
    """Where servers share a journal, or nothing. Raises `ArgumentTypeError`: a bare word would be taken for a file."""
    if written and "://" not in written:
        raise argparse.ArgumentTypeError("không phải địa chỉ cơ sở dữ liệu · is no address of one: postgresql://…")
    return written


def web_address(written: str) -> str:
    """What phones reach, or nothing. Raises `ArgumentTypeError`."""
    return _address(written, "http", "https")


def servers(written: str) -> str:
    """One or more servers for a device, with commas between them. Raises `ArgumentTypeError`."""
    for each in written.split(","):
        _address(each.strip(), "ws", "wss")
    return written


def _address(written: str, *schemes: str) -> str:
    try:
        parts = urlsplit(written)
        sound = not written or (parts.scheme in schemes and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        sound = False
    if not sound:
        like = f"{schemes[0]}://HOST, {schemes[1]}://HOST"
        raise argparse.ArgumentTypeError(f"{written!r} không phải địa chỉ, hãy viết · is no address, write: {like}")
    return written


def months(written: str) -> int:
    """How long something is kept. Raises `ArgumentTypeError`: with a sign before it everything would be too old."""
    if not written.isdecimal():
        raise argparse.ArgumentTypeError(f"{written!r}: cần số tháng, 0 là giữ mãi · expected months, 0 for ever")
    return int(written)


def minutes(written: str) -> float:
    """How often something is done. Raises `ArgumentTypeError`."""
    return _above_nothing(written, "cần số phút lớn hơn 0 · expected minutes, more than 0")


def speed(written: str) -> float:
    """How much faster than life. Raises `ArgumentTypeError`."""
    return _above_nothing(written, "cần một số lớn hơn 0 · expected a number above 0")


def _above_nothing(written: str, expected: str) -> float:
    try:
        found = float(written)
    except ValueError:
        found = 0
    if not 0 < found < inf:
        raise argparse.ArgumentTypeError(f"{written!r}: {expected}")
    return found


def name(written: str) -> str:
    """Somebody's or something's name: no space, or nobody could type it again as it is. Raises `ArgumentTypeError`."""
    if not written or any(letter.isspace() or not letter.isprintable() for letter in written):
        raise argparse.ArgumentTypeError(f"{written!r}: cần tên không có dấu cách · expected a name without spaces")
    return written


class _InBoth(argparse.HelpFormatter):
    """Vietnamese before the English words of an option; what is no words, such as a variable, stands alone."""

    def _expand_help(self, action: argparse.Action) -> str:
        words, vietnamese = super()._expand_help(action), HELP.get(action.help or "")
        return said(vietnamese, words) if vietnamese else words


class Parser(argparse.ArgumentParser):
    """Helps in both languages, and says so in both when what was typed is not understood."""

    def __init__(self, **more: Any) -> None:
        super().__init__(formatter_class=_InBoth, **more)
        self._positionals.title = said("tham số", "arguments")
        self._optionals.title = said("tùy chọn", "options")

    def error(self, message: str) -> NoReturn:
        """Say so and end with 2, the status for wrong use."""
        words = said("gõ chưa đúng", f"not understood: {message}")
        self.exit(2, f"{self.prog}: {words}\n→ {said('xem', f'see: {self.prog} --help')}\n")
