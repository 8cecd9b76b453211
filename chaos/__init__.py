"""Proof that nothing is lost: faults are made on purpose and what must hold is checked. `python -m chaos` prints it.

See docs/reliability.md. Nothing of the product imports this.
"""
