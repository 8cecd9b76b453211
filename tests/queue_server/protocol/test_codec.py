"""Frames and messages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from queue_server.protocol import messages as msg
from queue_server.protocol.codec import (
    NotUnderstood,
    decode_from_client,
    decode_from_server,
    encode,
    read_from_server,
)

DESK = msg.Desk(id="d1", state=msg.DeskState.IDLE, since=1)


INT64 = 2**63 - 1


def values(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """Whatever may stand where a message wants this kind of value."""
    match kind:
        case inspect.StrType(pattern=str(pattern)):
            return st.from_regex(pattern, fullmatch=True)
        case inspect.StrType():
            return st.text(min_size=kind.min_length or 0, max_size=min(kind.max_length or 8, 8))
        case inspect.IntType():
            return st.integers(-INT64 if kind.ge is None else kind.ge, INT64 if kind.le is None else kind.le)
        case inspect.FloatType():
            return st.floats(allow_nan=False, allow_infinity=False)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.EnumType():
            return st.sampled_from(kind.cls)
        case inspect.VarTupleType():
            return st.lists(values(kind.item_type), max_size=2).map(tuple)
        case inspect.DictType():
            return st.dictionaries(values(kind.key_type), values(kind.value_type), max_size=2)
        case inspect.UnionType():
            return st.one_of([values(each) for each in kind.types])
        case inspect.StructType():
            return st.builds(kind.cls, **{field.name: values(field.type) for field in kind.fields})
        case _:
            raise AssertionError(f"say how to make {kind}")


@pytest.mark.parametrize("kind", msg.FromClient.__args__)
@given(data=st.data())
@settings(max_examples=20)
def test_a_client_is_read_as_it_wrote(kind: type, data: st.DataObject) -> None:
    message = data.draw(values(inspect.type_info(kind)))
    assert decode_from_client(encode(message)) == message
    assert decode_from_client(encode(message).decode()) == message


@pytest.mark.parametrize("kind", msg.FromServer.__args__)
@given(data=st.data())
@settings(max_examples=20)
def test_a_server_is_read_as_it_wrote(kind: type, data: st.DataObject) -> None:
    message = data.draw(values(inspect.type_info(kind)))
    assert decode_from_server(encode(message)) == message
    assert read_from_server(encode(message)) == message


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_noise_is_not_understood_and_nothing_worse(frame: bytes | str) -> None:
    for read in (decode_from_client, decode_from_server, read_from_server):
        with pytest.raises(NotUnderstood):
            read(frame)


@pytest.mark.parametrize(
    "frame",
    [
        '{"type": "call_next", "desk": "d1"}',
        '{"type": "call_next", "request": "", "desk": "d1"}',
        '{"type": "call_next", "request": "' + "x" * 65 + '", "desk": "d1"}',
        '{"type": "call_next", "request": 7, "desk": "d1"}',
        '{"type": "welcome", "request": "r", "desk": "d1"}',
        '{"request": "r", "desk": "d1"}',
        "[" * 100_000,
        "null",
    ],
)
def test_a_frame_that_is_not_exactly_a_message_is_refused(frame: str) -> None:
    with pytest.raises(NotUnderstood):
        decode_from_client(frame)


def test_what_a_newer_server_adds_is_passed_over() -> None:
    update = json.loads(encode(msg.Update(version=3, things=(DESK,))))
    update["things"][0]["lamp"] = "green"
    update["things"].insert(0, {"type": "lamp", "id": "x"})
    update["mood"] = {"type": "sunny"}
    assert read_from_server(json.dumps(update)) == msg.Update(version=3, things=(DESK,))
    snapshot = {**update, "type": "snapshot", "epoch": "e1"}
    assert read_from_server(json.dumps(snapshot)) == msg.Snapshot(epoch="e1", version=3, things=(DESK,))
    assert read_from_server('{"type": "weather"}') is None
    with pytest.raises(NotUnderstood):
        decode_from_server(json.dumps(update))


@pytest.mark.parametrize(
    "frame",
    [
        '{"type": "update", "version": 3, "things": [{"type": "lamp"}, {"type": "desk", "id": "d1"}]}',
        '{"type": "update", "version": "3", "things": []}',
        '{"type": "update", "things": []}',
        '{"type": "update", "version": 3, "things": [{"id": "d1"}]}',
        '{"type": "beat", "version": 3}',
        '{"kind": "update"}',
    ],
)
def test_what_is_wrong_is_not_passed_over(frame: str) -> None:
    with pytest.raises(NotUnderstood):
        read_from_server(frame)


def test_every_kind_has_its_own_name() -> None:
    for family in (msg.FromClient, msg.FromServer, msg.Thing):
        names = [inspect.type_info(kind).tag for kind in family.__args__]  # type: ignore[union-attr]
        assert len(set(names)) == len(names)
