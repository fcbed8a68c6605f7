"""Listening to sound that comes piece by piece: what is kept of it is small."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE, LoudnessMeter
from kinora.measure.envelope import PeakEnvelope
from kinora.measure.heard import LEVEL_COLUMNS, Heard
from kinora.measure.hearing import INSTANT, READINGS, readings
from kinora.measure.tempo import BANDS, ONSET_RATE, ONSET_WINDOW, band_energies
from kinora.measure.texture import COLUMNS, EXCERPT, TEXTURE_RATE, textures

Floats: TypeAlias = NDArray[np.float32]

_BLOCK = SAMPLE_RATE
_PAST, _FUTURE = EXCERPT, EXCERPT // 2
"""Samples before and after a block that its excerpts reach into."""
_HOP = SAMPLE_RATE // ONSET_RATE
_AT_ONCE = 64
_LOUDEST = 8.0
"""Beyond this, decoded samples of a broken float stream are held back."""


class Listener:
    """Hears the sound of a video in order; pieces may be of any length.

    Everything is computed on blocks of one second on a fixed grid, so that the result does not
    depend on how the sound was cut. An excerpt is centred on its instant, but moved inwards where
    it would reach over the beginning or the end of the sound; sound that is shorter than an
    excerpt is followed by silence.

    Args:
        fps: frames a second of the picture: frame k stands at k / fps seconds.
    """

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._block = np.zeros((2, _PAST + _BLOCK + _FUTURE), dtype=np.float32)
        self._filled = _PAST
        self._start = 0
        self._length = 0
        self._frames, self._textures = array("f"), array("f")
        self._bands, self._levels = array("f"), array("f")
        self._loudness = LoudnessMeter()
        self._envelope = PeakEnvelope()

    def add(self, samples: Floats) -> None:
        """Hear the next (n, 2) samples at ``SAMPLE_RATE``, full scale at 1; NaN is silence."""
        assert samples.ndim == 2, "a piece is (n, 2); a whole sound is a list of one piece"
        taken, size = 0, self._block.shape[1]
        while taken < len(samples):
            count = min(size - self._filled, len(samples) - taken)
            piece = np.nan_to_num(samples[taken : taken + count])
            np.clip(piece, -_LOUDEST, _LOUDEST, out=piece)
            self._block[:, self._filled : self._filled + count] = piece.T
            self._loudness.add(piece)
            taken += count
            self._filled += count
            self._length += count
            if self._filled == size:
                self._measure(None)
                self._advance()

    def heard(self) -> Heard:
        """What was heard; nothing may be added afterwards."""
        while self._start < self._length:
            self._block[:, self._filled :] = 0.0
            self._measure(self._length)
            self._advance()
        hops = -(-self._length * ONSET_RATE // SAMPLE_RATE)
        return Heard(
            seconds=self._length / SAMPLE_RATE,
            frames=_rows(self._frames, READINGS),
            textures=_rows(self._textures, COLUMNS),
            bands=_rows(self._bands, BANDS)[: self._length * ONSET_RATE // SAMPLE_RATE],
            levels=_rows(self._levels, LEVEL_COLUMNS)[:hops],
            loudness_lufs=self._loudness.integrated(),
            envelope=self._envelope.peaks(self._length),
        )

    def _advance(self) -> None:
        """Make room for the next block."""
        self._block[:, :-_BLOCK] = self._block[:, _BLOCK:]
        self._filled = max(0, self._filled - _BLOCK)
        self._start += _BLOCK

    def _measure(self, end: int | None) -> None:
        """Measure what belongs to the block's second; ``end`` is where the sound ends, if known."""
        self._excerpted(self._frames, READINGS, self._fps, INSTANT, end, readings)
        self._excerpted(self._textures, COLUMNS, TEXTURE_RATE, EXCERPT, end, textures)
        first = _PAST - ONSET_WINDOW // 2
        self._bands.frombytes(
            band_energies(self._block[:, first : first + _BLOCK - _HOP + ONSET_WINDOW]).tobytes()
        )
        second = self._block[:, _PAST : _PAST + _BLOCK]
        hops = second.reshape(2, -1, _HOP)
        sums = np.concatenate([hops.sum(axis=2), np.square(hops).sum(axis=2)])
        self._levels.frombytes(sums.T.tobytes())
        self._envelope.add(np.abs(second).max(axis=0))

    def _excerpted(
        self,
        kept: array[float],
        columns: int,
        rate: float,
        size: int,
        end: int | None,
        read: Callable[[Floats], Floats],
    ) -> None:
        """Read the excerpts about those instants of a rate that lie in the block's second."""
        excerpts: list[Floats] = []
        for middle in self._instants(len(kept) // columns, rate, end):
            latest = middle if end is None else min(middle, end - size // 2)
            first = max(latest - size // 2, 0) - self._start + _PAST
            excerpts.append(self._block[:, first : first + size])
            if len(excerpts) == _AT_ONCE:
                kept.frombytes(read(np.stack(excerpts)).tobytes())
                excerpts.clear()
        if excerpts:
            kept.frombytes(read(np.stack(excerpts)).tobytes())

    def _instants(self, number: int, rate: float, end: int | None) -> Iterator[int]:
        """The samples at which instants ``number`` and on stand, up to the block's or sound's."""
        stop = self._start + _BLOCK if end is None else min(self._start + _BLOCK, end)
        while (sample := round(number * SAMPLE_RATE / rate)) < stop:
            yield sample
            number += 1


def listen(pieces: Iterable[Floats], fps: float) -> Heard:
    """Hear all pieces, see :class:`Listener`."""
    listener = Listener(fps)
    for piece in pieces:
        listener.add(piece)
    return listener.heard()


def _rows(values: array[float], columns: int) -> Floats:
    return np.frombuffer(values, dtype=np.float32).reshape(-1, columns)
