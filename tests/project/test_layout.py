"""The house rules that a program can check: sizes, names, where things are."""

from __future__ import annotations

import ast
from pathlib import Path

LINES = 400
#: Longer, with the reason.
LONGER = {
    "queue_server/protocol/messages.py": "the whole wire on one page; declarations, no behaviour",
    "queue_server/core/events.py": "what can happen on one page; declarations, no behaviour",
}

#: Names that say nothing about what is inside.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base_classes", "tools"}

#: Modules, or whole folders, that are tested elsewhere than in their mirror file, and where.
TESTED_ELSEWHERE = {
    # The rules only mean something together: a machine makes up days and checks every step of them.
    "queue_server/core/": "tests/queue_server/core/test_machine.py",
    # The pages are asked for over the same real sockets.
    "queue_server/web/app.py": "tests/queue_server/web/test_sockets.py",
    # Data that the readers make and `document` tells.
    "queue_server/catalogue/shape.py": "tests/queue_server/catalogue/test_document.py",
    # Four words of data.
    "queue_server/web/provider.py": "tests/queue_server/web/test_single_sign_on.py",
    # Reads a file; every page is asked for elsewhere.
    "queue_server/web/page.py": "tests/queue_server/web/test_console.py",
    # People, press, windows and summary of a demo are one day, played by the command itself.
    "queue_server/demo/": "tests/end_to_end/test_day.py",
    # Words are tried as they are typed.
    "queue_server/cli/": "tests/queue_server/test_cli.py",
    # One of the things that wire makes.
    "queue_server/plan_thing.py": "tests/queue_server/test_wire.py",
    "queue_server/touched.py": "tests/queue_server/test_wire.py",
    "queue_server/hall_things.py": "tests/queue_server/test_wire.py",
    # What is said on a bus is tried with its owner, templates with the frames that their makers print.
    "hardware/bus/exchange.py": "tests/hardware/bus/test_owner.py",
    "hardware/bus/presets.py": "tests/hardware/bus/test_framed.py",
    # An uplink needs both its ends.
    "queue_server/uplink.py": "tests/queue_server/hub/test_server.py",
    "queue_server/hub/": "tests/queue_server/hub/test_server.py",
    # What comes down is tried from publishing to the plan in force.
    "queue_server/from_province.py": "tests/queue_server/hub/test_published.py",
    "queue_server/in_force.py": "tests/queue_server/web/test_configuration.py",
    "queue_server/journal/archive.py": "tests/queue_server/hub/test_server.py",
    # A sign's or relay's language is tried by the unit that speaks it, on a machine that hears it.
    "hardware/sign/": "tests/hardware/sign/test_unit.py",
    "hardware/relay/": "tests/hardware/relay/test_unit.py",
    "hardware/light/base.py": "tests/hardware/light/test_backlight.py",
    "hardware/keypad/base.py": "tests/hardware/keypad/test_framed_keypad.py",
    # From settings to units: attached and pressed as a whole.
    "devices/attach.py": "tests/devices/test_app.py",
    # A refusal's words are data.
    "queue_server/core/refusals.py": "tests/project/test_codes.py",
}

DEVICES = ("printer", "scanner", "sign", "keypad", "relay", "light")


def test_files_are_short(sources: dict[str, ast.Module], root: Path) -> None:
    lines = {path: len((root / path).read_text("utf-8").splitlines()) for path in sources}
    assert {path: count for path, count in lines.items() if count > LINES and path not in LONGER} == {}
    assert [path for path in LONGER if lines.get(path, 0) <= LINES] == [], "no longer needs its exception"


def test_names_say_what_is_inside(sources: dict[str, ast.Module]) -> None:
    assert [path for path in sources if EMPTY_NAMES & set(Path(path).with_suffix("").parts)] == []


def test_a_module_says_what_it_is_in_eight_lines(sources: dict[str, ast.Module]) -> None:
    heads = {path: ast.get_docstring(tree) for path, tree in sources.items() if tree.body}
    assert [path for path, head in heads.items() if not head or len(head.splitlines()) > 8] == []


def test_each_module_is_tested_where_one_looks_for_it(sources: dict[str, ast.Module], root: Path) -> None:
    missing = [
        path
        for path, tree in sources.items()
        if any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(tree))
        if not path.startswith(tuple(TESTED_ELSEWHERE))
        if not (root / "tests" / Path(path).parent / f"test_{Path(path).name}").exists()
    ]
    assert missing == []


def test_what_is_tested_elsewhere_is(root: Path) -> None:
    assert [path for path in TESTED_ELSEWHERE if not (root / path).exists()] == []
    assert [where for where in TESTED_ELSEWHERE.values() if not (root / where).exists()] == []


def test_a_device_is_base_driver_and_simulator(root: Path) -> None:
    folders = [root / "hardware" / device for device in DEVICES if (root / "hardware" / device).is_dir()]
    assert folders
    wanted = ("base.py", "simulator.py")
    assert [f"{folder.name}/{name}" for folder in folders for name in wanted if not (folder / name).exists()] == []


def test_tests_do_not_sleep_a_number(tests: dict[str, ast.Module]) -> None:
    sleeps = [
        (path, node.lineno)
        for path, tree in tests.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "asyncio.sleep", "sleep"}
        if node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value
    ]
    assert sleeps == []


def test_exceptions_are_not_swallowed(sources: dict[str, ast.Module]) -> None:
    swallowed = [
        (path, node.lineno)
        for path, tree in sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
        if all(isinstance(line, ast.Pass) for line in node.body)
    ]
    assert swallowed == []
