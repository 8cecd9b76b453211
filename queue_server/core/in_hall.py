"""The rules of the hall: what a supervisor may change for today, and what is written down of alerts.

Nothing is asked twice: an act that changes nothing makes no event. What was done is undone by the opposite act.
"""

from __future__ import annotations

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.checks import Rule, desk_of
from queue_server.core.intake import quota_of
from queue_server.core.plan import Instant, skills
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket, TicketState


def _reassign_desk(centre: Centre, command: cmd.ReassignDesk, now: Instant) -> list[ev.Event]:
    desk = desk_of(centre, command.desk)
    for service in (*command.services, *command.overflow):
        _known(centre, service)
    wanted = skills(command.services, overflow=command.overflow)
    planned = next((each.skills for each in centre.plan.desks if each.id == command.desk), ())
    if (wanted or planned) == desk.plan.skills:
        return []
    return [
        ev.DeskReassigned(
            at=now,
            desk=command.desk,
            skills=() if wanted == planned else wanted,
            officer=command.officer,
            reason=command.reason,
        )
    ]


def _close_service(centre: Centre, command: cmd.CloseService, now: Instant) -> list[ev.Event]:
    _known(centre, command.service)
    if not any(text.strip() for text in command.words.values()):
        raise Refusal("reason_needed")
    if centre.hall.closed.get(command.service) == command.words:
        return []
    return [ev.ServiceClosed(at=now, service=command.service, words=command.words, officer=command.officer)]


def _open_service(centre: Centre, command: cmd.OpenService, now: Instant) -> list[ev.Event]:
    _known(centre, command.service)
    if command.service not in centre.hall.closed:
        return []
    return [ev.ServiceOpened(at=now, service=command.service, officer=command.officer, reason=command.reason)]


def _set_quota(centre: Centre, command: cmd.SetQuota, now: Instant) -> list[ev.Event]:
    _known(centre, command.service)
    former = quota_of(centre, command.service)
    if former == command.quota:
        return []
    return [
        ev.QuotaSet(
            at=now,
            service=command.service,
            quota=command.quota,
            former=former,
            officer=command.officer,
            reason=command.reason,
        )
    ]


def _move_line(centre: Centre, command: cmd.MoveLine, now: Instant) -> list[ev.Event]:
    _known(centre, command.service)
    waiting = [
        ticket
        for ticket in centre.tickets.values()
        if ticket.state is TicketState.WAITING and ticket.service == command.service
    ]
    if command.desk is None:
        moved = [ticket for ticket in waiting if _moved(centre, ticket)]
    else:
        if not desk_of(centre, command.desk).open:
            raise Refusal("desk_closed")
        moved = [ticket for ticket in waiting if ticket.reserved is None or _moved(centre, ticket)]
        moved = [ticket for ticket in moved if ticket.reserved != command.desk]
    if not moved:
        return []
    return [
        ev.LineMoved(
            at=now,
            service=command.service,
            desk=command.desk,
            tickets=tuple(ticket.id for ticket in moved),
            officer=command.officer,
            reason=command.reason,
        )
    ]


def _moved(centre: Centre, ticket: Ticket) -> bool:
    """Whether it is an act here that keeps the ticket for one desk, and no transfer since."""
    return ticket.reserved is not None and centre.hall.moved.get(ticket.id) == ticket.reserved


def _post_notice(_: Centre, command: cmd.PostNotice, now: Instant) -> list[ev.Event]:
    if not command.words.get("vi", "").strip():
        raise Refusal("words_needed")
    return [
        ev.NoticePosted(
            at=now,
            words=command.words,
            until=command.until,
            urgent=command.urgent,
            officer=command.officer,
            aloud=command.aloud,
        )
    ]


def _withdraw_notice(centre: Centre, command: cmd.WithdrawNotice, now: Instant) -> list[ev.Event]:
    known = centre.hall.notices.get(command.notice)
    if known is None:
        raise Refusal("unknown_notice")
    if known.withdrawn:
        return []
    return [ev.NoticeWithdrawn(at=now, notice=command.notice, officer=command.officer, reason=command.reason)]


def _set_admission(centre: Centre, command: cmd.SetAdmission, now: Instant) -> list[ev.Event]:
    former = centre.hall.cap
    if former == command.cap:
        return []
    return [ev.AdmissionSet(at=now, cap=command.cap, former=former, officer=command.officer, reason=command.reason)]


def _raise_alert(centre: Centre, command: cmd.RaiseAlert, now: Instant) -> list[ev.Event]:
    known = centre.alerts.get(command.cause)
    if known is not None and known.over is None and known.level == command.level:
        return []
    return [ev.AlertRaised(at=now, cause=command.cause, level=command.level, words=command.words)]


def _end_alert(centre: Centre, command: cmd.EndAlert, now: Instant) -> list[ev.Event]:
    known = centre.alerts.get(command.cause)
    if known is None or known.over is not None:
        return []
    return [ev.AlertEnded(at=now, cause=command.cause)]


def _tell_alert(centre: Centre, command: cmd.TellAlert, now: Instant) -> list[ev.Event]:
    known = centre.alerts.get(command.cause)
    if known is None or known.told is not None:
        return []
    return [ev.AlertTold(at=now, cause=command.cause, note=command.note)]


def _administer(_: Centre, command: cmd.Administer, now: Instant) -> list[ev.Event]:
    return [
        ev.Administered(
            at=now, what=command.what, subject=command.subject, officer=command.officer, detail=command.detail
        )
    ]


def _seal_journal(_: Centre, command: cmd.SealJournal, now: Instant) -> list[ev.Event]:
    return [
        ev.JournalSealed(
            at=now,
            epoch=command.epoch,
            up_to=command.up_to,
            hash=command.hash,
            what=command.what,
            records=command.records,
            days=command.days,
        )
    ]


def _known(centre: Centre, service: str) -> None:
    if service not in centre.services:
        raise Refusal("unknown_service")


#: Who answers which command.
RULES: dict[type, Rule] = {
    cmd.ReassignDesk: _reassign_desk,
    cmd.CloseService: _close_service,
    cmd.OpenService: _open_service,
    cmd.SetQuota: _set_quota,
    cmd.MoveLine: _move_line,
    cmd.PostNotice: _post_notice,
    cmd.WithdrawNotice: _withdraw_notice,
    cmd.SetAdmission: _set_admission,
    cmd.RaiseAlert: _raise_alert,
    cmd.EndAlert: _end_alert,
    cmd.TellAlert: _tell_alert,
    cmd.Administer: _administer,
    cmd.SealJournal: _seal_journal,
}
