"""Equal parts of plans are one, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.core.events import KINDS, PlanAdopted
from queue_server.core.plan import CentrePlan
from queue_server.hub import alike as module
from queue_server.hub.alike import Alike
from queue_server.hub.province import Province
from queue_server.journal.codec import EventCodec


def as_it_arrives(plan: CentrePlan) -> CentrePlan:
    """The plan as another centre's journal brings it: equal, and nothing of it the same."""
    codec = EventCodec(KINDS)
    event = codec.decode(*codec.encode(PlanAdopted(at=1, plan=plan)))
    assert isinstance(event, PlanAdopted)
    return event.plan


def test_what_two_plans_have_in_common_is_there_once(make_plan: Callable[[], CentrePlan]) -> None:
    alike, mine = Alike(), as_it_arrives(make_plan())
    other = as_it_arrives(replace(make_plan(), id="other", services=(*mine.services[1:], mine.services[0])))
    first, second = alike.shared(mine), alike.shared(other)
    assert (first, second) == (mine, other)
    assert [id(each) for each in second.services] == [id(each) for each in (*first.services[1:], first.services[0])]
    assert second.hours is first.hours


def test_what_differs_stays_as_it_is(make_plan: Callable[[], CentrePlan]) -> None:
    alike, plan = Alike(), as_it_arrives(make_plan())
    service = replace(plan.services[0], names={"vi": "Việc khác"})
    changed = replace(plan, services=(service, *plan.services[1:]))
    assert [alike.shared(each) for each in (plan, changed, plan)] == [plan, changed, plan]


def test_parts_that_nobody_has_any_more_are_not_kept_for_ever(
    make_plan: Callable[[], CentrePlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PARTS_KEPT", 5)
    alike, plan = Alike(), make_plan()
    sizes = []
    for day in range(20):
        service = replace(plan.services[0], names={"vi": f"Tên {day}"})
        alike.shared(replace(plan, services=(service,)))
        sizes.append(len(alike._parts))
    assert max(sizes[10:]) == max(sizes[:10])


def test_the_centres_of_a_province_share(make_plan: Callable[[], CentrePlan]) -> None:
    province = Province()
    for name in ("a", "b"):
        province.hear(name, [PlanAdopted(at=1, plan=as_it_arrives(replace(make_plan(), id=name)))])
    first, second = (centre.plan for centre in province.centres.values())
    assert (first.id, second.id) == ("a", "b")
    assert first.services[0] is second.services[0]
