"""A planet that turns: a textured sphere, lit from one side, with an atmosphere and rings."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.film.tempo import Moment
from kinora.picture.life.sprite import lay_sprite
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import smoothstep, tile
from kinora.picture.paint.radiance import OPAQUE, lay_over, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_TEXTURE = 512
_SIDE = 400
"""Most pixels of the drawn sphere across; larger ones are enlarged."""
WORLDS = ("giant", "ocean", "rock", "ice", "lava", "banded")


@dataclass(frozen=True)
class Orb:
    """Where a planet is and what it is like; lengths in stage pixels."""

    x: float
    y: float
    radius: float
    world: str
    light: tuple[float, float, float]
    """Direction to its sun: right, down, towards the viewer; of length 1."""
    depth: float
    spin: float
    """Turns a second of scene time."""
    air: float
    """Strength of the atmosphere's rim, 0..1."""
    top: float = -1.0
    bottom: float = 1.12
    """The part of it that can be seen, in radii."""


class Planet:
    """One sphere, textured anew in every frame."""

    def __init__(self, stage: Stage, tones: Tones, orb: Orb, label: str) -> None:
        rng = stage.generator("planet", label)
        self._orb, self._unit = orb, stage.unit
        self._texture = _wrapped(_surface(rng, tones, orb.world))
        self._tilt = float(rng.uniform(-0.5, 0.5))
        self._turn = float(rng.uniform(0, 1))
        limit = _SIDE * max(stage.unit / 720, 0.7)
        self._per = (
            min(orb.radius * stage.scale, limit * max(1.0, 0.6 * orb.radius / stage.unit / 0.3))
            / orb.radius
        )
        reach = 1.12
        half = math.ceil(orb.radius * self._per * reach)
        top = max(math.floor(orb.radius * self._per * max(orb.top - 0.12, -reach)), -half)
        bottom = min(math.ceil(orb.radius * self._per * min(orb.bottom, reach)), half)
        xs = np.arange(-half, half + 1, dtype=np.float32) / np.float32(orb.radius * self._per)
        ys = np.arange(top, bottom + 1, dtype=np.float32) / np.float32(orb.radius * self._per)
        self._anchor = (float(half), float(-top))
        self._build(tones, xs, ys)

    def _build(self, tones: Tones, xs: Floats, ys: Floats) -> None:
        """Texture coordinates, light and air of every pixel."""
        orb = self._orb
        x, y = np.meshgrid(xs, ys)
        away = np.sqrt(x * x + y * y)
        z = np.sqrt(np.maximum(1 - x * x - y * y, 0))
        cosine, sine = math.cos(self._tilt), math.sin(self._tilt)
        across, down = x * cosine + y * sine, y * cosine - x * sine
        self._u = (np.arctan2(across, z) / math.tau * _TEXTURE + _TEXTURE / 2).astype(np.float32)
        self._v = ((np.arcsin(np.clip(down, -1, 1)) / math.pi + 0.5) * (_TEXTURE / 2 - 1)).astype(
            np.float32
        )
        lx, ly, lz = orb.light
        facing = np.asarray(x * lx + y * ly + z * lz, np.float32)
        lit = smoothstep(-0.12, 0.55, facing) * np.clip(facing * 1.1 + 0.16, 0, 1)
        limb = 0.55 + 0.45 * np.sqrt(np.maximum(z, 0))
        pixel = abs(float(xs[1] - xs[0]))
        disc = np.clip((1 - away) / pixel + 0.5, 0, 1)
        self._shade = cv.spread(cv.fixed((lit * limb + 0.012).astype(np.float32), OPAQUE), 4)
        self._shade[..., 3] = OPAQUE
        self._cover = cv.spread(cv.fixed(disc.astype(np.float32), OPAQUE), 4)
        thick = min(0.035, 0.012 / (orb.radius / self._unit))
        rim = np.exp(-np.abs(1 - away) / thick) * (away > 1) + np.exp(-(1 - away) / (3 * thick)) * (
            away <= 1
        )
        towards = (x * lx + y * ly) / np.maximum(away, 0.3) + 0.35 * lz
        side = smoothstep(-0.25, 0.6, towards.astype(np.float32))
        glow = (rim * side * orb.air * np.clip((1.12 - away) / 0.08, 0, 1)).astype(np.float32)
        bright = tones.hour.sky[0][2]
        air = tones.tint(0.72, bright) * np.float32(0.75) + tones.light(0.2, 0.12)
        self._air = pack(air[None, None] * glow[..., None])
        self._air[..., 3] = 0

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        orb = self._orb
        view = moment.pose.view(orb.depth)
        scroll = (self._turn + orb.spin * moment.flow) % 1.0 * _TEXTURE
        u = self._u + np.float32(scroll)
        ball = cv.remap(self._texture, u, self._v)
        cv.scale_light(ball, self._shade, OPAQUE)
        cv.scale_light(ball, self._cover, OPAQUE)
        cv.add_light(ball, self._air)
        ball[0] = 0
        at = view.to_screen(orb.x, orb.y)
        _lay(canvas, ball, self._anchor, at, view.scale / self._per)


def _lay(
    canvas: Canvas,
    ball: Radiance,
    anchor: tuple[float, float],
    at: tuple[float, float],
    scale: float,
) -> None:
    """Lay an upright picture over the canvas, within its own box."""
    x0, y0 = (
        max(math.floor(at[0] - anchor[0] * scale), 0),
        max(math.floor(at[1] - anchor[1] * scale), 0),
    )
    x1 = min(math.ceil(at[0] + (ball.shape[1] - anchor[0]) * scale), canvas.width)
    y1 = min(math.ceil(at[1] + (ball.shape[0] - anchor[1]) * scale), canvas.floor)
    if x1 <= x0 or y1 <= y0:
        return
    back = 1 / scale
    matrix = np.array(
        [[back, 0, anchor[0] + (x0 - at[0]) * back], [0, back, anchor[1] + (y0 - at[1]) * back]],
        np.float32,
    )
    seen = cv.warp(
        ball, matrix, (x1 - x0, y1 - y0), border=cv.CLEAR, out=canvas.spare(y1 - y0, x1 - x0)
    )
    lay_over(canvas.pixels[y0:y1, x0:x1], seen)


def _wrapped(texture: Radiance) -> Radiance:
    """Three turns side by side, so that no coordinate need be wrapped."""
    return np.ascontiguousarray(
        np.concatenate([texture] * 3, axis=1)[:, : 2 * _TEXTURE + _TEXTURE // 2]
    )


def _surface(rng: np.random.Generator, tones: Tones, world: str) -> Radiance:
    """(256, 512) of a world, unlit."""
    fine = _noise(rng, (8, 8), 6, 0.55)
    broad = _noise(rng, (4, 4), 5, 0.5)
    latitude = np.linspace(0, 1, _TEXTURE // 2, dtype=np.float32)[:, None]
    bright = tones.hour.sky[0][2]
    colours = [
        tones.tint(p, bright * level)
        for p, level in ((0.15, 0.42), (0.4, 0.62), (0.65, 0.82), (0.95, 1.0))
    ]
    ramp = np.array(colours, np.float32)
    if world in {"giant", "banded"}:
        count = rng.uniform(7, 12) if world == "giant" else rng.uniform(14, 22)
        bend = (fine - 0.5) * (0.075 if world == "giant" else 0.03) + (broad - 0.5) * 0.05
        bands = np.append(tile(256, rng, (1, 32), 3, 0.6)[0], 0)
        at = np.mod((latitude + bend) * count * 8, 255)
        value = np.interp(at, np.arange(257), bands).astype(np.float32)
        value = np.clip(value * 1.2 - 0.1 + (fine - 0.5) * 0.25, 0, 1)
    elif world == "ocean":
        land = smoothstep(0.53, 0.57, broad * 0.75 + fine * 0.25)
        value = 0.12 + 0.1 * fine + land * (0.25 + 0.4 * fine)
    elif world == "lava":
        value = 0.25 * fine
    elif world == "ice":
        cracks = 1 - np.abs(2 * fine - 1)
        value = np.clip(0.75 + 0.25 * broad - 0.5 * cracks**6, 0, 1)
    else:
        value = np.clip(0.15 + 0.6 * broad + 0.6 * (fine - 0.5) - _craters(rng), 0, 1)
    at = np.clip(value * 3, 0, 3).astype(np.float32)
    colour = cv.remap(ramp[None].copy(), at, np.zeros_like(at))
    if world == "ocean":
        white = smoothstep(0.56, 0.8, _noise(rng, (8, 4), 6, 0.58))[..., None]
        poles = smoothstep(0.4, 0.47, np.abs(latitude - 0.5) + (fine - 0.5) * 0.06)[..., None]
        cover = np.maximum(white * 0.9, poles)
        colour = colour + (tones.tint(1.0, bright, Oklab(0.95, 0, 0)) - colour) * cover
    if world == "lava":
        veins = (1 - np.abs(2 * fine - 1)) ** 7 * smoothstep(0.3, 0.6, broad)
        colour = colour + veins[..., None] * tones.accent(0.75 * bright, 3.0)
    return pack(np.ascontiguousarray(colour * np.float32(1.1), dtype=np.float32))


def _noise(rng: np.random.Generator, cells: tuple[int, int], octaves: int, gain: float) -> Floats:
    """(256, 512), repeating across."""
    square = tile(_TEXTURE, rng, cells, octaves, gain)
    return np.ascontiguousarray(square[: _TEXTURE // 2])


def _craters(rng: np.random.Generator) -> Floats:
    """(256, 512) of bowls with bright rims."""
    total = np.zeros((_TEXTURE // 2, _TEXTURE), np.float32)
    y, x = np.mgrid[0 : _TEXTURE // 2, 0:_TEXTURE].astype(np.float32)
    for _ in range(26):
        cx, cy = rng.uniform(0, _TEXTURE), rng.uniform(0.12, 0.88) * _TEXTURE / 2
        size = 4 + 22 * rng.random() ** 3
        dx = np.abs(x - cx)
        away = (
            np.hypot(
                np.minimum(dx, _TEXTURE - dx) * math.sin(math.pi * cy / (_TEXTURE / 2)), y - cy
            )
            / size
        )
        total += 0.26 * np.exp(-((away / 0.75) ** 4)) - 0.2 * np.exp(-(((away - 1.02) / 0.16) ** 2))
    return total


class Rings:
    """A planet's rings: drawn in two halves, behind and before it."""

    def __init__(
        self, stage: Stage, tones: Tones, orb: Orb, *, tilt: float, flat: float, front: bool
    ) -> None:
        """``tilt`` in radians; ``flat`` is the ratio of the ellipse's axes."""
        rng = stage.generator("rings")
        self._orb, self._tilt, self.depth = orb, tilt, orb.depth
        outer = 2.25
        self._per = min(1.0, 300 * max(stage.unit / 720, 0.7) / (outer * orb.radius))
        half = math.ceil(outer * orb.radius * self._per)
        tall = math.ceil(half * flat)
        ys = np.arange(0, tall + 1) if front else np.arange(-tall, 1)
        x = np.arange(-half, half + 1, dtype=np.float32)[None, :] / np.float32(
            orb.radius * self._per
        )
        y = ys.astype(np.float32)[:, None] / np.float32(orb.radius * self._per * flat)
        away = np.sqrt(x * x + y * y)
        grooves = np.append(tile(256, rng, (1, 32), 4, 0.7)[0], 0)
        density = np.interp((away - 1.25) * 230, np.arange(257), grooves).astype(np.float32)
        density = np.clip(density * 1.5 - 0.25, 0, 1) * smoothstep(1.25, 1.33, away)
        density *= smoothstep(2.2, 2.1, away)
        lx, ly, _ = orb.light
        behind = -(x * lx + y * flat * ly)
        side = np.abs(x * ly - y * flat * lx)
        shadow = smoothstep(0.85, 1.05, side) + (behind < 0)
        level = 0.12 + 0.88 * np.clip(shadow, 0, 1)
        bright = tones.hour.sky[0][2]
        tone = tones.tint(0.85, bright) * np.float32(0.8)
        other = tones.tint(0.45, bright * 0.7)
        blend = np.interp((away - 1.25) * 90, np.arange(257), grooves[::-1]).astype(np.float32)
        colour = other + (tone - other) * blend[..., None]
        self._pixels = pack(
            (colour * level[..., None]).astype(np.float32), (density * 0.85).astype(np.float32)
        )
        self._anchor = (float(half), float(-ys[0]))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self.depth)
        at = view.to_screen(self._orb.x, self._orb.y)
        lay_sprite(canvas, self._pixels, self._anchor, at, view.scale / self._per, self._tilt)


class Moon:
    """A small still sphere on a slow orbit, behind or before its planet."""

    def __init__(self, stage: Stage, tones: Tones, orb: Orb, number: int) -> None:
        rng = stage.generator("moon", number)
        self._orb = orb
        self._size = orb.radius * float(rng.uniform(0.07, 0.17))
        self._size = max(self._size, 0.012 * stage.unit)
        half = math.ceil(self._size) + 2
        at = np.arange(-half, half + 1, dtype=np.float32) / np.float32(self._size)
        x, y = np.meshgrid(at, at)
        z = np.sqrt(np.maximum(1 - x * x - y * y, 0))
        lx, ly, lz = orb.light
        facing = np.clip(x * lx + y * ly + z * lz, 0, 1) ** 0.8
        spots = cv.resize(rng.random((6, 6), dtype=np.float32), (at.size, at.size), how=cv.CUBIC)
        disc = np.clip((1 - np.hypot(x, y)) * self._size + 0.5, 0, 1).astype(np.float32)
        bright = tones.hour.sky[0][2]
        tone = tones.tint(float(rng.uniform(0.3, 0.9)), bright * 0.8)
        level = (facing * (0.65 + 0.5 * spots) + 0.01).astype(np.float32)
        self._pixels = pack(tone[None, None] * level[..., None], disc)
        self._anchor = (float(half), float(half))
        self._path = orb.radius * float(rng.uniform(1.5, 2.9)), float(rng.uniform(0.12, 0.4))
        self._rate = float(rng.choice([-1, 1]) * rng.uniform(0.05, 0.12))
        self._phase = float(rng.uniform(0, math.tau))
        self._lean = float(rng.uniform(-0.4, 0.4))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self._orb.depth)
        angle = self._phase + self._rate * moment.flow
        reach, flat = self._path
        x, y = reach * math.cos(angle), reach * flat * math.sin(angle)
        x, y = (
            x * math.cos(self._lean) - y * math.sin(self._lean),
            x * math.sin(self._lean) + y * math.cos(self._lean),
        )
        if math.sin(angle) < 0 and math.hypot(x, y) < self._orb.radius + self._size:
            return
        at = view.to_screen(self._orb.x + x, self._orb.y + y)
        lay_sprite(canvas, self._pixels, self._anchor, at, view.scale)


def rings_pair(stage: Stage, tones: Tones, orb: Orb, planet: Planet) -> list[Planet | Rings]:
    """The far half of the rings, the planet, and the near half."""
    rng = stage.generator("ring tilt")
    tilt, flat = float(rng.uniform(-0.5, 0.5)), float(rng.uniform(0.14, 0.36))
    back = Rings(stage, tones, orb, tilt=tilt, flat=flat, front=False)
    return [back, planet, Rings(stage, tones, orb, tilt=tilt, flat=flat, front=True)]
