"""`motcua doctor`: this machine looked at, line by line, with what to do."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from queue_server.cli.failures import failed
from queue_server.cli.words import Commands, database, port, web_address
from queue_server.config import Settings


def add(commands: Commands, settings: Settings) -> None:
    """Add this word to the command."""
    doctor = commands.add_parser("doctor", help="look at this machine and say what to do, line by line")
    doctor.add_argument("--data", type=Path, default=settings.data, help="folder of the journal (MOTCUA_DATA)")
    doctor.add_argument("--host", default=settings.host, help="address the server listens on (MOTCUA_HOST)")
    doctor.add_argument("--port", type=port, default=settings.port, help="its port (MOTCUA_PORT)")
    doctor.add_argument(
        "--public-url", type=web_address, default=settings.public_url, help="address phones reach (MOTCUA_PUBLIC_URL)"
    )
    doctor.add_argument("--authority", type=Path, metavar="FILE", help="certificate of the centre's own authority")
    doctor.add_argument(
        "--database", type=database, default=settings.database, help="a shared journal (MOTCUA_DATABASE)"
    )
    doctor.add_argument("--printer", default=settings.printer, help="a kiosk's printer (MOTCUA_PRINTER)")
    doctor.add_argument("--speaker", default=settings.speaker, help="a board's loudspeaker (MOTCUA_SPEAKER)")
    doctor.set_defaults(command=_doctor)


def _doctor(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.doctor.examine import Machine, examine
    from queue_server.doctor.finding import Verdict

    here = Machine(
        data=options.data,
        host=options.host,
        port=options.port,
        public_url=options.public_url,
        authority=options.authority,
        database=options.database,
        printer=options.printer,
        speaker=options.speaker,
    )

    async def show() -> list[Verdict]:
        verdicts = []
        async for finding in examine(here):
            verdicts.append(finding.verdict)
            print(f"{finding.verdict.value:<5} {finding.check:<12} {finding.found['vi']} · {finding.found['en']}")
            if finding.advice:
                print(*(f"{'':<18} → {words}" for words in finding.advice.values()), sep="\n", flush=True)
        return verdicts

    try:
        options.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        return failed(error)
    return 1 if Verdict.BAD in asyncio.run(show()) else 0
