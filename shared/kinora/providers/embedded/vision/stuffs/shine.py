"""Light that stands out from its surrounding: beams, patches, and the glow of lamps and fires."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.vision.candidate import Candidate, candidate
from kinora.providers.embedded.vision.spots import Spot, spots, widened
from kinora.providers.embedded.vision.told import Told
from kinora.providers.embedded.vision.view import Floats, View, blurred, ramp

_FIRES = ("fire fireplace campfire hearth", "fire"), ("candle candlelight", "candle")
_LAMPS = (
    ("lamp lamplight", "lamp"),
    ("lantern", "lantern"),
    ("sun sunset sunrise sunlight", "sun"),
    ("moon moonlight", "moon"),
)
_LIGHTS = (
    ("sunlight sunbeam sunshine sunlit sunny sun", "sunlight"),
    ("moonlight moonlit moon", "moonlight"),
    ("window windowsill", "window light"),
)
_DIM = 0.5
"""Mean lightness below which a beam shows by itself."""
_STRONG = 0.16
"""By how much lighter than its picture a patch of light is offered unasked."""
_PATCH = 0.12
"""Largest box of a patch of light, as a share of the picture."""
_HALO = 0.3
"""By this share of its size a lamp's box is wider on each side."""
_FLAME, _LICKS, _RED = 0.88, 0.12, 0.028
"""Lightness of a flame's core, how much darker its edge is, and its mean OKLab a."""
_CORE, _SHEDS = 0.76, 0.022
"""Least lightness of a lamp, and least light that it sheds."""
_cv: Any = cv2


def light_strength(view: View) -> Floats:
    """Smooth places that are brighter than what lies around them, 0..1."""
    side = max(view.size)
    lift = blurred(view.light, 2.0) - blurred(view.light, side * 0.16)
    smooth = ramp(view.texture, 0.12, 0.06)
    return np.asarray(ramp(lift, 0.06, 0.16) * smooth * ramp(view.light, 0.3, 0.45) * view.free)


def beam_strength(view: View) -> Floats:
    """Broad, faint brightenings of even ground, 0..1."""
    side = max(view.size)
    lift = blurred(view.light, side * 0.012) - blurred(view.light, side * 0.07)
    smooth = ramp(view.texture, 0.05, 0.02)
    return np.asarray(ramp(lift, 0.004, 0.014) * smooth * ramp(view.light, 0.15, 0.3) * view.free)


def glow_strength(view: View) -> Floats:
    """Bright and warm places, 0..1."""
    side = max(view.size)
    lift = blurred(view.light, 1.5) - blurred(view.light, side * 0.12)
    warm = ramp(view.b + view.a * np.float32(0.5), 0.03, 0.06)
    # A lamp is among the brightest things of its picture.
    top = max(0.6, float(np.quantile(view.light, 0.985)))
    return np.asarray(
        ramp(lift, 0.04, 0.1) * warm * ramp(view.light, top - 0.13, top - 0.05) * view.free
    )


def candidates(view: View, told: Told) -> list[Candidate]:
    """Glows first, then patches of light that are no glow, then a beam."""
    found: list[Candidate] = []
    used = np.zeros(view.size, bool)
    for spot in _fires(view, told):
        found.append(
            candidate(view, Stuff.FIRE, "fire", widened(spot, 0.15), 0.8, told.first(_FIRES))
        )
        used |= spot.mask
    for spot in spots(glow_strength(view), 0.0008, close=4, most=6):
        if spot.share < 0.07 and spot.share / spot.box.area > 0.3 and _shines(view, spot):
            glow = _glow(view, told, spot)
            if not any(glow.box.shared(other.box) > 0 for other in found):
                found.append(glow)
                used |= spot.mask
    for spot in spots(light_strength(view), 0.012, close=3, most=4):
        if (spot.mask & used).sum() < 0.2 * spot.mask.sum() and _patch(spot):
            slanted = _slanted(spot)
            # A bright piece of wall is offered where the scene speaks of light, or on request.
            lift = float(view.light[spot.mask].mean() - view.light.mean())
            told_of = bool(told.first(_LIGHTS)) or lift > _STRONG
            sure = (0.52 if told_of else 0.42) + min(0.07, spot.share)
            kind, word = "beam" if slanted else "light", _source_of(view, told, spot)
            found.append(candidate(view, Stuff.LIGHT, kind, spot, sure, word))
            used |= spot.mask
            break
    for spot in spots(beam_strength(view), 0.015, most=4):
        if (spot.mask & used).sum() < 0.3 * spot.mask.sum() and _slanted(spot) and _patch(spot):
            sure = 0.6 if told.first(_LIGHTS) or view.light.mean() < _DIM else 0.45
            found.append(candidate(view, Stuff.LIGHT, "beam", spot, sure))
            break
    return found


def _shines(view: View, spot: Spot) -> bool:
    """Whether it lights what lies about it: near it the picture is lighter and warmer than far."""
    box, (height, width) = spot.box, view.size
    x, y = (box.left + box.width / 2) * width, (box.top + box.height / 2) * height
    reach = max(box.width * width, box.height * height) / 2 + 2
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot(xs - np.float32(x), ys - np.float32(y)) / np.float32(reach)
    near, off = (far > 1.15) & (far < 1.6) & view.free, (far > 2.4) & (far < 3.4) & view.free
    if not 0.4 < box.width * width / max(1.0, box.height * height) < 2.6:
        return False
    if near.sum() < 8 or off.sum() < 8:
        return False
    warm = view.b + view.a * np.float32(0.5)
    core = float(view.light[spot.mask].mean())
    lighter = float(np.median(view.light[near]) - np.median(view.light[off]))
    warmer = float(np.median(warm[near]) - np.median(warm[off]))
    return core > _CORE and lighter + 2 * warmer > _SHEDS


def _patch(spot: Spot) -> bool:
    """Small and filled, or long and slanted: not merely the brighter half of a picture."""
    box = spot.box
    if min(box.width, box.height) <= 0.06 or box.left < 0.01 or box.right > 0.99:
        return False
    if _slanted(spot):
        return box.area < 0.2
    return box.area < _PATCH and spot.share / box.area > 0.5


def _fires(view: View, told: Told) -> list[Spot]:
    """Deep orange that shines, with a core that is nearly white: where the scene tells of fire."""
    if not told.first(_FIRES):
        return []
    hot = ramp(view.b, 0.07, 0.1) * ramp(view.light, 0.6, 0.68) * ramp(view.a, -0.01, 0.02)
    found = spots(np.asarray(hot * view.free, np.float32), 0.0002, close=3, most=6)
    return [
        spot
        for spot in found
        if float(view.light[spot.mask].max()) > _FLAME
        and 0.004 < spot.box.height < 0.3
        and spot.box.width < 0.4
        and float(view.a[spot.mask].mean()) > _RED
        and float(np.ptp(view.light[spot.mask])) > _LICKS
    ][:2]


def _source_of(view: View, told: Told, spot: Spot) -> str:
    """Where the scene says that light comes from, unless the pixels speak against it."""
    word = told.first(_LIGHTS)
    light = float(view.light[spot.mask].mean())
    warm = float((view.b[spot.mask] + view.a[spot.mask] / 2).mean())
    if word == "sunlight" and (warm < 0.01 or light < 0.6 or float(view.light.mean()) < 0.4):
        return ""
    if word == "moonlight" and (warm > 0.02 or float(view.light.mean()) > 0.5):
        return ""
    return word


def _glow(view: View, told: Told, spot: Spot) -> Candidate:
    colour = float(view.chroma[spot.mask].mean())
    # A lamp flickers together with what it shines on.
    lit = widened(spot, _HALO)
    word = told.first(_FIRES)
    if word and colour > 0.07:
        return candidate(view, Stuff.FIRE, "fire", lit, 0.8, word)
    word = told.first(_LAMPS)
    if word in {"sun", "moon"} and not _round(spot):
        word = ""
    sure = 0.62 + min(0.25, colour)
    return candidate(view, Stuff.GLOW, "disc" if _round(spot) else "glow", lit, sure, word)


def _round(spot: Spot) -> bool:
    height, width = spot.mask.shape
    wide, high = spot.box.width * width, spot.box.height * height
    filled = spot.share / spot.box.area
    return bool(0.8 < wide / high < 1.25 and 0.7 < filled < 0.9)


def _slanted(spot: Spot) -> bool:
    """Long, and neither level nor upright."""
    y, x = np.nonzero(spot.mask)
    values, axes = np.linalg.eigh(np.cov(np.stack([x, y]).astype(np.float64)))
    along = axes[:, 1]
    angle = abs(float(np.degrees(np.arctan2(along[1], along[0]))))
    angle = min(angle, 180 - angle)
    length = 4 * np.sqrt(values[1]) / max(spot.mask.shape)
    return bool(values[1] > 5 * max(values[0], 1e-6) and 20 < angle < 78 and length > 0.16)
