"""`python -m chaos.fuzz TARGET [libFuzzer's options]`: one reader, until it fails or its time is over.

Needs atheris, which `make fuzz` brings along and nobody else needs. What makes a reader fail is kept in a file by
libFuzzer: give its name to try it again.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["queue_server", "kiosk", "hardware"]):
    from chaos.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz the target that is named; without a name, say which there are."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m chaos.fuzz {'|'.join(TARGETS)} [-max_total_time=SECONDS …]")
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


main()
