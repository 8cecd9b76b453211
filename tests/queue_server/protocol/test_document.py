"""docs/protocol.md says all that messages.py says: every message, field, kind, default, code and role."""

from __future__ import annotations

import json
import re
from enum import Enum
from pathlib import Path

import msgspec
import pytest

from queue_server.core.refusals import REFUSALS
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import MAX_FRAME, MAX_FRAME_FROM_SERVER
from queue_server.protocol.session import ALLOWED, UNWANTED
from queue_server.web.failures import FAILURES
from queue_server.wire import FOR_ROLE

PAGE = (Path(__file__).parents[3] / "docs" / "protocol.md").read_text("utf-8")

MESSAGES = {kind.__struct_config__.tag: kind for kind in (*msg.FromClient.__args__, *msg.FromServer.__args__)}
THINGS = {kind.__struct_config__.tag: kind for kind in msg.Thing.__args__}
PARTS = {
    name: kind
    for name, kind in vars(msg).items()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__struct_config__.tag is None
    if kind not in (msg.Struct, msg.Request)
}
ENUMS = {name: kind for name, kind in vars(msg).items() if isinstance(kind, type) and issubclass(kind, Enum)}
ENUMS.pop("StrEnum")

#: How the page calls what messages.py calls so.
KINDS = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "Thing": "[thing](#things)",
    **{
        name: name.lower()
        for name in ("Id", "Key", "Note", "Instant", "Minutes", "Words", "Sentence", "Count", "Dossiers", "Span")
    },
}


def section(heading: str) -> str:
    """What stands under a heading, down to the next of the same or a higher rank."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,}} |\Z)", PAGE, re.S | re.M)
    assert found is not None, f"docs/protocol.md has no heading {heading}"
    return found[2]


def rows(heading: str) -> list[list[str]]:
    """The cells of the tables under a heading, without their first two lines."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def kind_in_words(annotation: str) -> str:
    """`Id | None` is "id or null"."""
    if annotation.endswith(" | None"):
        return f"{kind_in_words(annotation.removesuffix(' | None'))} or null"
    if several := re.fullmatch(r"tuple\[(.+), \.\.\.\]", annotation):
        return f"list of {kind_in_words(several[1])}"
    if choice := re.fullmatch(r"Annotated\[str, Meta\(pattern='\^\((.+)\)\$'\)\]", annotation):
        return " or ".join(f"`{each}`" for each in choice[1].split("|"))
    if sized := re.fullmatch(r"Annotated\[str, Meta\((?:min_length=(\d+), )?max_length=(\d+)\)\]", annotation):
        return f"string of {f'{sized[1]} to' if sized[1] else 'at most'} {sized[2]}"
    if mapping := re.fullmatch(r"dict\[(.+), (.+)\]", annotation):
        return f"object from {kind_in_words(mapping[1])} to {kind_in_words(mapping[2])}"
    return KINDS.get(annotation) or f"[{annotation}](#{annotation.lower()})"


def fields(kind: type) -> list[list[str]]:
    """Field, kind and default, as the page has to say them."""
    annotations: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        annotations |= getattr(each, "__annotations__", {})
    return [
        [
            f"`{field.name}`",
            kind_in_words(annotations[field.name]),
            "**required**"
            if field.default is msgspec.NODEFAULT
            else f"`{json.dumps(msgspec.to_builtins(field.default), ensure_ascii=False)}`",
        ]
        for field in msgspec.structs.fields(kind)
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [*((f"`{tag}`", kind) for tag, kind in (MESSAGES | THINGS).items()), *PARTS.items()],
)
def test_every_field_is_described(heading: str, kind: type) -> None:
    assert [row[:3] for row in rows(heading)] == fields(kind)
    assert all(row[3] for row in rows(heading)), "every field has a meaning"


def test_nothing_is_described_that_does_not_exist() -> None:
    described = set(re.findall(r"^#### `?(\w+)`?$", PAGE, re.M))
    assert described == MESSAGES.keys() | THINGS.keys() | PARTS.keys() | ENUMS.keys()


@pytest.mark.parametrize(("name", "kind"), ENUMS.items())
def test_every_value_is_described(name: str, kind: type[Enum]) -> None:
    assert [row[0] for row in rows(name)] == [f"`{value.value}`" for value in kind]


def test_every_code_is_described() -> None:
    assert [row[0] for row in rows("Refusals")] == [f"`{code}`" for code in REFUSALS]
    assert {row[0] for row in rows("Errors")} == {f"`{code}`" for code in FAILURES}
    closes = {name: code for name, code in vars(msg.Close).items() if name.isupper()}
    told = {row[1].strip("`"): int(row[0]) for row in rows("Close codes") if row[1]}
    assert told == closes
    assert {int(row[0]) for row in rows("Close codes") if "every 30 s" in row[3]} == set(UNWANTED)


@pytest.mark.parametrize(
    ("table", "kinds", "who"), [(0, msg.Command.__args__, ALLOWED), (1, msg.Thing.__args__, FOR_ROLE)]
)
def test_every_role_is_described(table: int, kinds: tuple[type, ...], who: dict[msg.Role, frozenset[type]]) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", section("Roles"), re.M)
    told = [[cell.strip() for cell in line.strip("|").split("|")] for line in tables[table].splitlines()]
    roles = [msg.Role(name) for name in told[0][1:]]
    assert set(roles) == set(msg.Role)
    for kind, row in zip(kinds, told[2:], strict=True):
        tag = kind.__struct_config__.tag  # type: ignore[attr-defined]
        assert row == [f"[`{tag}`](#{tag})", *("yes" if kind in who[role] else "" for role in roles)]


def test_its_figures_are_ours() -> None:
    assert f"Protocol version: **{msg.PROTOCOL}**" in PAGE
    assert f"at most {MAX_FRAME // 1024} KiB" in PAGE
    assert f"ready for {MAX_FRAME_FROM_SERVER // 1024**2} MiB" in PAGE


def test_links_within_the_page_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", PAGE, re.M)
    }
    assert {link for link in re.findall(r"\]\(#([^)]+)\)", PAGE) if link not in headings} == set()
