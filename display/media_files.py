"""The pictures that go round beside the calls: fetched from the server, and kept for when the line is down.

Not responsible for which of them is shown (`reel`).
"""

from __future__ import annotations

import asyncio
import logging
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

#: A picture that was put there anew under the same name is found after so many seconds; a missing one sooner.
LOOK_AGAIN, TRY_AGAIN = 600.0, 15.0
_PATIENCE = 20.0
#: Larger files are not for a board.
_LARGEST = 50 << 20

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file's content, and the mark by which the server tells it from another of the same name."""

    body: bytes
    mark: str


#: Asks the server for a file by name, with the mark of what is known: None when that is still so. Raises OSError.
Fetch = Callable[[str, str], Awaitable[Fetched | None]]


class MediaFiles:
    """Keeps the wanted files in a folder of this board. Run `run` as a task."""

    def __init__(self, folder: Path, fetch: Fetch) -> None:
        self._folder = folder
        self._fetch = fetch
        self._wanted: tuple[str, ...] = ()
        self._marks: dict[str, str] = {}
        self._wake = asyncio.Event()

    def want(self, names: Iterable[str]) -> None:
        """These are shown now and then; what is not there is fetched."""
        wanted = tuple(names)
        if wanted != self._wanted:
            self._wanted = wanted
            self._wake.set()

    def path(self, name: str) -> Path | None:
        """The file, when it is there."""
        path = self._folder / name
        return path if path.is_file() else None

    async def run(self) -> None:
        """Fetch what is wanted, and look now and then for what is new, until cancelled."""
        while True:
            self._wake.clear()
            complete = all([await self._get(name) for name in self._wanted])
            try:
                async with asyncio.timeout(LOOK_AGAIN if complete else TRY_AGAIN):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _get(self, name: str) -> bool:
        known = self._marks.get(name, "") if self.path(name) else ""
        try:
            fetched = await self._fetch(name, known)
            if fetched is not None:
                await asyncio.to_thread(self._keep, name, fetched.body)
                self._marks[name] = fetched.mark
        except OSError as error:
            _log.info("Not fetched: %s", error, extra={"action": "media_not_fetched", "file": name})
            return False
        return True

    def _keep(self, name: str, body: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f".{name}.new"
        draft.write_bytes(body)
        draft.replace(self._folder / name)


def over_http(server: str, *, device: str, token: str) -> Fetch:
    """Fetches from the server whose websocket has this address, as this board."""
    parts = urlsplit(server)
    base = f"{'https' if parts.scheme == 'wss' else 'http'}://{parts.netloc}/api/boards/{quote(device)}/media"

    def get(name: str, mark: str) -> Fetched | None:
        headers = {"If-None-Match": mark} if mark else {}
        request = urllib.request.Request(f"{base}/{quote(name)}?token={quote(token)}", headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310  # our own server
                return Fetched(answer.read(_LARGEST), answer.headers.get("ETag", ""))
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 304:
                return None
            raise

    async def fetch(name: str, mark: str) -> Fetched | None:
        return await asyncio.to_thread(get, name, mark)

    return fetch
