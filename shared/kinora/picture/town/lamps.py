"""Small lights that change: windows switched on and off, beacons, signs, headlights, fireflies."""

from __future__ import annotations

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import ONE
from kinora.picture.plate import Canvas


def add_boxes(canvas: Canvas, boxes: Floats, colours: Floats) -> None:
    """Add light in small upright rectangles: (n, 4) screen left, top, right, bottom; (n, 3) BGR."""
    for (left, top, right, bottom), colour in zip(boxes, colours, strict=True):
        x0, y0 = max(round(float(left)), 0), max(round(float(top)), 0)
        x1, y1 = min(round(float(right)), canvas.width), min(round(float(bottom)), canvas.height)
        if x1 > x0 and y1 > y0:
            area = canvas.pixels[y0:y1, x0:x1]
            light = (float(colour[0]) * ONE, float(colour[1]) * ONE, float(colour[2]) * ONE, 0.0)
            cv.add_light(area, light)


def glow_sprite(radius: float) -> Floats:
    """A soft round light: 1 in the middle, 0 at ``radius`` pixels; odd sides."""
    reach = max(int(np.ceil(radius)), 1)
    at = np.arange(-reach, reach + 1, dtype=np.float32)
    distance = np.sqrt(at[:, None] ** 2 + at[None, :] ** 2) / np.float32(max(radius, 1.0))
    fall = np.clip(1 - distance, 0, 1)
    glow: Floats = fall * fall * (np.float32(0.4) + np.float32(0.6) * fall * fall)
    return glow


def add_glow(canvas: Canvas, sprite: Radiance, x: float, y: float) -> None:
    """Add a (h, w, 4) sprite of light with coverage 0, centred at a screen place."""
    height, width = sprite.shape[:2]
    left, top = round(x) - width // 2, round(y) - height // 2
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, canvas.width), min(top + height, canvas.height)
    if x1 > x0 and y1 > y0:
        area = canvas.pixels[y0:y1, x0:x1]
        cv.add_light(area, sprite[y0 - top : y1 - top, x0 - left : x1 - left])


def light_sprite(radius: float, colour: Floats) -> Radiance:
    """A glow of a colour, as fixed-point light with coverage 0."""
    shape = glow_sprite(radius)
    sprite = np.zeros((*shape.shape, 4), np.float32)
    sprite[..., :3] = shape[..., None] * colour * ONE
    return np.clip(np.round(sprite), 0, 65535).astype(np.uint16)


class WindowLights:
    """Dark windows in which now and then somebody switches on the light."""

    def __init__(
        self,
        lamps: Floats,
        size: tuple[float, float],
        tones: tuple[Floats, Floats],
        depth: float,
        rng: np.random.Generator,
    ) -> None:
        """``lamps`` (n, 3): stage x, y and warmth; ``size``: width and height in stage pixels."""
        keep = rng.permutation(len(lamps))[:22]
        self._at, self._size, self._depth = lamps[keep], size, depth
        warm = self._at[:, 2:3]
        self._colour = tones[0] + (tones[1] - tones[0]) * warm
        self._period = rng.uniform(3, 11, len(keep)).astype(np.float32)
        self._phase = rng.uniform(0, 1, len(keep)).astype(np.float32)
        self._share = rng.uniform(0.25, 0.7, len(keep)).astype(np.float32)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self._depth)
        turn = np.mod(self._phase + np.float32(moment.flow) / self._period, 1)
        level = np.clip((self._share - turn) * self._period * 6, 0, 1) * np.clip(
            turn * self._period * 6, 0, 1
        )
        on = level > 0.01
        x = self._at[on, 0] * view.scale + view.x
        y = self._at[on, 1] * view.scale + view.y
        w, h = self._size[0] * view.scale / 2, self._size[1] * view.scale / 2
        boxes = np.stack([x - w, y - h, x + w, y + h], axis=1)
        add_boxes(canvas, boxes, self._colour[on] * level[on, None])


class Beacons:
    """Lights on masts that wax and wane."""

    def __init__(
        self, places: Floats, colour: Floats, radius: float, depth: float, rng: np.random.Generator
    ) -> None:
        self._at, self._depth = places, depth
        self._sprites = [light_sprite(radius, colour * np.float32(i / 5)) for i in range(6)]
        self._phase = rng.uniform(0, 1, len(places))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self._depth)
        for (x, y), phase in zip(self._at, self._phase, strict=True):
            level = round(5 * max(np.sin(6.283 * (moment.seconds / 2.1 + phase)), 0.0))
            if level:
                add_glow(canvas, self._sprites[level], *view.to_screen(float(x), float(y)))


class Traffic:
    """Headlights and tail lights along a road."""

    def __init__(
        self,
        y: float,
        span: tuple[float, float],
        unit: float,
        tones: tuple[Floats, Floats],
        depth: float,
        rng: np.random.Generator,
    ) -> None:
        self._y, self._span, self._depth, self._unit = y, span, depth, unit
        count = 11
        self._place = rng.uniform(0, 1, count)
        self._way = rng.choice([-1.0, 1.0], count)
        self._speed = rng.uniform(0.05, 0.09, count)
        radius = max(0.006 * unit, 1.2)
        self._sprites = [light_sprite(radius, tone) for tone in tones]

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self._depth)
        low, high = self._span
        for place, way, speed in zip(self._place, self._way, self._speed, strict=True):
            along = (place + way * speed * moment.flow * self._unit / (high - low) * 2) % 1.0
            x, y = view.to_screen(low + (high - low) * along, self._y + 0.004 * self._unit * way)
            sprite = self._sprites[0 if way > 0 else 1]
            add_glow(canvas, sprite, x, y)
            add_glow(canvas, sprite, x + 0.012 * self._unit, y)
