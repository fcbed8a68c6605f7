"""Measures of a finished video: one metric family per module, one pass over the frames."""

from kinora.measure.extraction import ANALYSIS_WIDTH, measure, measure_heard
from kinora.measure.listening import listen

__all__ = ["ANALYSIS_WIDTH", "listen", "measure", "measure_heard"]
