"""Everything that `motcua doctor` looks at, in the order in which it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from queue_server.doctor import clock, database, disk, machine, network, printer
from queue_server.doctor.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What this machine is for: an empty address means that there is none here."""

    data: Path
    host: str
    port: int
    public_url: str = ""
    database: str = ""
    printer: str = ""
    speaker: str = ""
    authority: Path | None = None


async def examine(machine_here: Machine) -> AsyncIterator[Finding]:
    """Look at one thing after the other; what is not here is left out."""
    here = machine_here
    yield machine.python()
    yield disk.flush(here.data)
    yield disk.room(here.data)
    yield disk.private(here.data)
    yield clock.steered()
    yield clock.zone()
    yield network.port(here.host, here.port)
    yield machine.typefaces()
    yield await machine.voice()
    for found in (
        network.certificate(here.public_url, authority=here.authority),
        await database.database(here.database),
        await printer.printer(here.printer),
        await machine.speaker(here.speaker),
    ):
        if found is not None:
            yield found
