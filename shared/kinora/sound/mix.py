"""The mixing desk: sounds are placed in time and in the stereo picture, dry and into the room.

A clip is mixed in windows, in order, so that memory does not grow with its length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.space import pan

Floats: TypeAlias = NDArray[np.float32]

WINDOW = 2**15
"""Samples that are mixed at a time: what is worked on still fits the processor's cache."""
_DUCK_SECONDS = 0.22


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

    @property
    def stop(self) -> int:
        """The sample after its last."""
        return self.start + int(self.samples.shape[-1])


@dataclass(frozen=True, slots=True)
class Bus:
    """A window of the sum, from sample ``start`` of the clip on.

    ``dry`` (2, n) is what comes straight, ``send`` (n,) what goes to the room.
    """

    start: int
    dry: Floats
    send: Floats

    def add(self, sound: Placed) -> None:
        """Add one sound in place; what lies outside the window is left out."""
        low = max(self.start, sound.start)
        high = min(self.start + self.send.size, sound.stop)
        if low >= high:
            return
        part = sound.samples[..., low - sound.start : high - sound.start]
        here = slice(low - self.start, high - self.start)
        if part.ndim == 1:
            for channel, gain in enumerate(pan(sound.pan)):
                self.dry[channel, here] += np.float32(sound.gain * gain) * part
            middle = part
        else:
            self.dry[:, here] += np.float32(sound.gain) * part
            middle = np.float32(0.5) * (part[0] + part[1]) if sound.send > 0 else part[0]
        if sound.send > 0:
            self.send[here] += np.float32(sound.gain * sound.send) * middle


def windows(sounds: Iterable[Placed], length: int) -> Iterator[Bus]:
    """The sum of sounds, window by window, each of ``WINDOW`` samples but the last.

    Args:
        sounds: in ascending order of their start; taken only as far as each window needs.
        length: samples of the clip; what lies outside is cut off.
    """
    coming = iter(sounds)
    following = next(coming, None)
    ringing: list[Placed] = []
    for start in range(0, length, WINDOW):
        stop = min(length, start + WINDOW)
        while following is not None and following.start < stop:
            ringing.append(following)
            following = next(coming, None)
        dry = np.zeros((2, stop - start), dtype=np.float32)
        bus = Bus(start, dry, np.zeros(stop - start, dtype=np.float32))
        for sound in ringing:
            bus.add(sound)
        ringing = [sound for sound in ringing if sound.stop > stop]
        yield bus


class Tilt:
    """Lifts the treble by adding a share of each sample's step from the one before it.

    An amount of 2 lifts 3 kHz by 3 dB, 6 kHz by 6 dB and 12 kHz by 11 dB, and leaves the bass;
    0 changes nothing.
    """

    def __init__(self, amount: float) -> None:
        self._amount = np.float32(amount)
        self._last: Floats | None = None

    def lift(self, piece: Floats) -> None:
        """Treat the next (..., n) samples in place."""
        last = np.zeros_like(piece[..., :1]) if self._last is None else self._last
        self._last = piece[..., -1:].copy()
        piece += self._amount * np.diff(piece, axis=-1, prepend=last)


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
    first = bisect_left(kicks, (start - dip) / SAMPLE_RATE)
    last = bisect_left(kicks, (start + length) / SAMPLE_RATE + 1e-3)
    for kick in kicks[first:last]:
        at = round(kick * SAMPLE_RATE) - start
        low, high = max(at, 0), min(at + dip, length)
        if low < high:
            here = gains[low:high]
            np.minimum(here, 1 - shape[low - at : high - at], out=here)
    return gains
