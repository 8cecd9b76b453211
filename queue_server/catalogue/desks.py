"""Who staffs which desk, and what desks and kiosks there are. The organisational option lives here.

Handing reception to another employer is one key, `organisation`: desks that do not name an employer take the first
one that the option lists (docs/decisions/0021).
"""

from __future__ import annotations

from queue_server.catalogue import schema
from queue_server.catalogue.layers import (
    DESKS,
    KIOSKS,
    LEVEL,
    OFFERS,
    ORGANISATION,
    ORGANISATION_OPTIONS,
    Layers,
)
from queue_server.catalogue.place import nearest
from queue_server.catalogue.problems import Phrase, one_of
from queue_server.catalogue.schema import ID, NAME
from queue_server.catalogue.services import existing
from queue_server.catalogue.table import Row
from queue_server.core.plan import DeskPlan, Employer, Kiosk, Organisation, Skill

_UNKNOWN = Organisation(id="?", names={"vi": "?"}, employers=(), levels=())


def organisation(layers: Layers) -> Organisation:
    """The option that the centre has chosen; one that allows nothing to be judged where it cannot be known."""
    layers.need(ORGANISATION_OPTIONS)
    options = {row[ID]: row for row in layers[ORGANISATION_OPTIONS]}
    chosen = layers[ORGANISATION]
    if chosen not in options:
        if options and layers.has(ORGANISATION):
            layers.at(ORGANISATION).wrong("unknown-option", one_of(options), nearest=nearest(chosen, options))
        return _UNKNOWN
    row, own = options[chosen], layers[LEVEL]
    also = tuple(name for name in row[schema.ACCEPTS_LEVELS] if name != own)
    return Organisation(id=chosen, names=row[NAME], employers=row[schema.EMPLOYERS], levels=(own, *also) if own else ())


def build(layers: Layers, offered: dict[str, Row], option: Organisation) -> tuple[DeskPlan, ...]:
    """The desks of the plan. Notes services that no desk serves and officers whom the option does not allow."""
    desks = tuple(_desk(row, layers, offered, option) for row in layers[DESKS])
    if layers.has(DESKS) and layers.at(DESKS).sound():
        _judge_unserved(layers, offered, {skill.service for desk in desks for skill in desk.skills})
    return desks


def kiosks(layers: Layers) -> tuple[Kiosk, ...]:
    return tuple(Kiosk(id=row[ID], place=row[schema.PLACE]) for row in layers[KIOSKS])


def _desk(row: Row, layers: Layers, offered: dict[str, Row], option: Organisation) -> DeskPlan:
    first = existing(row[schema.SERVICES_OF], offered, layers)
    then = existing(row[schema.OVERFLOW], offered, layers)
    for item in then:
        if item.value in {each.value for each in first}:
            once = Phrase("a service that is not in 'services' already", "lĩnh vực chưa có trong 'services'")
            item.place.wrong("duplicate", once)
    skills = [Skill(service=item.value) for item in first]
    skills += [Skill(service=item.value, overflow=True) for item in then]
    served = [offered[skill.service] for skill in skills]
    receives = any(
        service[schema.RECEIVES_DOSSIERS] for service in served if not service.unusable(schema.RECEIVES_DOSSIERS)
    )
    return DeskPlan(
        id=row[ID],
        names=row[NAME],
        skills=tuple(skills),
        employer=_employer(row, option, receives=receives),
        automatic=row[schema.AUTOMATIC],
    )


def _employer(row: Row, option: Organisation, *, receives: bool) -> Employer:
    """Only reception of dossiers is bound by the option: guiding and handing out results may be anybody's work."""
    if not row.has(schema.EMPLOYER):
        return option.employers[0] if option.employers else Employer.CIVIL_SERVANT
    employer = row[schema.EMPLOYER]
    if receives and option.employers and employer not in option.employers:
        allowed = ", ".join(each.value for each in option.employers)
        expected = Phrase(
            f"an employer that {option.id} allows to receive dossiers: {allowed}",
            f"đơn vị được {option.id} cho phép tiếp nhận hồ sơ: {allowed}",
        )
        row.at(schema.EMPLOYER).wrong("employer-not-allowed", expected)
    return employer


def _judge_unserved(layers: Layers, offered: dict[str, Row], served: set[str]) -> None:
    desk = Phrase("a desk that serves it", "một quầy phục vụ lĩnh vực này")
    items = {item.value: item.place for item in layers[OFFERS]}
    for name, row in offered.items():
        if name not in served:
            place = items.get(name, row.at(ID))
            place.wrong("unserved-service", desk, found=Phrase(f"no desk for '{name}'", f"không có quầy cho '{name}'"))
