"""Where a clip is cut into segments that are drawn apart from each other."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from kinora.model.format import VideoFormat

SEGMENT_SECONDS = 10.0
_WORTH_HALVING_SECONDS = 4.0
"""From this length on, two processes side by side are faster than one."""


def spans(form: VideoFormat) -> list[tuple[int, int]]:
    """First frame and number of frames of every segment.

    All are of about equal length, at most ten seconds; two at least where two cores would help.
    """
    least = 2 if form.duration_seconds >= _WORTH_HALVING_SECONDS else 1
    count = min(max(least, ceil(form.duration_seconds / SEGMENT_SECONDS)), form.frames)
    edges = [round(form.frames * index / count) for index in range(count + 1)]
    return [(first, last - first) for first, last in pairwise(edges)]
