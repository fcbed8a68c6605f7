"""Fur: edges frayed along its fall, and strands of light and shade in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats

_TURNS, _REACHES = 512, 64


class Whorl(NamedTuple):
    """A point that fur falls away from, in pixels, and how far around it rules."""

    x: float
    y: float
    radius: float


def _strands(seed: int, fineness: int) -> Floats:
    """Noise over (angle, reach), -1..1, drawn out along the reach."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((_TURNS // fineness, 5)).astype(np.float32)
    field = cv.resize(noise, (_REACHES, _TURNS), how=cv.CUBIC)
    field /= np.float32(2.2)
    strands: Floats = np.clip(field, -1, 1)
    return strands


def frayed(picture: Floats, whorls: tuple[Whorl, Whorl], long: float, seed: int) -> Floats:
    """Comb a (rows, columns, 4) premultiplied picture outwards from a head and a body.

    ``long`` is the length of the tufts in pixels; 0 leaves the picture as it is.
    """
    if long <= 0:
        return picture
    rows, columns = picture.shape[:2]
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    head, body = whorls
    near = np.hypot(xs - head.x, ys - head.y) / np.float32(head.radius)
    share = np.clip((near - np.float32(0.95)) * 5, 0, 1)
    x = np.float32(head.x) + np.float32(body.x - head.x) * share
    y = np.float32(head.y) + np.float32(body.y - head.y) * share
    across, down = xs - x, ys - y
    reach = np.hypot(across, down) + np.float32(1e-3)
    angle = np.arctan2(down, across)
    row = (angle + np.float32(np.pi)) * np.float32((_TURNS - 1) / (2 * np.pi))
    column = reach * np.float32((_REACHES - 1) / (0.9 * max(rows, columns)))
    coarse = cv.remap(_strands(seed, 3), column, row)
    fine = cv.remap(_strands(seed + 1, 1), column, row)
    push = (coarse * np.float32(0.6) + fine * np.float32(0.5)) * np.float32(long) / reach
    combed = cv.remap(picture, xs - across * push, ys - down * push, border=cv.CLEAR)
    tone = np.float32(1.0) + fine * np.float32(0.03) + coarse * np.float32(0.025)
    combed[..., :3] *= tone[..., None]
    result: Floats = np.minimum(combed, combed[..., 3:4].clip(0, 1))
    result[..., 3] = combed[..., 3]
    return result
