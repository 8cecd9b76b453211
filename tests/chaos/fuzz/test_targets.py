"""Each target takes anything and gives back nothing: what fuzzing found stays here as an example."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chaos.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.binary(max_size=400))
@settings(max_examples=60)
@example(data=b"")
@example(data=b"[" * 3_000)
@example(data=b"\x00" * 40)
@example(data="kind: centre\nid: thử\n".encode())
@example(data=b'{"type":"hello","protocol":1e400}')
def test_a_target_takes_anything(name: str, data: bytes) -> None:
    TARGETS[name](data)
