"""Graphic character: edges, large shapes, fine texture."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kinora.measure.luma import LumaMap
from kinora.model.features import GraphicsMeasure

Bytes: TypeAlias = NDArray[np.uint8]

_EDGE = 160
"""Sobel magnitude (sum of both directions, on 0..255) from which a pixel lies on an edge: a step
of forty grey levels, spread over two pixels."""


def edge_density(grey: Bytes) -> float:
    """Share of a grey frame's pixels that lie on an edge."""
    across, down = cv2.spatialGradient(grey)
    strength = np.abs(across) + np.abs(down)
    return float(np.count_nonzero(strength > _EDGE)) / grey.size


def graphics(edges: float, luma: LumaMap) -> GraphicsMeasure:
    """Put a window's figures together.

    Spatial variance is twice the standard deviation of the blocks' mean luma: 0 for a frame whose
    blocks are all alike, 1 for half black and half white. Busyness is twice the mean deviation
    within the blocks: 0 for smooth, 1 for a black and white pattern finer than the blocks.

    Args:
        edges: mean edge density, 0..1.
        luma: mean map of the window.
    """
    return GraphicsMeasure(
        edge_density=min(1.0, edges),
        spatial_variance=min(1.0, 2 * float(luma.mean.std())),
        busyness=min(1.0, 2 * float(luma.deviation.mean())),
    )
