"""Sky: smooth, above, and blue; in the open air also smooth down to the first edge."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.vision.candidate import Candidate, candidate
from kinora.providers.embedded.vision.places import outdoors, within
from kinora.providers.embedded.vision.spots import Spot, spots
from kinora.providers.embedded.vision.told import Told
from kinora.providers.embedded.vision.view import Floats, View, blurred, ramp

_EAVES = 0.12
"""A strip from side to side that is lower is the edge of a roof or a wall."""
_LEAST = 0.014
_ALIKE = 0.06
"""Range of OKLab lightness below which a picture shows nothing."""
_cv: Any = cv2


def strength(view: View, *, open_air: bool = True) -> Floats:
    """0..1; ``open_air`` also takes what is not blue but reaches the picture's top smoothly."""
    height, _ = view.size
    level = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    smooth = ramp(blurred(view.texture, 2.0), 0.06, 0.025)
    blue = ramp(-view.b, 0.008, 0.024) * ramp(view.a, 0.055, 0.03) * ramp(view.light, 0.08, 0.16)
    found = smooth * blue
    if open_air:
        found = np.maximum(found, _down_to_the_first_edge(view))
    return np.asarray(found * ramp(level, 0.8, 0.62) * view.free, np.float32)


def _down_to_the_first_edge(view: View) -> Floats:
    calm = (np.hypot(view.across, view.down) < 0.022) & (view.texture < 0.07)
    _, labels = _cv.connectedComponents(calm.astype(np.uint8), connectivity=4)
    tops = np.unique(labels[:3])
    above = np.isin(labels, tops[tops > 0]).astype(np.uint8)
    closed = _cv.morphologyEx(above, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    result: Floats = closed.astype(np.float32)
    return result


def candidates(view: View, told: Told) -> list[Candidate]:
    """At most one."""
    found = spots(strength(view, open_air=outdoors(told)), _LEAST, close=8, most=1)
    return [_offered(view, told, spot) for spot in found if _believable(view, told, spot)]


def _believable(view: View, told: Told, spot: Spot) -> bool:
    """A smooth blue wall is no sky: skies grow lighter downwards, and rooms show little of one.

    Of a picture that is all alike nothing can be said.
    """
    low, high = np.quantile(view.light, (0.02, 0.98))
    if high - low < _ALIKE:
        return False
    if spot.box.width > 0.9 and spot.box.height < _EAVES:
        return False
    if outdoors(told):
        return spot.box.top < 0.35 and spot.share > 0.03
    if within(told) and (spot.box.width > 0.75 or spot.box.top < 0.01):
        return False
    slope = float(view.down[spot.mask].mean())
    return spot.box.top < 0.5 and slope > 0.0002 and spot.share / spot.box.area > 0.3


def _offered(view: View, told: Told, spot: Spot) -> Candidate:
    light, blue = float(view.light[spot.mask].mean()), -float(view.b[spot.mask].mean())
    kind = "night sky" if light < 0.36 else "sky" if blue > 0.012 else "pale sky"
    if blue < -0.02 and light >= 0.36:
        kind = "glowing sky"
    sure = 0.55 + min(spot.share, 0.3) + (0.1 if outdoors(told) else 0)
    framed = within(told) and spot.box.width < 0.9
    word = ("night window" if kind == "night sky" else "sky window") if framed else ""
    return candidate(view, Stuff.SKY, kind, spot, sure, word)
