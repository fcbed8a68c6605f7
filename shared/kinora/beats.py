"""The beat grid that picture and music share: beat n falls at ``n * 60 / tempo`` seconds."""

from __future__ import annotations

import math

BEATS_PER_BAR = 4
ACCENTED_PACING = 1.2
"""The pacing above which beats are accented at all."""
_FULL_PACING = 1.6
_WEIGHTS = (1.0, 0.25, 0.6, 0.25)
"""How much each beat of a bar weighs."""
_DECAY_SECONDS = 0.12
_ON_THE_BEAT = 1e-9
"""Share of a beat that rounding may put an instant before the beat it lies on."""


def drive(pacing: float) -> float:
    """How strongly beats are accented at a pacing: 0 up to 1.2, rising evenly to 1 at 1.6."""
    reach = (pacing - ACCENTED_PACING) / (_FULL_PACING - ACCENTED_PACING)
    return min(1.0, max(0.0, reach))


def accent(second: float, tempo_bpm: float, pacing: float) -> float:
    """The strength of the beat at an instant, for what moves with the music.

    Args:
        second: time from the start of the clip; before it there is no beat.
        tempo_bpm: beats a minute, above zero.
        pacing: the clip's pacing, 1 is natural.

    Returns:
        0..1: jumps at each beat to ``drive(pacing)`` times the beat's weight (first of the bar 1,
        third 0.6, the others 0.25) and decays to a third of it within an eighth of a second.
    """
    beats = second * tempo_bpm / 60
    strength = drive(pacing)
    if beats < 0 or strength == 0.0:
        return 0.0
    count = math.floor(beats + _ON_THE_BEAT)
    since = max(0.0, beats - count) * 60 / tempo_bpm
    return strength * _WEIGHTS[count % BEATS_PER_BAR] * math.exp(-since / _DECAY_SECONDS)
