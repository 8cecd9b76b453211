"""The centres that come with the product: four of Kon Tum as they stood in 2022, to try out and to copy from."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "examples"

#: Centres that can be run; they share `kontum-2022`, which holds none itself.
EXAMPLES = ("kt-tinh", "kt-bhxh", "kt-tp", "kt-truongchinh")


class UnknownExample(LookupError):
    """There is no shipped centre of that name; `EXAMPLES` lists them."""

    code = "unknown-example"


def example(name: str) -> Path:
    """The file of a shipped centre, or of the province's part `kontum-2022`. Raises `UnknownExample`."""
    if name not in (*EXAMPLES, "kontum-2022"):
        raise UnknownExample(f"no example centre '{name}'; there are {', '.join(EXAMPLES)}")
    return _FOLDER / f"{name}.yaml"
