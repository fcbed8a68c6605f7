"""One film to be made: ffmpeg's filter graphs, and what is known to be in the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Facts = Mapping[str, Any]
"""What is known of one thing in the film: JSON."""

_PICTURE = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "10", "-pix_fmt", "yuv420p")
_SOUND = ("-c:a", "pcm_s16le")


@dataclass(frozen=True)
class Take:
    """A film without any loss that matters, unless its codec says otherwise."""

    name: str
    picture: str
    """A filter graph that ends in ``[v]``; the stills are its inputs ``[0:v]``, ``[1:v]``, …"""
    truth: Mapping[str, Facts]
    stills: tuple[str, ...] = ()
    sound: str = ""
    """A graph of sources that ends in ``[a]``; empty for a film without a track."""
    seconds: float = 3.0
    fps: str = "24"
    size: tuple[int, int] = (320, 240)
    codec: tuple[str, ...] = _PICTURE
    sound_codec: tuple[str, ...] = _SOUND
    suffix: str = ".mov"

    @property
    def frames(self) -> int:
        return round(self.seconds * Fraction(self.fps))

    @property
    def family(self) -> str:
        """The first word of the name."""
        return self.name.partition("-")[0]
