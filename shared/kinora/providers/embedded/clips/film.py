"""The frames of a clip: a still, with what moves laid over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.clips.laws import flow, haze, motes, shine, sway
from kinora.providers.embedded.clips.laws.law import Shift, Veil
from kinora.providers.embedded.clips.parameters import Settings
from kinora.providers.embedded.clips.patch import Cutter, Patch
from kinora.providers.embedded.clips.plan import Part
from kinora.providers.embedded.vision.view import Bits, Bytes, Floats, see
from kinora.seeding import derive

_USUAL = 5
_ROUGH = 0.5
"""Levels of the still noise that hides the steps of slow changes of light."""
_cv: Any = cv2
_Shifting = Callable[[Patch, float, float, np.random.Generator], Shift]
_Veiling = Callable[[Patch, float, float, np.random.Generator], Veil]
_SHIFTS: dict[Stuff, _Shifting] = {
    Stuff.FABRIC: sway.cloth,
    Stuff.PLANT: sway.plant,
    Stuff.WATER: flow.water,
    Stuff.SKY: flow.sky,
    Stuff.FIRE: flow.flames,
}
_VEILS: dict[Stuff, tuple[_Veiling, ...]] = {
    Stuff.LIGHT: (shine.Breath,),
    Stuff.GLOW: (shine.Glow,),
    Stuff.FIRE: (shine.flame,),
    Stuff.DUST: (motes.Dust,),
    Stuff.STEAM: (haze.Steam,),
    Stuff.WATER: (flow.Glints,),
    Stuff.SKY: (flow.CloudShade,),
    Stuff.PRECIPITATION: (motes.Drops,),
    Stuff.AIR: (haze.Haze, motes.Floating),
    Stuff.GRAIN: (haze.Grain,),
}


class Film:
    """Draws frames of a picture's size, (height, width, 3) BGR, in any order.

    Frame ``frames`` would be frame 0 again. Pixels of the pet, and outside of what moves, are the
    picture's own.
    """

    def __init__(
        self, image: Bytes, pet: Bits | None, parts: tuple[Part, ...], how: Settings, seed: int
    ) -> None:
        self._image = image
        self._frames = how.frames
        self._shifts: list[tuple[Shift, Floats, Bytes]] = []
        self._veils: list[Veil] = []
        cutter = Cutter(image, see(image, pet), pet) if parts else None
        for place, part in enumerate(parts):
            for number, box in enumerate(part.boxes):
                patch = cutter.cut(part, box) if cutter else None
                if patch is not None:
                    rng = np.random.default_rng(derive(seed, "clip", place, number))
                    self._add(part, patch, how, rng)
        self._window = self._around_veils()
        self._rough = self._roughness(np.random.default_rng(derive(seed, "rough")))

    def _add(self, part: Part, patch: Patch, how: Settings, rng: np.random.Generator) -> None:
        force, seconds = how.strength / _USUAL, float(how.seconds)
        shift = _SHIFTS.get(part.stuff)
        if shift is not None:
            height, width = patch.size
            across, down = np.meshgrid(np.arange(width), np.arange(height))
            grid = np.stack([across, down], axis=-1).astype(np.float32)
            mask = (patch.weight > 0).astype(np.uint8)
            self._shifts.append((shift(patch, force, seconds, rng), grid, mask))
        veils = _VEILS.get(part.stuff, ())
        if part.stuff is Stuff.LIGHT and "points" in part.words:
            veils = (shine.Twinkle,)
        self._veils += [veil(patch, force, seconds, rng) for veil in veils]

    def frame(self, index: int) -> Bytes:
        """Draw one."""
        time = index % self._frames / self._frames
        frame = self._image.copy()
        for shift, grid, mask in self._shifts:
            patch = shift.patch
            part = frame[patch.rows, patch.columns]
            places = _cv.add(grid, shift.at(time))
            moved = _cv.remap(
                np.ascontiguousarray(part), places, None, cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REFLECT_101,
            )  # fmt: skip
            _cv.copyTo(moved, mask, part)
        if self._veils:
            rows, columns = self._window
            light = self._rough.copy()
            for veil in self._veils:
                light[self._inside(veil.patch)] += veil.added(time)
            frame[rows, columns] = _cv.add(
                np.ascontiguousarray(frame[rows, columns]), light, dtype=cv2.CV_8U
            )
        return frame

    def _around_veils(self) -> tuple[slice, slice]:
        patches = [veil.patch for veil in self._veils]
        if not patches:
            return slice(0, 0), slice(0, 0)
        return (
            slice(min(p.rows.start for p in patches), max(p.rows.stop for p in patches)),
            slice(min(p.columns.start for p in patches), max(p.columns.stop for p in patches)),
        )

    def _inside(self, patch: Patch) -> tuple[slice, slice]:
        """A patch's place within the veils' window."""
        top, left = self._window[0].start, self._window[1].start
        return (
            slice(patch.rows.start - top, patch.rows.stop - top),
            slice(patch.columns.start - left, patch.columns.stop - left),
        )

    def _roughness(self, rng: np.random.Generator) -> Floats:
        """Noise that stands still, (h, w, 3) of the veils' window; none where there is no veil."""
        rows, columns = self._window
        size = (rows.stop - rows.start, columns.stop - columns.start)
        touched = np.zeros(size, bool)
        for veil in self._veils:
            touched[self._inside(veil.patch)] |= veil.patch.weight > 0
        noise = rng.uniform(-_ROUGH, _ROUGH, size).astype(np.float32) * touched
        return np.repeat(noise[..., None], 3, axis=2)
