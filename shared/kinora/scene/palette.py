"""Palettes, built in OKLab: time sets the light, place and mood tint it, words and learning pull.

No list of finished palettes stands behind this: each is made from a few anchors and the seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple, TypeAlias

from kinora.colour.scalar import Oklab, hex_from_oklab, oklab_from_hex
from kinora.model.instruction import Instruction
from kinora.model.spec import Colour
from kinora.model.taxonomy import Lighting, Mood, Place, TimeOfDay, Weather
from kinora.scene.setting import Setting

Palette: TypeAlias = tuple[Colour, ...]

STOPS = 5


class Light(NamedTuple):
    """The light of a time of day: lightness of shadow and light; hues of both and between."""

    shadow: float
    light: float
    hues: tuple[float, float, float]
    chroma: float
    accent: tuple[float, float, float]


LIGHTS = {
    TimeOfDay.DAWN: Light(0.20, 0.90, (285.0, 350.0, 72.0), 0.095, (0.88, 0.11, 70.0)),
    TimeOfDay.DAY: Light(0.26, 0.95, (255.0, 240.0, 215.0), 0.095, (0.95, 0.09, 95.0)),
    TimeOfDay.GOLDEN_HOUR: Light(0.17, 0.90, (290.0, 35.0, 80.0), 0.130, (0.88, 0.15, 75.0)),
    TimeOfDay.DUSK: Light(0.13, 0.80, (268.0, 345.0, 52.0), 0.105, (0.80, 0.14, 48.0)),
    TimeOfDay.MOONLIGHT: Light(0.11, 0.78, (262.0, 250.0, 220.0), 0.070, (0.93, 0.035, 230.0)),
    TimeOfDay.NIGHT: Light(0.10, 0.70, (268.0, 278.0, 225.0), 0.075, (0.92, 0.05, 100.0)),
}
TINTS: dict[Place, tuple[float, float]] = {
    Place.SEA: (225.0, 0.30),
    Place.LAKE: (205.0, 0.28),
    Place.FOREST: (150.0, 0.50),
    Place.MOUNTAINS: (262.0, 0.20),
    Place.MEADOW: (125.0, 0.50),
    Place.DESERT: (58.0, 0.60),
    Place.SNOWFIELD: (235.0, 0.35),
    Place.CITY: (250.0, 0.25),
    Place.STREET: (300.0, 0.25),
    Place.SKY: (240.0, 0.20),
    Place.AURORA: (165.0, 0.55),
    Place.SPACE: (300.0, 0.30),
    Place.UNDERWATER: (205.0, 0.65),
    Place.CAVE: (55.0, 0.35),
    Place.ROOM: (60.0, 0.35),
}
"""Hue of a place's middle tones and how strongly it tints them. Abstract fields have any."""
DULLING = {
    Weather.CLEAR: 1.0,
    Weather.CLOUDY: 0.88,
    Weather.RAIN: 0.8,
    Weather.STORM: 0.78,
    Weather.SNOW: 0.74,
    Weather.FOG: 0.7,
}


class Feeling(NamedTuple):
    """What a mood does: a hue to lean to and how far, a chroma factor, a change of lightness."""

    hue: float
    pull: float
    chroma: float
    lightness: float


FEELINGS = {
    Mood.CALM: Feeling(220.0, 0.12, 0.90, 0.02),
    Mood.WARM: Feeling(55.0, 0.30, 1.10, 0.03),
    Mood.DREAMY: Feeling(320.0, 0.28, 1.05, 0.05),
    Mood.MELANCHOLY: Feeling(258.0, 0.30, 0.75, -0.03),
    Mood.TENSE: Feeling(25.0, 0.15, 1.10, -0.04),
    Mood.DARK: Feeling(285.0, 0.18, 0.80, -0.09),
    Mood.UPLIFTING: Feeling(90.0, 0.15, 1.20, 0.05),
    Mood.EPIC: Feeling(40.0, 0.15, 1.20, 0.0),
    Mood.MYSTERIOUS: Feeling(185.0, 0.28, 1.0, -0.04),
}
_WORD_SHARE = 0.8
_WORD_TURN, _WORD_CHROMA = 0.88, 0.7
"""How far every stop turns to the hue, and nears the chroma, of a colour that the prompt names."""
_LEARNED_SHARE = 0.5
_JUST_TINTED = 0.03
_USUAL_BRIGHTNESS, _USUAL_CONTRAST, _USUAL_SATURATION = 0.38, 0.18, 0.38
"""What pictures measure in the mean."""


def compose_palette(
    instruction: Instruction,
    setting: Setting,
    mood: Mood,
    learned: Sequence[Colour],
    rng: Random,
) -> Palette:
    """Five colours from the deepest shadow to the brightest light.

    Colours that the prompt names lead; learned colours each pull the stop nearest in lightness
    half of the way; avoided colours are turned away from.
    """
    stops = _daylight(setting.place, setting.time, setting.weather, mood, rng)
    stops = [_warmed(stop, instruction.warmth or 0.0) for stop in stops]
    for colour in learned:
        stops = _pulled(stops, _no_paler(oklab_from_hex(colour), stops), _LEARNED_SHARE, 0.12)
    stops = _named(stops, [oklab_from_hex(colour) for colour in instruction.colours])
    avoided = [oklab_from_hex(colour) for colour in instruction.avoid.colours]
    stops = [_turned_away(stop, avoided) for stop in stops]
    return tuple(hex_from_oklab(stop) for stop in sorted(stops, key=lambda stop: stop.lightness))


def relit(palette: Palette, brightness: float, contrast: float, saturation: float) -> Palette:
    """The palette as it would be in a light that was measured so: a little of the way, no further.

    Hours stay what they are: lightness moves by 0.07 at most, its spread and the chroma by a
    sixth. ``saturation`` 0 leaves the chroma alone. All three are measures of pictures, 0..1.
    """
    stops = [oklab_from_hex(colour) for colour in palette]
    shift = _within(0.25 * (brightness - _USUAL_BRIGHTNESS), 0.07)
    spread = 1.0 + _within(0.6 * (contrast - _USUAL_CONTRAST), 0.16)
    vivid = 1.0 + _within(0.5 * (saturation - _USUAL_SATURATION), 0.16) if saturation else 1.0
    middle = sum(stop.lightness for stop in stops) / len(stops)
    moved = [
        Oklab(
            min(max(middle + (stop.lightness - middle) * spread + shift, 0.04), 0.97),
            stop.a * vivid,
            stop.b * vivid,
        )
        for stop in stops
    ]
    return tuple(hex_from_oklab(stop) for stop in sorted(moved, key=lambda stop: stop.lightness))


def _within(value: float, reach: float) -> float:
    return min(max(value, -reach), reach)


def compose_accent(
    time: TimeOfDay,
    lighting: Lighting,
    words: Sequence[Colour],
    learned: Colour | None,
    rng: Random,
    avoid: Sequence[Colour] = (),
) -> Colour:
    """The bright thing of the scene: the light's own colour, bent by words or by learning."""
    lightness, chroma, hue = LIGHTS[time].accent
    if lighting is Lighting.NEON:
        lightness, chroma, hue = 0.72, 0.25, rng.choice((330.0, 200.0, 300.0, 145.0))
    accent = Oklab.polar(lightness, chroma, hue + rng.uniform(-14.0, 14.0))
    for colour, share in ((learned, 0.4), (words[-1] if words else None, 0.65)):
        if colour is not None:
            other = oklab_from_hex(colour)
            accent = accent.mix(
                Oklab(max(accent.lightness, other.lightness), other.a, other.b), share
            )
    return hex_from_oklab(_turned_away(accent, [oklab_from_hex(colour) for colour in avoid]))


def _daylight(
    place: Place, time: TimeOfDay, weather: Weather, mood: Mood, rng: Random
) -> list[Oklab]:
    light, feeling = LIGHTS[time], FEELINGS[mood]
    turn, strength = rng.uniform(-28.0, 28.0), rng.uniform(0.8, 1.2)
    tint, tint_share = TINTS.get(place) or (rng.uniform(0.0, 360.0), rng.uniform(0.5, 0.9))
    stops = []
    for index in range(STOPS):
        position = index / (STOPS - 1)
        lightness = light.shadow + (light.light - light.shadow) * position**1.1
        lightness += feeling.lightness + rng.uniform(-0.02, 0.02)
        hue = _along(light.hues, position) + turn
        # The place shows most in the middle tones; shadow and light belong to the hour.
        hue = _toward(hue, tint + turn, tint_share * (1.0 - abs(2.0 * position - 0.8)))
        hue = _toward(hue, feeling.hue, feeling.pull)
        chroma = light.chroma * (0.65 + 0.7 * position * (2.0 - 1.3 * position))
        chroma *= DULLING[weather] * feeling.chroma * strength
        stops.append(Oklab.polar(min(max(lightness, 0.04), 0.97), chroma, hue))
    return stops


def _along(hues: tuple[float, float, float], position: float) -> float:
    first, middle, last = hues
    if position < 0.5:
        return _toward(first, middle, position * 2.0)
    return _toward(middle, last, position * 2.0 - 1.0)


def _toward(hue: float, goal: float, share: float) -> float:
    """The hue a share of the way to the goal, the short way round the circle."""
    way = (goal - hue + 180.0) % 360.0 - 180.0
    return (hue + way * min(max(share, 0.0), 1.0)) % 360.0


def _named(stops: list[Oklab], colours: Sequence[Oklab]) -> list[Oklab]:
    """The palette in the colours that the prompt names: each has stops of its own, by lightness."""
    if not colours:
        return stops
    ordered = sorted(colours, key=lambda colour: colour.lightness)
    shown = []
    for index, stop in enumerate(stops):
        colour = ordered[index * len(ordered) // len(stops)]
        # Very dark and very light stops hold less chroma.
        room = 1.0 - 0.5 * (2.0 * stop.lightness - 1.0) ** 2
        chroma = stop.chroma + (colour.chroma * room - stop.chroma) * _WORD_CHROMA
        plain = stop.hue if colour.chroma < _JUST_TINTED else colour.hue
        shown.append(Oklab.polar(stop.lightness, chroma, _toward(stop.hue, plain, _WORD_TURN)))
    for number, colour in enumerate(ordered):
        own = [i for i in range(len(stops)) if i * len(ordered) // len(stops) == number]
        nearest = min(own, key=lambda i: abs(stops[i].lightness - colour.lightness))
        shown[nearest] = shown[nearest].mix(colour, _WORD_SHARE)
    return shown


def _pulled(stops: list[Oklab], colour: Oklab, share: float, spread: float) -> list[Oklab]:
    """The stop nearest in lightness moves to the colour; the others lean towards its hue."""
    nearest = min(range(len(stops)), key=lambda i: abs(stops[i].lightness - colour.lightness))
    pulled = []
    for index, stop in enumerate(stops):
        if index == nearest:
            pulled.append(stop.mix(colour, share))
            continue
        lean = Oklab(stop.lightness, colour.a, colour.b)
        pulled.append(stop.mix(lean, spread / abs(index - nearest)))
    return pulled


def _no_paler(colour: Oklab, stops: list[Oklab]) -> Oklab:
    """The colour with at least the palette's mean chroma: learning must not wash it out.

    A grey has no hue to give, only its lightness.
    """
    if colour.chroma < _JUST_TINTED:
        nearest = min(stops, key=lambda stop: abs(stop.lightness - colour.lightness))
        return Oklab(colour.lightness, nearest.a, nearest.b)
    mean = sum(stop.chroma for stop in stops) / len(stops)
    return Oklab.polar(colour.lightness, max(colour.chroma, mean), colour.hue)


def _warmed(stop: Oklab, warmth: float) -> Oklab:
    goal = 60.0 if warmth > 0 else 245.0
    share = abs(warmth) * 0.5 * stop.lightness
    return Oklab.polar(stop.lightness, max(stop.chroma, 0.02), _toward(stop.hue, goal, share))


def _turned_away(stop: Oklab, avoided: Sequence[Oklab]) -> Oklab:
    for colour in avoided:
        apart = abs((stop.hue - colour.hue + 180.0) % 360.0 - 180.0)
        if apart < 45.0 and stop.chroma > _JUST_TINTED and colour.chroma > _JUST_TINTED:
            side = 1.0 if (stop.hue - colour.hue) % 360.0 < 180.0 else -1.0
            stop = Oklab.polar(stop.lightness, stop.chroma * 0.8, colour.hue + 75.0 * side)
    return stop
