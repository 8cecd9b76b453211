"""The list of components holds what is locked and what lies here as a file, and nothing that only develops."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import program
from tools import vendored
from tools.vendored import TABLE

ROOT = Path(__file__).parents[2]


def writes_lists() -> bool:
    """Whether there is a uv here that knows CycloneDX; older ones do all else."""
    found = program("uv")
    return (
        bool(found)
        and "cyclonedx" in subprocess.run([found, "export", "--help"], capture_output=True, text=True).stdout
    )


@pytest.mark.skipif(not writes_lists(), reason="uv is not here, or writes no lists of components yet")
def test_the_list_of_components_names_what_is_locked(tmp_path: Path) -> None:
    table = str(TABLE.relative_to(ROOT))
    for name in ("tools/components", "tools/vendored.py", "pyproject.toml", "uv.lock", "README.md", "LICENSE", table):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    path = f"{Path(program('uv') or '').parent}:{os.environ['PATH']}"  # it may be beside the tree only
    words = ["bash", "tools/components", "sbom"]
    subprocess.run(words, cwd=tmp_path, env={**os.environ, "PATH": path}, check=True, capture_output=True)
    found = json.loads((tmp_path / "dist" / "motcua.cdx.json").read_text("utf-8"))
    assert found["bomFormat"] == "CycloneDX"
    components = {each["name"]: each["version"] for each in found["components"]}
    locked = {each["name"]: each.get("version") for each in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    assert {"msgspec", "websockets", "litestar", "psycopg"} <= set(components)
    lying_here = {str(each["name"]): each["version"] for each in vendored.components()}
    assert lying_here.items() <= components.items()
    assert {name: version for name, version in components.items() if (locked | lying_here).get(name) != version} == {}
    assert "pytest" not in components, "what only develops is not part of it"


def test_every_module_of_others_is_in_the_table() -> None:
    modules = {each.name for each in TABLE.parent.glob("*.mjs")}
    text = TABLE.read_text("utf-8")
    assert modules
    assert all(f"| `{name}` | `" in text for name in modules)
    purls = {each["purl"] for each in vendored.components()}
    assert {str(each).rpartition("@")[0] for each in purls} == {
        *("pkg:npm/preact", "pkg:npm/%40preact/signals", "pkg:npm/%40preact/signals-core", "pkg:npm/htm")
    }
