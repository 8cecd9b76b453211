"""A small centre's file, and short ways to spoil and to read it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from queue_server.catalogue import read
from queue_server.catalogue.place import Place
from queue_server.catalogue.problems import Problem
from queue_server.catalogue.shipped import example
from queue_server.core.plan import CentrePlan

SMALL = (Path(__file__).parent / "small.yaml").read_text("utf-8")

Spoilt = Callable[..., list[Problem]]
At = Callable[[str], Place]


@pytest.fixture(scope="session")
def small() -> str:
    """A centre's file with nothing wrong; its line numbers are used by the tests."""
    return SMALL


@pytest.fixture
def spoilt(tmp_path: Path) -> Spoilt:
    """The problems of the small file after `(old, new), …` have been replaced in it."""

    def check(*changes: tuple[str, str]) -> list[Problem]:
        text = SMALL
        for old, new in changes:
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        path = tmp_path / "centre.yaml"
        path.write_text(text, "utf-8")
        return read.check(path)

    return check


@pytest.fixture
def at() -> At:
    """The place of a piece of YAML in a file named f.yaml; its `problems` begin empty."""

    def place(text: str) -> Place:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        assert node is not None
        return Place("f.yaml", "k", node, [])

    return place


@pytest.fixture
def by_option(tmp_path: Path) -> Callable[[str, str], CentrePlan]:
    """The plan of a shipped centre under an organisational option: its file with one word changed."""
    shutil.copy(example("kontum-2022"), tmp_path)

    def plan(name: str, option: str) -> CentrePlan:
        text = example(name).read_text("utf-8")
        path = tmp_path / f"{name}-{option}.yaml"
        path.write_text(re.sub(r"^organisation: \w+", f"organisation: {option}", text, flags=re.MULTILINE), "utf-8")
        return read.read(path).centres[0].plan

    return plan
