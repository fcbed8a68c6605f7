"""Transitions: which, when and how long, against the truth; PySceneDetect beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scenedetect import (
    AdaptiveDetector,
    ContentDetector,
    HistogramDetector,
    SceneDetector,
    ThresholdDetector,
    detect,
)

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart, named

_FOUND = Measure(
    "transition: kind", "each change of shot is found and named, and none where there is none", "",
    "truth", 30, right=0.9, named=True,
)  # fmt: skip
_INVENTED = Measure(
    "transition: none invented", "films without a change of shot: changes found", "", "truth", 60,
    median=0.0, worst=1.0,
)  # fmt: skip
_AT = Measure(
    "transition: time", "when it begins, where it is found", "s", "truth", 30, median=0.05,
    worst=0.3,
)  # fmt: skip
_LASTS = Measure(
    "transition: duration", "how long it takes, where it is found", "s", "truth", 30, median=0.1,
    worst=0.5,
)  # fmt: skip
_CUTS = Measure(
    "transition: cuts", "times of hard cuts: frames apart, where they are found", "frames", "truth",
    4, median=0.0, worst=1.0,
)  # fmt: skip
_FALSE_CUTS = Measure(
    "transition: no false cut", "hard cuts that are none", "", "truth", 150, median=0.0, worst=0.0
)
_DETECTORS: dict[str, type[SceneDetector]] = {
    "ContentDetector": ContentDetector,
    "AdaptiveDetector": AdaptiveDetector,
    "HistogramDetector": HistogramDetector,
    "ThresholdDetector": ThresholdDetector,
}
_OTHERS = {
    name: Measure(
        f"transition: PySceneDetect {name}",
        "share of the changes of shot that it finds at all" , "", "truth", 0, named=True,
    )
    for name in _DETECTORS
}  # fmt: skip
_NEAR = 0.35
"""Seconds around a change within which it is found."""


def _read(film: Measured) -> Iterator[Reading]:
    known = film.truth.get("transitions")
    if known is None or not film.features:
        return
    changes, said = known["all"], list(film.whole["transitions"])
    cuts = [change["at"] for change in changes if change["kind"] == "cut"]
    false = [at for at in film.whole["cuts"] if all(abs(at - cut) > _NEAR for cut in cuts)]
    yield apart(_FALSE_CUTS, film, len(false), 0)
    if not changes:
        yield apart(_INVENTED, film, len(said), 0)
        return
    for change in changes:
        found = _taken(change, said)
        yield named(_FOUND, film, found["kind"] if found else "none", change["kind"])
        if found:
            yield apart(_AT, film, found["at"], change["at"])
            yield apart(_LASTS, film, found["duration"], change["duration"])
    for other in said:
        yield named(_FOUND, film, other["kind"], "none")
    for at in cuts:
        nearest = min(film.whole["cuts"], key=lambda one: abs(one - at), default=None)
        if nearest is not None:
            yield apart(_CUTS, film, round(nearest * film.fps), round(at * film.fps))
    yield from _others(film, changes)


def _taken(change: dict[str, Any], said: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The nearest of those that overlap the change, taken out of the list."""
    begins, ends = change["at"] - _NEAR, change["at"] + change["duration"] + _NEAR
    near = [one for one in said if one["at"] <= ends and one["at"] + one["duration"] >= begins]
    best = min(near, key=lambda one: abs(one["at"] - change["at"]), default=None)
    if best:
        said.remove(best)
    return best


def _others(film: Measured, changes: list[dict[str, Any]]) -> Iterator[Reading]:
    for name, detector in _DETECTORS.items():
        scenes = detect(str(film.film.path), detector(), show_progress=False)
        times = [scene[0].frame_num / film.fps for scene in scenes[1:]]
        for change in changes:
            begins, ends = change["at"] - _NEAR, change["at"] + change["duration"] + _NEAR
            found = any(begins <= time <= ends for time in times)
            yield named(_OTHERS[name], film, "found" if found else "missed", "found")


JUDGE = Judge((_FOUND, _INVENTED, _AT, _LASTS, _CUTS, _FALSE_CUTS, *_OTHERS.values()), _read)
