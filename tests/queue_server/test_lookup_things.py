"""What is answered to who looks something up, as far as it is more than what the centre holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import CentrePlan, Instant
from queue_server.dossiers.base import Dossier, DossierState
from queue_server.lookup_things import dossier_found
from queue_server.protocol import messages as msg

CODE = "H34.01.05-260723-0975"


def test_where_a_dossier_is_dealt_with(
    centre: Centre, make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    plan = make_plan()
    registered, *others = plan.services
    coded = replace(registered, procedures=(replace(registered.procedures[0], code="1.001193"),))
    handle(centre, cmd.AdoptPlan(plan=replace(plan, services=(coded, *others))), instant("2026-11-23 08:00"))

    def where(service: str | None, procedure: str | None) -> tuple[str | None, str | None]:
        dossier = Dossier(code=CODE, state=DossierState.DONE, service=service, procedure=procedure)
        found = dossier_found(centre, msg.FindDossier(request="r", code=CODE), dossier)
        return found.service, found.procedure

    assert where("tra-ket-qua", "1.001193") == ("tra-ket-qua", None)
    assert where("elsewhere", "1.001193") == ("ho-tich", "ks")
    assert where("elsewhere", "9.999999") == where(None, None) == (None, None)
