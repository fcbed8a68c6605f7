"""Near and far under one camera: how differently the blocks of a picture follow one movement.

A camera that travels moves every point along a line through the focus of expansion, which lies at
infinity when it travels sideways, and the nearer the point the faster (Longuet-Higgins and Prazdny
1980). A camera that only turns or zooms moves all points alike. So the flow is fitted with one
focus, and each block's speed along its line, against the mean, tells of its distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kinora.measure.flow import BlockFlow
from kinora.measure.similarity import similarity
from kinora.model.features import DepthMeasure

Doubles: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

_ROUNDS = 3
_FEWEST = 20
_LEAST_TALL = 0.2
"""Widths from top to bottom: a strip shows too little of a pattern to tell its focus."""
_LEAST_EXPLAINED = 0.88
_LEAST_LENGTH = 0.4
"""Of the mean length of the pattern: nearer to the focus nothing is known of the distance."""
_PLANE_PART, _PLANE_SHARE = 0.7, 0.1
"""Where so many of the blocks are no further from the motion of a plane than this share of the mean
speed, it is one, whatever the speeds along the lines say: turned, they differ."""
_FOCUS_INSIDE = 0.15
"""Of the largest step along the lines, the smallest, where the focus lies within the frame."""
_LOW, _HIGH, _BINS = -2.0, 4.0, 120
_FIFTH = 0.2
_LEAST_PARALLAX = 0.29
"""Flow of a plane spreads by less; a turned camera sees near and far within it."""
_WIDTH = 1.6
_LEAST_LAYER = 0.05
_VALLEY = 0.75
_AGAINST, _BACKWARDS, _AGAINST_SHARE = 0.12, -0.2, 0.65
"""Share of the blocks that must move against the others, how fast against the mean speed, and what
the mean displacement may then be, for a centre to lie between them."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How the blocks of a picture follow the camera over some time.

    ``x``, ``y``, ``zoom``: mean movement as of :class:`~kinora.measure.camera.FrameCamera`, in
    widths and scale over that time; ``shift`` the root mean square displacement, in widths,
    over ``seconds``; ``counts`` (120,) shares of the blocks by their speed over the mean absolute
    one, -2..4.
    """

    x: float
    y: float
    zoom: float
    shift: float
    seconds: float
    counts: Doubles


class FlowPool:
    """Flow added up until it is long enough for its errors to be small against it."""

    def __init__(self) -> None:
        self.steps = 0
        self.shape = (0, 0)
        self.seconds = 0.0
        self._vectors, self._moving, self._still = (np.zeros(1) for _ in range(3))

    def add(self, flow: BlockFlow, seconds: float) -> None:
        """One more step, of so many seconds; all steps have the same blocks."""
        moving = ((flow.trust > 0.5) & flow.textured).reshape(-1)
        trust = np.maximum(flow.trust.reshape(-1, 1).astype(np.float64), 0.5)
        vectors = np.where(moving[:, None], flow.vectors.reshape(-1, 2) / trust, 0.0)
        if self.steps == 0:
            rows, columns = flow.trust.shape
            self.shape = rows, columns
            self._vectors, self._moving = np.zeros_like(vectors), np.zeros(len(moving))
            self._still = np.zeros(len(moving))
        self.steps += 1
        self.seconds += seconds
        self._vectors += vectors
        self._moving += moving
        self._still += flow.still.reshape(-1)

    @property
    def shift(self) -> float:
        """Mean displacement so far of what moves, in widths."""
        moving = self._moving > self.steps / 2
        if not moving.any():
            return 0.0
        return float(np.hypot(*self._vectors[moving].T).mean())

    def take(self, across: Doubles, down: Doubles) -> Rates | None:
        """The rates of what was added up; places of the blocks as for :func:`rates`."""
        moving = self._moving > self.steps / 2
        known = moving | (self._still > self.steps / 2)
        whole = np.where(moving, self.steps / np.maximum(self._moving, 1), 0.0)
        return rates(self._vectors * whole[:, None], known, across, down, self.seconds)


def rates(
    vectors: Doubles, known: Flags, across: Doubles, down: Doubles, seconds: float
) -> Rates | None:
    """Fit one focus to displacements, if one explains them.

    Blocks at the frame's edge are left out: what comes in or goes out there was not seen twice.

    Args:
        vectors: (n, 2) displacements of blocks, in widths.
        known: (n,) which of them are known.
        across: (n,) blocks' places from the centre, in widths.
        down: (n,) the same downwards.
        seconds: in what time they moved so.
    """
    inside = np.abs(across) < across.max() - 1e-9
    known = known & inside & (np.abs(down) < down.max() - 1e-9)
    if int(known.sum()) < _FEWEST or float(np.ptp(down[known])) < _LEAST_TALL:
        return None
    u, v = np.where(known[:, None], vectors, 0.0).T
    speed = float(np.hypot(u, v)[known].mean())
    rows = np.stack([-v, u, v * across - u * down], axis=1)
    tolerance = max(0.002, 0.25 * speed)
    weights = known.astype(np.float64)
    for _ in range(_ROUNDS):
        focus = np.linalg.eigh((rows * weights[:, None]).T @ rows)[1][:, 0]
        along_x, along_y = focus[0] - focus[2] * across, focus[1] - focus[2] * down
        length = np.hypot(along_x, along_y) + 1e-9
        away = np.abs(rows @ focus) / length
        weights = known / (1 + (away / tolerance) ** 2)
    energy = float(np.square(u).sum() + np.square(v).sum())
    if energy <= 0 or 1 - float(np.square(away).sum()) / energy < _LEAST_EXPLAINED:
        return None
    rate = _level((u * along_x + v * along_y) / length**2, length, known)
    rate = _smoothed(rate, known, across)
    used = known & (length > _LEAST_LENGTH * float(length.mean()))
    if int(used.sum()) < _FEWEST:
        return None
    mean, scale = float(rate[used].mean()), float(np.abs(rate[used]).mean())
    if scale <= 0:
        return None
    plane = similarity((across, down), (u, v), known.astype(np.float64))
    if float(np.quantile(plane.away[known], _PLANE_PART)) < _PLANE_SHARE * speed:
        rate = np.full_like(rate, mean)
        scale = abs(mean)
    relative = np.clip((rate[used] if mean >= 0 else -rate[used]) / scale, _LOW, _HIGH - 1e-6)
    counts, _ = np.histogram(relative, _BINS, (_LOW, _HIGH))
    return Rates(
        x=mean * focus[0],
        y=mean * focus[1],
        zoom=-mean * focus[2],
        shift=float(np.sqrt(energy / int(known.sum()))),
        seconds=seconds,
        counts=counts / counts.sum(),
    )


def _level(rate: Doubles, length: Doubles, known: Flags) -> Doubles:
    """The speeds without their fall towards the frame's edge, if they fall.

    Where the picture grows or shrinks, what lies outside comes in or goes out, and flow falls short
    the more, the further from the focus. Depth does the contrary, as in a tunnel, or neither.
    """
    if float(length.min()) > _FOCUS_INSIDE * float(length.max()):
        return rate
    square = np.square(length) - float(np.square(length[known]).mean())
    spread = float(np.square(square[known]).sum())
    slope = float((square * rate)[known].sum()) / spread if spread > 1e-9 else 0.0
    mean = float(rate[known].mean())
    return rate - slope * square if slope * mean < 0 else rate


def _smoothed(rate: Doubles, known: Flags, across: Doubles) -> Doubles:
    """Each known block's median with its neighbours: layers keep their edges, errors do not."""
    columns = len(np.unique(across))
    middle = float(np.median(rate[known]))
    filled = np.where(known, rate, middle).astype(np.float32).reshape(-1, columns)
    return np.asarray(cv2.medianBlur(filled, 3), dtype=np.float64).reshape(-1)


def against(steps: Sequence[Rates]) -> bool:
    """Whether near moves against far, as it does around a centre between them."""
    shift = sum(step.shift for step in steps)
    if shift <= 0:
        return False
    mean = np.hypot(sum(step.x for step in steps), sum(step.y for step in steps))
    backwards = float(_pooled(steps)[_places() < _BACKWARDS].sum())
    return backwards >= _AGAINST and mean < _AGAINST_SHARE * shift


def depth(steps: Sequence[Rates]) -> DepthMeasure:
    """Parallax and layers of a stretch of time.

    Layers are the peaks of the distribution of speeds. The parallax is the difference of the speeds
    of the fastest and the slowest layer, or of the fastest and the slowest fifth where those lie
    further apart, over the mean of both (of their sizes, where they go against each other); what a
    plane shows by the flow's own errors is none.
    """
    if not steps:
        return DepthMeasure(parallax=0.0, layers=1)
    counts, places = _pooled(steps), _places()
    slow, fast = _fifth(counts, places), -_fifth(counts[::-1], -places[::-1])
    parallax = _apart(slow, fast)
    if parallax < _LEAST_PARALLAX:
        return DepthMeasure(parallax=0.0, layers=1)
    peaks = _peaks(counts)
    if len(peaks) > 1:
        parallax = max(parallax, _apart(float(places[peaks[0]]), float(places[peaks[-1]])))
    return DepthMeasure(parallax=parallax, layers=min(5, max(2, len(peaks))))


def _apart(slow: float, fast: float) -> float:
    """The difference of two speeds over the mean of their sizes."""
    return (fast - slow) / max((abs(fast) + abs(slow)) / 2, 1e-6)


def _pooled(steps: Sequence[Rates]) -> Doubles:
    """Shares of the blocks by speed; the further they moved, the better they are known."""
    weights = [step.shift for step in steps]
    return np.average([step.counts for step in steps], axis=0, weights=weights)


def _places() -> Doubles:
    return _LOW + (np.arange(_BINS) + 0.5) * (_HIGH - _LOW) / _BINS


def _fifth(counts: Doubles, places: Doubles) -> float:
    """Mean of the first fifth of a distribution."""
    before = np.cumsum(counts) - counts
    part = np.clip(_FIFTH * counts.sum() - before, 0, counts)
    return float(part @ places / max(part.sum(), 1e-12))


def _peaks(counts: Doubles) -> list[int]:
    """Where the groups of speeds lie that valleys separate, from slow to fast."""
    reach = np.arange(-6, 7)
    kernel = np.exp(-0.5 * (reach / _WIDTH) ** 2)
    smooth = np.convolve(counts, kernel / kernel.sum(), mode="same")
    tops = [
        at
        for at in range(1, _BINS - 1)
        if smooth[at] > smooth[at - 1] and smooth[at] >= smooth[at + 1] and smooth[at] > 0
    ]
    kept: list[int] = []
    for top in tops:
        if counts[max(0, top - 3) : top + 4].sum() < _LEAST_LAYER:
            continue
        if kept and smooth[kept[-1] : top + 1].min() > _VALLEY * min(smooth[kept[-1]], smooth[top]):
            kept[-1] = max(kept[-1], top, key=lambda at: smooth[at])
            continue
        kept.append(top)
    return kept
