"""How much of sound is heard: music, what is not music, both, or a bed."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.hearing import SILENT
from kinora.measure.texture import CENTROID, NOISE, TONAL, TOTAL
from kinora.model.features import AudioRole
from kinora.model.taxonomy import Presence

Floats: TypeAlias = NDArray[np.float32]

ROLES = {
    Presence.SILENCE: AudioRole.SILENCE,
    Presence.SFX: AudioRole.EFFECTS,
    Presence.AMBIENT: AudioRole.AMBIENT,
    Presence.MUSIC: AudioRole.MUSIC,
    Presence.FULL: AudioRole.MUSIC,
}
"""What sound of each presence does."""

_LEAST_TONAL = 0.2
"""Share of tonal power under which a sound is noise."""
_SHRILL_HERTZ = 2200.0
"""Centroid above which tonal sound is a call or a whistle rather than a chord."""
_BED = 0.01
"""Lasting noise over mean power from which there is a bed of it: -20 dB."""
_BED_SHARE = 20.0
"""Percentile in time of the noise that lasts; what is struck lies above."""
_QUIET = 10 ** (-40 / 20)
"""RMS below which noise is a bed rather than an effect."""
_LEAST_STRUCK = 0.5
_HEARD = 1e-4
"""Power over the loudest's from which a texture counts."""


class Beat(NamedTuple):
    """``tempo_bpm``, 0 where nothing repeats; ``struck``, strong onsets a second."""

    tempo_bpm: float
    struck: float

    @property
    def felt(self) -> bool:
        """Whether something is struck, and at a regular pace."""
        return self.tempo_bpm > 0 and self.struck >= _LEAST_STRUCK


def presence(level: float, textures: Floats, around: Floats, beat: Beat) -> Presence:
    """Read the presence of a stretch of sound.

    Silence below -55 dBFS. Sound is noise when less than a fifth of its power is tonal, or when its
    centroid lies above 2.2 kHz (both by the median of the textures that are heard): then it is
    effects, or a bed if under -40 dBFS, or music if it is drums: a beat with gaps between the
    strokes. Tonal sound without a beat is a bed. With one it is music, and full when noise lasts
    under it: when noise power's 20th percentile in time comes to a hundredth of the mean power.

    Args:
        level: RMS of full scale.
        textures: (k, 22) of the stretch, see :func:`kinora.measure.texture.textures`.
        around: the same of the stretch and some seconds about it, in which lasting noise is sought.
        beat: of the stretch and what is around it.
    """
    if level < SILENT or not len(textures):
        return Presence.SILENCE
    heard = textures[textures[:, TOTAL] > _HEARD * textures[:, TOTAL].max()]
    if not len(heard):
        return Presence.SILENCE
    tonal = float(np.median(heard[:, TONAL].sum(axis=1) / heard[:, TOTAL]))
    bed = bed_of(around) > _BED
    if tonal < _LEAST_TONAL or float(np.median(heard[:, CENTROID])) > _SHRILL_HERTZ:
        if beat.felt and not bed:
            return Presence.MUSIC
        return Presence.AMBIENT if level < _QUIET else Presence.SFX
    if not beat.felt:
        return Presence.AMBIENT
    return Presence.FULL if bed else Presence.MUSIC


def bed_of(textures: Floats) -> float:
    """Noise power that lasts (its 20th percentile in time) over the mean power."""
    lasting = float(np.percentile(textures[:, NOISE].sum(axis=1), _BED_SHARE))
    return lasting / max(float(textures[:, TOTAL].mean()), 1e-12)
