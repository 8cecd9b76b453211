"""What everybody tries first is refused, whoever it is for; a sentence will do."""

from __future__ import annotations

import pytest

from queue_server.web.passwords import good_enough
from queue_server.web.rights import OfficerRole

ADMINISTRATOR, OFFICER = (OfficerRole.ADMINISTRATOR,), (OfficerRole.OFFICER,)


@pytest.mark.parametrize(
    ("pin", "good"), [("12345", False), ("111111", False), ("741852", True), ("111111111111", False)]
)
def test_a_pin_will_do_at_a_desk(pin: str, good: bool) -> None:
    assert good_enough(pin, OFFICER) is good


@pytest.mark.parametrize("password", ["741852", "mười chữ ạ", "bí mật của tôi", "gỗ mít xanh 7 cây"])
def test_who_changes_the_centre_has_a_password(password: str) -> None:
    assert good_enough(password, ADMINISTRATOR) is (len(password) >= 12)


@pytest.mark.parametrize(
    "password",
    ["Password12345", "matkhau@2026!", "QWERTYUIOP12", "admin-admin-2026", "Motcua.Vietnam", "123456789012",
     "2026-11-23 08:00", "abababababab"],
)  # fmt: skip
def test_what_is_guessed_first_will_not_do_however_long(password: str) -> None:
    assert len(password) >= 12
    assert not good_enough(password, ADMINISTRATOR)
