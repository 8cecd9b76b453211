"""After the last byte of a job: what can be found out about its paper, and how sure that is.

Best is the printer's word that all is printed (GS ( H). Next is its answer to a question that waited behind the job
(GS r) with a clean status after the time the paper takes. Anything less, and a person must look (docs/decisions/0011).
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.errors import DeviceGone, DeviceStalled
from hardware.printer.base import JobState, PrinterStatus, PrintReport
from hardware.printer.status import AutoStatus, Printed, Sensor, condition_of_auto
from hardware.printer.talk import Patience, Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the printer was asked to answer behind the job, and when its paper is out if all goes well.

    Until `through` the job is still on its way down a slow line: a question would wait behind it, and silence means
    nothing.
    """

    mark: bytes | None
    sensor: bool
    due: float
    through: float


def look_for_paper(talk: Talk, expected: Expected, *, patience: Patience) -> PrintReport:
    """Wait for the best evidence there can be. Returns as soon as it is there, or when something is wrong."""
    try:
        return _look(talk, expected, patience)
    except DeviceGone as error:
        return _unconfirmed(PrinterStatus.GONE, f"the printer went away while printing: {error}")
    except DeviceStalled:
        return _unconfirmed(talk.last_word or PrinterStatus.SILENT, "the printer stopped taking data after the job")


def _look(talk: Talk, expected: Expected, patience: Patience) -> PrintReport:
    consumed = not expected.sensor
    end = expected.due + patience.evidence
    cooled = None
    while expected.mark is not None or not consumed:
        look_at = max(talk.clock() + patience.look_every, expected.through)
        reply = talk.wait_for(Printed, Sensor, AutoStatus, until=min(look_at, end))
        if isinstance(reply, Printed) and reply.id == expected.mark:
            status = _status(talk)
            if talk.unanswered:
                return _not_always_there(talk)
            return PrintReport(JobState.CONFIRMED, status, "the printer said that all of it is printed")
        if isinstance(reply, Sensor):
            consumed = True
        if reply is None or (isinstance(reply, AutoStatus) and not condition_of_auto(reply).status.can_print):
            status = _status(talk)
            if status is PrinterStatus.HOT:
                cooled = cooled or talk.clock() + patience.cool_down
                end = max(end, cooled)
            elif not status.can_print:
                return _unconfirmed(status, f"the printer stopped: {status.value}")
            if talk.clock() >= end:
                if status.can_print and talk.unanswered:
                    return _not_always_there(talk)
                return _unconfirmed(status, "the printer did not say that it was through in time")
    return _after_the_paper(talk, expected, patience)


def _after_the_paper(talk: Talk, expected: Expected, patience: Patience) -> PrintReport:
    """It has taken the whole job. Is it still well when the paper must be out?"""
    talk.wait_for(Printed, until=expected.due + patience.settle)
    status = _status(talk)
    if not status.can_print:
        return _unconfirmed(status, f"the printer took all of it, and then: {status.value}")
    if talk.unanswered:
        return _not_always_there(talk)
    if talk.noisy:
        # An answer to a question is one byte, which noise can look like. The printer's word about this paper is seven.
        return _unconfirmed(status, "the printer took all of it and is well, but not all that it says makes sense")
    return PrintReport(JobState.ACCEPTED, status, "the printer took all of it and is well")


def _not_always_there(talk: Talk) -> PrintReport:
    """One that lost its power in between answers at the end as well; what it had is lost, and the rest letters."""
    talk.doubt()
    return _unconfirmed(PrinterStatus.SILENT, f"the printer left {talk.unanswered} questions in the job unanswered")


def _status(talk: Talk) -> PrinterStatus:
    condition = talk.ask()
    if condition is not None:
        return condition.status
    # With a full buffer it hears no question; what it said when it stopped still holds.
    return talk.stopped or PrinterStatus.SILENT


def _unconfirmed(status: PrinterStatus, detail: str) -> PrintReport:
    return PrintReport(JobState.UNCONFIRMED, status, detail)
