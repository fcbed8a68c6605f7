"""Cloth: what hangs in upright folds, and what the pet lies on."""

from __future__ import annotations

import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.vision.box import Box
from kinora.providers.embedded.vision.candidate import Candidate, candidate
from kinora.providers.embedded.vision.growing import grown
from kinora.providers.embedded.vision.places import indoors, outdoors
from kinora.providers.embedded.vision.spots import Spot, spots
from kinora.providers.embedded.vision.told import Told
from kinora.providers.embedded.vision.view import Bits, Floats, View, blurred, ramp

_HANGING = (("curtain drape drapery", "curtain"), ("veil canopy tent", "canopy"))
_LYING = (
    ("blanket quilt throw duvet", "blanket"),
    ("cushion pillow", "cushion"),
    ("bed bedding sheet", "bedding"),
    ("sofa couch armchair", "sofa"),
    ("rug carpet mat", "rug"),
)
_SHADES = 0.035
"""How far from its own colour a cloth's folds may lie, in OKLab's a and b."""
_PLEATS, _FLAT = 2.0, 0.0006
"""Turns of the shade that make folds, and the slope of lightness below which there is none."""
_APART = 0.035
"""How far from the floor's colour a cloth must lie."""


def _folds(view: View) -> Floats:
    """Strength of upright folds, 0..1."""
    sigma = max(view.size) * 0.018
    size = blurred(np.hypot(view.across, view.down), sigma)
    level, up = blurred(view.across**2, sigma), blurred(view.down**2, sigma)
    tiny = np.float32(1e-6)
    swing = 1 - np.abs(blurred(view.across, sigma)) / (blurred(np.abs(view.across), sigma) + tiny)
    soft = ramp(size, 0.0015, 0.004) * ramp(size, 0.045, 0.028)
    hue_a = blurred(view.a**2, sigma) - blurred(view.a, sigma) ** 2
    hue_b = blurred(view.b**2, sigma) - blurred(view.b, sigma) ** 2
    even = ramp(np.sqrt(np.maximum(hue_a + hue_b, 0)), 0.035, 0.012)
    dyed = ramp(blurred(view.chroma, sigma), 0.02, 0.045)
    upright = ramp(level / (level + up + tiny), 0.72, 0.88)
    found = soft * even * dyed * view.free * upright * ramp(swing.astype(np.float32), 0.25, 0.55)
    return np.asarray(found, np.float32)


def strength(view: View) -> Floats:
    """Upright folds, 0..1."""
    return _folds(view)


def candidates(view: View, told: Told) -> list[Candidate]:
    """At most two curtains and one cloth that lies."""
    if outdoors(told):
        # Grass and boards are of one colour as well.
        return _hanging(view, told) if told.first(_HANGING) else []
    return [*_hanging(view, told), *_under_the_pet(view, told)]


def _hanging(view: View, told: Told) -> list[Candidate]:
    found: list[Candidate] = []
    word = told.first(_HANGING)
    for spot in spots(blurred(_folds(view), 2.0), 0.006, close=3, most=6):
        whole = _whole_curtain(view, spot)
        box = whole.box
        # A striped wall is wider than a curtain, a dress or a pot is lower.
        if not (
            box.height > 0.18 and box.width < 0.36 and box.top < 0.45 and _tall(view, box) > 1.5
        ):
            continue
        if _turns(view, whole) < _PLEATS:
            continue
        if box.bottom > 0.93 or any(box.shared(other.box) > 0.3 * box.area for other in found):
            continue
        sure = 0.56 + min(0.25, 2 * whole.share)
        named = word or ("curtain" if indoors(told) else "")
        found.append(candidate(view, Stuff.FABRIC, "folds", whole, sure, named))
    return found[:2]


def _turns(view: View, spot: Spot) -> float:
    """How often, in the median row, the shade turns from lighter to darker or back."""
    height, width = view.size
    rows = slice(int(spot.box.top * height), int(spot.box.bottom * height))
    columns = slice(int(spot.box.left * width), int(spot.box.right * width))
    slope, part = view.across[rows, columns], spot.mask[rows, columns]
    signs = np.sign(slope) * (np.abs(slope) > _FLAT)
    turned = (signs[:, 1:] * signs[:, :-1] < 0) & part[:, 1:]
    return float(np.median(turned.sum(axis=1))) if turned.size else 0.0


def _whole_curtain(view: View, spot: Spot) -> Spot:
    """The fold's cloth from rod to hem: as far as its colour goes, up and down."""
    box = spot.box
    wide = max(0.08, box.width * 0.6)
    left, right = max(0.0, box.left - wide), min(1.0, box.right + wide)
    whole = grown(view, spot.mask, _SHADES, Box(left, 0.0, right - left, 1.0))
    if whole is None or whole.box.area < box.area or whole.share / whole.box.area < 0.3:
        return spot
    return whole


def _under_the_pet(view: View, told: Told) -> list[Candidate]:
    """A rug, a cushion or a blanket: one colour about the pet's feet that ends on both sides."""
    pet = ~view.free
    if not pet.any():
        return []
    rows, columns = np.nonzero(pet)
    height, width = view.size
    top, bottom = int(rows.min()), int(rows.max())
    left, right = int(columns.min()), int(columns.max())
    tall, wide = bottom - top, right - left
    if tall < 12 or wide < 12:
        return []
    seed = _about_the_feet(view, (left, right, bottom), tall)
    if seed.sum() < 12:
        return []
    reach = Box(
        max(0.0, (left - wide * 0.7) / width),
        max(0.0, (bottom - tall * 0.4) / height),
        min(1.0, (wide * 2.4) / width),
        min(1.0, tall * 0.75 / height),
    )
    cloth = grown(view, seed, _SHADES, reach)
    if cloth is None or not _ends(view, cloth, seed):
        return []
    word = told.first(_LYING)
    sure = 0.56 + min(0.2, 2 * cloth.share)
    return [candidate(view, Stuff.FABRIC, "cloth", cloth, sure, word)]


def _about_the_feet(view: View, edges: tuple[int, int, int], tall: int) -> Bits:
    """The free pixels close below the pet and at its sides."""
    left, right, bottom = edges
    seed = np.zeros(view.size, bool)
    middle, reach = (left + right) // 2, (right - left) // 2
    seed[bottom : bottom + max(3, tall // 12), middle - reach // 2 : middle + reach // 2] = True
    return np.asarray(seed & view.free, bool)


def _ends(view: View, cloth: Spot, seed: Bits) -> bool:
    """Whether it is a thing that lies on a floor, and not the floor."""
    box = cloth.box
    if box.left < 0.005 and box.right > 0.995:
        return False
    if not 0.25 < box.width < 0.97 or box.height > 0.3 or box.height < 0.03 or cloth.share < 0.01:
        return False
    height, width = view.size
    row = min(height - 1, int(box.bottom * height) + max(3, height // 50))
    floor = slice(row, min(height, row + max(3, height // 40)))
    below = np.s_[floor, int(box.left * width) : int(box.right * width)]
    if not view.a[below].size:
        return False
    apart = np.hypot(
        np.median(view.a[below]) - np.median(view.a[seed]),
        np.median(view.b[below]) - np.median(view.b[seed]),
    )
    lighter = abs(float(np.median(view.light[below]) - np.median(view.light[seed])))
    return bool(apart > _APART or (apart > 0.02 and lighter > 0.1))


def _tall(view: View, box: Box) -> float:
    height, width = view.size
    return box.height * height / max(1.0, box.width * width)
