"""Colour of frames: what the eye would name, and the statistics around it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.colour.arrays import linear_from_srgb, oklab_from_linear
from kinora.colour.scalar import Oklab, hex_from_oklab, oklab_from_hex
from kinora.model.features import ColourMeasure

Floats: TypeAlias = NDArray[np.float32]
Bytes: TypeAlias = NDArray[np.uint8]

_EVERY = 2
"""Of rows and columns, every second is looked at: plain sampling, which leaves variance alone."""
_LEVELS, _HUES = 20, 28
"""Cells of the OKLab histogram: lightness 0..1, and both colour axes over -0.42..0.42."""
_REACH = 0.42
_SCALE = np.array([[_LEVELS], [_HUES / (2 * _REACH)], [_HUES / (2 * _REACH)]], dtype=np.float32)
_SHIFT = np.array([[0.0], [_HUES / 2], [_HUES / 2]], dtype=np.float32)
_LAST = np.array([[_LEVELS - 1], [_HUES - 1], [_HUES - 1]], dtype=np.int32)
_RADIUS = 0.1
"""Colours nearer than this to a cluster's centre belong to it (0.02 is just noticeable)."""
_ROUNDS = 3
_SAME = 0.05
"""Frames' dominant colours within this distance are one colour of the whole video."""
_GREY = 1e-4
_LUMA = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class FrameColour:
    """A frame's colour as plain numbers, and the mean position in OKLab's colour plane.

    The fields are those of :class:`~kinora.model.features.ColourMeasure`; hue comes from ``a``
    and ``b``.
    """

    dominant: str
    share: float
    brightness: float
    luminance: float
    contrast: float
    saturation: float
    chroma: float
    variance: float
    opacity: float
    a: float
    b: float

    @property
    def measure(self) -> ColourMeasure:
        """The frame's measure."""
        return ColourMeasure(
            dominant=self.dominant,
            share=self.share,
            brightness=self.brightness,
            luminance=self.luminance,
            contrast=self.contrast,
            saturation=self.saturation,
            chroma=self.chroma,
            hue=_hue(self.a, self.b),
            variance=self.variance,
            opacity=self.opacity,
        )


def frame_colour(frame: Bytes, opacity: float = 1.0) -> FrameColour:
    """Measure one frame.

    Brightness is mean OKLab lightness, luminance the mean linear light (BT.709 weights), contrast
    twice the standard deviation of lightness, saturation the mean difference of the largest and
    smallest channel over the mean of the largest, chroma the mean OKLab chroma, hue the direction
    of the mean OKLab colour (so each pixel counts by its chroma), variance the mean squared OKLab
    distance from the mean colour.

    Args:
        frame: (h, w, 3) BGR; what is transparent is shown on black.
        opacity: mean alpha, 0..1.
    """
    planes = np.ascontiguousarray(frame[::_EVERY, ::_EVERY].reshape(-1, 3).T)
    linear = _linear()[planes[::-1]]
    lab = np.ascontiguousarray(oklab_from_linear(linear.T).T)
    centre, share = _dominant(lab)
    lightness, a, b = (float(value) for value in lab.mean(axis=1))
    spread = lab.var(axis=1)
    largest, smallest = planes.max(axis=0), planes.min(axis=0)
    return FrameColour(
        dominant=hex_from_oklab(centre),
        share=share,
        brightness=_unit(lightness),
        luminance=_unit(float(_LUMA @ linear.mean(axis=1))),
        contrast=_unit(2 * math.sqrt(float(spread[0]))),
        saturation=_unit(float((largest - smallest).mean()) / max(float(largest.mean()), 1.0)),
        chroma=float(np.hypot(lab[1], lab[2]).mean()),
        variance=float(spread.sum()),
        opacity=_unit(opacity),
        a=a,
        b=b,
    )


def whole_colour(frames: Sequence[FrameColour]) -> ColourMeasure:
    """The means over a video; the dominant colour is the one that held most of the picture.

    Frames whose dominant colours look alike are counted together, weighted by their shares, and
    ``share`` is the mean share of that group over all frames.

    Args:
        frames: at least one.
    """
    dominant, share = _lasting(frames)
    count = len(frames)

    def mean(field: str) -> float:
        return math.fsum(getattr(item, field) for item in frames) / count

    return ColourMeasure(
        dominant=dominant,
        share=_unit(share),
        brightness=_unit(mean("brightness")),
        luminance=_unit(mean("luminance")),
        contrast=_unit(mean("contrast")),
        saturation=_unit(mean("saturation")),
        chroma=mean("chroma"),
        hue=_hue(sum(item.a for item in frames) / count, sum(item.b for item in frames) / count),
        variance=mean("variance"),
        opacity=_unit(mean("opacity")),
    )


def _dominant(lab: Floats) -> tuple[Oklab, float]:
    """Centre and share of the largest cluster: from the fullest cell, by mean shift."""
    cells = (lab * _SCALE + _SHIFT).astype(np.int32)
    np.clip(cells, 0, _LAST, out=cells)
    flat = (cells[0] * _HUES + cells[1]) * _HUES + cells[2]
    counts = np.bincount(flat, minlength=_LEVELS * _HUES * _HUES)
    inside = flat == int(_blurred(counts).argmax())
    centre = _centre(lab, inside)
    for _ in range(_ROUNDS):
        inside = np.square(lab - centre).sum(axis=0) < _RADIUS**2
        centre = _centre(lab, inside)
    lightness, a, b = (float(value) for value in centre[:, 0])
    return Oklab(lightness, a, b), _unit(float(inside.mean()))


def _centre(lab: Floats, inside: NDArray[np.bool_]) -> Floats:
    """(3, 1) mean of the chosen pixels; each mean-shift step keeps at least one."""
    chosen = inside.astype(np.float32)
    # Not by BLAS: its threads, once woken, spin for longer than the sum takes.
    centre: Floats = np.einsum("ij,j->i", lab, chosen)[:, None] / chosen.sum()
    return centre


def _blurred(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each occupied cell's count with half of its six neighbours', so edges split no cluster."""
    grid = np.zeros((_LEVELS + 2, _HUES + 2, _HUES + 2), dtype=np.int64)
    grid[1:-1, 1:-1, 1:-1] = counts.reshape(_LEVELS, _HUES, _HUES)
    middle = grid[1:-1, 1:-1, 1:-1]
    around = (
        grid[:-2, 1:-1, 1:-1]
        + grid[2:, 1:-1, 1:-1]
        + grid[1:-1, :-2, 1:-1]
        + grid[1:-1, 2:, 1:-1]
        + grid[1:-1, 1:-1, :-2]
        + grid[1:-1, 1:-1, 2:]
    )
    return np.where(middle > 0, 2 * middle + around, 0).reshape(-1)


def _lasting(measures: Sequence[FrameColour]) -> tuple[str, float]:
    groups: list[tuple[Oklab, float]] = []
    for measure in measures:
        lab = oklab_from_hex(measure.dominant)
        for index, (centre, weight) in enumerate(groups):
            if lab.distance(centre) < _SAME:
                total = weight + measure.share
                groups[index] = (centre.mix(lab, measure.share / total), total)
                break
        else:
            groups.append((lab, measure.share))
    centre, weight = max(groups, key=lambda group: group[1])
    return hex_from_oklab(centre), weight / len(measures)


@lru_cache(maxsize=1)
def _linear() -> Floats:
    """Linear light of the 256 sRGB values."""
    return linear_from_srgb(np.arange(256, dtype=np.float32) / np.float32(255))


def _hue(a: float, b: float) -> float:
    """Degrees in [0, 360), 0 for grey; a tiny negative angle must not round up to 360."""
    if math.hypot(a, b) < _GREY:
        return 0.0
    degrees = math.degrees(math.atan2(b, a)) % 360.0
    return 0.0 if degrees >= 360.0 else degrees


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
