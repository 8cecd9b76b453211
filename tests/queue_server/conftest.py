"""A small centre that has every kind of desk, class and journey."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from queue_server.core.centre import Centre
from queue_server.core.commands import AdoptPlan, OpenDay
from queue_server.core.decide import handle
from queue_server.core.plan import (
    CentrePlan,
    DeskPlan,
    Instant,
    OpeningHours,
    Organisation,
    Policy,
    PriorityClass,
    Procedure,
    Service,
    Skill,
    Window,
)

ZONE = "Asia/Ho_Chi_Minh"


def at(text: str) -> Instant:
    """Local time "2026-11-23 08:00" as an instant."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC).timestamp() * 1000)


def small_plan(*, policy: Policy | None = None, automatic: bool = False) -> CentrePlan:
    def procedure(key: str, minutes: float, *legs: str) -> Procedure:
        return Procedure(id=key, names={"vi": key}, minutes=minutes, p90=minutes * 1.6, legs=legs)

    office = (Window(opens=7 * 60, closes=11 * 60), Window(opens=13 * 60, closes=17 * 60))
    return CentrePlan(
        id="thu-nghiem",
        names={"vi": "Trung tâm thử nghiệm", "en": "Test centre"},
        level="commune",
        hours=OpeningHours(timezone=ZONE, week=(office,) * 5 + ((), ())),
        services=(
            Service(
                id="ho-tich",
                prefix="H",
                names={"vi": "Hộ tịch"},
                icon="family",
                procedures=(procedure("ks", 14), procedure("ks-lt", 18, "tra-ket-qua")),
            ),
            Service(
                id="chung-thuc",
                prefix="X",
                names={"vi": "Chứng thực"},
                icon="stamp",
                procedures=(procedure("ctbs", 6),),
            ),
            Service(
                id="tra-ket-qua",
                prefix="K",
                names={"vi": "Nhận kết quả"},
                icon="box",
                procedures=(procedure("tkq", 4),),
            ),
        ),
        desks=(
            DeskPlan(id="1", names={"vi": "Quầy 1"}, skills=(Skill(service="ho-tich"), Skill(service="chung-thuc"))),
            DeskPlan(
                id="2",
                names={"vi": "Quầy 2"},
                skills=(Skill(service="chung-thuc"), Skill(service="ho-tich", overflow=True)),
            ),
            DeskPlan(id="3", names={"vi": "Quầy 3"}, skills=(Skill(service="tra-ket-qua"),), automatic=automatic),
        ),
        organisation=Organisation(id="option1", names={"vi": "Giữ nguyên"}, employers=(), levels=("commune",)),
        priority_classes=(
            PriorityClass(id="elderly", names={"vi": "Người cao tuổi"}, head_start_minutes=15),
            PriorityClass(id="disabled", names={"vi": "Người khuyết tật"}, head_start_minutes=None),
        ),
        policy=policy or Policy(),
        hotline="0260 000 0000",
    )


@pytest.fixture
def instant() -> Callable[[str], Instant]:
    return at


@pytest.fixture
def make_plan() -> Callable[..., CentrePlan]:
    return small_plan


@pytest.fixture
def centre() -> Centre:
    """A centre at 08:00 of a Monday, with every desk closed."""
    new = Centre()
    handle(new, AdoptPlan(plan=small_plan()), at("2026-11-23 08:00"))
    handle(new, OpenDay(), at("2026-11-23 08:00"))
    return new
