"""A day on which cards and receipts are held before the scanner: afterwards none of them is found anywhere.

The server is a process of its own with `--verbose`, killed at the end so that its write-ahead log stays; the kiosk is
the true one without its window, its scanner a line at the other end of a pseudo terminal.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from chaos.process import ServerProcess
from hardware.scanner.emulator import EmulatedScanner
from kiosk import crash
from kiosk.identity import holder_token, person_token
from kiosk.state import Screen
from queue_server.cli.logs import AsText
from queue_server.client.link import Link
from queue_server.client.signing_in import sign_in
from queue_server.protocol.messages import Role
from tests.end_to_end.windowless import open_kiosk

CENTRE, SERVICE = "kt-truongchinh", "ho-tich"
NUMBER, SECOND = "062055001234", "062085005678"
CARDS = (
    f"{NUMBER}|231234567|Nguyễn Thị Hồng Đào|02091955|Nữ|Tổ 3, Duy Tân, Kon Tum|10052021",
    f"{SECOND}|239876543|Đặng Quốc Bửu|15061985|Nam|27 Hàm Nghi, Kon Tum|11062021|Trần Văn Giáp|Lê Thị Sương",
)
KNOWN, UNKNOWN = "H34.01-221013-0975", "H34.01-221013-0976"
INSURANCE = "DN4797912345678|56c3b52056c4836e204b69c3aa6e|02/09/1955|1|Kon Tum"
DAMAGED = "06205500|Phạm Thị Lụa|03031951|Nữ|Ngọc Bay|01012021|x"
PLANTED = (
    *(word for card in CARDS for word in card.split("|") if len(word) > 3),
    *(KNOWN, UNKNOWN, "DN4797912345678", "56c3b52056c4836e204b69c3aa6e", "06205500|", "Phạm Thị Lụa", "Ngọc Bay"),
)


def forms(secret: str) -> set[bytes]:
    """How a text may lie in a file: plain, as JSON, in other encodings, or as a hash that anybody can make."""
    plain = secret.encode()
    digests = (hashlib.sha256(plain).hexdigest(), hashlib.sha1(plain).hexdigest(), hashlib.md5(plain).hexdigest())
    return {
        plain,
        plain.hex().encode(),
        base64.b64encode(plain)[: len(plain) * 4 // 3 // 4 * 4],
        json.dumps(secret)[1:-1].encode(),
        secret.encode("utf-16-le"),
        secret.encode("utf-16-be"),
        *(digest.encode() for digest in digests),
    }


def plainly(secret: str) -> set[bytes]:
    """As it is: of tokens and PINs a server must keep a hash."""
    return {secret.encode()}


def found(folder: Path, *secrets: str, shapes: Callable[[str], set[bytes]] = forms) -> set[str]:
    """Which of these are in some file below, or in its name; each as "secret in file"."""
    files = {path: str(path).encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {
        f"{secret} in {path.name}"
        for path, data in files.items()
        for secret in secrets
        if any(form in data for form in shapes(secret))
    }


@pytest.fixture
def traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where everything is written: the kiosk's log as `--verbose` makes it, and temporary files."""
    folder = tmp_path / "data"
    (folder / "temp").mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(folder / "temp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    handler, root = logging.FileHandler(folder / "kiosk.log", encoding="utf-8"), logging.getLogger()
    handler.setFormatter(AsText())
    monkeypatch.setattr(root, "level", logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("websockets"), "level", logging.INFO)
    root.addHandler(handler)
    yield folder
    root.removeHandler(handler)
    handler.close()


async def secrets_that_were_used(server: ServerProcess) -> tuple[str, ...]:
    """A PIN that was mistyped and then right, the session that it gave, and the token of a device that was let in."""
    pin, wrong = "70392615", "81503726"
    server.access.add_officer("lan", pin=pin, display="Lan")
    with pytest.raises(HTTPError):
        await sign_in(server.url, name="lan", pin=wrong)
    cookie = await sign_in(server.url, name="lan", pin=pin)
    token = server.token("b1", Role.BOARD)
    board = Link(server.socket, role=Role.BOARD, device="b1", token=token)
    running = asyncio.create_task(board.run())
    async with asyncio.timeout(60):
        async for change in board.listen():
            if change.things:
                break
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return pin, wrong, token, *(part.split(";")[0] for part in cookie.split("=", 1)[1:])


async def test_of_cards_and_receipts_nothing_is_found_after_the_day(
    start_server: Callable[..., ServerProcess], tmp_path: Path, traces: Path
) -> None:
    registry = tmp_path / "dossiers.csv"
    registry.write_text(f"code,state,name\n{KNOWN},9,{CARDS[0].split('|')[2]}\n", "utf-8")
    server = start_server(CENTRE, at="2026-11-17 08:00", dossiers=registry)
    scanner = EmulatedScanner(tmp_path / "scanner")
    secrets = await secrets_that_were_used(server)
    try:
        async with open_kiosk(server, traces, scanner) as kiosk:
            first = [await kiosk.take(card, SERVICE) for card in CARDS]
            assert Screen.STANDING not in first
            assert await kiosk.take(CARDS[0], SERVICE) is Screen.STANDING, "the same person has a number"
            shown = [await kiosk.show(text) for text in (KNOWN, UNKNOWN, INSURANCE, DAMAGED)]
            assert shown == [Screen.DOSSIER, Screen.NOT_FOUND, Screen.USELESS, Screen.USELESS]
            assert kiosk.link.view.day_key is not None
            key = kiosk.link.view.day_key.key
    finally:
        scanner.unplug()
    server.kill()
    crash.record(ValueError(CARDS[0]), traces / "crashes", now=0)

    person = person_token(key, NUMBER)
    # What may be found is found: the search sees into the journal, both logs and the slips.
    token = holder_token(person, SERVICE)
    assert found(traces, token, "H001", "scan_of_no_use", "centre_loaded") >= {
        f"{token} in journal.sqlite-wal",
        "H001 in texts.txt",
        "scan_of_no_use in kiosk.log",
        "centre_loaded in server.log",
    }
    assert found(traces, *PLANTED, key, person) == set()
    assert found(traces, *secrets, shapes=plainly) == set()


@pytest.mark.parametrize("kept", [str, lambda text: json.dumps({"name": text}), lambda text: text.encode().hex()])
def test_what_is_planted_is_found(tmp_path: Path, kept: Callable[[str], str]) -> None:
    (tmp_path / "some.log").write_text(f"before {kept(PLANTED[2])} after", "utf-8")
    assert found(tmp_path, *PLANTED) == {f"{PLANTED[2]} in some.log"}
