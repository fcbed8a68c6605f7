"""How different clips look from one another, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kinora.colour.arrays import linear_from_srgb, oklab_from_linear
from kinora.colour.scalar import oklab_from_hex
from kinora.measure.colour import frame_colour
from kinora.model.format import VideoFormat
from kinora.model.spec import SceneSpec
from kinora.picture import Painter
from kinora.registry.codebooks import CODEBOOKS
from showcase.invent import invent

GRID = 8
"""A clip is compared by thumbnails of so many fields across and down."""
FORM = VideoFormat(width=128, height=128, fps=12, duration_seconds=4.0)
MOMENTS = (0.25, 0.75)
"""Shares of a clip at which it is looked at."""


@dataclass(frozen=True)
class Look:
    """What a clip looks like: two thumbnails in OKLab, (2, GRID, GRID, 3), and its colour."""

    thumbnails: NDArray[np.float32]
    colour: str
    """The cell of the dominant colour, about one just-noticeable difference wide."""


@dataclass(frozen=True)
class Variety:
    """Figures of a set of clips."""

    clips: int
    nearest: float
    """The smallest distance between any two, see :func:`distance`."""
    nearest_pair: tuple[int, int]
    median_nearest: float
    """The median over clips of the distance to the most similar other one."""
    shares: dict[str, tuple[str, float]]
    """For palette, place, camera and dominant colour: the most frequent, and its share."""


def look(spec: SceneSpec) -> Look:
    """Draw a few frames of a clip and remember what they look like."""
    painter = Painter(spec)
    frames = [painter.frame(int(spec.format.frames * moment)) for moment in MOMENTS]
    small = [cv2.resize(frame, (GRID, GRID), interpolation=cv2.INTER_AREA) for frame in frames]
    rgb = np.stack(small)[..., ::-1].astype(np.float32) / np.float32(255)
    lab = oklab_from_linear(linear_from_srgb(rgb))
    dominant = oklab_from_hex(frame_colour(frames[0]).measure.dominant)
    book = CODEBOOKS["static_colors"]
    cell = book.quantise({"l": dominant.lightness, "a": dominant.a, "b": dominant.b})
    return Look(lab, book.key(cell))


def distance(one: Look, other: Look) -> float:
    """How differently two clips look, in OKLab times 100: about 2 can just be told apart.

    The root mean square of the differences between the fields of their thumbnails: colour and
    where it stands, at two moments.
    """
    apart = one.thumbnails - other.thumbnails
    return float(100 * np.sqrt(np.mean(np.sum(apart * apart, axis=-1))))


def variety(specs: Sequence[SceneSpec]) -> Variety:
    """The figures of a set of scenes, which are all drawn."""
    looks = [look(spec) for spec in specs]
    count = len(looks)
    apart = np.full((count, count), np.inf)
    for i in range(count):
        for j in range(i):
            apart[i, j] = apart[j, i] = distance(looks[i], looks[j])
    first, second = np.unravel_index(int(apart.argmin()), apart.shape)
    kinds = {
        "palette": [" ".join(spec.palette) for spec in specs],
        "place": [str(spec.place) for spec in specs],
        "camera": [str(spec.shots[0].camera) for spec in specs],
        "dominant colour": [seen.colour for seen in looks],
    }
    return Variety(
        clips=count,
        nearest=float(apart.min()),
        nearest_pair=(int(first), int(second)),
        median_nearest=float(np.median(apart.min(axis=1))),
        shares={name: _most_frequent(values) for name, values in kinds.items()},
    )


def two_hundred() -> Variety:
    """The figures that the gallery states, of 200 invented clips."""
    return variety(invent(range(200), FORM))


def _most_frequent(values: Sequence[str]) -> tuple[str, float]:
    value, count = Counter(values).most_common(1)[0]
    return value, count / len(values)
