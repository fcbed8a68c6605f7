"""Optical flow between two frames, with the part that is only grain taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]
Flags: TypeAlias = NDArray[np.bool_]

BLOCK = 8
"""Pixels of a side of the blocks that flow is averaged over."""
_BLUR = 1.6
_NONE = np.empty(0, dtype=np.float32)
"""No starting flow: OpenCV's empty matrix."""
_SMALLEST = 64
"""Pixels of the shortest side that is searched: OpenCV's search crashes on less than 32."""
_LEAST_CHANGE = 0.35
"""Grey levels: a block whose blurred pixels change less (RMS) is standing still."""
_LEAST_TEXTURE = 0.35
"""Grey levels a pixel (RMS) by which a block must vary along any direction: a motion of one pixel
along it then changes the block by as much."""
_AROUND = 0.35
_ALONE, _TOGETHER = 0.35, 0.5
"""A neighbourhood's side as a share of the picture's, and shares of it that are explained."""
_DOUBT, _TRUST = 0.3, 0.55
"""Shares of a block's change that its flow must explain, to be believed not at all or wholly."""


@dataclass(frozen=True, slots=True)
class BlockFlow:
    """Mean motion of each block of a frame, in frame widths, and how far to believe it.

    ``vectors`` (rows, columns, 2): x to the right, y downwards, zero where not believed.
    ``trust`` (rows, columns) 0..1. ``textured`` and ``still`` (rows, columns): whether a block has
    texture in both directions, so that any motion would be seen, and whether such a block does not
    change. ``changed`` and ``unexplained``: how much
    the frames differ, and what of it is left when the flow is undone (mean squares, grey levels).
    """

    vectors: Floats
    trust: Floats
    textured: Flags
    still: Flags
    changed: float
    unexplained: float


class FlowMeter:
    """Dense inverse search flow (Kroeger et al. 2016) from one frame to a later one.

    Grain has no flow, but an estimator fits some to it. What it fits explains little of the change
    between the frames, whereas a true motion, undone, leaves the frames nearly alike: so each
    block's flow is weighted by the share of the block's change that it explains.
    """

    def __init__(self) -> None:
        self._search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._places: tuple[Floats, Floats] | None = None

    def between(self, before: Bytes, after: Bytes) -> BlockFlow:
        """Flow from one grey frame to a later one.

        Args:
            before: (h, w).
            after: (h, w).
        """
        first, second = _blurred(before), _blurred(after)
        height, width = first.shape
        flow = self._search_flow(first, second)
        across, down = self._positions(height, width)
        undone = _bytes(
            cv2.remap(
                second,
                across + flow[..., 0],
                down + flow[..., 1],
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            )
        )
        size = (max(1, width // BLOCK), max(1, height // BLOCK))
        changed = _block_energy(first, second, size)
        left = _block_energy(first, undone, size)
        explained = 1 - left / np.maximum(changed, 1e-6)
        moved = np.asarray(changed > _LEAST_CHANGE**2, dtype=np.float32)
        told = np.clip((explained - _DOUBT) / (_TRUST - _DOUBT), 0, 1) * moved
        trust = told * _in_company(told.astype(np.float32), moved)
        textured = _weakest(first, size) > _LEAST_TEXTURE**2
        vectors = cv2.resize(flow, size, interpolation=cv2.INTER_AREA) / np.float32(width)
        return BlockFlow(
            vectors=(vectors * trust[..., None]).astype(np.float32),
            trust=trust.astype(np.float32),
            textured=textured,
            still=(changed <= _LEAST_CHANGE**2) & textured,
            changed=float(changed.mean()),
            unexplained=float(np.minimum(left, changed).mean()),
        )

    def _search_flow(self, first: Bytes, second: Bytes) -> Floats:
        """Dense flow in pixels, (h, w, 2); small frames are widened by their edge pixels."""
        height, width = first.shape
        below, beside = max(0, _SMALLEST - height), max(0, _SMALLEST - width)
        if below or beside:
            border = (0, below, 0, beside, cv2.BORDER_REPLICATE)
            first = _bytes(cv2.copyMakeBorder(first, *border))
            second = _bytes(cv2.copyMakeBorder(second, *border))
        flow: Floats = np.asarray(self._search.calc(first, second, _NONE), dtype=np.float32)
        return flow[:height, :width]

    def _positions(self, height: int, width: int) -> tuple[Floats, Floats]:
        """Each pixel's own place, across and down, (h, w) each."""
        if self._places is None or self._places[0].shape != (height, width):
            down, across = np.indices((height, width), dtype=np.float32)
            self._places = across, down
        return self._places


def _blurred(grey: Bytes) -> Bytes:
    return _bytes(cv2.GaussianBlur(grey, (0, 0), _BLUR))


def _bytes(image: object) -> Bytes:
    return np.asarray(image, dtype=np.uint8)


def _in_company(trust: Floats, changed: Floats) -> Floats:
    """0 where hardly a changed block around is explained, 1 where about half of them are."""
    rows, columns = trust.shape
    around = max(3, round(columns * _AROUND)), max(3, round(rows * _AROUND))
    share = cv2.blur(trust, around) / np.maximum(cv2.blur(changed, around), 1e-3)
    return np.clip((share - _ALONE) / (_TOGETHER - _ALONE), 0, 1).astype(np.float32)


def _block_energy(one: Bytes, other: Bytes, size: tuple[int, int]) -> Floats:
    """Mean squared difference over each block."""
    difference = cv2.subtract(one, other, dtype=cv2.CV_32F)
    squared = cv2.multiply(difference, difference)
    return np.asarray(cv2.resize(squared, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _weakest(image: Bytes, size: tuple[int, int]) -> Floats:
    """Mean square slope of each block along the direction in which it varies least.

    The smaller eigenvalue of the structure tensor (Shi and Tomasi 1994), squared grey levels a
    pixel.
    """
    across, down = (part.astype(np.float32) / 8 for part in cv2.spatialGradient(image))
    xx, yy, xy = (
        cv2.resize(cv2.multiply(one, other), size, interpolation=cv2.INTER_AREA)
        for one, other in ((across, across), (down, down), (across, down))
    )
    weakest = (xx + yy) / 2 - np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
    return np.asarray(weakest, dtype=np.float32)
