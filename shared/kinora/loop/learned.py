"""What prompts and palettes lead to: means over the last runs and accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Any, NamedTuple

from kinora.language.prompts import content_words

LATEST = 500
"""How many runs and accounts the means are of."""


class Means(NamedTuple):
    """How often a palette or a word came, and what the videos were like, where that is known."""

    name: str
    videos: int
    mean_motion: float | None
    mean_brightness: float | None


class Statistics(NamedTuple):
    """Means by palette and by prompt word, the most frequent first."""

    videos: int
    palettes: tuple[Means, ...]
    words: tuple[Means, ...]


def statistics(rows: Sequence[dict[str, Any]]) -> Statistics:
    """The statistics of rows with ``prompt``, ``palette``, ``motion`` and ``brightness``."""
    palettes: dict[str, list[dict[str, Any]]] = {}
    words: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["palette"] is not None:
            palettes.setdefault(row["palette"], []).append(row)
        for word in content_words(row["prompt"]):
            words.setdefault(word, []).append(row)
    return Statistics(len(rows), _ranked(palettes), _ranked(words))


def _ranked(groups: dict[str, list[dict[str, Any]]]) -> tuple[Means, ...]:
    means = (
        Means(name, len(rows), _mean(rows, "motion"), _mean(rows, "brightness"))
        for name, rows in groups.items()
    )
    return tuple(sorted(means, key=lambda item: (-item.videos, item.name)))


def _mean(rows: Iterable[dict[str, Any]], field: str) -> float | None:
    told = [row[field] for row in rows if row[field] is not None]
    return round(fmean(told), 6) if told else None
