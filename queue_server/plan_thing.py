"""The plan in force as devices hear of it: the `centre` thing. Beside `wire`, which does all the rest."""

from __future__ import annotations

import msgspec

from queue_server.core.centre import Centre
from queue_server.core.plan import Service
from queue_server.core.rating import NEGATIVE
from queue_server.protocol import messages as msg


def plan_thing(centre: Centre) -> msg.Centre:
    """The centre's plan as devices are told it."""
    plan = centre.plan
    return msg.Centre(
        id=plan.id,
        names=plan.names,
        languages=plan.languages,
        services=tuple(_service_info(centre, service) for service in plan.services),
        desks=tuple(
            msg.DeskInfo(
                id=desk.id,
                names=desk.names,
                services=tuple(skill.service for skill in desk.skills if not skill.overflow),
                overflow=tuple(skill.service for skill in desk.skills if skill.overflow),
                employer=desk.employer.value,
                automatic=desk.automatic,
                changed=desk.id in centre.hall.skills,
            )
            for desk in (centre.desks[each.id].plan for each in plan.desks)
        ),
        priorities=tuple(
            msg.PriorityInfo(id=each.id, names=each.names, min_age=each.min_age, slow=each.slow)
            for each in plan.priority_classes
        ),
        boards=msgspec.convert(plan.boards, tuple[msg.BoardInfo, ...], from_attributes=True),
        speech=msgspec.convert(plan.speech, msg.SpeechInfo, from_attributes=True),
        timezone=plan.hours.timezone,
        organisation=plan.organisation.names,
        recalls_before_absent=plan.policy.recalls_before_absent,
        absent_needs_heard=plan.policy.absent_needs_heard,
        address=plan.address,
        hotline=plan.hotline,
        hours=tuple(
            tuple(msg.WindowInfo(opens=window.opens, closes=window.closes) for window in day) for day in plan.hours.week
        ),
        rating_scale=tuple(
            msg.RatingStepInfo(value=each.value, names=each.names, negative=each.portal == NEGATIVE)
            for each in plan.rating_scale
        ),
        rating_reasons=tuple(msg.RatingReasonInfo(id=each.id, names=each.names) for each in plan.rating_reasons),
        neighbours=tuple(
            msg.NeighbourInfo(names=each.names, procedures=each.procedures, address=each.address, hotline=each.hotline)
            for each in plan.neighbours
        ),
        authorities=msgspec.convert(plan.authorities, tuple[msg.AuthorityInfo, ...], from_attributes=True),
        authority=plan.authority,
        slip=msgspec.convert(plan.slip, tuple[msg.SlipPartInfo, ...], from_attributes=True),
    )


def _service_info(centre: Centre, service: Service) -> msg.ServiceInfo:
    return msg.ServiceInfo(
        id=service.id,
        prefix=service.prefix,
        names=service.names,
        icon=service.icon,
        procedures=tuple(
            msg.ProcedureInfo(
                id=each.id,
                names=each.names,
                minutes=each.minutes,
                code=each.code,
                papers=each.papers,
                fee=each.fee,
                next_day_after=each.next_day_after,
                legs=each.legs,
                levels=each.levels,
                decides=each.decides,
            )
            for each in service.procedures
        ),
        desks=centre.own_desks(service.id),
        receives=service.receives,
    )
