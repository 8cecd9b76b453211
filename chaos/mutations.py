"""Errors put into the core, the live centre and the journal on purpose: the tests beside them must notice.

    python -m chaos.mutations [--only 3]

Each is one replacement in a copy of the tree. One that nobody notices is a rule that nobody tries. Before them the same
tests run in the same copy with nothing replaced and must pass, so that what they notice is the error.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chaos.row import Row

ROOT = Path(__file__).parents[1]
WANTED = 0.95
#: What pytest says when a test has failed, and not when it could not run at all.
_FAILED = 1
_CORE = ("tests/queue_server/core", "tests/kiosk/test_offline.py")
_LIVE = ("tests/queue_server/test_live.py", "tests/chaos/test_simulation.py")
_PROTOCOL = ("tests/queue_server/protocol/test_session.py",)
_JOURNAL = tuple(f"tests/queue_server/journal/test_{name}.py" for name in ("sqlite", "sql", "ledger", "tampering"))
_PROOF = ("tests/queue_server/reports",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """`right` in a file of queue_server becomes `wrong`; `tests` are those beside it."""

    file: str
    right: str
    wrong: str
    tests: tuple[str, ...] = _CORE

    def __str__(self) -> str:
        return f"{self.file}: {self.right.strip()!r} → {self.wrong.strip()!r}"


def _of(file: str, *pairs: tuple[str, str], tests: tuple[str, ...] = _CORE) -> tuple[Mutation, ...]:
    return tuple(Mutation(file=file, right=right, wrong=wrong, tests=tests) for right, wrong in pairs)


MUTATIONS: tuple[Mutation, ...] = (
    *_of(
        "core/turn.py",
        ("groups.sort()", "groups.sort(reverse=True)"),
        ("groups[:_ON_RECORD]", "groups[:1]"),
        ("streak >= self.policy.guard_in_a_row", "streak > self.policy.guard_in_a_row"),
        ("                if skill.overflow:\n", "                if False:\n"),
        ("ordinary is not None and ordinary.head[0] + (ordinary.head_start or 0) <= limit", "ordinary is not None"),
        ("for lane in self.lanes.apart.values():", "for lane in ():"),
        ("if lane.head_start is None:\n            return", "if True:\n            return"),
        ("lane.ahead_of((expected - lane.head_start + 1,", "lane.ahead_of((expected + 1,"),
        ("groups, early = early, []", "groups, early = [], []"),
        ("if key - offset > limit:", "if key > limit:"),
    ),
    *_of(
        "core/lane.py",
        ("insort(self._entries, entry, lo=self._front)", "self._entries.append(entry)"),
        ("self.head = self._entries[self._front]\n", "self.head = self._entries[0]\n"),
        ("self._front += 1", "self._front += 2"),
        ("self.last is None or entry > self.last:\n            self", "self.last is None:\n            self"),
        ("each.head < first:", "each.head > first:"),
    ),
    *_of(
        "core/centre.py",
        ("number = self.given.get(service, 0) + 1", "number = self.given.get(service, 0)"),
        ("number = block.last + 1", "number = block.last + 2 - 1 if False else number + 1000"),
        ("self.inside >= self.hall.cap", "self.inside > self.hall.cap"),
    ),
    *_of(
        "core/decide.py",
        ("if centre.calendar.issuing_until(now) is None:", "if False:"),
        ("if already is not None:", "if False:"),
        ("if ticket.state is not TicketState.WAITING:", "if False:"),
        ("if not command.reason.strip():", "if False:"),
        ("if not centre.day_due(now):", "if True:"),
    ),
    *_of(
        "core/offline.py",
        ("if command.place <= centre.delivered.get((command.kiosk, command.spool), 0) or", "if"),
        ("first = max(block.first, block.used + 1)", "first = block.first"),
        ("or command.number in centre.numbers", ""),
    ),
    *_of(
        "core/apply.py",
        ("centre.now = max(centre.now, event.at)", "centre.now = event.at"),
        ("    centre.muster()\n", ""),
    ),
    *_of(
        "live.py",
        ("self._answered[waiting.key] = outcome", "pass"),
        ("await self._journal.append(batch.drafts)", "asyncio.ensure_future(self._journal.append(batch.drafts))"),
        ("self._tell(untold, self._published + 1)", "pass"),
        ("return max(self._clock(), self.centre.now)", "return self._clock()"),
        ("            self._doubtful = True\n", ""),
        tests=_LIVE,
    ),
    *_of(
        "protocol/session.py",
        ("position.epoch == epoch and ", ""),
        ("oldest <= position.version <= version", "position.version <= version"),
        tests=_PROTOCOL,
    ),
    *_of(
        "journal/sqlite.py",
        ('("synchronous", "FULL", 2)', '("synchronous", "NORMAL", 1)'),
        ('("locking_mode", "EXCLUSIVE", "exclusive")', '("locking_mode", "NORMAL", "normal")'),
        ('if found != ["ok"]:', "if False:"),
        tests=_JOURNAL,
    ),
    *_of("journal/base.py", ("draft.request, draft.actor, draft.body)", "draft.request, draft.body)"), tests=_JOURNAL),
    *_of("journal/sql.py", ("if self._refused is not None:", "if False:"), tests=_JOURNAL),
    *_of("journal/ledger.py", ("if found != self.head:", "if False:"), tests=_JOURNAL),
    *_of(
        "reports/proof.py",
        ("if desk.ticket is not None or ticket.desk is not None:", "if False:"),
        ("or event.why.chosen.ticket != event.ticket", ""),
        tests=_PROOF,
    ),
)


def caught(mutation: Mutation) -> bool:
    """Whether the tests beside it fail. Raises `LookupError` where the text is not there any more."""
    return _run(mutation.tests, mutation) == _FAILED


def control(mutations: tuple[Mutation, ...] = MUTATIONS) -> None:
    """Raises `AssertionError` when tests fail in a copy into which no error was put."""
    for tests in dict.fromkeys(each.tests for each in mutations):
        assert _run(tests) == 0, f"without any error these do not pass in a copy of the tree: {' '.join(tests)}"


def _run(tests: tuple[str, ...], mutation: Mutation | None = None) -> int:
    """What pytest says of these tests in a copy of the tree, into which the error was put."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name)
        for folder in ("queue_server", "kiosk", "display", "hardware", "chaos", "tools", "tests"):
            ignored = shutil.ignore_patterns("__pycache__", "voices", "*.png")
            shutil.copytree(ROOT / folder, tree / folder, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", tree)
        _do_not_shrink(tree / "tests" / "conftest.py")
        if mutation is not None:
            _put_in(mutation, tree)
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests],
            cwd=tree,
            env={**os.environ, "PYTHONPATH": str(tree)},
            capture_output=True,
            check=False,
            timeout=600,
        )
        return run.returncode


def _put_in(mutation: Mutation, tree: Path) -> None:
    path = tree / "queue_server" / mutation.file
    text = path.read_text("utf-8")
    if mutation.right not in text:
        raise LookupError(f"{mutation}: not in the file")
    path.write_text(text.replace(mutation.right, mutation.wrong), "utf-8")


def _do_not_shrink(conftest: Path) -> None:
    """One example that fails is enough; hypothesis need not look for the smallest."""
    text = conftest.read_text("utf-8")
    before = 'settings.register_profile("untimed", '
    if before not in text:
        raise LookupError(f"{conftest} makes no profile of hypothesis any more")
    after = f"from hypothesis import Phase\n{before}phases=(Phase.explicit, Phase.generate), "
    conftest.write_text(text.replace(before, after), "utf-8")


def measure(
    mutations: tuple[Mutation, ...] = MUTATIONS, *, what: str = "errors put in on purpose", only: int | None = None
) -> Row:
    """All mutations, or so many spread over the list; with all of them, the control first."""
    if only is None:
        control(mutations)
    chosen = mutations if only is None else mutations[:: max(1, len(mutations) // only)][:only]
    missed = [str(each) for each in chosen if not caught(each)]
    share = 1 - len(missed) / len(chosen)
    return Row(
        what=what,
        count=f"{len(chosen)} of {len(mutations)} mutations",
        held=f"{len(chosen) - len(missed)} caught (wanted: {WANTED:.0%}) {missed or ''}",
        good=share >= WANTED,
    )


def main(measure: Callable[..., Row] = measure, said: str | None = __doc__) -> None:
    parser = argparse.ArgumentParser(description=said, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=int, help="so many, spread over the list")
    print(measure(only=parser.parse_args().only))


if __name__ == "__main__":
    main()
