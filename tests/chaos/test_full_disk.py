"""A disk without room for a moment, under a working server: nothing that was answered is lost, and work goes on."""

from __future__ import annotations

import pytest

from chaos.full_disk import play, possible


@pytest.mark.needs("unshare", "mount")
def test_a_full_disk_loses_nothing() -> None:
    if not possible():
        pytest.skip("this machine gives no mount namespace to users")
    seen = play(seconds=1)
    assert seen.faults == []
    assert seen.full > 0, "the server has noticed"
    assert seen.requests > 20
