"""A centre made from a few answers, where there is no file yet: a first document that can be used, to be edited on.

What a province shares (hours, holidays, priority, rating, procedures) is taken from the shipped part of Kon Tum.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from queue_server.catalogue.document import Document, document, plain
from queue_server.catalogue.schema import LEVELS
from queue_server.catalogue.shipped import EXAMPLES, example
from queue_server.catalogue.values import CLEAR_PREFIXES, RHYMING_PREFIXES
from queue_server.core.plan import Words

_PROVINCE = "kontum-2022"


def services() -> list[Document]:
    """The services to choose from, each with its procedures."""
    found: list[Document] = plain(example(_PROVINCE))["services"]
    return found


def levels_of(service: Document) -> list[str]:
    """Whose procedures a service has: a centre that takes none of these levels has nothing to offer there."""
    found = {level for each in service["procedures"] for level in each.get("levels", LEVELS)}
    return [each for each in LEVELS if each in found]


def options() -> list[Document]:
    """The ways to organise reception, the usual one first."""
    found: list[Document] = plain(example(_PROVINCE))["organisation_options"]
    return found


def authorities() -> list[Document]:
    """The bodies of the province, one of which may be the one that receives here."""
    found: list[Document] = plain(example(_PROVINCE))["authorities"]
    return found


def examples() -> dict[str, Words]:
    """The shipped centres and their names."""
    return {name: plain(example(name))["name"] for name in EXAMPLES}


def of_example(name: str) -> Document:
    """The document of a shipped centre. Raises `UnknownExample`."""
    return document(example(name), centre=name)


def taken_besides(option: Document) -> list[str]:
    """The levels whose dossiers are taken besides the centre's own, where reception is organised in this way."""
    return [] if isinstance(option["levels"], str) else list(option["levels"])


def beginning(
    *,
    id: str,
    name: Words,
    level: str,
    offers: Sequence[str],
    desks: int,
    organisation: str = "",
    authority: str = "",
    hotline: str = "",
) -> Document:
    """A centre of this many desks, each of which serves every service that is offered; one kiosk, one board.

    Reception is organised as usual where nothing is said of it. `authority` is the name of the body that receives
    here: one of the province's, or one that is added. Without a `hotline` it is the province's.
    """
    province = plain(example(_PROVINCE))
    del province["kind"]
    known = {each["id"]: each for each in province["services"]}
    chosen = [each for each in offers if each in known]
    option = next((each for each in options() if each["id"] == organisation), options()[0])
    taken = {level, *taken_besides(option)}
    further = {leg for each in chosen for procedure in known[each]["procedures"] for leg in procedure.get("legs", ())}
    # A further step that nobody here may take is taken elsewhere: known, and not offered.
    legs = {each for each in further if taken.intersection(levels_of(known[each]))}
    needed = [each for key, each in known.items() if key in {*chosen, *further}]
    return province | {
        "kind": "centre",
        "id": id,
        "name": {language: text for language, text in name.items() if text},
        "level": level,
        "organisation": option["id"],
        "hotline": hotline.strip() or province["hotline"],
        **_receiving(province["authorities"], authority.strip(), id=id, level=level),
        "services": _lettered(needed),
        "offers": [*chosen, *sorted(legs.difference(chosen))],
        "desks": [
            {
                "id": str(number),
                "name": {"vi": f"Quầy {number}", "en": f"Desk {number}"},
                "services": [*chosen, *sorted(legs.difference(chosen))],
            }
            for number in range(1, desks + 1)
        ],
        "kiosks": [{"id": "k1", "place": {"vi": "Sảnh", "en": "Lobby"}}],
        "boards": [{"id": "b1", "services": "all"}],
    }


def _lettered(services: Sequence[Document]) -> list[Document]:
    """The same, each with a letter of its own: of a province's services some share theirs."""
    letters = {each["prefix"] for each in services}
    better = dict.fromkeys((*CLEAR_PREFIXES, *ascii_uppercase, *RHYMING_PREFIXES))
    free = iter([each for each in better if each not in letters])
    used: set[str] = set()
    found = []
    for each in services:
        letter = next(free, each["prefix"]) if each["prefix"] in used else each["prefix"]
        used.add(letter)
        found.append(each | {"prefix": letter})
    return found


def _receiving(known: list[Document], name: str, *, id: str, level: str) -> Document:
    """The keys that say who receives; none where no name is given."""
    if not name:
        return {}
    own = next((each for each in known if name.casefold() in {text.casefold() for text in each["name"].values()}), None)
    if own is not None:
        return {"authority": own["id"]}
    return {"authority": id, "authorities": [*known, {"id": id, "name": {"vi": name}, "level": level}]}
