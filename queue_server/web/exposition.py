"""Figures in the text format that Prometheus reads. Pure, and not the place that knows which figures there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One figure of a family; `suffix` is for the parts of a histogram."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Figures of one name. `kind` is gauge, counter or histogram."""

    name: str
    kind: str
    help: str
    samples: tuple[Sample, ...]


def histogram(name: str, *, help: str, bounds: Iterable[float], counts: Iterable[int], total: float) -> Family:
    """A histogram from the counts between the bounds, the last count being of what lies above all of them."""
    so_far, samples = 0, list[Sample]()
    for bound, count in zip([*map(str, bounds), "+Inf"], counts, strict=True):
        so_far += count
        samples.append(Sample(value=so_far, labels={"le": bound}, suffix="_bucket"))
    samples += [Sample(value=total, suffix="_sum"), Sample(value=so_far, suffix="_count")]
    return Family(name=name, kind="histogram", help=help, samples=tuple(samples))


def exposition(families: Iterable[Family]) -> str:
    """The page that is scraped."""
    lines: list[str] = []
    for family in families:
        lines += [f"# HELP {family.name} {family.help}", f"# TYPE {family.name} {family.kind}"]
        lines += [f"{family.name}{each.suffix}{_labels(each.labels)} {_number(each.value)}" for each in family.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
