"""Log lines with their action word and data: for a reader, or one JSON object a line for a collector."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

#: How lines may look.
FORMS = ("text", "json")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def begin_logging(form: str, *, verbose: bool) -> None:
    """Write the log of this process to the error stream."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson() if form == "json" else AsText())
    logging.basicConfig(level=logging.DEBUG if verbose else logging.WARNING, handlers=[handler])
    # Frames hold what must not be kept, such as the day's key: at DEBUG the library would write them out.
    logging.getLogger("websockets").setLevel(logging.INFO if verbose else logging.WARNING)


class AsText(logging.Formatter):
    """`… link down action="link_down" error="…"`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """One record as a line, with a traceback below it where there is one."""
        extra = "".join(
            f" {key}={json.dumps(value, default=str, ensure_ascii=False)}" for key, value in _data(record).items()
        )
        return super().format(record) + extra


class AsJson(logging.Formatter):
    """`{"at": …, "level": …, "logger": …, "action": …, "message": …, …}`; `action` is there in each of ours."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "action": "",
            "message": record.getMessage(),
            **_data(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, default=str, ensure_ascii=False)


def _data(record: logging.LogRecord) -> dict[str, object]:
    return {key: value for key, value in vars(record).items() if key not in _PLAIN}
