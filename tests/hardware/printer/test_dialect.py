from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.dialect import PASSED_OVER, UNKNOWN, next_command, real_time_commands

WHOLE = [
    (b"\x1b@", "ESC @", b""),
    (b"\x1ba\x01", "ESC a", b"\x01"),
    (b"\x1bJ\x18", "ESC J", b"\x18"),
    (b"\x1dV\x01", "GS V", b"\x01"),
    (b"\x1dVB\x00", "GS V", b"B\x00"),
    (b"\x1dv0\x03\x48\x00\x02\x00", "GS v 0", b"\x03\x48\x00\x02\x00"),
    (b"\x1dr\x01", "GS r", b"\x01"),
    (b"\x1d(H\x06\x00000001", "GS ( H", b"\x06\x00000001"),
    (b"\x1d(L\x06\x000EK1\x01\x01", "GS ( L", b"\x06\x000EK1\x01\x01"),
    (b"\x06", "ACK", b""),
    (b"\x10\x04\x02", "DLE EOT", b"\x02"),
    (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", "DLE DC4 8", b"\x01\x03\x14\x01\x06\x02\x08"),
]


@pytest.mark.parametrize(("raw", "name", "parameters"), WHOLE)
def test_a_command_ends_where_it_must(raw: bytes, name: str, parameters: bytes) -> None:
    command = next_command(raw + b"rest")
    assert command is not None
    assert (command.name, command.parameters, command.raw) == (name, parameters, raw)
    for length in range(1, len(raw)):
        assert next_command(raw[:length]) is None, "more must come"


@given(st.binary(min_size=1, max_size=40))
def test_any_bytes_are_a_command_or_begin_one(data: bytes) -> None:
    command = next_command(data)
    if command is not None:
        assert data.startswith(command.raw)
        assert command.raw


@pytest.mark.parametrize(("data", "name"), [(b"\x03", PASSED_OVER), (b"\x1c\x03", UNKNOWN), (b"\x1bZ", UNKNOWN)])
def test_a_lone_control_code_is_passed_over_and_an_unknown_command_is_not(data: bytes, name: str) -> None:
    command = next_command(data)
    assert command is not None
    assert (command.name, command.raw) == (name, data[:1])


def test_text_is_unknown() -> None:
    command = next_command(b"Xin")
    assert command is not None
    assert (command.name, command.raw) == (UNKNOWN, b"X")


def test_real_time_commands_are_heard_wherever_they_stand() -> None:
    commands, begun = real_time_commands(b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01 \x10\x05\x02\xff\x10")
    assert [command.name for command in commands] == ["DLE EOT", "DLE ENQ"]
    assert begun == b"\x10"


@given(
    st.lists(st.sampled_from([raw for raw, name, _ in WHOLE if name.startswith("DLE")] + [b"abc", b"\x00"])), st.data()
)
def test_real_time_commands_are_heard_in_pieces(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    cut = data.draw(st.integers(0, len(stream)))
    first, begun = real_time_commands(stream[:cut])
    second, _ = real_time_commands(begun + stream[cut:])
    assert [command.raw for command in first + second] == [part for part in parts if part[0] == 0x10]
