"""The core against its slow model: a day of anything that people may do, as hypothesis thinks of it, many times.

    python -m chaos.model [--days 200] [--steps 50]

The rules and what must hold after each step are those of tests/queue_server/core/test_machine.py.
"""

from __future__ import annotations

import argparse

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from chaos.row import Row
from tests.queue_server.core.test_machine import CentreMachine


def measure(*, days: int, steps: int) -> Row:
    """So many days of at most so many steps; the first that breaks a rule is made short and told."""
    plays = 0

    class Counted(CentreMachine):
        def teardown(self) -> None:
            nonlocal plays
            plays += 1
            super().teardown()

    wanted = settings(
        max_examples=days,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    what, count = "the core against a slow model", f"{days:,} days of {steps} steps"
    try:
        run_state_machine_as_test(Counted, settings=wanted)
    except AssertionError as error:
        return Row(what=what, count=count, held=f"{error!r}", good=False)
    return Row(what=what, count=count, held=f"{plays:,} played, every rule held after every step", good=plays > 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--steps", type=int, default=50)
    arguments = parser.parse_args()
    print(measure(days=arguments.days, steps=arguments.steps))


if __name__ == "__main__":
    main()
