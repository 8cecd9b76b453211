"""Migrations as an engineer runs them at the shell: up from nothing, and no difference to the tables afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect

import queue_server.journal

MIGRATIONS = Path(queue_server.journal.__file__).parent / "migrations"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    config = Config(str(MIGRATIONS / "alembic.ini"))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{tmp_path / 'scratch.sqlite'}")
    return config


def test_the_migrations_come_to_the_tables(config: Config) -> None:
    command.upgrade(config, "head")
    command.check(config)


def test_they_run_on_the_connection_they_are_given(config: Config, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'given.sqlite'}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        assert {"epochs", "records"} <= set(inspect(connection).get_table_names())
    engine.dispose()
    assert not (tmp_path / "scratch.sqlite").exists()


def test_a_new_revision_is_written_from_the_template(tmp_path: Path) -> None:
    """What docs/decisions/0041 tells an engineer to do, on a copy: the file it makes is good Python."""
    copy = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, copy)
    config = Config(str(copy / "alembic.ini"))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{tmp_path / 'scratch.sqlite'}")
    command.upgrade(config, "head")
    command.revision(config, "no change", rev_id="0003", autogenerate=True)
    text = (copy / "versions" / "r0003_no_change.py").read_text("utf-8")
    assert text.startswith('"""no change."""')
    assert "down_revision = '0002'" in text
    assert [line.strip() for line in text.splitlines() if line and "#" not in line][-2:] == [
        "def upgrade() -> None:",
        "pass",
    ]
    command.upgrade(config, "head")
