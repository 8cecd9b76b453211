from __future__ import annotations

from hardware.sign.base import Face
from hardware.sign.simulator import VirtualSign


def test_each_new_face_is_told_once() -> None:
    seen: list[tuple[str, Face]] = []
    sign = VirtualSign("q1", shown=lambda name, face: seen.append((name, face)))
    for text in ("A001", "A001", "A002"):
        sign.show(Face(text))
    assert seen == [("q1", Face("A001")), ("q1", Face("A002"))]
    assert sign.name == "q1"
