"""A line that is cut for a moment by the kernel's own network: nothing is lost."""

from __future__ import annotations

import pytest

from chaos.partitions import play, possible


@pytest.mark.needs("unshare", "nsenter", "ip")
def test_a_line_that_is_cut_loses_nothing() -> None:
    if not possible():
        pytest.skip("this machine gives no network namespace to users")
    seen = play(["cut"], seconds=2, hub=False)
    assert seen.faults == []
    assert seen.lost_packets > 0, "the line was cut indeed"
    assert seen.requests > 20
