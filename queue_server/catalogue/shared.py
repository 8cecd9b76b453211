"""A province's settings laid over a centre's document. Pure; what comes of it is judged by `read`, as any document.

What the province writes holds at every centre, and what it leaves out is the centre's: a section is the province's,
whole; of a service that the centre has, the keys that the province writes. A service that the centre does not have
comes only as a leg of one that it has.
"""

from __future__ import annotations

from queue_server.catalogue import layers
from queue_server.catalogue.document import Document

_SERVICES = layers.SERVICES.name
_SECTIONS = {each.name for each in layers.PROVINCE_FILE.keys} - {layers.KIND.name, layers.CENTRES.name, _SERVICES}


def laid_over(own: Document, shared: Document) -> Document:
    """The centre's document as it is with these settings of its province."""
    there = {each["id"]: each for each in shared.get(_SERVICES, ())}
    services = [{**each, **there.get(each["id"], {})} for each in own.get(_SERVICES, ())]
    for each in services:  # grows while it is walked: a leg may have legs
        known = {service["id"] for service in services}
        legs = (leg for procedure in each.get("procedures", ()) for leg in procedure.get("legs", ()))
        services += [there[leg] for leg in dict.fromkeys(legs) if leg not in known and leg in there]
    return own | {name: value for name, value in shared.items() if name in _SECTIONS} | {_SERVICES: services}
