"""Motion of a window: how fast, how evenly, which way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinora.measure.flow import BlockFlow
from kinora.model.features import Direction, MotionMeasure, Rhythm, Trend

STILL = 0.004
"""Frame widths a second: slower than this is standing still."""
_TREND_SHARE = 0.35
_DIRECTED_SHARE = 0.4
_PULSE_SHARE = 0.4
_FEWEST_FOR_SHAPE = 4


@dataclass(frozen=True, slots=True)
class FrameMotion:
    """Mean speed and mean velocity between two frames, in frame widths a second."""

    level: float
    x: float
    y: float


def frame_motion(flow: BlockFlow, seconds: float) -> FrameMotion:
    """The mean speed; blocks that show no believable motion count as still.

    Args:
        flow: what moved.
        seconds: in what time.
    """
    speed = np.sqrt(np.square(flow.vectors).sum(axis=-1))
    x, y = flow.vectors.mean(axis=(0, 1))
    return FrameMotion(float(speed.mean()) / seconds, float(x) / seconds, float(y) / seconds)


def motion(steps: Sequence[FrameMotion]) -> MotionMeasure:
    """The motion of a stretch of time.

    The trend is that of a straight line through the speeds; it rises or falls when it changes by
    a third of the mean. A direction is named when the mean velocity is at least 0.4 of the mean
    speed. The rhythm pulses when the speeds' deviation is at least 0.4 of their mean.

    Args:
        steps: one for each measured pair of frames; may be empty (a single frame).
    """
    levels = np.array([step.level for step in steps], dtype=np.float64)
    level = float(levels.mean()) if steps else 0.0
    std = float(levels.std()) if steps else 0.0
    still = level < STILL
    x = sum(step.x for step in steps) / max(1, len(steps))
    y = sum(step.y for step in steps) / max(1, len(steps))
    return MotionMeasure(
        level=level,
        std=std,
        trend=Trend.STEADY if still else _trend(levels, level),
        direction=Direction.NONE if still else _direction(x, y, level),
        rhythm=_rhythm(still=still, uneven=std >= _PULSE_SHARE * level),
    )


def _trend(levels: NDArray[np.float64], level: float) -> Trend:
    if len(levels) < _FEWEST_FOR_SHAPE:
        return Trend.STEADY
    position = np.linspace(-0.5, 0.5, len(levels))
    change = float(position @ levels / (position @ position))
    if abs(change) < _TREND_SHARE * level:
        return Trend.STEADY
    return Trend.RISING if change > 0 else Trend.FALLING


def _direction(x: float, y: float, level: float) -> Direction:
    if (x * x + y * y) ** 0.5 < _DIRECTED_SHARE * level:
        return Direction.NONE
    if abs(x) >= abs(y):
        return Direction.RIGHT if x > 0 else Direction.LEFT
    return Direction.DOWN if y > 0 else Direction.UP


def _rhythm(*, still: bool, uneven: bool) -> Rhythm:
    if still:
        return Rhythm.STILL
    return Rhythm.PULSING if uneven else Rhythm.STEADY
