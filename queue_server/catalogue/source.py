"""From the bytes of a file to YAML nodes that know their lines. Hostile and broken files end as problems.

PyYAML's errors are translated here and nowhere else. When one section cannot be parsed, the others are still read, so
that one forgotten quotation mark does not hide ten other mistakes. Nothing is known here about centres.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.composer import Composer

from queue_server.catalogue.problems import Phrase, Problem, same, shown

#: A province with a hundred centres takes a few hundred KiB.
LARGEST_BYTES = 1024 * 1024
#: The schema is eight levels deep.
DEEPEST = 24
#: The tag of a node that stands where the file has a YAML alias.
ALIAS = "!alias"

_MOST_SECTIONS = 64
_TOO_BIG = (
    Phrase("a larger file", "tệp lớn hơn"),
    Phrase(f"at most {LARGEST_BYTES} bytes", f"không quá {LARGEST_BYTES} byte"),
)
_CONTROL = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_PREAMBLE = re.compile(r"^(?!#|---|%)\S", re.MULTILINE)
_SECTION = re.compile(r"^(?P<quote>[\"']?)(?P<key>\w[\w-]*)(?P=quote)\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """A file's top-level keys. `root` is None when nothing can be read; `broken` are the sections left out."""

    root: yaml.MappingNode | None
    broken: frozenset[str] = frozenset()


@dataclass(slots=True)
class _File:
    name: str
    problems: list[Problem]

    def wrong(self, code: str, found: Phrase, expected: Phrase, *, line: int = 0, key: str = "") -> None:
        self.problems.append(
            Problem(file=self.name, line=line, key=key, code=code, found=found, expected=expected),
        )


def load(path: Path, *, problems: list[Problem]) -> Source:
    """The nodes of the file at `path`. Adds to `problems` whatever stands in the way."""
    file = _File(str(path), problems)
    text = _text(path, file)
    return Source(None) if text is None else _nodes(text, file)


def parse(name: str, text: str, *, problems: list[Problem]) -> Source:
    """The nodes of a text that somebody has sent, as if it were a file of that name."""
    file = _File(name, problems)
    data = text.encode("utf-8", "replace")
    if len(data) > LARGEST_BYTES:
        file.wrong("too-big", *_TOO_BIG)
        return Source(None)
    decoded = _decoded(data, file)
    return Source(None) if decoded is None else _nodes(decoded, file)


def _nodes(text: str, file: _File) -> Source:
    try:
        return _root(_compose(text, first_line=0), file)
    except _Unreadable as unreadable:
        return _section_by_section(text, file, unreadable)


def _text(path: Path, file: _File) -> str | None:
    yaml_file = Phrase("a YAML file that can be read", "một tệp YAML đọc được")
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        file.wrong("no-file", Phrase("no such file", "không có tệp này"), yaml_file)
        return None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        file.wrong("no-file", same(shown(reason or "path")), yaml_file)
        return None
    if len(data) > LARGEST_BYTES:
        file.wrong("too-big", *_TOO_BIG)
        return None
    return _decoded(data, file)


def _decoded(data: bytes, file: _File) -> str | None:
    utf8 = Phrase("UTF-8 text: save the file again as UTF-8", "văn bản UTF-8: hãy lưu lại tệp ở dạng UTF-8")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        file.wrong("not-utf8", Phrase("UTF-16 text", "văn bản UTF-16"), utf8, line=1)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02X}"
        file.wrong("not-utf8", Phrase(f"the byte {byte}", f"byte {byte}"), utf8, line=line)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line_text in enumerate(text.split("\n"), start=1):
        control = _CONTROL.search(line_text)
        if control:
            printable = Phrase("text without control characters", "văn bản không có ký tự điều khiển")
            file.wrong("control-character", same(shown(control[0])), printable, line=number)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


class _Unreadable(Exception):
    """PyYAML's refusal in our words."""

    def __init__(self, line: int, found: Phrase, expected: Phrase) -> None:
        super().__init__(found.en)
        self.line, self.found, self.expected = line, found, expected


class _Nodes(Composer):
    """Composes nodes only, no deeper than `DEEPEST`; an alias becomes a node that every reader refuses."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):  # type: ignore[attr-defined]
            event = self.get_event()  # type: ignore[attr-defined]
            return yaml.ScalarNode(ALIAS, f"*{event.anchor}", event.start_mark, event.end_mark)
        if self.depth >= DEEPEST:
            event = self.peek_event()  # type: ignore[attr-defined]
            raise yaml.MarkedYAMLError(problem="too deep", problem_mark=event.start_mark)
        self.depth += 1
        try:
            return super().compose_node(parent, index)  # type: ignore[arg-type]
        finally:
            self.depth -= 1


class _Loader(_Nodes, yaml.SafeLoader):
    """PyYAML's own parser, which says what is wrong and where."""

    def __init__(self, text: str, *, first_line: int) -> None:
        super().__init__(text)
        self.line = first_line


def _compose(text: str, *, first_line: int) -> yaml.Node | None:
    if first_line == 0 and yaml.__with_libyaml__:
        with suppress(yaml.YAMLError, ValueError, OverflowError):  # what is wrong, and where, is better said below
            return _quickly(text)
    return _carefully(text, first_line=first_line)


def _quickly(text: str) -> yaml.Node | None:
    """By libyaml, ten times as fast; its refusals are not worded as PyYAML's own."""

    class Loader(_Nodes, yaml.CSafeLoader):
        def __init__(self) -> None:
            yaml.CSafeLoader.__init__(self, text)
            Composer.__init__(self)

    return Loader().get_single_node()


def _carefully(text: str, *, first_line: int) -> yaml.Node | None:
    loader = _Loader(text, first_line=first_line)
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _translated(error, text, first_line=first_line) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The scanner lets chr() and int() fail on escapes and directives that are out of range.
        raise _Unreadable(loader.line + 1, *_words_for(str(error))) from error
    finally:
        loader.dispose()


def _translated(error: yaml.MarkedYAMLError, text: str, *, first_line: int) -> _Unreadable:
    problem = error.problem or "unreadable"
    unclosed = "end of stream" in problem or "document separator" in problem
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    last = first_line + max(0, len(text.rstrip("\n").split("\n")) - 1)
    return _Unreadable(min(mark.line if mark else last, last) + 1, *_words_for(problem))


_WORDS: tuple[tuple[str, Phrase, Phrase], ...] = (
    (
        r"character '\\t'",
        Phrase("a tab", "ký tự tab"),
        Phrase("spaces for indentation", "dấu cách để thụt dòng"),
    ),
    (
        "mapping values are not allowed",
        Phrase("a colon in the wrong place", "dấu hai chấm sai chỗ"),
        Phrase(
            "one 'key: value' a line, text with a colon in quotes",
            "mỗi dòng một 'khóa: giá trị', chữ có dấu hai chấm đặt trong ngoặc kép",
        ),
    ),
    (
        "could not find expected ':'",
        Phrase("a line without a colon", "một dòng thiếu dấu hai chấm"),
        Phrase("'key: value'", "'khóa: giá trị'"),
    ),
    (
        "end of stream|document separator",
        Phrase("a quotation mark that is never closed", "dấu ngoặc kép không được đóng"),
        Phrase("a closing quotation mark", "dấu ngoặc kép đóng"),
    ),
    (
        "expected ',' or",
        Phrase("a bracket that is not closed, or a missing comma", "ngoặc chưa đóng hoặc thiếu dấu phẩy"),
        Phrase("[a, b] or {a: 1, b: 2}", "[a, b] hoặc {a: 1, b: 2}"),
    ),
    (
        "expected <block end>",
        Phrase("indentation that does not fit the lines above", "thụt dòng không khớp các dòng trên"),
        Phrase("the same indentation for all keys of a group", "các khóa cùng nhóm thụt dòng như nhau"),
    ),
    (
        "another document",
        Phrase("a second document", "tài liệu thứ hai"),
        Phrase("one document a file", "mỗi tệp một tài liệu"),
    ),
    (
        "too deep",
        Phrase("groups within groups without end", "các nhóm lồng nhau quá sâu"),
        Phrase(f"at most {DEEPEST} levels", f"không quá {DEEPEST} bậc"),
    ),
    (
        "cannot start any token",
        Phrase("text that begins with a special character", "chữ bắt đầu bằng ký tự đặc biệt"),
        Phrase("such text in quotes", "chữ ấy đặt trong ngoặc kép"),
    ),
)


def _words_for(problem: str) -> tuple[Phrase, Phrase]:
    for pattern, found, expected in _WORDS:
        if re.search(pattern, problem):
            return found, expected
    found = Phrase(f"text that is not YAML ({shown(problem)})", f"nội dung không phải YAML ({shown(problem)})")
    return found, Phrase("valid YAML", "YAML hợp lệ")


def _root(node: yaml.Node | None, file: _File) -> Source:
    if isinstance(node, yaml.MappingNode):
        return Source(node)
    keys = Phrase("keys such as 'kind: centre'", "các khóa như 'kind: centre'")
    if node is None:
        file.wrong("empty", Phrase("an empty file", "tệp rỗng"), keys)
    else:
        found = same(shown(node.value)) if isinstance(node, yaml.ScalarNode) else Phrase("a list", "một danh sách")
        file.wrong("type", found, keys, line=node.start_mark.line + 1)
    return Source(None)


def _section_by_section(text: str, file: _File, whole: _Unreadable) -> Source:
    """What can be read of a file that as a whole is not YAML. Reports each section that cannot."""
    starts = [match.start() for match in _SECTION.finditer(text)]
    if not 1 < len(starts) <= _MOST_SECTIONS:
        file.wrong("syntax", whole.found, whole.expected, line=whole.line)
        return Source(None)
    pairs: list[tuple[yaml.Node, yaml.Node]] = []
    broken: set[str] = set()
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        try:
            node = _compose(text[start:end], first_line=text.count("\n", 0, start))
        except _Unreadable as unreadable:
            name = _SECTION.match(text, start)
            key = name["key"] if name else ""
            file.wrong("syntax", unreadable.found, unreadable.expected, line=unreadable.line, key=key)
            broken.add(key)
            continue
        if isinstance(node, yaml.MappingNode):
            pairs += node.value
    if not broken or _PREAMBLE.search(text, 0, starts[0]):
        file.wrong("syntax", whole.found, whole.expected, line=whole.line)
    if not pairs:
        return Source(None)
    mark = pairs[0][0].start_mark
    return Source(yaml.MappingNode("tag:yaml.org,2002:map", pairs, mark, mark), frozenset(broken))
