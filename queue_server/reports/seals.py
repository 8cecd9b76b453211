"""Whether every record that was erased is covered by a seal, and whether what the seals say of hashes is so. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from queue_server.core.events import Erased, Event, JournalSealed


def broken_seals(history: Iterable[tuple[int, str, Event]], *, epoch: str) -> list[str]:
    """What contradicts the seals, from (version, hash, event) in order; empty in a sound journal.

    A seal of a former epoch speaks of other hashes: of it only the places count.
    """
    hashes: list[str] = []
    erased, seals = 0, list[JournalSealed]()
    for version, hash_, event in history:
        hashes.append(hash_)
        if isinstance(event, Erased):
            erased = version
        elif isinstance(event, JournalSealed):
            seals.append(event)
    covered = max((seal.up_to for seal in seals), default=0)
    problems = [f"record {erased} was erased, and no seal says so"] if erased > covered else []
    for seal in seals:
        if seal.epoch == epoch:
            said = {seal.up_to: seal.hash} | {day.last: day.hash for day in seal.days}
            problems += [
                f"record {version} has another hash than the seal says"
                for version, hash_ in said.items()
                if version > len(hashes) or hashes[version - 1] != hash_
            ]
    return problems
