"""What a registry of dossiers is: asked for a code, it says how that dossier stands. Read only; no names, no papers.

The states and their numbers are those of the National Public Service Portal (`TrangThai`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Protocol

from queue_server.protocol.dossiers import DossierCode


class DossierState(IntEnum):
    REGISTERED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    PROCESSING = 4
    SUPPLEMENT_WANTED = 5
    PAYMENT_WANTED = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """How a dossier stands. `procedure` is its national code, `service` the centre's id of the line to go to now."""

    code: str
    state: DossierState
    updated: date | None = None
    due: date | None = None
    procedure: str | None = None
    service: str | None = None


class RegistryUnavailable(Exception):
    """The registry cannot be asked now. Nothing is known of any dossier; it may be tried again."""


class DossierRegistry(Protocol):
    """One source of dossiers."""

    async def find(self, code: DossierCode) -> Dossier | None:
        """The dossier of a code; None where there is none. Raises `RegistryUnavailable`."""
        ...


class NoRegistry:
    """A centre that is connected to no registry: it can say nothing of any dossier."""

    async def find(self, code: DossierCode) -> Dossier | None:
        """See `DossierRegistry`."""
        raise RegistryUnavailable(f"{code.short}: no registry is connected to this centre")
