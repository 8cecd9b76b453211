"""Templates: frames as makers print them, found again in any stream, cut anywhere, with noise between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bus.framed import Frame, FrameReader, Template
from hardware.bus.presets import NUMBERS, PRESETS
from hardware.errors import AddressError


@pytest.mark.parametrize(
    ("preset", "address", "data", "frame"),
    [
        ("lcus", 1, b"\x01", "a00101a2"),
        ("lcus", 2, b"\x00", "a00200a2"),
        ("edi", 7, b"A025", "0230374130323503"),
        ("ditel", 31, b" 25", "0231462032350d"),
        ("er4s", 1, b"25", "030201323503"),
        ("binary", 1, b"\x00\x19", "0100191a"),
        ("sunpn", 1, b"\x19\x00", "3a01190000540a"),
        ("caller21", 5, b"\x01\x02", "ff680303680501020816"),
    ],
)
def test_frames_are_as_the_sheets_print_them(preset: str, address: int, data: bytes, frame: str) -> None:
    assert PRESETS[preset].wrap(data, address=address).hex() == frame


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("02 adr data 03", "'adr' is neither"),
        ("02 03", "one word `data`"),
        ("data data", "one word `data`"),
        ("data sum8 crc16", "one check"),
        ("| data | sum8", "one mark"),
        ("data len", "after the data"),
    ],
)
def test_a_wrong_template_says_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(AddressError, match=complaint):
        Template.parse(text)


def test_a_template_without_an_end_needs_a_width() -> None:
    for text in ("02 data sum8", "data", "02 data addr 03"):
        with pytest.raises(AddressError, match="give its width"):
            FrameReader(Template.parse(text))


WIDTHS = {"lcus": 1, "binary": 2, "sunpn": 2}
LETTERS = st.binary(min_size=1, max_size=8).map(lambda data: bytes(0x20 + byte % 0x5F for byte in data))


@given(
    st.sampled_from(sorted(PRESETS)),
    st.lists(st.tuples(st.integers(1, 99), LETTERS), min_size=1, max_size=5),
    st.data(),
)
def test_what_is_wrapped_is_found_however_it_is_cut(
    preset: str, said: list[tuple[int, bytes]], data: st.DataObject
) -> None:
    template, width = PRESETS[preset], WIDTHS.get(preset)
    frames = [Frame(address if template.addressed else None, text.ljust(width or 0)[:width]) for address, text in said]
    stream = b"".join(template.wrap(frame.data, address=frame.address or 0) for frame in frames)
    reader = FrameReader(template, width=width)
    found = []
    while stream:
        count = data.draw(st.integers(1, len(stream)))
        found += reader.feed(stream[:count])
        stream = stream[count:]
    assert found == frames


@given(st.binary(max_size=40), LETTERS)
def test_a_frame_is_found_after_noise(noise: bytes, text: bytes) -> None:
    template = Template.parse("02 addr2 data xor8x 03")
    reader = FrameReader(template)
    # What began in the noise may swallow one frame, never a second.
    found = reader.feed(noise + 2 * template.wrap(text, address=12) + 300 * b"\x00")
    assert Frame(12, text) in found


@given(st.lists(st.binary(max_size=20), max_size=20))
def test_noise_is_forgotten(noises: list[bytes]) -> None:
    reader = FrameReader(PRESETS["caller21"])
    for noise in noises:
        reader.feed(noise)
    assert len(reader._rest) < 300


def test_numbers_have_a_byte_order() -> None:
    assert set(NUMBERS.values()) <= {"big", "little"}
    assert set(NUMBERS) <= set(PRESETS)
