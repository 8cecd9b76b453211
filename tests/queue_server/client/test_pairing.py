"""A device shows a code until somebody has typed it; then it keeps its key where nobody else can read it."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from queue_server.client.pairing import Key, keep_key, kept_key, over_http, paired
from queue_server.protocol.messages import Role


class Server:
    """Answers as told; remembers what was asked."""

    def __init__(self, *answers: dict[str, Any] | None) -> None:
        self.answers, self.asked = list(answers), list[tuple[str, dict[str, str]]]()

    async def __call__(self, path: str, body: dict[str, str]) -> dict[str, Any] | None:
        self.asked.append((path, body))
        return self.answers.pop(0)


async def no_time(_: float) -> None:
    return None


async def test_the_code_is_shown_until_it_was_typed() -> None:
    code, nothing = {"code": "123456", "secret": "s", "seconds": 600}, {"device": None, "token": None}
    server, shown = Server(None, code, nothing, nothing, {"device": "k1", "token": "t"}), list[str]()
    assert await paired(server, role=Role.KIOSK, show=shown.append, sleep=no_time) == Key(device="k1", token="t")
    assert shown == ["", "123456"]
    assert server.asked[-1] == ("/api/pairing/collect", {"secret": "s"})


async def test_an_old_code_is_replaced_by_a_new_one() -> None:
    first, second = ({"code": each * 6, "secret": each, "seconds": 4} for each in "12")
    nothing = {"device": None, "token": None}
    gone = None
    server = Server(first, nothing, nothing, second, gone, second, {"device": "b1", "token": "t"})
    shown = list[str]()
    await paired(server, role=Role.BOARD, show=shown.append, sleep=no_time)
    assert shown == ["111111", "222222", "222222"]


def test_a_key_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "data" / "key.json"
    assert kept_key(file) is None
    for token in ("t", "u"):
        keep_key(file, Key(device="k1", token=token))
        assert kept_key(file) == Key(device="k1", token=token)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("half a")
    assert kept_key(file) is None


async def test_a_server_that_cannot_be_asked_is_no_accident() -> None:
    assert await over_http("ws://127.0.0.1:9/ws")("/api/pairing", {"role": "kiosk"}) is None
