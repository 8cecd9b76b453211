"""Words that the server brings: files of further languages, or of newer words, without a new release of this program.

Kept in a folder of the kiosk's data, so that it has them without the server too. A file that this release could not say
is left out. Not responsible for the words themselves (`language`), nor for which languages are offered (`packs`).
"""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from kiosk import language, packs
from kiosk.packs import PackUnusable
from queue_server.client.base import AnyLink, Change, LinkState

log = logging.getLogger(__name__)

_EVERY, _PATIENCE, _LARGEST = 600.0, 20.0, 1 << 20

#: Asks the server for the text of each language. Raises OSError or ValueError.
Fetch = Callable[[], Awaitable[dict[str, str]]]


class Brought:
    """The folder of brought words. `begin` before the window opens, then `run`; `changed` is called for new words."""

    def __init__(self, link: AnyLink, fetch: Fetch, *, folder: Path, changed: Callable[[], None]) -> None:
        self._fetch = fetch
        self._folder = folder
        self._changed = changed
        self._wake = asyncio.Event()
        link.on_change(self._heard)

    def begin(self) -> None:
        """Put what was brought before on the shelf; what an update of this program made unusable goes."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for file in self._folder.glob("*.toml"):
            if not _usable(file.stem, file.read_text("utf-8", errors="replace")):
                file.unlink()
        if self._folder not in language.SHELF:
            language.SHELF.insert(0, self._folder)
        self._read_again()

    async def run(self) -> None:
        """Ask for words whenever the line is up again, and now and then, until cancelled."""
        while True:
            try:
                async with asyncio.timeout(_EVERY):
                    await self._wake.wait()
            except TimeoutError:
                log.debug("time to look", extra={"action": "words_look"})
            self._wake.clear()
            try:
                texts = await self._fetch()
            except (OSError, ValueError) as error:
                log.info("no words", extra={"action": "words_not_fetched", "error": str(error)})
                continue
            if await asyncio.to_thread(self.keep, texts):
                self._read_again()
                self._changed()

    def keep(self, texts: dict[str, str]) -> bool:
        """Have these files and no others; whether anything is another than before."""
        good = {code: text for code, text in texts.items() if _usable(code, text)}
        before = {file.stem: file.read_text("utf-8") for file in self._folder.glob("*.toml")}
        for code in before.keys() - good.keys():
            (self._folder / f"{code}.toml").unlink()
        for code, text in good.items():
            if before.get(code) != text:
                draft = self._folder / f".{code}.new"
                draft.write_text(text, "utf-8")
                draft.replace(self._folder / f"{code}.toml")
        return good != before

    def _heard(self, change: Change) -> None:
        if change.state is LinkState.LIVE and change.snapshot:
            self._wake.set()

    def _read_again(self) -> None:
        language.read_again()
        packs.named.cache_clear()


def _usable(code: str, text: str) -> bool:
    if not (code.isascii() and code.isalpha() and code != language.FALLBACK):
        return False
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / f"{code}.toml").write_text(text, "utf-8")
        try:
            packs.pack_in(Path(place), code)
        except PackUnusable as error:
            log.warning("words left out", extra={"action": "words_unusable", "error": str(error)})
            return False
    return True


def over_http(server: str, *, device: str, token: str) -> Fetch:
    """Asks the server whose websocket has this address, as this kiosk."""
    parts = urlsplit(server.partition(",")[0].strip())
    base = f"{'https' if parts.scheme == 'wss' else 'http'}://{parts.netloc}"
    url = f"{base}/api/kiosks/{quote(device)}/words?token={quote(token)}"

    def get() -> dict[str, str]:
        with urllib.request.urlopen(url, timeout=_PATIENCE) as answer:  # noqa: S310  # our own server
            found = json.loads(answer.read(_LARGEST))
        return {str(code): str(text) for code, text in found.items()}

    async def fetch() -> dict[str, str]:
        return await asyncio.to_thread(get)

    return fetch
