"""What a judge has to say against a video: a reason in words and figures, and its weight."""

from __future__ import annotations

from typing import NamedTuple

_FAR = 2.0


class Departure(NamedTuple):
    """Something that is not as decided. ``weight`` 1 is a little off, 2 is far off."""

    weight: int
    reason: str


def strayed(amount: float, allowed: float, reason: str) -> Departure:
    """Far off is what strays at least twice as far as is allowed."""
    return Departure(2 if amount >= _FAR * allowed else 1, reason)
