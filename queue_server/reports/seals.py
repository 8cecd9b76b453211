"""Whether every record that was erased is covered by a seal, and whether what the seals say of hashes is so. Pure."""

from __future__ import annotations

from hashlib import sha256

from queue_server.core.events import Erased, Event, JournalSealed

_SIZE = 32


class SealCheck:
    """Looks at a journal record by record, in order; of each only its hash is remembered, in 32 bytes.

    A seal of a former epoch speaks of other hashes: of it only the places count.
    """

    def __init__(self) -> None:
        self._digests = bytearray()
        self._erased = 0
        self._seals: list[JournalSealed] = []

    def look(self, version: int, hash_: str, event: Event) -> None:
        """The next record."""
        self._digests += _digest(hash_)
        if isinstance(event, Erased):
            self._erased = version
        elif isinstance(event, JournalSealed):
            self._seals.append(event)

    def problems(self, *, epoch: str) -> list[str]:
        """What contradicts the seals, once all records were looked at; empty in a sound journal."""
        covered = max((seal.up_to for seal in self._seals), default=0)
        erased = self._erased
        problems = [f"record {erased} was erased, and no seal says so"] if erased > covered else []
        for seal in self._seals:
            if seal.epoch == epoch:
                said = {seal.up_to: seal.hash} | {day.last: day.hash for day in seal.days}
                problems += [
                    f"record {version} has another hash than the seal says"
                    for version, hash_ in said.items()
                    if self._digests[(version - 1) * _SIZE : version * _SIZE] != _digest(hash_)
                ]
        return problems


def _digest(hash_: str) -> bytes:
    return sha256(hash_.encode()).digest()
