"""Denials: the same seed and words with a thing and without it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import cv2
import librosa
import numpy as np

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen, grouped

_FALLING = Promise(
    "nothing falls",
    "what is there for one frame (drops, flakes, sparks) with the thing over without it",
    "OpenCV, temporal median of three frames", "", 5, least=2.0,
)  # fmt: skip
_HUSHED = Promise(
    "no rain heard",
    "hiss at 4 to 10 kHz is quieter without rain than with it",
    "librosa.stft, median over time", "dB", 3, least=6.0,
)  # fmt: skip
_TUNELESS = Promise(
    "no music heard",
    "without music only noises are left: flatness of the spectrum from 150 to 2000 Hz",
    "librosa.feature.spectral_flatness", "", 3, least=0.2,
)  # fmt: skip
_TUNEFUL = Promise(
    "music heard", "with music tones stand out of it", "librosa.feature.spectral_flatness", "", 3,
    most=0.15,
)  # fmt: skip
_COLOURLESS = Promise(
    "colour avoided",
    "a colour that is ruled out is not seen: area within 20 degrees of its hue, chroma over 25",
    "OpenCV CIELAB", "%", 2, most=10.0,
)  # fmt: skip
_SEEN = {"rain", "snow", "embers"}
_RED = 40.0
"""CIELAB hue of a full red, in degrees."""


def _measure(film: Film, _note: Note) -> Measures:
    samples, rate = film.mono
    spectrum = np.abs(librosa.stft(samples, n_fft=4096))
    pitch = librosa.fft_frequencies(sr=rate, n_fft=4096)
    hiss = spectrum[(pitch >= 4000) & (pitch < 10000)]
    middle = spectrum[(pitch >= 150) & (pitch < 2000)]
    lab = film.lab
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    red = (np.abs((hue - _RED + 180) % 360 - 180) < 20) & (np.hypot(lab[..., 1], lab[..., 2]) > 25)
    return {
        "sparks": _sparks(film),
        "hiss": 10 * math.log10(float(np.median((hiss**2).mean(axis=0))) + 1e-12),
        "flatness": float(librosa.feature.spectral_flatness(S=middle).mean()),
        "red": float(red.mean() * 100),
    }


def _sparks(film: Film) -> float:
    """Mean difference of a frame from the median of itself and its neighbours, in grey levels."""
    greys = film.greys
    apart = [
        cv2.absdiff(one, np.median(greys[at : at + 3], axis=0).astype(np.uint8)).mean()
        for at, one in enumerate(greys[1:-1])
    ]
    return float(np.mean(apart))


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for roles in grouped(seen, "denial", "role").values():
        if len(roles) != 2:
            continue
        asked, denied = roles["asked"], roles["denied"]
        clips = (denied.note.name, asked.note.name)
        thing = denied.note.asked["denial"]["thing"]
        saw = f"{denied.note.prompt!r} became {_spec(denied.note)}"
        if thing in _SEEN:
            ratio = asked.measures["sparks"] / denied.measures["sparks"]
            yield Figure(_FALLING, clips, ratio, saw)
        if thing == "rain":
            loss = asked.measures["hiss"] - denied.measures["hiss"]
            yield Figure(_HUSHED, clips, loss, saw)
        if thing == "music":
            yield Figure(_TUNELESS, clips[:1], denied.measures["flatness"], saw)
            yield Figure(_TUNEFUL, clips[1:], asked.measures["flatness"])
        if thing == "red":
            saw = f"with red {asked.measures['red']:.0f} % of the area"
            yield Figure(_COLOURLESS, clips, denied.measures["red"], saw)


def _spec(note: Note) -> str:
    effects = ", ".join(note.spec["sound"]["effects"]) or "none"
    return f"{note.spec['weather']} with {note.spec['sound']['presence']} sound, effects: {effects}"


CHECK = Check(
    "denial", (_FALLING, _HUSHED, _TUNELESS, _TUNEFUL, _COLOURLESS), _measure, _judge, turns=1
)
