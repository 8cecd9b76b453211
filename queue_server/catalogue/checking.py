"""What `motcua check FILE` prints: one line for each section with OK, or each problem, and a summary."""

from __future__ import annotations

import re
from pathlib import Path

from queue_server.catalogue.problems import Phrase, Problem
from queue_server.catalogue.read import Findings, examine

_OK, _WARNING, _PROBLEM = Phrase("OK", "TỐT"), Phrase("WARNING", "CẢNH BÁO"), Phrase("PROBLEM", "LỖI")
_WIDTH = 9


def report(path: Path, *, language: str) -> tuple[str, int]:
    """The text for the terminal, in "en" or "vi", and the exit code: 0 if the file can be used, 1 otherwise."""
    findings = examine(path)
    lines: list[str] = []
    for file, keys in findings.keys.items():
        lines += [file, *_sections(file, keys, findings.problems, language)]
    lines += [problem.text(language=language) for problem in findings.problems if problem.file not in findings.keys]
    lines.append(_summary(findings, language))
    return "\n".join(lines), 0 if findings.usable else 1


def _sections(file: str, keys: tuple[str, ...], problems: tuple[Problem, ...], language: str) -> list[str]:
    by_section: dict[str, list[Problem]] = {key: [] for key in keys}
    for problem in problems:
        if problem.file == file:
            by_section.setdefault(_section(problem.key), []).append(problem)
    lines = [problem.text(language=language) for problem in by_section.pop("", [])]
    for key, found in by_section.items():
        state = _OK if not found else _WARNING if all(problem.warning for problem in found) else _PROBLEM
        lines.append(f"  {state.text(language):<{_WIDTH}} {key}")
        lines += [problem.text(language=language) for problem in found]
    return lines


def _section(key: str) -> str:
    return re.split(r"[.\[]", key, maxsplit=1)[0]


def _summary(findings: Findings, language: str) -> str:
    plans = [centre.plan for centre in findings.centres]
    services = [service for plan in plans for service in plan.services]
    procedures = sum(len(service.procedures) for service in services)
    desks = sum(len(plan.desks) for plan in plans)
    warnings = sum(problem.warning for problem in findings.problems)
    wrong = len(findings.problems) - warnings
    counts = Phrase(
        f"{_many(wrong, 'problem')}, {_many(warnings, 'warning')}",
        f"{wrong} lỗi, {warnings} cảnh báo",
    )
    if wrong:
        return counts.text(language)
    if not plans:
        alone = Phrase("no centre in this file", "tệp này không có trung tâm nào")
        return f"{alone.text(language)}: {counts.text(language)}"
    found = Phrase(
        f"{_many(len(plans), 'centre')}, {_many(len(services), 'service')}, {_many(procedures, 'procedure')}, "
        f"{_many(desks, 'desk')}",
        f"{len(plans)} trung tâm, {len(services)} lĩnh vực, {procedures} thủ tục, {desks} quầy",
    )
    return f"{found.text(language)}: {counts.text(language)}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
