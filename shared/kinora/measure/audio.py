"""What the sound of a window, or of the whole, does: presence, role, mood, tempo and level."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.heard import Heard
from kinora.measure.mood import Character, character, mood
from kinora.measure.presence import ROLES, Beat, presence
from kinora.measure.tempo import ONSET_RATE, onsets, struck, tempo
from kinora.measure.texture import TEXTURE_RATE
from kinora.model.features import AudioMeasure
from kinora.model.taxonomy import Presence

Floats: TypeAlias = NDArray[np.float32]

CONTEXT_SECONDS = 4.0
"""How far around a window its beat, its bed and its mood are looked for: a second is too short."""


class Semantics:
    """Reads stretches of a sound that was heard."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._strength = onsets(heard.bands)

    def window(self, start: float, duration: float) -> AudioMeasure:
        """The sound from ``start`` for ``duration`` seconds.

        Level and what is tonal belong to the window itself; beat, lasting noise and mood to it and
        four seconds on either side.
        """
        stop = start + duration
        around = max(0.0, start - CONTEXT_SECONDS), stop + CONTEXT_SECONDS
        return self._measure((start, stop), around)

    def whole(self) -> AudioMeasure:
        """All of the sound."""
        span = 0.0, self._heard.seconds
        return self._measure(span, span)

    def _measure(self, span: tuple[float, float], around: tuple[float, float]) -> AudioMeasure:
        level = min(1.0, self._heard.level(*span))
        strength = _part(self._strength, ONSET_RATE, *around)
        textures = _part(self._heard.textures, TEXTURE_RATE, *around)
        beat = Beat(tempo(strength), struck(strength))
        here = _part(self._heard.textures, TEXTURE_RATE, *span)
        found = presence(level, here, textures, beat)
        if found is Presence.SILENCE:
            return AudioMeasure(
                role=ROLES[found], mood=None, tempo_bpm=0.0, presence=found, level=level
            )
        return AudioMeasure(
            role=ROLES[found],
            mood=mood(self._character(around, textures, beat)),
            tempo_bpm=beat.tempo_bpm,
            presence=found,
            level=level,
        )

    def _character(self, around: tuple[float, float], textures: Floats, beat: Beat) -> Character:
        bands = _part(self._heard.bands, ONSET_RATE, *around)
        return character(textures, bands, self._heard.decibels(*around), beat)


def _part(rows: Floats, rate: int, start: float, stop: float) -> Floats:
    """Those of so many rows a second that lie in a stretch of time; at least one, if any follow."""
    first = round(start * rate)
    return rows[first : max(round(stop * rate), first + 1)]
