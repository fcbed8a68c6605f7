"""Shares as bars and rows of numbers as curves, for a terminal or a pipe alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"


def bar(share: float, width: int = 10) -> str:
    """A share of 0 to 1 as a bar of ``width`` characters; what is not nothing is seen."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    if share > 0:
        eighths = max(eighths, 1)
    full, part = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[part] if part else "")).ljust(width, "·")


def curve(values: Sequence[float], full: float | None = None, widest: int = 60) -> str:
    """One block for each value, 0 the lowest and ``full`` (or the greatest) the highest.

    More values than ``widest`` are brought together by their means.
    """
    if len(values) > widest:
        edges = [len(values) * index // widest for index in range(widest + 1)]
        values = [sum(values[a:b]) / (b - a) for a, b in pairwise(edges)]
    top = full if full is not None else max(values, default=0.0)
    last = len(_HEIGHTS) - 1
    return "".join(
        _HEIGHTS[min(last, max(0, round(value / top * last)))] if top > 0 else _HEIGHTS[0]
        for value in values
    )
