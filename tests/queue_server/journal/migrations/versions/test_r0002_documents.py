"""The second revision, word for word: it has been run on centres' journals and never changes."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

import queue_server.journal

MIGRATIONS = Path(queue_server.journal.__file__).parent / "migrations"
WRITTEN = """
CREATE TABLE documents (
    centre VARCHAR(64) NOT NULL,
    name VARCHAR(128) NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_documents PRIMARY KEY (centre, name)
);
"""


def test_what_it_does() -> None:
    output = StringIO()
    context = MigrationContext.configure(dialect_name="sqlite", opts={"as_sql": True, "output_buffer": output})
    revision = ScriptDirectory(str(MIGRATIONS)).get_revision("0002")
    with Operations.context(context):
        revision.module.upgrade()
    assert output.getvalue().split() == WRITTEN.split()
    assert revision.down_revision == "0001"
