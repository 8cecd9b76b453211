"""How a kiosk or board comes to its name and token: from its own file, or by six digits that it shows until somebody
types them on the administrator's page. The server's half is web/pairing.py.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from queue_server.client.base import AnyLink, Change
from queue_server.protocol.messages import Role

log = logging.getLogger(__name__)

#: Seconds between two looks whether the code was typed, and after the server could not be asked.
_LOOK = 2.0
_AGAIN = 5.0
_PATIENCE = 10.0
#: Why a server refuses a device whose token is good for nothing any more.
_TAKEN_BACK = frozenset({"unknown_device", "session_ended"})

#: Asks the server for a path with a body; None when it has no such thing (any more) or cannot be asked.
Ask = Callable[[str, dict[str, str]], Awaitable[dict[str, Any] | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a device says in `hello`."""

    device: str
    token: str


def kept_key(file: Path) -> Key | None:
    """The key that was got before; None when there is none that can be read."""
    try:
        found = json.loads(file.read_text("utf-8"))
        return Key(device=str(found["device"]), token=str(found["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_key(file: Path, key: Key) -> None:
    """Keep a key where only this user can read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:  # noqa: PTH123
        json.dump(asdict(key), out)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


async def paired(
    ask: Ask, *, role: Role, show: Callable[[str], None], sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
) -> Key:
    """Ask for a code, `show` it, and wait until it was typed; an old code is replaced by a new one. "" is no code."""
    while True:
        asked = await ask("/api/pairing", {"role": role.value})
        if asked is None:
            show("")
            await sleep(_AGAIN)
            continue
        show(str(asked["code"]))
        log.info("waiting to be paired", extra={"action": "pairing"})
        for _ in range(int(int(asked["seconds"]) / _LOOK)):
            await sleep(_LOOK)
            given = await ask("/api/pairing/collect", {"secret": str(asked["secret"])})
            if given is None:
                break
            if given.get("token"):
                return Key(device=str(given["device"]), token=str(given["token"]))


def forget_when_refused(link: AnyLink, file: Path) -> None:
    """When the server takes the key back, forget it and ask this program to end: it then starts by pairing anew."""

    def look(_: Change) -> None:
        if link.refusal in _TAKEN_BACK and file.exists():
            log.warning("the key was taken back", extra={"action": "key_taken_back"})
            file.unlink()
            signal.raise_signal(signal.SIGTERM)

    link.on_change(look)


def over_http(server: str) -> Ask:
    """Asks the server whose websocket has this address."""
    parts = urlsplit(server)
    base = f"{'https' if parts.scheme == 'wss' else 'http'}://{parts.netloc}"

    def post(path: str, body: dict[str, str]) -> dict[str, Any] | None:
        headers = {"Content-Type": "application/json", "X-Motcua": "1"}
        request = urllib.request.Request(base + path, json.dumps(body).encode(), headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310  # our own server
                found: dict[str, Any] = json.loads(answer.read())
                return found
        except (OSError, ValueError) as error:  # HTTPError is an OSError
            log.info("not paired", extra={"action": "pairing_failed", "error": str(error)})
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            return None

    async def ask(path: str, body: dict[str, str]) -> dict[str, Any] | None:
        return await asyncio.to_thread(post, path, body)

    return ask
