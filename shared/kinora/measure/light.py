"""Light of a window: the means of its frames."""

from __future__ import annotations

from collections.abc import Sequence

from kinora.measure.colour import FrameColour
from kinora.model.features import LightMeasure


def light(colours: Sequence[FrameColour]) -> LightMeasure:
    """Mean brightness, contrast and saturation.

    Args:
        colours: at least one frame's.
    """
    count = len(colours)
    return LightMeasure(
        brightness=min(1.0, sum(colour.brightness for colour in colours) / count),
        contrast=min(1.0, sum(colour.contrast for colour in colours) / count),
        saturation=min(1.0, sum(colour.saturation for colour in colours) / count),
    )
