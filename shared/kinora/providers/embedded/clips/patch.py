"""A part of the frame with the weight that each of its pixels moves with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.clips.plan import Part
from kinora.providers.embedded.vision.box import Box
from kinora.providers.embedded.vision.stuffs import cloth, leaves, shine, sky, water
from kinora.providers.embedded.vision.view import Bits, Bytes, Floats, View, blurred, ramp

_SHAPED = {Stuff.PLANT: (leaves.strength, 5), Stuff.FABRIC: (cloth.strength, 5)}
"""How a matter is found, and by how many pixels of the view its shape is widened."""
_RIM = 0.01
"""A box that comes so near to the picture's rim reaches it: nothing fades there."""
_FADE = 0.16
_APART = 0.022
"""Share of the longer side over which motion grows with the distance from the pet."""
_KEPT = 0.004
"""Share of the longer side around the pet that stays as still as the pet."""
_TOO_LITTLE = 0.04
"""Mean weight from which the matter counts as found in the box."""
_TOLERANCE = 0.025
"""OKLab units that the colours of one water differ by everywhere."""
_cv: Any = cv2


@dataclass(frozen=True)
class Patch:
    """``rows`` and ``columns`` of the frame; ``base`` (h, w, 3) BGR and ``weight`` (h, w) 0..1.

    ``unit`` is a pixel of a frame whose shorter side has 720.
    """

    rows: slice
    columns: slice
    base: Bytes
    weight: Floats
    unit: float
    words: str

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        return self.weight.shape[0], self.weight.shape[1]


class Cutter:
    """Cuts the patches of one picture."""

    def __init__(self, image: Bytes, view: View, pet: Bits | None) -> None:
        self._image = image
        self._view = view
        self._distance = _away_from(pet, image.shape[:2])

    def cut(self, part: Part, box: Box) -> Patch | None:
        """The patch of a box; None where the pet leaves nothing of it."""
        height, width = self._image.shape[:2]
        top, bottom = round(box.top * height), round(box.bottom * height)
        left, right = round(box.left * width), round(box.right * width)
        rows = slice(max(0, top), min(height, max(bottom, top + 2)))
        columns = slice(max(0, left), min(width, max(right, left + 2)))
        weight = _faded(box, rows.stop - rows.start, columns.stop - columns.start)
        matter = _matter(self._view, part.stuff, box)
        if matter is not None:
            found = _cv.resize(matter, (width, height), interpolation=cv2.INTER_LINEAR)
            inside = found[rows, columns]
            weight = weight * inside if float(inside.mean()) > _TOO_LITTLE else weight
        weight = np.asarray(weight * self._distance[rows, columns], np.float32)
        weight[weight < 1 / 512] = 0
        if not weight.any():
            return None
        base = np.ascontiguousarray(self._image[rows, columns])
        return Patch(rows, columns, base, weight, min(height, width) / 720, part.words)


def _matter(view: View, stuff: Stuff, box: Box) -> Floats | None:
    """Where the matter is, at the view's size; None for what may be anywhere in its box."""
    if stuff is Stuff.SKY:
        return _open_sky(view)
    if stuff is Stuff.WATER:
        return _grown(water.strength(view), 5) * _like_its_top(view, box)
    if stuff in _SHAPED:
        strength, by = _SHAPED[stuff]
        return _grown(strength(view), by)
    return _LIT[stuff](view) if stuff in _LIT else None


def _glowing(view: View) -> Floats:
    """What glows, and faintly what it shines on."""
    lit = blurred(_grown(shine.glow_strength(view), 2), 1.5)
    around = np.float32(0.4) * ramp(blurred(lit, 12.0), 0.0, 0.5)
    return np.asarray(np.maximum(lit, around), np.float32)


def _lighted(view: View) -> Floats:
    """What stands out by its light, and faintly all that is not dark."""
    lit = np.maximum(shine.light_strength(view), shine.beam_strength(view))
    everywhere = np.float32(0.35) * ramp(view.light, 0.15, 0.7)
    return np.asarray(np.maximum(blurred(lit, 3.0), everywhere), np.float32)


def _like_its_top(view: View, box: Box) -> Floats:
    """Where the colours are about those of the box's upper third: a jetty or a boat is not."""
    height, width = view.size
    top, left, right = int(box.top * height), int(box.left * width), int(box.right * width)
    third = slice(top, max(top + 2, int((box.top + 0.35 * box.height) * height)))
    apart = np.zeros(view.size, np.float32)
    for plane in (view.light, view.a, view.b):
        broad = blurred(plane, 5.0)
        seen = broad[third, left:right]
        if not seen.size:
            return np.ones(view.size, np.float32)
        away = np.abs(broad - seen.mean()) / np.float32(seen.std() + _TOLERANCE)
        apart = np.maximum(apart, away)
    alike = ramp(blurred(apart, 2.0), 2.6, 1.9)
    inside = alike[top : int(box.bottom * height), left:right]
    return alike if float(inside.mean()) > 0.35 else np.ones(view.size, np.float32)


def _open_sky(view: View) -> Floats:
    """The sky without what stands before it, and a little less."""
    calm = ramp(blurred(view.texture, 1.5), 0.05, 0.022)
    calm = calm * ramp(np.hypot(view.across, view.down), 0.03, 0.014)
    found = (sky.strength(view) * calm > 0.5).astype(np.float32)
    # Stars and birds leave small holes; hills and trees are more than that.
    closed = _cv.morphologyEx(found, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return ramp(blurred(_cv.erode(closed, np.ones((9, 9), np.uint8)), 2.5), 0.05, 0.95)


def _grown(strength: Floats, by: int) -> Floats:
    """The map with its gaps closed, a little larger and soft."""
    kernel = _cv.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    bits = (strength > 0.35).astype(np.float32)
    closed = _cv.morphologyEx(bits, cv2.MORPH_CLOSE, kernel)
    return blurred(_cv.dilate(closed, kernel), by * 0.6)


def _faded(box: Box, height: int, width: int) -> Floats:
    """1 inside the box, falling to 0 at its sides, except where they are the picture's own."""
    down = _side(height, fade_first=box.top > _RIM, fade_last=box.bottom < 1 - _RIM)
    across = _side(width, fade_first=box.left > _RIM, fade_last=box.right < 1 - _RIM)
    return np.asarray(down[:, None] * across[None, :], np.float32)


def _side(length: int, *, fade_first: bool, fade_last: bool) -> Floats:
    place = (np.arange(length, dtype=np.float32) + np.float32(0.5)) / np.float32(length)
    first = np.clip(place / _FADE, 0, 1) if fade_first else np.ones(length)
    last = np.clip((1 - place) / _FADE, 0, 1) if fade_last else np.ones(length)
    least = np.minimum(first, last)
    return np.asarray(least * least * (3 - 2 * least), np.float32)


def _away_from(pet: Bits | None, size: tuple[int, int]) -> Floats:
    """0 on the pet and a few pixels around it, 1 far from it."""
    if pet is None or not pet.any():
        return np.ones(size, np.float32)
    longer = max(size)
    distance = _cv.distanceTransform((~pet).astype(np.uint8), cv2.DIST_L2, 5)
    kept = max(3.0, longer * _KEPT)
    return ramp(distance.astype(np.float32), kept, kept + longer * _APART)


_LIT = {Stuff.GLOW: _glowing, Stuff.FIRE: _glowing, Stuff.LIGHT: _lighted}
