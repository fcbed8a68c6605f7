"""Green that is not smooth: leaves, grass, trees."""

from __future__ import annotations

import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.vision.candidate import Candidate, candidate
from kinora.providers.embedded.vision.places import outdoors
from kinora.providers.embedded.vision.spots import Spot, spots, widened
from kinora.providers.embedded.vision.told import Told
from kinora.providers.embedded.vision.view import Floats, View, blurred, ramp

_WORDS = (
    ("plant houseplant fern monstera", "plant"),
    ("tree pine forest wood", "trees"),
    ("grass lawn meadow", "grass"),
    ("flower blossom", "flowers"),
)


_EVERY_WAY, _ROUGH = 0.3, 0.03
_DEEP, _POTTED, _FILLED = 0.055, 0.25, 0.3
"""Least chroma of a houseplant, its largest box, and how much of a box leaves fill."""
_ROOM = 0.08
_ANYTHING = 0.75
"""Share of the picture from which green needs the scene's word to be called leaves."""


def strength(view: View) -> Floats:
    """Green pixels in restless surroundings, 0..1."""
    # Where everything is green, the light is: only what is greener still is leaves.
    cast = max(0.0, -float(view.a.mean())) if float((view.a < -0.01).mean()) > 0.85 else 0.0
    green = (
        ramp(-view.a - np.float32(cast), 0.008, 0.022)
        * ramp(view.b, -0.02, 0.0)
        * ramp(view.chroma, 0.018, 0.032)
    )
    rough = blurred(view.texture, 2.0)
    restless = ramp(rough, 0.012, 0.028) * ramp(rough, 0.17, 0.13)
    return np.asarray(ramp(blurred(green * restless, 1.5), 0.15, 0.6) * view.free, np.float32)


def candidates(view: View, told: Told) -> list[Candidate]:
    """At most two, the largest first."""
    found = [
        spot for spot in spots(strength(view), 0.008, close=3, most=5) if _leafy(view, spot, told)
    ]
    found = found[:3]
    plausible = bool(told.first(_WORDS)) or outdoors(told)
    # Green all over, of which nobody says that it grows, may be anything.
    return [
        _offered(view, told, spot, plausible)
        for spot in found
        if plausible or spot.box.area < _ANYTHING
    ]


def _leafy(view: View, spot: Spot, told: Told) -> bool:
    """Whether slopes run every way within it, as between leaves: not so in cloth or on a wall."""
    part = spot.mask
    across, down = float((view.across[part] ** 2).mean()), float((view.down[part] ** 2).mean())
    every_way = min(across, down) / (max(across, down) + 1e-9)
    rough = float(view.texture[part].mean())
    if every_way < _EVERY_WAY or rough < _ROUGH:
        return False
    deep = float(view.chroma[part].mean())
    if outdoors(told):
        return spot.share / spot.box.area > _FILLED
    # In a room walls, curtains and what the window shows may be green as well.
    return deep > _DEEP and spot.box.area < _POTTED and spot.share / spot.box.area > _FILLED


def _offered(view: View, told: Told, spot: Spot, plausible: bool) -> Candidate:
    box = spot.box
    grass = box.width > 0.7 and (box.bottom > 0.93 or box.top > 0.5)
    word = told.first(_WORDS)
    if (word == "grass") != grass:
        word = ""
    sure = (
        0.55 + min(0.3, 2 * spot.share) + 2 * min(0.05, float(view.chroma[spot.mask].mean()) - 0.02)
    )
    kind = ("grass" if grass else "leaves") if plausible else "green"
    # Tips need room to sway: motion fades towards a box's sides.
    return candidate(
        view, Stuff.PLANT, kind, widened(spot, _ROOM), sure - (0 if plausible else 0.06), word
    )
