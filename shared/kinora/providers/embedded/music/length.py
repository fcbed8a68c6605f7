"""How long a piece is to be: all that its price needs, without the sound engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.providers.ports import MediaAsk

LEAST_SECONDS, MOST_SECONDS, USUAL_SECONDS = 5.0, 120.0, 30.0


def seconds(ask: MediaAsk) -> float:
    """The length that was asked for, or the one that the video needs, 5 to 120 s."""
    duration = part(ask.context, "duration")
    named = (number(ask.params.get("seconds")), number(duration.get("sound_track_duration")))
    wanted = next((each for each in named if each is not None), USUAL_SECONDS)
    return min(max(wanted, LEAST_SECONDS), MOST_SECONDS)


def number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < float("inf") else None


def part(context: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A part of a context; empty where there is none."""
    value = context.get(key)
    return value if isinstance(value, Mapping) else {}
