"""Who may come in, how the centre is configured and the words of its languages, kept in the database as well.

They are files of the data folder. The server that owns the centre keeps them beside its journal for the one that takes
over (docs/decisions/0116), and for whoever goes on from a copy on a machine that has none of them (0148). Pictures and
videos are shared by shared_media.py.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from queue_server.catalogue.versions import FOLDER
from queue_server.journal.base import JournalError
from queue_server.journal.sql import SqlJournal
from queue_server.journal.sqlite import SCRATCH
from queue_server.json_file import JsonDamaged, read_json
from queue_server.web.access import FILE
from queue_server.web.languages import WORDS

log = logging.getLogger(__name__)

#: Where it is noted how each file was when it was last the same here and there.
NOTE = "shared.json"
_SHARED = re.compile(rf"{FOLDER}/[0-9]+\.json|{WORDS}/[a-z]{{2,3}}\.toml")


class SharedFiles:
    """The files of one data folder. `bring` when the centre was taken over, then `run`.

    Of each file it is noted how it was when it was last the same here and there, so that a server that died before it
    could share a change still has it when it comes back to an unchanged database.
    """

    def __init__(self, journal: SqlJournal, folder: Path) -> None:
        self._journal = journal
        self._folder = folder
        self._note = folder / NOTE
        self._same: dict[str, str] = _noted_before(self._note)

    async def bring(self) -> None:
        """Have the files as the database has them; what was changed here only stays. Raises `JournalError`."""
        for name in filter(_is_shared, await self._journal.document_names()):
            here, body = self._read(name), await self._journal.document(name) or ""
            there = _digest(body)
            if here is not None and there == self._same.get(name) != _digest(here):
                continue
            if here not in (None, body):
                write_whole(self._folder / f"{name}.before", here or "")
            if here != body:
                write_whole(self._folder / name, body)
                log.info("file brought", extra={"action": "file_brought", "file": name})
            self._noted(name, there)

    async def bring_missing(self, *, worthless: Collection[str] = ()) -> list[str]:
        """Have those files that are not here, and those whose names are `worthless`; gives their names.

        For who goes on from a copy: what stands in its folder may be newer. Raises `JournalError`.
        """
        brought = []
        for name in filter(_is_shared, await self._journal.document_names()):
            if self._read(name) is None or name in worthless:
                write_whole(self._folder / name, await self._journal.document(name) or "")
                brought.append(name)
        self._note.unlink(missing_ok=True)
        return brought

    async def share(self) -> None:
        """Keep what has changed here in the database. Raises `JournalError`."""
        for name in self._names():
            body = self._read(name)
            if body is not None and _digest(body) != self._same.get(name):
                await self._journal.keep_document(name, body)
                self._noted(name, _digest(body))

    async def run(self, *, every: float) -> None:
        """Share what changes, until cancelled; `every` so many seconds."""
        while True:
            try:
                await self.share()
            except (JournalError, OSError) as error:  # neither may a full disk end it: it has room again some day
                log.warning("not shared", extra={"action": "not_shared", "error": str(error)})
            await asyncio.sleep(every)

    def _names(self) -> Iterator[str]:
        yield FILE
        for folder, pattern in ((FOLDER, "[0-9]*.json"), (WORDS, "*.toml")):
            found = (f"{folder}/{path.name}" for path in (self._folder / folder).glob(pattern))
            yield from filter(_is_shared, sorted(found))

    def _read(self, name: str) -> str | None:
        try:
            return (self._folder / name).read_text("utf-8")
        except FileNotFoundError:
            return None

    def _noted(self, name: str, digest: str) -> None:
        self._same[name] = digest
        write_whole(self._note, json.dumps(self._same))


async def bring_from_copy(copy: Path, folder: Path, *, centre: str) -> list[str]:
    """Have what a data folder lacks of a copy: officers, devices, configuration, words; gives the names of the files.

    The copy itself is not touched. Raises LookupError when it is of another centre, `JournalError` and OSError.
    """
    with tempfile.TemporaryDirectory(dir=SCRATCH) as place:
        file = Path(place) / copy.name
        await asyncio.to_thread(shutil.copyfile, copy, file)
        whose = await SqlJournal.centre_of(file)
        if whose != centre:
            raise LookupError(f"{copy} is a copy of {whose!r}, not of {centre!r}")
        journal = await SqlJournal.open(file, centre=centre)
        try:
            return await SharedFiles(journal, folder).bring_missing()
        finally:
            await journal.close()


def _noted_before(note: Path) -> dict[str, str]:
    """A note that cannot be read is as good as none: all files are then shared anew."""
    try:
        return read_json(note, dict[str, str])
    except (FileNotFoundError, JsonDamaged):
        return {}


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _is_shared(name: str) -> bool:
    """Whether a name is one of ours: nothing that stands in a database writes elsewhere."""
    return name == FILE or _SHARED.fullmatch(name) is not None


def write_whole(path: Path, body: str) -> None:
    """In one step, and readable by this server only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.brought")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
