"""Bytes that are not a centre's file: hostile, broken, or saved by the wrong program."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from queue_server.catalogue.problems import Problem
from queue_server.catalogue.source import DEEPEST, LARGEST_BYTES, Source, load


def loaded(tmp_path: Path, data: bytes | str) -> tuple[Source, list[Problem]]:
    path = tmp_path / "centre.yaml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems: list[Problem] = []
    return load(path, problems=problems), problems


@pytest.mark.parametrize(
    ("data", "line", "code", "found"),
    [
        (b"", 0, "empty", "an empty file"),
        (b"# only a remark\n", 0, "empty", "an empty file"),
        ("tên: Hộ tịch\n".encode("utf-16"), 1, "not-utf8", "UTF-16 text"),
        (b"a: 1\nb: H\xf4 t\xefch\n", 2, "not-utf8", "the byte 0xF4"),
        (b"a: 1\n\nb: x\x00y\n", 3, "control-character", "'\\u0000'"),
        ("a: x\u2028y\n".encode(), 1, "control-character", "'\\u2028'"),
        (b"- a\n- b\n", 1, "type", "a list"),
        (b"just words\n", 1, "type", "'just words'"),
        (b"a: 1\n\tb: 2\n", 2, "syntax", "a tab"),
        (b"a: b: c\n", 1, "syntax", "a colon in the wrong place"),
        (b'a: 1\nb: "never closed\nc: 2\n', 2, "syntax", "a quotation mark that is never closed"),
        (b"a: 1\nb: [1, 2\nc: 3\n", 2, "syntax", "a bracket that is not closed"),
        (b"a:\n  b: 1\n c: 2\n", 3, "syntax", "indentation"),
        (b"a: 1\nb: @home\n", 2, "syntax", "special character"),
        (b"a: 1\n---\nb: 2\n", 2, "syntax", "a second document"),
        (b"garbage\na: 1\n", 2, "syntax", "a colon in the wrong place"),
        (b'a: "\\UFFFFFFFF"\n', 1, "syntax", "not YAML"),
        (b"%YAML 9.9\n---\na: 1\n", 1, "syntax", "not YAML"),
        (b"a: " + b"[" * 5000, 1, "syntax", "groups within groups"),
        (b"a: " + b"{a: " * 5000, 1, "syntax", "groups within groups"),
    ],
)
def test_what_stands_in_the_way_is_named(tmp_path: Path, data: bytes, line: int, code: str, found: str) -> None:
    _, problems = loaded(tmp_path, data)
    assert [(problem.line, problem.code) for problem in problems] == [(line, code)], problems
    assert found in problems[0].found.en


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path, tmp_path / "a\0b"):
        problems: list[Problem] = []
        assert load(path, problems=problems).root is None
        assert [(problem.line, problem.code) for problem in problems] == [(0, "no-file")]


def test_a_file_of_the_wrong_size(tmp_path: Path) -> None:
    padding = b"# " + b"x" * (LARGEST_BYTES - 8) + b"\n"
    assert loaded(tmp_path, padding + b"a: 1\n")[1] == []
    assert [problem.code for problem in loaded(tmp_path, padding + b"a: 123\n")[1]] == ["too-big"]


def test_a_byte_order_mark_and_windows_lines_are_welcome(tmp_path: Path) -> None:
    source, problems = loaded(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert problems == []
    assert source.root is not None
    assert [(key.value, key.start_mark.line) for key, _ in source.root.value] == [("a", 0), ("b", 1)]


def test_an_alias_is_never_expanded(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n + 1}: &a{n + 1} [{f'*a{n}, ' * 10}]\n" for n in range(30))
    source, problems = loaded(tmp_path, bomb)
    assert problems == []
    assert source.root is not None
    assert sum(len(value.value) for _, value in source.root.value) == 301
    loop, problems = loaded(tmp_path, "a: &a [*a]\n")
    assert loop.root is not None
    assert problems == []


def test_the_deepest_file_that_is_read(tmp_path: Path) -> None:
    def nested(levels: int) -> str:
        return "a: " + "[" * levels + "]" * levels

    assert loaded(tmp_path, nested(DEEPEST - 1))[1] == []
    assert [problem.code for problem in loaded(tmp_path, nested(DEEPEST))[1]] == ["syntax"]


def test_sections_beside_a_broken_one_are_read(tmp_path: Path) -> None:
    source, problems = loaded(tmp_path, 'a: 1\nb: "x\nc:\n  d: 2\ne: [\nf: 3\n')
    assert source.broken == {"b", "e"}
    assert [(problem.line, problem.key) for problem in problems] == [(2, "b"), (5, "e")]
    assert isinstance(source.root, yaml.MappingNode)
    assert [(key.value, key.start_mark.line + 1) for key, _ in source.root.value] == [("a", 1), ("c", 3), ("f", 6)]


def test_words_before_the_first_section_are_not_lost(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, 'garbage\na: 1\nb: "x\nc: 1\n')
    assert [problem.line for problem in problems] == [3, 2]
