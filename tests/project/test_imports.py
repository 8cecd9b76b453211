"""Who may import whom: the part of it that the contracts in pyproject.toml cannot say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: What the core may use of the standard library: data, not the world outside.
PURE = {
    "__future__", "abc", "array", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "enum",
    "fractions", "functools", "hashlib", "heapq", "itertools", "json", "math", "numbers", "operator", "re",
    "statistics", "string", "textwrap", "types", "typing", "unicodedata", "zoneinfo",
}  # fmt: skip

#: `queue_server/config.py` reads the environment. A place that must *set* a variable for a library says so here.
MAY_SET_ENVIRONMENT = {
    "hardware/printer/escpos.py": "python-escpos leaves a folder behind at each start unless told where to keep it",
    "kiosk/window.py": "Kivy reads its options from the environment when it is imported",
    "display/app.py": "Kivy reads its options from the environment when it is imported",
}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def test_core_uses_the_pure_part_of_the_standard_library(sources: dict[str, ast.Module]) -> None:
    wrong = [
        (path, name)
        for path, tree in sources.items()
        if path.startswith("queue_server/core/")
        for name in imported(tree)
        if name.split(".")[0] not in PURE and not name.startswith("queue_server.core")
    ]
    assert wrong == []


def test_core_does_not_ask_for_the_time(sources: dict[str, ast.Module]) -> None:
    wrong = [
        (path, node.lineno)
        for path, tree in sources.items()
        if path.startswith("queue_server/core/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
        if isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date"}
    ]
    assert wrong == []


def test_the_protocol_needs_msgspec_only(sources: dict[str, ast.Module]) -> None:
    wrong = [
        (path, name)
        for path, tree in sources.items()
        if path.startswith("queue_server/protocol/")
        for name in imported(tree)
        if name.split(".")[0] not in {*sys.stdlib_module_names, "msgspec"}
        if not name.startswith("queue_server.protocol")
    ]
    assert wrong == []


def test_only_apps_and_screens_draw(sources: dict[str, ast.Module]) -> None:
    wrong = [
        path
        for path, tree in sources.items()
        if any(name.split(".")[0] == "kivy" for name in imported(tree))
        if path not in {"kiosk/window.py", "display/app.py"}
        and not path.startswith(("kiosk/screens/", "display/screens/", "windows/screens/"))
    ]
    assert wrong == []


def test_only_the_settings_read_the_environment(sources: dict[str, ast.Module], texts: dict[str, str]) -> None:
    wrong = [
        (path, line.strip())
        for path in sources
        if path != "queue_server/config.py"
        for line in texts[path].splitlines()
        if re.search(r"\b(environb?|getenv)\b", line)
        if path not in MAY_SET_ENVIRONMENT or not re.search(r"os\.environ(\[.+\] = |\.setdefault\()", line)
    ]
    assert wrong == []


def test_foreign_errors_are_translated_at_one_seam(sources: dict[str, ast.Module]) -> None:
    seams = {"sqlalchemy": "queue_server/journal/", "serial": "hardware/"}
    wrong = [
        (path, name)
        for path, tree in sources.items()
        for name in imported(tree)
        if name.split(".")[0] in seams and not path.startswith(seams[name.split(".")[0]])
    ]
    assert wrong == []


def test_light_clients_stay_light(root: Path) -> None:
    heavy = "sqlalchemy litestar starlette uvicorn kivy yaml PIL rich argon2 escpos serial"
    script = (
        "import queue_server.client.link, queue_server.protocol.messages, sys; "
        f"print(*[name for name in {heavy.split()!r} if name in sys.modules], *["
        "name for name in sys.modules if name.startswith('queue_server.') "
        "and not name.startswith(('queue_server.client', 'queue_server.protocol'))])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == []
