"""The typefaces that slips, kiosk and board are set in: whole TrueType files, so that every Vietnamese letter is there.

Be Vietnam Pro is the house face. Its digits differ in width, so columns and clocks of numbers use Noto Sans.
Both come under the SIL Open Font License, kept beside them.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def path(name: str) -> Path:
    """The file of a face by its name, such as `BeVietnamPro-Bold`. A name that is not here raises `LookupError`."""
    file = _FOLDER / f"{name}.ttf"
    if not file.is_file():
        raise LookupError(f"no typeface {name!r}; there are: {', '.join(names())}")
    return file


def names() -> tuple[str, ...]:
    """The names of all faces, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.ttf")))
