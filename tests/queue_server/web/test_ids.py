"""Ids of tickets: no two alike, and of letters that an address can hold."""

from __future__ import annotations

import re
from itertools import islice

from queue_server.web.ids import unguessable


def test_many_draws_give_as_many_ids_and_no_two_alike() -> None:
    ids = [*islice(unguessable(), 1_000), *islice(unguessable(), 1_000)]
    assert len(set(ids)) == 2_000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{12}", each) for each in ids)
