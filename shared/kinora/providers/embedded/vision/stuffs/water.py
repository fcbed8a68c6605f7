"""Water: level streaks in the lower part, better still below the mirror image of what they show."""

from __future__ import annotations

import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.vision.box import Box
from kinora.providers.embedded.vision.candidate import Candidate, candidate
from kinora.providers.embedded.vision.places import dry, waterside, within
from kinora.providers.embedded.vision.spots import Spot, spots
from kinora.providers.embedded.vision.stuffs import sky
from kinora.providers.embedded.vision.told import Told
from kinora.providers.embedded.vision.view import Floats, View, blurred, ramp

_WATERS = (
    ("lake", "lake"),
    ("sea ocean beach", "sea"),
    ("river stream creek", "river"),
    ("pond", "pond"),
    ("water harbour pool waves", "water"),
)
_LEAST_MIRRORED, _SURELY_MIRRORED = 0.3, 0.45
_EDGE, _CROSSED = 0.008, 0.5
"""Slope of an edge, and the share of a row that it must cross."""
_ALIKE = 0.06
"""Distance in OKLab's a and b within which water may be the mirror of a sky."""


def strength(view: View) -> Floats:
    """Level streaks, 0..1: much more slope up and down than sideways, with changing sign."""
    side = max(view.size)
    sigma = side * 0.025
    up, level = blurred(view.down**2, sigma), blurred(view.across**2, sigma)
    streaked = ramp(up / (up + level + np.float32(1e-7)), 0.62, 0.82)
    changing = 1 - np.abs(blurred(view.down, sigma)) / (
        blurred(np.abs(view.down), sigma) + np.float32(1e-6)
    )
    alive = ramp(np.sqrt(up), 0.004, 0.012)
    low = ramp(np.linspace(0, 1, view.size[0], dtype=np.float32)[:, None], 0.3, 0.45)
    found = (
        (1 - sky.strength(view, open_air=False))
        * streaked
        * ramp(changing.astype(np.float32), 0.3, 0.6)
        * alive
        * low
    )
    return np.asarray(ramp(blurred(found * view.free, sigma / 2), 0.1, 0.5) * view.free, np.float32)


def candidates(view: View, told: Told) -> list[Candidate]:
    """At most one, never a floor: it mirrors what stands above it, or has the sky's own colour."""
    word = told.first(_WATERS) or waterside(told)
    if within(told) or (dry(told) and not told.first(_WATERS)):
        return []
    mirrored, level = mirror(view)
    for spot in spots(strength(view), 0.04, close=8, most=2):
        box = spot.box
        if box.width < 0.45 or box.bottom < 0.4:
            continue
        reflects = mirrored >= (_LEAST_MIRRORED if word else _SURELY_MIRRORED)
        like_sky = _like_the_sky(view, spot)
        if not (like_sky and (word or reflects)):
            continue
        part = _below(view, level, box.bottom) if reflects and level < box.bottom - 0.05 else spot
        sure = 0.5 + (0.2 if word else 0) + 0.25 * max(0.0, mirrored)
        return [candidate(view, Stuff.WATER, "water", part, sure, word)]
    return _level(view, word) if word else []


def _level(view: View, word: str) -> list[Candidate]:
    """A band from side to side between the horizon and the shore, in the sky's own colour."""
    height, _ = view.size
    free = view.free.sum(axis=1)
    crossed = (np.abs(view.down) * view.free > _EDGE).sum(axis=1) / np.maximum(free, 1)
    rows = [row for row in range(int(0.3 * height), int(0.9 * height)) if crossed[row] > _CROSSED]
    bands = (
        (top, low) for top in rows for low in reversed(rows) if 0.06 < (low - top) / height < 0.3
    )
    for top, low in bands:
        spot = _below(view, top / height, low / height)
        part = Spot(spot.box, spot.share, spot.mask & view.free)
        if part.mask.any() and _like_the_sky(view, part):
            return [candidate(view, Stuff.WATER, "water", part, 0.62, word)]
    return []


def _like_the_sky(view: View, spot: Spot) -> bool:
    """Whether its colour is close to that of the picture's top, as far as that is smooth."""
    above = np.zeros(view.size, bool)
    above[: max(2, int(spot.box.top * view.size[0] * 0.8))] = True
    above &= view.free
    if not above.any():
        return False
    apart = np.hypot(
        np.median(view.a[above]) - np.median(view.a[spot.mask]),
        np.median(view.b[above]) - np.median(view.b[spot.mask]),
    )
    return bool(apart < _ALIKE)


def _below(view: View, top: float, bottom: float) -> Spot:
    mask = np.zeros(view.size, bool)
    mask[int(top * view.size[0]) : max(int(top * view.size[0]) + 1, int(bottom * view.size[0]))] = (
        True
    )
    return Spot(Box(0.0, top, 1.0, bottom - top), float(mask.mean()), mask)


def mirror(view: View) -> tuple[float, float]:
    """How well any level mirrors the picture, -1..1, and that level as a share of the height.

    A correlation of what lies above with the flipped picture below, between 0.35 and 0.8.
    """
    height, width = view.size
    broad = blurred(view.light, max(1.0, width / 80))
    # What all rows have in common, as a bright middle, and what columns do, says nothing.
    fine = broad - blurred(broad, width / 8)
    best, where = -1.0, 0.5
    for row in range(int(0.35 * height), int(0.8 * height), 2):
        span = min(row, height - row, height // 4)
        if span < height // 8:
            continue
        above, below = fine[row - span : row][::-1], fine[row : row + span]
        scale = float(np.sqrt((above**2).sum() * (below**2).sum()))
        found = float((above * below).sum()) / scale if scale > 1e-2 else -1.0
        if found > best:
            best, where = found, row / height
    return best, where
