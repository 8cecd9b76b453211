"""What people who sign in may do: a table of rights per role. A person has one or more roles."""

from __future__ import annotations

from enum import StrEnum


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
