from __future__ import annotations

import pytest

from hardware.errors import DeviceGone
from hardware.light.simulator import VirtualLight


async def test_it_remembers_until_it_is_broken() -> None:
    light = VirtualLight()
    await light.switch(on=False)
    light.broken = True
    with pytest.raises(DeviceGone):
        await light.switch(on=True)
    assert light.switched == [False]
