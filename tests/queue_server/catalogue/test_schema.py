"""The schema and its page hold together, in both directions."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from queue_server.catalogue import board_schema, layers, schema, slips
from queue_server.catalogue.read import check
from queue_server.catalogue.table import Key, Table

ROOT = Path(__file__).parents[3]
CODE = ROOT / "queue_server" / "catalogue"
PAGES = ["configuration.md", "configuration.vi.md"]

GROUPS = {
    "hours": schema.HOURS,
    "organisation_options": schema.ORGANISATION_OPTION,
    "services": schema.SERVICE,
    "procedures": schema.PROCEDURE,
    "priority_classes": schema.PRIORITY_CLASS,
    "policy": schema.POLICY,
    "rating_scale": schema.RATING_STEP,
    "rating_reasons": schema.RATING_REASON,
    "authorities": schema.AUTHORITY,
    "neighbours": schema.NEIGHBOUR,
    "surveys": schema.SURVEY,
    "questions": schema.SURVEY_QUESTION,
    "slip": slips.PART_ROW,
    "speech": board_schema.SPEECH,
    "wait_thresholds": schema.WAIT_THRESHOLDS,
    "desks": schema.DESK,
    "kiosks": schema.KIOSK,
    "boards": board_schema.BOARD,
    "speech of a board": board_schema.MANNER,
    "media": board_schema.SLIDE,
    "demand": schema.DEMAND,
}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return (ROOT / "docs" / str(request.param)).read_text("utf-8")


def documented(text: str) -> dict[str, str]:
    """The keys of the tables in a piece of a page, with the default that is told for each."""
    return dict(re.findall(r"^\| `([a-z0-9_]+)` \| [^\n]*? \| ([^|\n]*) \| [^|\n]*\|$", text, re.MULTILINE))


def told(key: Key[object], default: str) -> None:
    if key.required:
        assert default.startswith("**"), f"{key.name} is required"
    elif isinstance(key.default, bool):
        assert default == f"`{str(key.default).lower()}`", key.name
    elif isinstance(key.default, int | float) and default.startswith("`"):
        assert float(default.strip("`")) == key.default, key.name
    elif isinstance(key.default, str) and default.startswith("`"):
        assert default == f"`{key.default}`", key.name


@pytest.mark.parametrize(("name", "table"), GROUPS.items())
def test_every_key_of_a_group_is_explained_and_no_other(page: str, name: str, table: Table) -> None:
    section = re.search(rf"^### {name}\n(.*?)(?=^##)", page, re.MULTILINE | re.DOTALL)
    assert section is not None, name
    keys = documented(section[1])
    assert list(keys) == [key.name for key in table.keys]
    for key in table.keys:
        told(key, keys[key.name])


def test_every_top_level_key_is_explained_and_no_other(page: str) -> None:
    before = page[: page.index("### hours")]
    keys = set(documented(before))
    known = {key.name for table in (layers.CENTRE_FILE, layers.PROVINCE_FILE) for key in table.keys}
    assert keys == known


def test_no_table_is_left_out() -> None:
    tables = {
        value for module in (schema, board_schema, slips) for value in vars(module).values() if isinstance(value, Table)
    }
    assert tables == set(GROUPS.values())


def test_the_smallest_centre_of_the_page_has_nothing_wrong(page: str, tmp_path: Path) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    whole = [block for block in blocks if block.startswith("kind: centre")]
    assert len(whole) == 1
    path = tmp_path / "centre.yaml"
    path.write_text(whole[0], "utf-8")
    assert check(path) == []


def test_every_code_is_explained_and_no_other(page: str) -> None:
    makers = {"wrong", "Wrong", "scalar", "_pattern"}
    used = {
        node.args[0].value
        for path in CODE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in makers
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    table = page[page.rindex("\n## ") :]
    assert set(re.findall(r"`([a-z0-9-]+)`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)))) == used
