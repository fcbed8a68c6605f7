"""Transitions: where shots change and how, and that nothing changes where one shot goes on.

PySceneDetect finds cuts and fades. It knows no dissolves and wipes; for those each frame between
two shots is explained, in linear light, as a mixture of the last frame before and the first frame
after, by least squares, in four upright strips of the frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scenedetect import AdaptiveDetector, ContentDetector, SceneDetector, ThresholdDetector, detect

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen

_LEAST_CHANGE = 8.0
"""Two sizes of shot of one place resemble each other; the detector's own 15 misses such cuts."""
_WEIGHTS = ContentDetector.Components(delta_hue=1.0, delta_sat=1.0, delta_lum=0.0, delta_edges=1.0)
"""Edges in place of luma: lightning, or a beat that makes lamps brighter, is no cut."""
_BLACK = 8
_SMALL, _STRIPS = 16, 4
_MIXTURE = "OpenCV, mixture of the frames before and after"
_CUT = Promise(
    "cut", "a cut is found at its frame: frames apart", "PySceneDetect AdaptiveDetector", "frames",
    4, most=2.0,
)  # fmt: skip
_FADE = Promise(
    "fade", "a fade is black in its middle: frames apart", "PySceneDetect ThresholdDetector",
    "frames", 4, most=2.0,
)  # fmt: skip
_HALFWAY = Promise(
    "halfway", "a dissolve or wipe has come half of its way in its middle: frames apart", _MIXTURE,
    "frames", 8, most=3.0,
)  # fmt: skip
"""An eighth of a second: the mixture takes both shots for stills, and water moves meanwhile."""
_EVEN = Promise(
    "even", "a dissolve is everywhere alike: outer strips' shares of the new shot, apart",
    _MIXTURE, "", 4, most=0.3,
)  # fmt: skip
_SWEPT = Promise(
    "swept", "a wipe has taken the left strip and not the right in its middle: shares, apart",
    _MIXTURE, "", 4, least=0.6,
)  # fmt: skip
_NO_OTHER = Promise(
    "no other cut", "cuts are found nowhere else: false cuts", "PySceneDetect AdaptiveDetector", "",
    60, most=0.0,
)  # fmt: skip
_KINDS = {"cut": _CUT, "fade": _FADE, "dissolve": _HALFWAY, "wipe": _HALFWAY}


def _measure(film: Film, note: Note) -> Measures:
    cuts = AdaptiveDetector(min_content_val=_LEAST_CHANGE, weights=_WEIGHTS)
    found: Measures = {"cuts": _changes(film, cuts), "fades": []}
    if any(shot["transition"] == "fade" for shot in note.spec["shots"]):
        found["fades"] = _changes(film, ThresholdDetector(threshold=_BLACK))
    found["mixtures"] = [
        _mixed(film, shot["first_frame"], shot["transition_frames"])
        if shot["transition"] in {"dissolve", "wipe"}
        else None
        for shot in note.spec["shots"][1:]
    ]
    return found


def _changes(film: Film, detector: SceneDetector) -> list[int]:
    """First frames of all scenes but the first."""
    return [scene[0].frame_num for scene in detect(str(film.path), detector)[1:]]


def _mixed(film: Film, first: int, frames: int) -> dict[str, float]:
    """When half of the way is reached, and the outer strips' shares of the new shot at mid-way."""
    lights = [_light(film.pictures[at]) for at in range(first - 1, first + frames + 1)]
    old, new, between = lights[0], lights[-1], lights[1:-1]
    shares = [
        [
            _share(light[:, strip], old[:, strip], new[:, strip])
            for strip in np.array_split(np.arange(_SMALL), _STRIPS)
        ]
        for light in between
    ]
    way = [float(np.clip(one, 0, 1).mean()) for one in shares]
    later = next((at for at, share in enumerate(way) if share >= 0.5), frames)
    middle = shares[frames // 2]
    return {"half": first + later, "left": middle[0], "right": middle[-1]}


def _light(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Linear light, small and smooth: what moves a little meanwhile does not count."""
    small = cv2.resize(picture, (_SMALL, _SMALL), interpolation=cv2.INTER_AREA)
    linear: NDArray[np.float64] = (small.astype(np.float64) / 255) ** 2.2
    return linear


def _share(light: NDArray[np.float64], old: NDArray[np.float64], new: NDArray[np.float64]) -> float:
    """The new picture's part in a mixture of both."""
    way = (new - old).ravel()
    return float(np.dot((light - old).ravel(), way) / max(np.dot(way, way), 1e-9))


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for one in seen:
        name, found = (one.note.name,), one.measures
        shots: list[dict[str, Any]] = one.note.spec["shots"]
        cuts = [shot["first_frame"] for shot in shots[1:] if shot["transition"] == "cut"]
        soft = [
            (shot["first_frame"], shot["first_frame"] + shot["transition_frames"])
            for shot in shots
            if shot["transition"] != "cut"
        ]
        others = [
            at
            for at in found["cuts"]
            if min((abs(at - cut) for cut in cuts), default=99) > 2
            and not any(first <= at <= last for first, last in soft)
        ]
        yield Figure(_NO_OTHER, name, len(others), f"cuts found at frames {found['cuts']}")
        if "transition" in one.note.asked:
            yield from _asked(one, name)


def _asked(one: Seen, name: tuple[str, ...]) -> Iterator[Figure]:
    kind, found = one.note.asked["transition"]["kind"], one.measures
    shots = one.note.spec["shots"]
    if len(shots) < 2:
        yield Figure(_KINDS[kind], name, float("nan"), "the clip has one shot")
    for shot, mixture in zip(shots[1:], found["mixtures"], strict=True):
        middle = shot["first_frame"] + shot["transition_frames"] / 2
        saw = f"asked for a {kind}, decided {shot['transition']} at {middle:g}"
        if shot["transition"] != kind:
            yield Figure(_KINDS[kind], name, float("nan"), saw)
        elif mixture is None:
            times = found["cuts" if kind == "cut" else "fades"]
            apart = min((abs(at - middle) for at in times), default=np.inf)
            yield Figure(_KINDS[kind], name, apart, f"{saw}, found {times}")
        else:
            yield Figure(_HALFWAY, name, abs(mixture["half"] - middle), f"{saw}, {mixture}")
            apart = mixture["left"] - mixture["right"]
            even = kind == "dissolve"
            yield Figure(_EVEN if even else _SWEPT, name, abs(apart) if even else apart, saw)


CHECK = Check(
    "transition",
    (_CUT, _FADE, _HALFWAY, _EVEN, _SWEPT, _NO_OTHER),
    _measure,
    _judge,
    applies=lambda _: True,
)
