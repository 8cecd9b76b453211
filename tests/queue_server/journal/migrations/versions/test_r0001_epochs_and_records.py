"""The first revision, word for word: it has been run on centres' journals and never changes."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

import queue_server.journal

MIGRATIONS = Path(queue_server.journal.__file__).parent / "migrations"
WRITTEN = """
CREATE TABLE epochs (
    centre VARCHAR(64) NOT NULL,
    epoch VARCHAR(32) NOT NULL,
    ordinal INTEGER NOT NULL,
    at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    CONSTRAINT pk_epochs PRIMARY KEY (centre, epoch),
    CONSTRAINT uq_epochs_centre_ordinal UNIQUE (centre, ordinal)
);
CREATE TABLE records (
    centre VARCHAR(64) NOT NULL,
    epoch VARCHAR(32) NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind VARCHAR(64) NOT NULL,
    body TEXT NOT NULL,
    request TEXT,
    actor TEXT,
    hash VARCHAR(64) NOT NULL,
    CONSTRAINT pk_records PRIMARY KEY (centre, epoch, version)
)
 WITHOUT ROWID;
"""


def test_what_it_does() -> None:
    output = StringIO()
    context = MigrationContext.configure(dialect_name="sqlite", opts={"as_sql": True, "output_buffer": output})
    revision = ScriptDirectory(str(MIGRATIONS)).get_revision("0001")
    with Operations.context(context):
        revision.module.upgrade()
    assert output.getvalue().split() == WRITTEN.split()
    assert revision.down_revision is None
