"""What people who sign in may do: a table of rights per role. A person has one or more roles."""

from __future__ import annotations

from enum import StrEnum

from queue_server.protocol import messages as msg


class Right(StrEnum):
    SERVE = "serve"
    """Sit at a desk, call and serve."""
    GREET = "greet"
    """Issue tickets at the reception page."""
    SUPERVISE = "supervise"
    """See the hall and act on it."""
    ADMINISTER = "administer"
    """Change the configuration, people and devices."""
    AUDIT = "audit"
    """Read the journal and prove it."""


class OfficerRole(StrEnum):
    OFFICER = "officer"
    GREETER = "greeter"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


RIGHTS: dict[OfficerRole, frozenset[Right]] = {
    OfficerRole.OFFICER: frozenset({Right.SERVE, Right.GREET}),
    OfficerRole.GREETER: frozenset({Right.GREET}),
    OfficerRole.SUPERVISOR: frozenset({Right.SERVE, Right.GREET, Right.SUPERVISE, Right.AUDIT}),
    OfficerRole.ADMINISTRATOR: frozenset({Right.ADMINISTER, Right.AUDIT}),
    OfficerRole.AUDITOR: frozenset({Right.AUDIT}),
}

#: The right that a request over a desk's websocket needs; one of them is enough, and any other request needs `SERVE`.
_NEEDED: dict[type, frozenset[Right]] = {
    msg.TakeTicket: frozenset({Right.GREET, Right.SERVE}),
    msg.FindAppointment: frozenset({Right.GREET, Right.SERVE}),
    msg.PrintSlip: frozenset({Right.GREET, Right.SERVE}),
    msg.StepOut: frozenset({Right.GREET, Right.SERVE}),
    msg.StepIn: frozenset({Right.GREET, Right.SERVE}),
    msg.ReturnTicket: frozenset({Right.GREET, Right.SERVE}),
    msg.FindTicket: frozenset({Right.GREET, Right.SERVE, Right.SUPERVISE}),
}
#: Of which rights an officer needs one for a websocket in this role.
AT_WORK: dict[msg.Role, frozenset[Right]] = {
    msg.Role.DESK: frozenset({Right.SERVE, Right.GREET, Right.SUPERVISE}),
    msg.Role.HALL: frozenset({Right.SUPERVISE}),
}


def needed(role: msg.Role, message: msg.Command) -> frozenset[Right]:
    """The rights of which an officer needs one to ask this over a connection in this role."""
    if role is msg.Role.HALL:
        return AT_WORK[role]
    return _NEEDED.get(type(message), frozenset({Right.SERVE}))
