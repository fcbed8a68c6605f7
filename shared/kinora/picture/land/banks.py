"""The banks of a river that winds from the distance to the viewer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.land.sheen import Ripples, Sheen
from kinora.picture.land.sway import Leaning
from kinora.picture.land.trees import Tree
from kinora.picture.land.woods import Silhouette
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.noise import smoothstep, tile
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.paint.tones import Tones
from kinora.picture.paint.washes import mixed
from kinora.picture.plate import Layer
from kinora.picture.receding import Receding, ground
from kinora.picture.stage import Sheet, Stage

_TILE = 256
_FAR_END = 26.0
_SHORE = 0.12
"""Depth of the far end."""
_FAREST, _NEAREST, _GROUPS = 14.0, 1.15, 5
"""Distances between which trees stand, and into how many depths they are sorted."""


class Course:
    """Where the river runs: lengths in stage units at distance 1, all as arrays by distance."""

    def __init__(self, stage: Stage, shore: float) -> None:
        rng = stage.generator("course")
        self._stage, self._shore = stage, shore
        self._room = stage.height - shore
        self._wide = float(rng.uniform(0.24, 0.42))
        self._swing = float(rng.uniform(0.4, 0.9)) * float(rng.choice([-1.0, 1.0]))
        self._length = float(rng.uniform(2.6, 5.5))
        self._phase = float(rng.uniform(-0.5, 0.5))

    def distance(self, ys: Floats) -> Floats:
        """Of stage rows below the shore."""
        fall = np.maximum(ys - self._shore, self._room / _FAR_END)
        away: Floats = (self._room / fall).astype(np.float32)
        return away

    def middle(self, z: Floats) -> Floats:
        """Stage x of the river's middle."""
        turn = np.float32(2 * math.pi / self._length)
        grown = np.minimum(np.maximum(z - 0.6, 0) * 0.55, 2.4)
        bend = np.sin((z - 1) * turn + self._phase) * grown * np.float32(self._swing)
        unit = np.float32(self._stage.unit)
        middle: Floats = self._stage.centre + bend / z * unit * np.float32(0.9)
        return middle

    def half(self, z: Floats) -> Floats:
        """Half the river's width in stage pixels."""
        return (np.float32(self._wide * self._stage.unit) / z).astype(np.float32)


def banks(
    stage: Stage, tones: Tones, shore: float, kinds: Sequence[Silhouette], snow: float
) -> list[Layer]:
    """Grassy banks, their image on the water before them, and trees, far to near."""
    course = Course(stage, shore)
    sheet = stage.sheet(shore - 0.42 * stage.unit, stage.height + stage.margin_y)
    land, colour = _ground(stage, tones, sheet, course, shore, snow)
    groups = _trees(stage, tones, sheet, course, shore, kinds, snow)
    cover, seen = land.copy(), colour.copy()
    for group in groups:
        there, share = group.rows, cv.shares(group.cover)
        seen[there] = mixed(seen[there], group.colour, share)
        cover[there] = np.maximum(cover[there], share)
    image = _image(stage, sheet, shore, cover, seen)
    soil = Receding(pack(colour, land), sheet, stage, ground(stage, shore, _SHORE))
    return [image, soil, *[_planted(stage, sheet, group, shore) for group in groups]]


class _Group(NamedTuple):
    """Trees at about one distance: coverage and colour on some rows of the banks' sheet."""

    distance: float
    rows: slice
    cover: Bytes
    colour: Floats


def _planted(stage: Stage, sheet: Sheet, group: _Group, shore: float) -> Layer:
    """A group of trees on a plate at its depth, leaning in the wind."""
    fall = 1 / group.distance
    return Leaning(
        pack(group.colour, cv.shares(group.cover)),
        Sheet(
            sheet.left,
            sheet.top + group.rows.start / sheet.scale,
            sheet.scale,
            sheet.columns,
            group.rows.stop - group.rows.start,
        ),
        _SHORE + (1 - _SHORE) * min(fall, 1.0),
        root=shore + (stage.height - shore) * fall,
        reach=0.012,
        rate=1.2,
        phase=7 * fall,
    )


def _ground(
    stage: Stage, tones: Tones, sheet: Sheet, course: Course, shore: float, snow: float
) -> tuple[Floats, Floats]:
    """Coverage and colour of the land on both sides."""
    rng = stage.generator("banks")
    z = course.distance(sheet.ys)
    unit = np.float32(stage.unit)
    x = sheet.xs[None, :]
    fray = endless(tile(_TILE, rng, (8, 8), 5, 0.6))
    world = (x - np.float32(stage.centre)) * (z / unit)[:, None]
    depth = (np.log(z) * 3).astype(np.float32)
    rough = sample(fray, (world * np.float32(60)).astype(np.float32), depth * np.float32(60))
    broad = sample(fray, (world * np.float32(14)).astype(np.float32), depth * np.float32(22) + 40)
    middle, half = course.middle(z)[:, None], course.half(z)[:, None]
    ragged = (broad - np.float32(0.5)) * np.float32(0.35) + (rough - np.float32(0.5)) * np.float32(
        0.1
    )
    away = (np.abs(x - middle) - half * (1 + ragged)) / (unit / z[:, None])
    pixel = z[:, None] / (unit * np.float32(sheet.scale))
    land = np.clip(away / pixel + np.float32(0.5), 0, 1) * (sheet.ys >= shore)[:, None]
    green = Oklab.polar(0.55, 0.12, 128)
    soil = tones.tint(0.2, 0.32, Oklab.polar(0.4, 0.05, 70))
    dark, pale = tones.tint(0.28, 0.4, green), tones.tint(0.58, 0.64, green)
    patch = np.clip(broad * np.float32(0.8) + (rough - np.float32(0.4)) * np.float32(0.7), 0, 1)
    albedo = dark + (pale - dark) * patch[..., None]
    albedo = albedo + (tones.snow - albedo) * np.float32(0.92 * snow)
    brink = smoothstep(0.0, 0.09, away)[..., None]
    albedo = soil + (albedo - soil) * (np.float32(0.25) + np.float32(0.75) * brink)
    facing = np.float32(0.28) + np.float32(0.5) * patch * brink[..., 0]
    colour = tones.surface(albedo.astype(np.float32), facing)
    veil = np.clip((z - 1) / 9, 0, 0.8) * np.float32(0.7 + 0.3 * tones.murk)
    veil = np.maximum(veil, np.float32(0.6 * tones.murk) * np.clip(z / 4, 0, 1))[:, None, None]
    return land.astype(np.float32), (colour + (tones.haze - colour) * veil).astype(np.float32)


def _trees(
    stage: Stage,
    tones: Tones,
    sheet: Sheet,
    course: Course,
    shore: float,
    kinds: Sequence[Silhouette],
    snow: float,
) -> list[_Group]:
    """Trees along both banks, far to near, each with the haze of its distance."""
    rng = stage.generator("riverside")
    edges = np.geomspace(_FAREST, _NEAREST, _GROUPS + 1)
    places = np.sort(np.exp(rng.uniform(math.log(_NEAREST), math.log(_FAREST), 30)))[::-1]
    groups = []
    for far, near in pairwise(edges):
        cover = sheet.mask()
        tone = np.zeros((sheet.rows, sheet.columns, 3), np.float32)
        chosen = [float(z) for z in places if near <= z < far]
        for z in chosen:
            tree = _tree(stage, course, shore, z, rng)
            narrow, columns = sheet.part(tree.x - 0.6 * tree.height, tree.x + 0.6 * tree.height)
            if tree.height > 0.4 * stage.unit or narrow.columns < 2:
                continue
            mask = narrow.mask()
            kinds[tree.seed % len(kinds)](narrow, mask, tree)
            lit = _tree_tone(tones, narrow, mask, stage, z, snow)
            tone[:, columns] = mixed(tone[:, columns], lit, cv.shares(mask))
            np.maximum(cover[:, columns], mask, out=cover[:, columns])
        used = np.flatnonzero(cover.any(axis=1))
        if used.size:
            rows = slice(max(int(used[0]) - 2, 0), min(int(used[-1]) + 3, sheet.rows))
            groups.append(_Group(float(np.mean(chosen)), rows, cover[rows], tone[rows]))
    return groups


def _tree(stage: Stage, course: Course, shore: float, z: float, rng: np.random.Generator) -> Tree:
    """A tree near the water at a distance."""
    at = np.array([z], np.float32)
    side, gap = float(rng.choice([-1.0, 1.0])), float(rng.exponential(0.55)) + 0.12
    reach = float(course.half(at)[0]) + gap * stage.unit / z
    tall = float(rng.uniform(0.34, 0.62)) * stage.unit / z
    foot = shore + (stage.height - shore) / z
    return Tree(float(course.middle(at)[0]) + side * reach, foot, tall, int(rng.integers(1 << 40)))


def _tree_tone(
    tones: Tones, sheet: Sheet, mask: Bytes, stage: Stage, z: float, snow: float
) -> Floats:
    leaf = tones.tint(0.16, 0.32, Oklab.polar(0.42, 0.08, 132))
    leaf = leaf + (tones.snow - leaf) * np.float32(0.35 * snow)
    reach = max(round(0.05 * stage.unit * sheet.scale / z), 1)
    inner = cv.shares(cv.box_blurred(mask, 2 * reach + 1))
    toward = 1 if stage.sun[0] > sheet.left else -1
    rim = np.clip(inner - np.roll(inner, -toward * reach, axis=1), 0, 1)
    facing = np.float32(0.14) + np.float32(1.1) * rim
    albedo = np.broadcast_to(leaf, (*mask.shape, 3)).astype(np.float32)
    lit = tones.surface(albedo, facing)
    veil = np.float32(
        min((z - 1) / 10 + 0.04, 0.75) * (1 - tones.murk) + 0.9 * tones.murk * min(z / 4, 1)
    )
    return (lit + (tones.haze - lit) * veil).astype(np.float32)


def _image(stage: Stage, sheet: Sheet, shore: float, cover: Floats, colour: Floats) -> Layer:
    """The banks upside down on the water: each column about the brink next to it."""
    small = Sheet(sheet.left, sheet.top, sheet.scale / 3, sheet.columns // 3, sheet.rows // 3)
    size = (small.columns, small.rows)
    cover, colour = cv.resize(cover, size, how=cv.AREA), cv.resize(colour, size, how=cv.AREA)
    rows = np.arange(small.rows, dtype=np.float32)[:, None]
    solid = cover > 0.6
    seen = np.where(solid, rows, -1)
    brink = np.maximum.accumulate(seen, axis=0)
    up = (2 * brink - rows).astype(np.float32)
    columns = np.broadcast_to(np.arange(small.columns, dtype=np.float32), up.shape)
    across = np.ascontiguousarray(columns)
    light = cv.remap(colour, across, up, border=cv.CLEAR)
    share = cv.remap(cover, across, up, border=cv.CLEAR)
    share = np.where((brink < 0) | solid, 0, share).astype(np.float32)
    sigma = 0.003 * stage.unit * small.scale
    share = cv.blurred(share, max(sigma, 0.6)) * np.float32(0.72)
    fill = np.maximum(cv.blurred((light * share[..., None]).astype(np.float32), 1.2), 0)
    light = (fill / np.maximum(cv.blurred(share, 1.2), 1e-3)[..., None]).astype(np.float32)
    ripples = Ripples(shore, sway=0.03, lift=0.02, size=0.035)
    pixels = pack((light * np.float32(0.8)).astype(np.float32), share)
    return Sheen(pixels, small, stage, ground(stage, shore, _SHORE), ripples, 4)
