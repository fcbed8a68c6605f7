"""The Prometheus text exposition format, version 0.0.4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LABEL = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
_HELP = str.maketrans({"\\": r"\\", "\n": r"\n"})


class Sample(NamedTuple):
    """One value; labels part it from the others of its metric."""

    value: float
    labels: Mapping[str, str] = {}


class Metric(NamedTuple):
    """One metric with all of its samples."""

    name: str
    kind: Literal["counter", "gauge"]
    help: str
    samples: tuple[Sample, ...]


def exposed(metrics: Iterable[Metric]) -> str:
    """The metrics as text; one without samples is left out."""
    return "".join(line + "\n" for metric in metrics if metric.samples for line in _lines(metric))


def _lines(metric: Metric) -> Iterable[str]:
    yield f"# HELP {metric.name} {metric.help.translate(_HELP)}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for sample in metric.samples:
        pairs = ",".join(
            f'{name}="{text.translate(_LABEL)}"' for name, text in sample.labels.items()
        )
        labels = f"{{{pairs}}}" if pairs else ""
        yield f"{metric.name}{labels} {sample.value!r}"
