"""A shared database that answers, and one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.doctor.database import database
from tests.conftest import program
from tests.postgres import running_postgres


@pytest.mark.needs("pg_ctl")
async def test_a_database_that_answers_is_well() -> None:
    found = program("pg_ctl")
    assert found is not None
    with running_postgres(found) as server:
        finding = await database(server.create("motcua"))
    assert finding is not None
    assert finding.verdict.value == "OK"


async def test_a_database_that_does_not_answer_is_bad(tmp_path: Path) -> None:
    finding = await database(f"postgresql://motcua@/motcua?host={tmp_path}")
    assert finding is not None
    assert finding.verdict.value == "BAD"
    assert await database("") is None
