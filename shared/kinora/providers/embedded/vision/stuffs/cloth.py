"""Cloth: one colour, no sharp edges, and shading that rises and falls again and again."""

from __future__ import annotations

import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.vision.candidate import Candidate, candidate
from kinora.providers.embedded.vision.places import outdoors
from kinora.providers.embedded.vision.spots import Spot, spots
from kinora.providers.embedded.vision.told import Told
from kinora.providers.embedded.vision.view import Floats, View, blurred, ramp

_HANGING = (("curtain drape drapery", "curtain"), ("veil canopy tent", "canopy"))
_LYING = (
    ("blanket quilt throw duvet", "blanket"),
    ("cushion pillow", "cushion"),
    ("bed bedding sheet", "bedding"),
    ("sofa couch armchair", "sofa"),
)


def _folds(view: View) -> tuple[Floats, Floats]:
    """Strength of upright folds and of folds in any direction, each 0..1."""
    sigma = max(view.size) * 0.018
    size = blurred(np.hypot(view.across, view.down), sigma)
    level, up = blurred(view.across**2, sigma), blurred(view.down**2, sigma)
    tiny = np.float32(1e-6)
    swing = 1 - np.abs(blurred(view.across, sigma)) / (blurred(np.abs(view.across), sigma) + tiny)
    rise = 1 - np.abs(blurred(view.down, sigma)) / (blurred(np.abs(view.down), sigma) + tiny)
    soft = ramp(size, 0.0015, 0.004) * ramp(size, 0.045, 0.028)
    hue_a = blurred(view.a**2, sigma) - blurred(view.a, sigma) ** 2
    hue_b = blurred(view.b**2, sigma) - blurred(view.b, sigma) ** 2
    even = ramp(np.sqrt(np.maximum(hue_a + hue_b, 0)), 0.035, 0.012)
    dyed = ramp(blurred(view.chroma, sigma), 0.02, 0.045)
    ground = soft * even * dyed * view.free
    upright = ramp(level / (level + up + tiny), 0.72, 0.88)
    return (
        np.asarray(ground * upright * ramp(swing.astype(np.float32), 0.25, 0.55), np.float32),
        np.asarray(ground * ramp(np.minimum(swing, rise), 0.35, 0.65), np.float32),
    )


def strength(view: View) -> Floats:
    """Either kind of folds, 0..1."""
    upright, any_way = _folds(view)
    return np.maximum(upright, any_way)


def candidates(view: View, told: Told) -> list[Candidate]:
    """At most two curtains and one cloth that lies."""
    if outdoors(told) and not told.first(_HANGING + _LYING):
        return []
    upright, any_way = _folds(view)
    found: list[Candidate] = []
    for spot in spots(blurred(upright, 2.0), 0.008, close=3, most=4):
        box = spot.box
        # A striped wall is wider than a curtain.
        if box.height > 0.14 and box.width < 0.42 and _tall(view, spot) > 1.3:
            sure = 0.5 + min(0.25, 2 * spot.share)
            found.append(candidate(view, Stuff.FABRIC, "folds", spot, sure, told.first(_HANGING)))
    for spot in spots(blurred(any_way, 2.0), 0.02, close=4, most=1):
        if spot.box.top + spot.box.height / 2 > 0.3 and spot.box.area < 0.3:
            lying = candidate(view, Stuff.FABRIC, "cloth", spot, 0.45, told.first(_LYING))
            return [*found[:2], lying]
    return found[:2]


def _tall(view: View, spot: Spot) -> float:
    height, width = view.size
    return spot.box.height * height / max(1.0, spot.box.width * width)
