"""The printer's own record of jobs, on disk: a job is noted before its first byte leaves, so it never leaves twice.

One JSON object a line. A job noted as sent and without an outcome was cut short by a crash: nobody knows what came
out, and it stays unconfirmed. Holding the record means owning the printer: a second owner is refused.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from hardware.errors import DeviceBusy
from hardware.printer.base import JobState, PrinterStatus, PrintReport

log = logging.getLogger(__name__)

_KEPT = 2000
_SENT = "sent"
_CUT_SHORT = PrintReport(
    JobState.UNCONFIRMED, PrinterStatus.SILENT, "the program stopped while this was being printed; look for the paper"
)


class JobBook:
    """Which jobs were sent, and what became of them. Remembers the last few thousand.

    `cut_short` are those that the program had begun and not ended when it stopped. They are told at each start until
    another job is begun: a power that flickers must not hide them.
    """

    def __init__(self, path: Path, *, kept: int = _KEPT) -> None:
        """Open or begin the record at `path`. Raises `DeviceBusy` when somebody holds it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = path.with_suffix(".lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise DeviceBusy(f"another program already drives this printer ({path} is held)") from error
        self._kept = kept
        self._reports = dict(list(_read(path))[-kept:])
        self.cut_short = tuple(job for job, report in self._reports.items() if report is _CUT_SHORT)
        self._untold = set(self.cut_short)
        self._rewrite(path)
        self._file = path.open("a", encoding="utf-8")

    @property
    def left_open(self) -> bool:
        """Whether the last job may have ended in the middle, so that the printer still holds part of it."""
        last = next(reversed(self._reports.values()), None)
        return last is not None and last.state is JobState.UNCONFIRMED and not last.status.can_print

    def find(self, job: str) -> PrintReport | None:
        """What became of a job, or None when it was never begun."""
        return self._reports.get(job)

    def begin(self, job: str) -> None:
        """Note that bytes of the job are about to leave. When this returns the note is on disk."""
        for earlier in sorted(self._untold):
            self.finish(earlier, _CUT_SHORT)
        self._untold.clear()
        self._note(job, {"state": _SENT}, _CUT_SHORT)
        os.fsync(self._file.fileno())

    def finish(self, job: str, report: PrintReport) -> None:
        """Note what became of the job, also once more when more is known."""
        self._untold.discard(job)
        self._note(job, _body(report), report)

    def close(self) -> None:
        """Let go of the record and of the printer."""
        self._file.close()
        self._lock.close()

    def _note(self, job: str, body: Mapping[str, str | int], report: PrintReport) -> None:
        self._file.write(_line(job, body))
        self._file.flush()
        self._reports[job] = report
        if len(self._reports) > self._kept:
            del self._reports[next(iter(self._reports))]

    def _rewrite(self, path: Path) -> None:
        # Whenever the power goes it is the old record or the new: without it a job could be sent a second time.
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            for job, report in self._reports.items():
                file.write(_line(job, {"state": _SENT} if job in self._untold else _body(report)))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _line(job: str, body: Mapping[str, str | int]) -> str:
    return json.dumps({"job": job, **body}, ensure_ascii=False) + "\n"


def _body(report: PrintReport) -> dict[str, str | int]:
    return {
        "state": report.state.value,
        "status": report.status.value,
        "detail": report.detail,
        "rows": report.rows,
    }


def _read(path: Path) -> Iterator[tuple[str, PrintReport]]:
    lines: Iterable[str] = path.read_text("utf-8", errors="replace").splitlines() if path.exists() else ()
    found: dict[str, PrintReport] = {}
    for line in lines:
        try:
            note: dict[str, Any] = json.loads(line)
            found[note["job"]] = _report(note)
        except (ValueError, KeyError, TypeError) as error:
            # A power cut tore the last line: what it said was not yet promised to anybody.
            log.warning("unreadable line in %s: %s", path, error, extra={"action": "job_unreadable"})
    yield from found.items()


def _report(note: dict[str, Any]) -> PrintReport:
    if note["state"] == _SENT:
        return _CUT_SHORT
    return PrintReport(JobState(note["state"]), PrinterStatus(note["status"]), note["detail"], note.get("rows", 0))
