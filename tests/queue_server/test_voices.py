"""One board of a hall speaks, and another when that one cannot."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from queue_server.core.plan import Board
from queue_server.protocol.messages import Device, Role
from queue_server.voices import voices

BOARDS = (Board(id="b1", hall="a"), Board(id="b2", hall="a"), Board(id="b3", hall="b"), Board(id="b4"))


def devices(**health: str) -> dict[str, Device]:
    """Boards and how they are; "gone" is not connected."""
    return {
        key: Device(id=key, role=Role.BOARD, online=word != "gone", since=0, health="ready" if word == "gone" else word)
        for key, word in health.items()
    }


def test_the_first_of_a_hall_speaks_and_stays() -> None:
    assert voices(BOARDS, devices(b2="ready", b4="ready"), former={}) == {"a": "b2"}
    assert voices(BOARDS, devices(b1="ready", b2="ready"), former={"a": "b2"}) == {"a": "b2"}, "no change of voice"
    assert voices(BOARDS, devices(b1="ready", b2="ready"), former={}) == {"a": "b1"}


def test_another_takes_over_when_it_is_gone_or_silent() -> None:
    for word in ("gone", "silent", "no_sound"):
        assert voices(BOARDS, devices(b1=word, b2="ready"), former={"a": "b1"}) == {"a": "b2"}
    assert voices(BOARDS, devices(b1="silent", b2="silent"), former={"a": "b2"}) == {"a": "b2"}, "a chime is something"
    assert voices(BOARDS, devices(b1="gone", b2="gone"), former={"a": "b1"}) == {}
    both = devices(b1="ready", b2="ready")
    assert voices(BOARDS, both, former={"a": "b1"}, still=["b1"]) == {"a": "b2"}, "a hung board says nothing"


@given(
    words=st.dictionaries(st.sampled_from(["b1", "b2", "b3", "b4"]), st.sampled_from(["ready", "silent", "gone"])),
    former=st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["b1", "b2", "b3"])),
)
def test_who_speaks_is_there_and_belongs_to_the_hall(words: dict[str, str], former: dict[str, str]) -> None:
    found = voices(BOARDS, devices(**words), former=former)
    for hall, speaker in found.items():
        assert next(board for board in BOARDS if board.id == speaker).hall == hall
        assert words[speaker] != "gone"
        members = [board.id for board in BOARDS if board.hall == hall]
        assert words[speaker] == "ready" or not any(words.get(member) == "ready" for member in members)
    assert voices(BOARDS, devices(**words), former=found) == found, "it settles at once"
