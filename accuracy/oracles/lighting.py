"""Lighting presets against the neutral light of the same seed and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen, grouped

_ORACLE = "OpenCV CIE L*a*b*, means of 8 frames"
_NOIR = Promise("noir", "film noir has next to no chroma", _ORACLE, "C*", 3, most=5.0)
_GOLDEN = Promise(
    "golden", "golden light is warmer than neutral light: gain in b*", _ORACLE, "b*", 3, least=4.0
)
_NEON = Promise(
    "neon", "neon is more colourful than neutral light: chroma over chroma", _ORACLE, "", 3,
    least=1.1,
)  # fmt: skip
_MUTED = Promise(
    "documentary", "documentary is less colourful than neutral light: chroma over chroma", _ORACLE,
    "", 3, most=0.9,
)  # fmt: skip
_MOODY = Promise(
    "moody", "moody light is darker than neutral light: loss of L*", _ORACLE, "L*", 3, least=4.0
)


def _measure(film: Film, _note: Note) -> Measures:
    lab = film.lab
    return {
        "lightness": float(lab[..., 0].mean()),
        "chroma": float(np.hypot(lab[..., 1], lab[..., 2]).mean()),
        "yellow": float(lab[..., 2].mean()),
    }


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for lights in grouped(seen, "lighting", "lighting").values():
        plain = lights.pop("neutral", None)
        if plain is None:
            continue
        for lighting, one in lights.items():
            promise, value = _against(lighting, one.measures, plain.measures)
            saw = ", ".join(
                f"{key} {one.measures[key]:.1f} (neutral {plain.measures[key]:.1f})"
                for key in one.measures
            )
            yield Figure(promise, (one.note.name, plain.note.name), value, saw)


def _against(lighting: str, one: Measures, plain: Measures) -> tuple[Promise, float]:
    match lighting:
        case "noir":
            return _NOIR, one["chroma"]
        case "golden_hour":
            return _GOLDEN, one["yellow"] - plain["yellow"]
        case "neon":
            return _NEON, one["chroma"] / plain["chroma"]
        case "documentary":
            return _MUTED, one["chroma"] / plain["chroma"]
        case "moody":
            return _MOODY, plain["lightness"] - one["lightness"]
    raise ValueError(f"no promise about {lighting} light")


CHECK = Check("lighting", (_NOIR, _GOLDEN, _NEON, _MUTED, _MOODY), _measure, _judge, turns=3)
