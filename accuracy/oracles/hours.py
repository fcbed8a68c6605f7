"""Hours: the same seed and words, but for the hour, from dark to bright."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen, grouped

_ORACLE = "OpenCV CIE L*, mean of 8 frames"
_DARK = Promise(
    "night",
    "a night is far darker than the day of the same seed: its mean L* over the day's",
    _ORACLE, "", 10, most=0.6,
)  # fmt: skip
_MOON = Promise(
    "moonlight", "moonlight is brighter than a night without it", _ORACLE, "L*", 10, least=2.0
)
_DUSK = Promise("dusk", "dusk is no darker than moonlight", _ORACLE, "L*", 10, least=0.0)
_DAY = Promise("day", "day is brighter than dusk", _ORACLE, "L*", 10, least=8.0)


def _measure(film: Film, _note: Note) -> Measures:
    return {"lightness": float(film.lab[..., 0].mean())}


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for hours in grouped(seen, "hour", "hour").values():
        light = {hour: float(one.measures["lightness"]) for hour, one in hours.items()}
        names = {hour: one.note.name for hour, one in hours.items()}
        saw = ", ".join(f"{hour} L* {value:.1f}" for hour, value in light.items())
        if {"night", "day"} <= light.keys():
            clips = (names["night"], names["day"])
            yield Figure(_DARK, clips, light["night"] / light["day"], saw)
        steps = ((_MOON, "night", "moonlight"), (_DUSK, "moonlight", "dusk"), (_DAY, "dusk", "day"))
        for promise, darker, brighter in steps:
            if {darker, brighter} <= light.keys():
                gain = light[brighter] - light[darker]
                yield Figure(promise, (names[darker], names[brighter]), gain, saw)


CHECK = Check("hour", (_DARK, _MOON, _DUSK, _DAY), _measure, _judge, turns=2)
