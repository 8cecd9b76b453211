"""Another program, started for a moment: fed, waited for, and never left behind.

Not responsible for time limits: cancel what waits here (`asyncio.timeout`) and the program is gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from subprocess import PIPE


@asynccontextmanager
async def started(arguments: Sequence[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a program with pipes on all three streams. Leaving the block ends it, however the block is left.

    Raises `FileNotFoundError` or `PermissionError` when there is no such program to start.
    """
    process = await asyncio.create_subprocess_exec(*arguments, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            # Reaps it and closes the pipes; also when we were cancelled.
            await asyncio.shield(process.communicate())
