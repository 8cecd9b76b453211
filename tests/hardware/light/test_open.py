"""Addresses of lamps."""

from __future__ import annotations

import pytest

from hardware.errors import AddressError
from hardware.light.backlight import Backlight
from hardware.light.open import open_light
from hardware.light.program_light import ProgramLight


def test_an_address_leads_to_its_lamp() -> None:
    assert isinstance(open_light("backlight:/sys/class/backlight/intel_backlight"), Backlight)
    assert isinstance(open_light(" program:/etc/motcua/light "), ProgramLight)


@pytest.mark.parametrize("address", ["", "backlight:", "program:light", "dpms:/x", "/sys/class/backlight/x"])
def test_what_is_no_address_of_a_lamp_is_said(address: str) -> None:
    with pytest.raises(AddressError, match="write: backlight:"):
        open_light(address)
