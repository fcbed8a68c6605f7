"""Curves of eight steps: a row of numbers at a glance, in a terminal and in a pipe."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

_STEPS = "▁▂▃▄▅▆▇█"


def curve(values: Sequence[float], full: float | None = None, widest: int = 60) -> str:
    """One block for each value, 0 the lowest and ``full`` (or the greatest) the highest.

    More values than ``widest`` are brought together by their means.
    """
    if len(values) > widest:
        edges = [len(values) * index // widest for index in range(widest + 1)]
        values = [sum(values[a:b]) / (b - a) for a, b in itertools.pairwise(edges)]
    top = full if full is not None else max(values, default=0.0)
    last = len(_STEPS) - 1
    return "".join(
        _STEPS[min(last, max(0, round(value / top * last)))] if top > 0 else _STEPS[0]
        for value in values
    )
