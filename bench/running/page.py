"""The page of figures: what a measurement printed is put between its marks there. The words around it are ours."""

from __future__ import annotations

import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


def tell(name: str, figures: str, *, page: Path | None = None) -> None:
    """Print the figures of a measurement and, where a page is given, put them between its marks `<!-- name -->`.

    Raises `LookupError` for a page without them.
    """
    sys.stdout.write(figures.strip() + "\n")
    if page is not None:
        page.write_text(between_marks(page.read_text("utf-8"), name, figures.strip()), "utf-8")


def between_marks(text: str, name: str, figures: str) -> str:
    """The text with these figures between the marks of that name. Raises `LookupError`."""
    before, mark, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- end of {name} -->")
    if not mark or not end:
        raise LookupError(
            f"no place for the figures of {name}: give it the marks <!-- {name} --> <!-- end of {name} -->"
        )
    return f"{before}{mark}{figures}\n{end}{after}"
