from __future__ import annotations

from hardware import errors
from hardware.errors import HardwareError

ALL = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, HardwareError)]


def test_codes_are_one_each() -> None:
    assert len({kind.code for kind in ALL}) == len(ALL) == 5


def test_without_a_message_an_error_says_what_it_is() -> None:
    for kind in ALL:
        assert str(kind()) == (kind.__doc__ or "").strip() != ""
    assert str(errors.DeviceGone("lp0 is off")) == "lp0 is off"
