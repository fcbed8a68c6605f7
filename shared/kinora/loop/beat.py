"""Which beat of a sound is the one that is counted."""

from __future__ import annotations

from kinora.model.features import AudioMeasure, Features

_SAME = 0.04
"""Tempi this near each other are one: as exact as a second of sound tells."""


def counted(features: Features, decided_bpm: float) -> Features:
    """The features with the tempo in the octave that the music was written in.

    A beat, its half and its double all sound, and nothing in the sound says which one is counted;
    the spec does. A tempo that is none of the three stays as it was heard.

    Args:
        features: as measured.
        decided_bpm: the spec's tempo.
    """
    whole = features.whole
    audio = _counted(whole.audio, decided_bpm)
    windows = tuple(
        window.model_copy(update={"audio": _counted(window.audio, decided_bpm)})
        for window in features.windows
    )
    heard = whole.model_copy(update={"audio": audio, "tempo_bpm": audio.tempo_bpm})
    return features.model_copy(update={"windows": windows, "whole": heard})


def _counted(audio: AudioMeasure, decided_bpm: float) -> AudioMeasure:
    for octave in (0.5, 2.0):
        if abs(audio.tempo_bpm * octave / decided_bpm - 1.0) < _SAME:
            return audio.model_copy(update={"tempo_bpm": audio.tempo_bpm * octave})
    return audio
