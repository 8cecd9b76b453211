"""The pictures and videos of a centre, shared by the servers of one database (docs/decisions/0156).

They stay files of the data folder. The server that owns the centre keeps them in the database in pieces; one that takes
over fetches them while it serves already. What is in them, and who sees them, is not its matter.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from queue_server.journal.base import JournalError
from queue_server.journal.sql import SqlJournal
from queue_server.shared_files import write_whole
from queue_server.web.media_folder import FOLDER, Media, MediaFolder, MediaUnusable

log = logging.getLogger(__name__)

#: The document that says which files there are: it is written after their pieces.
_LIST = "media.json"
#: Bytes in a piece: the journal waits for one at a time.
_PIECE = 384 * 1024
_LOOK_SECONDS, _BREATH_SECONDS = 2.0, 0.05


class SharedMedia:
    """The media of one data folder. `run` once the centre is owned.

    It is noted which files were last the same here and there, so that a server that died before it could share a change
    still has it when it comes back to an unchanged database.
    """

    def __init__(self, journal: SqlJournal, folder: Path, *, breath: float = _BREATH_SECONDS) -> None:
        self._journal = journal
        self._files = MediaFolder(folder / FOLDER)
        self._note = folder / "shared-media.json"
        self._same: dict[str, str] = json.loads(self._note.read_text("utf-8")) if self._note.exists() else {}
        self._digests: dict[str, tuple[str, str]] = {}
        self._breath = breath

    async def run(self, *, every: float = _LOOK_SECONDS) -> None:
        """Fetch what is not here, then share what changes, until cancelled."""
        brought = False
        while True:
            try:
                if not brought:
                    await self.bring()
                    brought = True
                await self.share()
            except (JournalError, OSError) as error:
                log.warning("media not shared", extra={"action": "media_not_shared", "error": str(error)})
            await asyncio.sleep(every)

    async def bring(self) -> None:
        """Have the files as the database has them; what was changed here only stays. Raises `JournalError`, OSError."""
        there: dict[str, str] = json.loads(await self._journal.document(_LIST) or "{}")
        here = await self._here()
        for name, digest in there.items():
            if here.get(name) != digest != self._same.get(name):
                await self._fetch(name, digest)
        for name, digest in self._same.items():
            if name not in there and here.get(name) == digest:
                self._files.remove(name)
        self._noted(there)

    async def share(self) -> None:
        """Keep what has changed here in the database. Raises `JournalError`, OSError."""
        here = await self._here()
        if here == self._same:
            return
        for name, digest in here.items():
            if digest not in self._same.values():
                await self._send(name, digest)
        await self._journal.keep_document(_LIST, json.dumps(here))
        for piece in await self._journal.document_names():
            if piece.startswith(f"{FOLDER}/") and piece.split("/")[1] not in here.values():
                await self._journal.forget_document(piece)
        self._noted(here)

    async def _fetch(self, name: str, digest: str) -> None:
        try:
            await self._files.keep(name, self._pieces(digest))
        except MediaUnusable as error:
            log.warning("not brought", extra={"action": "media_not_brought", "file": name, "code": error.code})
        else:
            log.info("file brought", extra={"action": "media_brought", "file": name})

    async def _pieces(self, digest: str) -> AsyncIterator[bytes]:
        """What was sent under this digest. Raises `MediaUnusable` when it is something else."""
        number, told = 0, hashlib.sha256()
        while (body := await self._journal.document(_piece(digest, number))) is not None:
            piece = base64.b64decode(body)
            told.update(piece)
            yield piece
            number += 1
            await asyncio.sleep(self._breath)
        if told.hexdigest() != digest:
            raise MediaUnusable("media_damaged")

    async def _send(self, name: str, digest: str) -> None:
        found = self._files.find(name)
        if found is None:
            return
        with found.path.open("rb") as file:
            number = 0
            while piece := await asyncio.to_thread(file.read, _PIECE):
                await self._journal.keep_document(_piece(digest, number), base64.b64encode(piece).decode("ascii"))
                number += 1
                await asyncio.sleep(self._breath)

    async def _here(self) -> dict[str, str]:
        """The files that are here, and the digest of each."""
        found = [each for each in map(self._files.find, self._files.names()) if each is not None]
        return {each.path.name: await self._digest(each) for each in found}

    async def _digest(self, media: Media) -> str:
        mark, digest = self._digests.get(media.path.name, ("", ""))
        if mark != media.mark:
            digest = await asyncio.to_thread(_sha256, media.path)
            self._digests[media.path.name] = media.mark, digest
        return digest

    def _noted(self, files: dict[str, str]) -> None:
        self._same = files
        write_whole(self._note, json.dumps(files))


def _piece(digest: str, number: int) -> str:
    return f"{FOLDER}/{digest}/{number:05}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
