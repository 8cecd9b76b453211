"""The rights table: every role is in it, and nobody gets more by accident."""

from __future__ import annotations

from queue_server.web.access import Officer
from queue_server.web.rights import RIGHTS, OfficerRole, Right


def test_every_role_has_its_rights() -> None:
    assert set(RIGHTS) == set(OfficerRole)
    assert frozenset().union(*RIGHTS.values()) == set(Right)


def test_rights_of_several_roles_add_up() -> None:
    person = Officer(name="an", display="An", pin="", roles=(OfficerRole.GREETER, OfficerRole.AUDITOR))
    assert {right for right in Right if person.may(right)} == {Right.GREET, Right.AUDIT}
