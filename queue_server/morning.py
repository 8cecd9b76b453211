"""The centre as its last day began, kept in a file beside the journal, so that a start reads only that day's records.

It saves time and nothing else: one that is damaged, of another journal or of another release is passed over, and the
whole journal is read. `motcua verify` always reads the whole.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType

import msgspec

from queue_server import core, sealed_file
from queue_server.core.overnight import Overnight

log = logging.getLogger(__name__)

#: The file's name in a data folder.
MORNING = "morning.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """What a centre carried over the night, and the hash of the record at its version in a journal's epoch.

    `code` tells the rules by which it was made: by other rules the same records may have made another centre.
    """

    epoch: str
    hash: str
    carried: Overnight
    code: str = ""


class KeptMorning:
    """The file. Each write is on the disk, whole, or not there."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def latest(self, epoch: str) -> Morning | None:
        """The morning kept of this epoch, made by these rules; None where there is none to be trusted."""
        try:
            morning = msgspec.json.decode(sealed_file.read(self._file), type=Morning)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, sealed_file.Damaged) as error:
            log.warning("morning passed over: %s", error, extra={"action": "morning_passed_over"})
            return None
        return morning if (morning.epoch, morning.code) == (epoch, rules()) else None

    def keep(self, morning: Morning) -> None:
        """Put this one in the place of the last. A disk that refuses costs a slower start and is only noted."""
        try:
            sealed_file.write(self._file, msgspec.json.encode(replace(morning, code=rules())))
        except OSError as error:
            log.warning("morning not kept: %s", error, extra={"action": "morning_not_kept"})

    def forget(self) -> None:
        """Records were erased, and what was learned of them goes too. Raises OSError."""
        self._file.unlink(missing_ok=True)


@cache
def rules(*more: ModuleType) -> str:
    """A hash over the core's own text, and that of other packages."""
    folders = (folder for package in (core, *more) for folder in package.__path__)
    texts = (file.read_bytes() for folder in folders for file in sorted(Path(folder).glob("*.py")))
    return hashlib.sha256(b"\n".join(texts)).hexdigest()
