"""Lights out of focus, and beams: what shines before a field of light."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import ONE
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Stage

_TRAVEL = 1.4
"""Size of the box that the lights wander through, against the frame."""


@dataclass(frozen=True)
class Lens:
    """How a lens draws a point of light that is out of focus."""

    corners: int
    """Blades of the iris; 0 for a round one."""
    rim: float
    """How much brighter the edge is than the middle; -1 fades towards the edge."""
    hollow: float = 0.0
    """Radius of the dark middle, as a mirror lens draws it."""


LENSES = (Lens(0, 0.5), Lens(0, 0.75), Lens(0, -1.0), Lens(7, 0.5), Lens(6, 0.4), Lens(0, 0.5, 0.4))


class Bokeh:
    """Discs of light of many sizes, adrift, that come and go."""

    def __init__(self, stage: Stage, tones: Tones, lens: Lens, count: int, step: int) -> None:
        """``step`` is the field's coarse pixel in screen pixels."""
        rng = stage.generator("bokeh")
        self._stage = stage
        self._disc = max(stage.unit / step * 0.1, 3.0)
        shape = _iris(self._disc, lens, float(rng.uniform(0, math.tau)))
        hour = 0.4 + 0.55 * min(tones.hour.key, 1.0)
        bright = tones.hour.sky[0][2]
        self._sprites = [
            _coloured(shape, tones.tint(place, bright) * np.float32(hour))
            for place in np.linspace(0.3, 1.0, 6)
        ]
        self._sprites.append(_coloured(shape, tones.accent(0.8 * bright, 1.1 * hour)))
        self._near = np.sort(rng.uniform(0.05, 1, count) ** 1.5)
        self._start = rng.uniform(0, 1, (2, count))
        self._start[0] = _gathered(self._start[0], stage.centre / stage.width)
        self._pace = rng.normal(0, 0.016, (2, count))
        self._pace[1] -= rng.uniform(-0.01, 0.02)
        self._phase = rng.uniform(0, math.tau, (2, count))
        self._rate = rng.uniform(0.3, 1.1, count)
        self._kind = rng.integers(0, len(self._sprites), count)
        self._size = rng.uniform(0.6, 1.0, count) * (0.22 + 0.9 * self._near**1.4)

    def shine(self, small: Radiance, step: float, moment: Moment) -> None:
        """Add the discs."""
        stage, flow = self._stage, moment.flow
        reach_x, reach_y = stage.width * _TRAVEL, stage.height * _TRAVEL
        for i, near in enumerate(self._near):
            view = moment.pose.view(0.1 + 0.85 * float(near))
            speed = stage.unit * (0.5 + near)
            x = self._start[0, i] * reach_x + speed * self._pace[0, i] * flow
            y = self._start[1, i] * reach_y + speed * self._pace[1, i] * flow
            x = (view.scale * x + view.x) % reach_x - (_TRAVEL - 1) / 2 * stage.width
            y = (view.scale * y + view.y) % reach_y - (_TRAVEL - 1) / 2 * stage.height
            level = 0.55 + 0.45 * math.sin(self._phase[0, i] + self._rate[i] * flow)
            level *= (1.15 - 0.75 * near) * moment.glow
            size = self._size[i] * view.scale * (1 + 0.05 * math.sin(self._phase[1, i] + flow))
            if level > 0.04:
                _add(small, self._sprites[self._kind[i]], (x / step, y / step), size, level)


def _gathered(at: Floats, centre: float) -> Floats:
    """Half of the places drawn towards the visual centre."""
    middle = (centre - 0.5) / _TRAVEL + 0.5
    moved = at.copy()
    moved[::2] = middle + (at[::2] - 0.5) * 0.55
    return moved


def _iris(radius: float, lens: Lens, turn: float) -> Floats:
    """(side, side) brightness, about 1, of a disc with a clear border of two pixels."""
    reach = math.ceil(radius) + 3
    at = np.arange(-reach, reach + 1, dtype=np.float32)
    away = np.hypot(at[None, :], at[:, None])
    edge = np.full(away.shape, radius, np.float32)
    if lens.corners:
        part = math.tau / lens.corners
        angle = np.mod(np.arctan2(at[:, None], at[None, :]) + turn, part) - part / 2
        blade = 0.35 + 0.65 * math.cos(part / 2) / np.cos(angle)
        edge = (radius * blade).astype(np.float32)
    inside = np.clip(edge - away + 0.5, 0, 1)
    part_ = away / edge
    if lens.hollow:
        inside = inside * np.clip((part_ - lens.hollow) * 9, 0.15, 1)
    if lens.rim < 0:
        shape = np.clip(1 - part_, 0, 1) ** 1.3 * 1.5
    else:
        shape = inside * (1 - 0.5 * lens.rim + lens.rim * part_**5)
    return shape.astype(np.float32)


def _coloured(shape: Floats, tone: Floats) -> Radiance:
    planes = [cv.fixed(shape, float(part) * ONE) for part in tone]
    return cv.merge([*planes, np.zeros(shape.shape, np.uint16)])


def _add(
    small: Radiance, sprite: Radiance, at: tuple[float, float], scale: float, level: float
) -> None:
    """Add a sprite of light, centred at a fractional place."""
    side = sprite.shape[0]
    reach = side * scale / 2
    x0, x1 = max(math.floor(at[0] - reach), 0), min(math.ceil(at[0] + reach) + 1, small.shape[1])
    y0, y1 = max(math.floor(at[1] - reach), 0), min(math.ceil(at[1] + reach) + 1, small.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    back, middle = 1 / scale, (side - 1) / 2
    matrix = np.array(
        [[back, 0, middle + (x0 - at[0]) * back], [0, back, middle + (y0 - at[1]) * back]],
        np.float32,
    )
    placed = cv.warp(sprite, matrix, (x1 - x0, y1 - y0), border=cv.CLEAR)
    area = small[y0:y1, x0:x1]
    cv.weighted(area, 1, placed, level, out=area)


_BENDS = 6
"""Straight stretches in each part of a trail, which has one brightness."""


class Trails:
    """Lights drawn out into lines that wind through the frame, with pulses running along them."""

    _PARTS = 9

    def __init__(self, stage: Stage, tones: Tones, count: int) -> None:
        rng = stage.generator("trails")
        self._stage = stage
        bright = tones.hour.sky[0][2]
        hour = 0.5 + 0.6 * min(tones.hour.key, 1.0)
        self._tones = [tones.tint(p, bright) * np.float32(hour) for p in (0.95, 0.6)]
        self._tones.append(tones.accent(0.75 * bright, hour))
        self._kind = rng.integers(0, 3, count)
        self._near = np.sort(rng.uniform(0, 1, count))
        self._row = rng.normal(0, 0.1, count) + float(rng.uniform(-0.12, 0.12))
        self._turn = float(rng.uniform(-0.5, 0.5))
        self._phase = rng.uniform(0, math.tau, (4, count))
        self._shared = rng.uniform(0, math.tau, 2)
        self._tall = rng.uniform(0.4, 1.0, count)
        self._pace = rng.choice([-1.0, 1.0]) * rng.uniform(0.5, 1.4, count)

    def shine(self, small: Radiance, step: float, moment: Moment) -> None:
        """Draw the lines into a mask for each colour, blur them twice, and add them."""
        rows, columns = small.shape[:2]
        masks = [np.zeros((rows, columns), np.uint8) for _ in self._tones]
        for i, near in enumerate(self._near):
            points = self._line(i, float(near), step, moment)
            wide = max(1, round((0.0012 + 0.005 * near**2) * self._stage.unit / step))
            for part in range(self._PARTS):
                run = part / self._PARTS * 9 - self._pace[i] * 1.6 * moment.flow + self._phase[3, i]
                value = int((0.25 + 0.75 * (0.5 + 0.5 * math.sin(run)) ** 3) * (120 + 130 * near))
                first = part * _BENDS
                cv.draw_line(
                    masks[self._kind[i]], points[first : first + _BENDS + 1], value, wide, 4
                )
        planes = [np.zeros(small.shape[:2], np.float32) for _ in range(3)]
        for mask, tone in zip(masks, self._tones, strict=True):
            sharp = cv.blurred(mask, 0.7).astype(np.float32)
            little = cv.resize(mask, (-(-columns // 4), -(-rows // 4)), how=cv.AREA)
            tiny = cv.blurred(little.astype(np.float32), 0.004 * self._stage.unit / step + 0.4)
            soft = cv.resize(tiny, (columns, rows))
            light = cv.weighted(sharp, 1.3 / 255, soft, 1.6 / 255)
            for c in range(3):
                planes[c] += light * np.float32(tone[c] * ONE * moment.glow)
        fixed = [cv.fixed(plane) for plane in planes]
        cv.add_light(small, cv.merge([*fixed, np.zeros_like(fixed[0])]))

    def _line(self, i: int, near: float, step: float, moment: Moment) -> np.ndarray:
        """Coarse pixel places along one line, for OpenCV."""
        stage, flow = self._stage, 0.35 * moment.flow
        wide = stage.width / stage.unit
        s = np.linspace(-0.75, 0.75, _BENDS * self._PARTS + 1) * wide
        p = self._phase[:, i]
        bundle = 0.2 * np.sin(2.1 * s + self._shared[0] + 0.5 * flow)
        y = bundle + self._row[i] * (
            0.35 + 1.1 * (0.5 + 0.5 * np.sin(1.7 * s + self._shared[1] - 0.4 * flow))
        )
        y += 0.06 * self._tall[i] * np.sin(4.2 * s + p[0] + flow) + 0.02 * np.sin(
            9 * s + p[1] - 1.4 * flow
        )
        y += self._turn * s
        view = moment.pose.view(0.15 + 0.75 * near)
        x = (stage.width / 2 + s * stage.unit) * view.scale + view.x
        y = (stage.height / 2 + y * stage.unit) * view.scale + view.y
        return np.round(np.stack([x, y], 1) / step * 16).astype(np.int32)


class Beams:
    """Rays that fan from sources beyond the frame and sweep slowly through each other."""

    _COARSE = 4

    def __init__(self, stage: Stage, tones: Tones, sources: int, strength: float) -> None:
        rng = stage.generator("beams")
        self._stage = stage
        self._rays = [np.append(tile(256, rng, (1, 32), 3, 0.6)[0], 0) for _ in range(sources)]
        turn = rng.uniform(0, math.tau) + np.arange(sources) * 2.4
        wide = stage.width / stage.unit
        self._at = np.stack([np.cos(turn) * 0.75 * wide, -np.abs(np.sin(turn)) * 0.5 - 0.45], 1)
        bright = tones.hour.sky[0][2]
        places = rng.permutation(np.linspace(0.35, 1.0, sources))
        self._tones = [tones.tint(float(p), bright) * np.float32(strength) for p in places]
        self._narrow = rng.uniform(40, 90, sources)
        self._sweep = rng.choice([-1.0, 1.0], sources) * rng.uniform(1.5, 3.5, sources)

    def shine(self, small: Radiance, step: float, moment: Moment) -> None:
        """Add the rays, computed for every fourth pixel."""
        stage, view = self._stage, moment.pose.view(0.5)
        columns, rows = -(-small.shape[1] // self._COARSE), -(-small.shape[0] // self._COARSE)
        wide, tall = small.shape[1] * step / columns, small.shape[0] * step / rows
        x = ((np.arange(columns) + 0.5) * wide - view.x) / view.scale - stage.width / 2
        y = ((np.arange(rows) + 0.5) * tall - view.y) / view.scale - stage.height / 2
        x, y = (x / stage.unit).astype(np.float32), (y / stage.unit).astype(np.float32)
        total = np.zeros((rows, columns, 3), np.float32)
        steps = np.arange(257)
        for i, (at_x, at_y) in enumerate(self._at):
            dx, dy = x - np.float32(at_x), y - np.float32(at_y)
            angle = np.arctan2(dx[None, :], dy[:, None])
            away = np.add.outer(dy * dy, dx * dx)
            at = angle * self._narrow[i] + self._sweep[i] * moment.flow
            ray = np.interp(at % 256, steps, self._rays[i])
            other = np.interp((at * -0.61 + 3 * moment.flow) % 256, steps, self._rays[i][::-1])
            light = np.clip(ray * 1.7 - 0.72, 0, 1) * (0.35 + other)
            light *= np.exp(-away * 0.75) * moment.glow
            total += light[..., None].astype(np.float32) * self._tones[i]
        planes = [cv.fixed(plane, ONE) for plane in cv.split(total)]
        planes.append(np.zeros((rows, columns), np.uint16))
        cv.add_light(small, cv.resize(cv.merge(planes), (small.shape[1], small.shape[0])))
