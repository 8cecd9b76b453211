"""What each word of the command is made of."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from queue_server.config import Settings

#: Carries out a word; the exit status is 0 when all went well, 1 when something was found wrong, 2 for wrong use.
Run = Callable[[argparse.Namespace, Settings], int]
#: Where each module adds its words.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
