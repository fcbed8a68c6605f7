"""Measures of a finished video: one metric family per module, one pass over the frames."""

from kinora.measure.extraction import ANALYSIS_WIDTH, measure

__all__ = ["ANALYSIS_WIDTH", "measure"]
