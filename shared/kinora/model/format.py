"""The outer form of a video: size, frame rate, length. The one place that knows the limits."""

from __future__ import annotations

import math
from typing import Self

from kinora.model.base import Frozen
from kinora.model.errors import InvalidFormat
from kinora.model.taxonomy import Quality

MIN_SIDE, MAX_WIDTH, MAX_HEIGHT = 64, 3840, 2160
MIN_FPS, MAX_FPS = 1, 60
MIN_SECONDS, MAX_SECONDS = 1.0, 600.0
DEFAULT_SECONDS = 6.0


class VideoFormat(Frozen):
    """Width and height in pixels (even), frames per second, length in seconds."""

    width: int = 512
    height: int = 512
    fps: int = 24
    duration_seconds: float = DEFAULT_SECONDS
    quality: Quality = Quality.STANDARD

    @property
    def frames(self) -> int:
        """The number of frames: the length rounded to whole frames, at least one."""
        return max(1, round(self.duration_seconds * self.fps))

    def checked(self) -> Self:
        """Return the format itself.

        Raises:
            InvalidFormat: a side is odd, zero or too large, or rate or length is out of range.
        """
        sides = (("width", self.width, MAX_WIDTH), ("height", self.height, MAX_HEIGHT))
        for field, side, largest in sides:
            allowed = f"an even number from {MIN_SIDE} to {largest}"
            if not MIN_SIDE <= side <= largest or side % 2:
                raise InvalidFormat(field, f"{side} pixels cannot be encoded", allowed)
        if not MIN_FPS <= self.fps <= MAX_FPS:
            allowed = f"a whole number from {MIN_FPS} to {MAX_FPS}"
            raise InvalidFormat("fps", f"{self.fps} frames a second is out of range", allowed)
        if not MIN_SECONDS <= self.duration_seconds <= MAX_SECONDS:
            problem = f"{self.duration_seconds:g} seconds is out of range"
            raise InvalidFormat("duration", problem, f"{MIN_SECONDS:g} to {MAX_SECONDS:g} seconds")
        return self

    @classmethod
    def of(
        cls,
        width: int,
        height: int,
        fps: int,
        duration_seconds: float,
        quality: Quality = Quality.STANDARD,
    ) -> Self:
        """The checked format; also refuses a length that is no number.

        Raises:
            InvalidFormat: as :meth:`checked`.
        """
        if not math.isfinite(duration_seconds):
            allowed = f"{MIN_SECONDS:g} to {MAX_SECONDS:g} seconds"
            raise InvalidFormat("duration", f"{duration_seconds} is no length", allowed)
        form = cls(
            width=width,
            height=height,
            fps=fps,
            duration_seconds=duration_seconds,
            quality=quality,
        )
        return form.checked()

    @classmethod
    def parse_size(cls, text: str) -> tuple[int, int]:
        """Read ``512x512`` as (width, height).

        Raises:
            InvalidFormat: the text is not two whole numbers joined by an x.
        """
        left, x, right = text.lower().partition("x")
        if not (x and left.isdecimal() and right.isdecimal()) or max(len(left), len(right)) > 6:
            allowed = f"WIDTHxHEIGHT, even numbers up to {MAX_WIDTH}x{MAX_HEIGHT}"
            raise InvalidFormat("size", f"{text[:40]!r} is not a size", allowed)
        return int(left), int(right)
