"""Goes on from a copy of a journal: proves it, begins a new epoch with it, and puts it in the place of what was there.

Nothing is deleted: what was there is moved aside, and the copy itself is not touched.
"""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from pathlib import Path
from typing import cast

from queue_server.core.centre import Centre
from queue_server.core.commands import GoOnFromCopy
from queue_server.core.decide import handle
from queue_server.core.events import KINDS, Event
from queue_server.core.plan import Instant
from queue_server.journal.base import Draft, JournalCorrupt
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.reports.proof import Proof, Proving


def restore(copy: Path, target: Path, *, now: Instant) -> Proof:
    """Make `target` a journal that goes on from `copy`. Raises `JournalError` or OSError, having changed nothing."""
    if not copy.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(copy))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(target.name + ".restored")
    _forget(draft)  # a log of one that was killed would be played into this copy
    try:
        for source, made in _files(copy, draft):
            shutil.copyfile(source, made)
            made.chmod(0o600)
        proof = asyncio.run(_renew(draft, now=now))
        for former, aside in _files(target, target.with_name(f"{target.name}.before-{now}")):
            former.rename(aside)
        draft.replace(target)
    finally:
        _forget(draft)
    return proof


def _forget(draft: Path) -> None:
    for left in draft.parent.glob(f"{draft.name}*"):
        left.unlink()


def _files(journal: Path, other: Path) -> list[tuple[Path, Path]]:
    """The file of a journal and, after a crash, its write-ahead log; each with its name beside the other."""
    named = ((journal.with_name(journal.name + end), other.with_name(other.name + end)) for end in ("", "-wal"))
    return [(file, beside) for file, beside in named if file.exists()]


async def _renew(file: Path, *, now: Instant) -> Proof:
    journal, codec = await SqlJournal.open(file, centre=await SqlJournal.centre_of(file)), EventCodec(KINDS)
    try:
        before = GoOnFromCopy(epoch=journal.epoch, version=journal.version)
        await journal.renew()
        centre = Centre()
        proving = Proving(centre)
        async for each in journal.read():
            proving.go_on([cast("Event", codec.decode(each.kind, each.body, version=each.version))])
        proof = proving.proof
        if proof.impossible:
            raise JournalCorrupt(f"this copy cannot be gone on with: {proof.impossible[0]}")
        noted = [codec.encode(event) for event in handle(centre, before, max(now, centre.now))]
        await journal.append([Draft(at=now, kind=kind, body=body, actor="restore") for kind, body in noted])
        return proof
    finally:
        await journal.close()
