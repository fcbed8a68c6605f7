"""Every colour of a scene, derived from the spec's palette, hour, weather and lighting.

The palette gives hue and chroma, the hour gives lightness: so any palette can be any hour, and a
night is dark whatever its colours. All mixing happens in OKLab; results are linear BGR.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kinora.colour.arrays import linear_from_oklab
from kinora.colour.scalar import Oklab, oklab_from_hex
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import NIGHTS, WET, Lighting, TimeOfDay, Weather
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats


@dataclass(frozen=True)
class Hour:
    """What a time of day does to light.

    ``sky`` lists (height above the horizon 0..1, place on the palette 0..1, OKLab lightness).
    """

    sky: tuple[tuple[float, float, float], ...]
    key: float
    """Strength of the sun or moon on surfaces."""
    fill: float
    """Strength of the sky's light on surfaces."""
    key_place: float
    """Where on the palette the key light takes its hue."""
    lamps: float
    """How far lamps and windows are lit, 0..1."""
    nature: float
    """Share of a material's own hue against the palette's."""
    chroma: float
    """How much of the palette's chroma is seen."""


HOURS = {
    TimeOfDay.DAWN: Hour(
        ((0, 0.86, 0.83), (0.2, 0.68, 0.76), (0.5, 0.5, 0.66), (1, 0.36, 0.52)),
        0.72, 0.44, 0.88, 0.35, 0.22, 0.68,
    ),
    TimeOfDay.DAY: Hour(
        ((0, 0.9, 0.9), (0.25, 0.75, 0.8), (0.6, 0.6, 0.68), (1, 0.48, 0.57)),
        1.25, 0.62, 1.0, 0.0, 0.5, 0.95,
    ),
    TimeOfDay.GOLDEN_HOUR: Hour(
        ((0, 0.92, 0.84), (0.2, 0.76, 0.72), (0.5, 0.52, 0.56), (1, 0.26, 0.38)),
        1.2, 0.32, 0.85, 0.3, 0.18, 1.12,
    ),
    TimeOfDay.DUSK: Hour(
        ((0, 0.84, 0.69), (0.18, 0.64, 0.54), (0.45, 0.36, 0.39), (1, 0.12, 0.25)),
        0.38, 0.24, 0.7, 0.8, 0.12, 1.0,
    ),
    TimeOfDay.MOONLIGHT: Hour(
        ((0, 0.62, 0.43), (0.25, 0.45, 0.33), (0.6, 0.3, 0.245), (1, 0.18, 0.18)),
        0.33, 0.105, 0.75, 0.9, 0.12, 0.95,
    ),
    TimeOfDay.NIGHT: Hour(
        ((0, 0.5, 0.41), (0.25, 0.36, 0.32), (0.6, 0.24, 0.235), (1, 0.14, 0.18)),
        0.27, 0.125, 0.6, 1.0, 0.1, 0.95,
    ),
}  # fmt: skip

_OVERCAST = {
    Weather.CLEAR: 0.0,
    Weather.CLOUDY: 0.55,
    Weather.RAIN: 0.8,
    Weather.STORM: 0.9,
    Weather.SNOW: 0.75,
    Weather.FOG: 0.85,
}
_MURK = {
    Weather.CLEAR: 0.0,
    Weather.CLOUDY: 0.06,
    Weather.RAIN: 0.22,
    Weather.STORM: 0.28,
    Weather.SNOW: 0.25,
    Weather.FOG: 0.55,
}
_CHROMA = {
    Lighting.NEUTRAL: 1.0,
    Lighting.NOIR: 0.12,
    Lighting.GOLDEN_HOUR: 1.05,
    Lighting.NEON: 1.55,
    Lighting.DOCUMENTARY: 0.8,
    Lighting.MOODY: 0.72,
}
_CAST: dict[Lighting, tuple[tuple[float, float], tuple[float, float]]] = {
    Lighting.GOLDEN_HOUR: ((0.012, 0.02), (0.018, 0.055)),
    Lighting.NEON: ((0.03, -0.075), (0.045, -0.015)),
    Lighting.MOODY: ((-0.018, -0.022), (0.006, 0.008)),
}
"""Added OKLab a and b in the deepest shadow and in the brightest light."""


class Tones:
    """Colours as (3,) float32 linear BGR."""

    def __init__(self, spec: SceneSpec) -> None:
        self._ramp = [oklab_from_hex(colour) for colour in spec.palette]
        self._accent = oklab_from_hex(spec.accent)
        self._lighting = spec.lighting
        self.own = 1 - spec.tinting
        """How far air and materials keep hues of their own."""
        self.wet = spec.weather in WET
        self.hour = HOURS[spec.time_of_day]
        self.overcast = _OVERCAST[spec.weather]
        self.murk = _MURK[spec.weather]
        """How much sooner distance hides things, 0..1."""
        self.night = spec.time_of_day in NIGHTS
        self.key = self._key_light()
        self.fill = self._fill_light()
        self.haze = self.sky_colour(0.04)
        self.snow = self.tint(1.0, 0.95, Oklab(0.95, 0.0, -0.006), 0.78)

    def at(self, place: float) -> Oklab:
        """The palette's colour at ``place``: 0 its deepest shadow, 1 its brightest light."""
        position = min(max(place, 0.0), 1.0) * (len(self._ramp) - 1)
        low = min(int(position), len(self._ramp) - 2)
        return self._ramp[low].mix(self._ramp[low + 1], position - low)

    def tint(
        self, place: float, lightness: float, own: Oklab | None = None, share: float | None = None
    ) -> Floats:
        """The palette's hue at ``place``, moved to a lightness, mixed with a material's own hue.

        ``share`` is that of the material (default: what the hour says).
        """
        base = self.at(place)
        target = base.lightness + (lightness - base.lightness) * 0.8
        fade = math.sqrt(min(target / max(base.lightness, 0.05), 1.3))
        tone = Oklab(target, base.a * fade, base.b * fade)
        if own is not None:
            tone = tone.mix(
                Oklab(target, own.a, own.b),
                self.hour.nature * self.own if share is None else share,
            )
        return self._graded(tone)

    def cloud(self, place: float, lightness: float) -> Floats:
        """Like :meth:`tint`, but with the hues that air can have."""
        base = self.at(place)
        fade = 1 - 0.5 * self.overcast
        target = base.lightness + (lightness - base.lightness) * 0.85
        tone = Oklab(target, base.a * fade, base.b * fade)
        return self._graded(self._airy(tone, 0.25))

    def accent(self, lightness: float, strength: float = 1.0) -> Floats:
        """The spec's accent at a lightness, times ``strength`` in linear light."""
        return self._graded(self._accent._replace(lightness=lightness)) * np.float32(strength)

    def light(self, warmth: float, strength: float) -> Floats:
        """The light of a lamp or window: between the palette's light and the accent."""
        glow = self.at(1.0).mix(self._accent, warmth)
        return self._graded(glow._replace(lightness=0.86)) * np.float32(strength)

    def sky_colour(self, height: float) -> Floats:
        """The clear or overcast sky at a height above the horizon, 0..1."""
        stops = self.hour.sky
        for (h0, p0, l0), (h1, p1, l1) in pairwise(stops):
            if height <= h1 or h1 == 1:
                part = min(max((height - h0) / (h1 - h0), 0.0), 1.0)
                part = part * part * (3 - 2 * part) * 0.35 + part * 0.65
                place, lightness = p0 + (p1 - p0) * part, l0 + (l1 - l0) * part
                break
        middle = stops[1][2] * (0.92 - 0.2 * self.wet * (not self.night))
        lightness += (middle - lightness) * 0.75 * self.overcast
        base = self.at(place)
        wanted = base.lightness + (lightness - base.lightness) * 0.85
        fade = math.sqrt(min(wanted / max(base.lightness, 0.05), 1.3))
        fade *= 1 - 0.5 * self.overcast
        tone = Oklab(wanted, base.a * fade, base.b * fade)
        return self._graded(self._airy(tone, height))

    def _airy(self, tone: Oklab, height: float) -> Oklab:
        """Skies are seldom green: such hues give way to the hour's own air."""
        hue, chroma = tone.hue, tone.chroma
        green = min(max(1.5 - abs(hue - 128.0) / 42.0, 0.0), 1.0)
        blue_air = self.hour.nature > 0.4
        air = Oklab.polar(
            tone.lightness, 0.03 + 0.065 * height, 240.0 if blue_air else 220.0 + 0 * hue
        )
        if not blue_air:
            air = Oklab.polar(tone.lightness, chroma * 0.55, 85.0 if height < 0.3 else 200.0)
        share = green * (0.85 if blue_air else 0.5)
        if blue_air:
            share = max(share, 0.3)
        return tone.mix(air, share * self.own)

    def surface(self, albedo: Floats, facing: Floats | float) -> Floats:
        """Light an albedo, (h, w, 3) or (3,): ``facing`` is the cosine to the key light.

        ``facing`` is a number, or (h, w), or what broadcasts to that.
        """
        if isinstance(facing, float) or albedo.ndim == 1:
            return (albedo * (self.fill + self.key * np.float32(facing))).astype(np.float32)
        towards = np.ascontiguousarray(np.broadcast_to(facing, albedo.shape[:2]), np.float32)
        return cv.product(albedo, cv.merge(self.light_on(towards)))

    def light_on(self, facing: Floats) -> list[Floats]:
        """Blue, green and red light, (h, w) each, for cosines to the key light."""
        pairs = zip(self.key, self.fill, strict=True)
        return [cv.weighted(facing, float(key), facing, 0, float(fill)) for key, fill in pairs]

    def _key_light(self) -> Floats:
        tone = self.at(self.hour.key_place)
        light = self._graded(Oklab(0.9, tone.a * 0.7, tone.b * 0.7))
        strength = self.hour.key * (1 - 0.8 * self.overcast)
        return light / np.float32(light.mean()) * np.float32(strength)

    def _fill_light(self) -> Floats:
        sky = self.sky_colour(0.5)
        level = np.float32(sky.mean())
        mixed = sky / level * np.float32(0.6) + np.float32(0.4)
        return mixed * np.float32(
            self.hour.fill * (1 + 0.3 * self.overcast - 0.3 * self.wet * (not self.night))
        )

    def _graded(self, tone: Oklab) -> Floats:
        """Apply the lighting preset's chroma and colour cast; to linear BGR, never negative."""
        chroma = _CHROMA[self._lighting] * self.hour.chroma
        a, b = tone.a * chroma, tone.b * chroma
        if self._lighting in _CAST:
            (shadow_a, shadow_b), (light_a, light_b) = _CAST[self._lighting]
            part = min(max(tone.lightness, 0.0), 1.0)
            scale = 0.35 + 0.65 * part
            a += (shadow_a + (light_a - shadow_a) * part) * scale
            b += (shadow_b + (light_b - shadow_b) * part) * scale
        lab = np.array([tone.lightness, a, b], np.float32)
        return np.maximum(linear_from_oklab(lab)[::-1], np.float32(0)).astype(np.float32)
