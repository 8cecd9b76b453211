"""A centre's file as plain data, for pages that edit it: from YAML to lists, groups and texts, and back.

A document stands alone: what the province's file gives a centre is written out in it. Values are texts as written;
what they mean, and whether they will do, is for `read` alone. Comments of a file that was imported are not kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from queue_server.catalogue import layers, source
from queue_server.catalogue.problems import Problem
from queue_server.catalogue.shape import Field

#: Groups, lists and texts; the top is a group.
Document = dict[str, Any]


def form() -> tuple[Field, ...]:
    """The fields of a document, as the tables of the catalogue say: nothing here is written twice."""
    left_out = layers.KIND.name, layers.SHARED.name
    return tuple(each for each in layers.CENTRE_FILE.fields() if each.name not in left_out)


def document(path: Path, *, centre: str) -> Document:
    """The centre of that id in a file that can be used, with the province's part written out."""
    own = plain(path)
    shared: Document = {}
    if own.get(layers.KIND.name) == layers.PROVINCE:
        shared = own
        own = next(each for each in own[layers.CENTRES.name] if each["id"] == centre)
    elif layers.SHARED.name in own:
        shared = plain(path.parent / own[layers.SHARED.name])
    return _alone(own, shared)


def parsed(text: str) -> Document:
    """What a text that `written` has made says."""
    root = source.parse("", text, problems=[]).root
    found = _data(root) if root is not None else {}
    return found if isinstance(found, dict) else {}


def written(found: Document) -> str:
    """The document as a YAML file, which `read` understands."""
    ordered = {layers.KIND.name: layers.CENTRE} | {
        each.name: found[each.name] for each in form() if _says_something(found.get(each.name))
    }
    # What the catalogue does not know is written too, so that its checking can say so.
    ordered |= {name: value for name, value in found.items() if name not in ordered and _says_something(value)}
    return yaml.dump(_tidied(ordered), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)


def _alone(own: Document, shared: Document) -> Document:
    sections = {each.name for each in layers.PROVINCE_FILE.keys} - {layers.KIND.name, layers.CENTRES.name}
    found = {name: value for name, value in shared.items() if name in sections}
    services = {each["id"]: each for each in [*found.get("services", ()), *own.get("services", ())]}
    found |= {name: value for name, value in own.items() if name != layers.SHARED.name}
    if layers.OFFERS.name in own:
        # Services that are not offered may still be legs of those that are.
        procedures = [procedure for each in services.values() for procedure in each["procedures"]]
        legs = {leg for each in procedures for leg in each.get("legs", ())}
        wanted = [*found[layers.OFFERS.name], *(leg for leg in services if leg in legs)]
        services = {each: services[each] for each in wanted}
    return found | {"kind": layers.CENTRE, "services": list(services.values())}


def plain(path: Path) -> Document:
    """What one file says, as it is written."""
    problems: list[Problem] = []
    root = source.load(path, problems=problems).root
    found = _data(root) if root is not None else {}
    return found if isinstance(found, dict) else {}


def _data(node: yaml.Node) -> Any:  # noqa: ANN401  # as loose as YAML
    if isinstance(node, yaml.MappingNode):
        pairs = ((key.value, _data(value)) for key, value in node.value)
        return {key: value for key, value in pairs if value is not None}
    if isinstance(node, yaml.SequenceNode):
        return [_data(each) for each in node.value]
    nothing = node.tag == "tag:yaml.org,2002:null" and not getattr(node, "style", None)
    return None if nothing else str(node.value)


def _says_something(value: object) -> bool:
    return value not in (None, "", [], {})


def _tidied(value: Any) -> Any:  # noqa: ANN401
    """Without what was left empty on a page; a list keeps its empty items, for they are mistakes to be shown."""
    if isinstance(value, dict):
        return {key: _tidied(each) for key, each in value.items() if _says_something(each)}
    return [_tidied(each) for each in value] if isinstance(value, list) else value


class _Plain(yaml.SafeDumper):
    """Writes texts without quotes where YAML allows it: `15`, `true` and dates are texts to the catalogue."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # PyYAML's own way of having none


def _text(dumper: _Plain, text: str) -> yaml.ScalarNode:
    """In quotes only where a reader would take the word for nothing at all."""
    nothing = text.lower() == "null" or text == "~"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if nothing else None)


_Plain.add_representer(str, _text)
