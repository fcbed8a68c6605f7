"""The mixing desk: sounds are placed in time and in the stereo picture, dry and into the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.space import pan

Floats: TypeAlias = NDArray[np.float32]

_DUCK_SECONDS = 0.22
_STRETCH = 2**18


@dataclass(frozen=True, slots=True)
class Placed:
    """A sound that starts at sample ``start``.

    ``samples`` (n,) or (2, n); ``pan`` -1..1 applies to mono sounds; ``send`` is the share that
    goes into the room.
    """

    start: int
    samples: Floats
    gain: float = 1.0
    pan: float = 0.0
    send: float = 0.0


class Desk:
    """Sums sounds in place.

    ``dry`` (2, n) is what comes straight, ``send`` (n,) what goes to the room.
    """

    def __init__(self, length: int) -> None:
        self.dry = np.zeros((2, length), dtype=np.float32)
        self.send = np.zeros(length, dtype=np.float32)

    def add(self, sound: Placed) -> None:
        """Add one sound; what lies outside the clip is cut off."""
        first = max(0, -sound.start)
        start = sound.start + first
        count = min(sound.samples.shape[-1] - first, self.send.size - start)
        if count <= 0:
            return
        part = sound.samples[..., first : first + count]
        here = slice(start, start + count)
        if part.ndim == 1:
            for channel, gain in enumerate(pan(sound.pan)):
                self.dry[channel, here] += np.float32(sound.gain * gain) * part
            middle = part
        else:
            self.dry[:, here] += np.float32(sound.gain) * part
            middle = np.float32(0.5) * (part[0] + part[1])
        if sound.send > 0:
            self.send[here] += np.float32(sound.gain * sound.send) * middle


def tilt(sound: Floats, amount: float) -> None:
    """Lift the treble in place by adding a share of each sample's step from the one before it.

    An amount of 2 lifts 3 kHz by 3 dB, 6 kHz by 6 dB and 12 kHz by 11 dB, and leaves the bass.

    Args:
        sound: (..., n).
        amount: 0 changes nothing.
    """
    length = sound.shape[-1]
    last = np.zeros((*sound.shape[:-1], 1), dtype=np.float32)
    for start in range(0, length, _STRETCH):
        piece = sound[..., start : start + _STRETCH]
        steps = np.diff(piece, axis=-1, prepend=last)
        last = piece[..., -1:].copy()
        piece += np.float32(amount) * steps


def duck(start: int, length: int, kicks: Sequence[float], depth: float) -> Floats:
    """(length,) gains from sample ``start`` on that dip by ``depth`` under each kick and recover.

    Args:
        start: sample of the clip at which the gains begin.
        length: how many.
        kicks: seconds, ascending.
        depth: 0..1.
    """
    gains = np.ones(length, dtype=np.float32)
    dip = round(_DUCK_SECONDS * SAMPLE_RATE)
    shape = np.float32(depth) * (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, dip, dtype=np.float32)))
    rise = round(0.004 * SAMPLE_RATE)
    shape[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    for kick in kicks:
        at = round(kick * SAMPLE_RATE) - start
        low, high = max(at, 0), min(at + dip, length)
        if low < high:
            here = gains[low:high]
            np.minimum(here, 1 - shape[low - at : high - at], out=here)
    return gains
