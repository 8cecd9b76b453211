"""What applying an event leaves behind, whatever wrote it. The rest is tried with the rules that make the events."""

from __future__ import annotations

from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.plan import MINUTE


def test_an_event_of_an_earlier_time_does_not_set_the_centre_back(centre: Centre) -> None:
    """As in a journal that was written by a release which did not watch its clock."""
    now = centre.now
    apply(centre, ev.AdmissionSet(at=now - 5 * MINUTE, cap=1, former=None, officer="an", reason=""))
    assert centre.now == now
    apply(centre, ev.AdmissionSet(at=now + MINUTE, cap=None, former=1, officer="an", reason=""))
    assert centre.now == now + MINUTE
