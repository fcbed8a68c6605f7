"""The environment's part of the answer, each value with its source."""

from __future__ import annotations

import numpy as np

from kinora.colour.scalar import oklab_from_hex
from kinora.measure.palette import PaletteMeter
from kinora.model.region import Source, Stuff
from kinora.providers.embedded.vision import hour, naming
from kinora.providers.embedded.vision.elements import Element
from kinora.providers.embedded.vision.light import Light, described
from kinora.providers.embedded.vision.places import indoors, outdoors
from kinora.providers.embedded.vision.told import Told
from kinora.providers.embedded.vision.view import View, fitted

Sourced = tuple[str, Source]
_VENUES = (
    ("kitchen", "indoor, kitchen"),
    ("bedroom bed", "indoor, bedroom"),
    ("cafe", "indoor, cafe"),
    ("living sofa couch", "indoor, living room"),
    ("library bookshelf", "indoor, among books"),
    ("bathroom bathtub", "indoor, bathroom"),
    ("garden backyard yard", "outdoor, garden"),
    ("park", "outdoor, park"),
    ("forest wood", "outdoor, forest"),
    ("beach shore", "outdoor, shore"),
    ("lake pond river", "outdoor, by the water"),
    ("sea ocean", "outdoor, by the sea"),
    ("meadow field grass", "outdoor, meadow"),
    ("mountain", "outdoor, mountains"),
    ("street city", "outdoor, town"),
    ("room", "indoor, room"),
)
_THINGS = (
    ("window windowsill", "window"),
    ("sofa couch", "sofa"),
    ("rug carpet", "rug"),
    ("bed", "bed"),
    ("lamp", "lamp"),
    ("fireplace", "fireplace"),
    ("curtain", "curtains"),
    ("blanket", "blanket"),
    ("cushion pillow", "cushion"),
    ("plant", "plant"),
    ("book bookshelf", "books"),
    ("toy ball", "toy"),
    ("bowl", "bowl"),
    ("tree", "trees"),
    ("flower", "flowers"),
    ("grass", "grass"),
    ("bench", "bench"),
    ("table", "table"),
    ("basket", "basket"),
    ("snow", "snow"),
    ("water lake sea", "water"),
)
_SEEN = {
    Stuff.SKY: "sky",
    Stuff.PLANT: "greenery",
    Stuff.WATER: "water",
    Stuff.FABRIC: "cloth",
    Stuff.GLOW: "glowing light",
    Stuff.FIRE: "fire",
    Stuff.DUST: "specks in the air",
    Stuff.PRECIPITATION: "falling specks",
    Stuff.LIGHT: "light",
}
_FOUND = 5
_SAMPLED = 96
"""Longer side in pixels at which colours are counted."""


def colours(view: View) -> list[Sourced]:
    """Three to five names, the largest share first.

    A picture of fewer colours names those that its own come closest to as well, and says so.
    """
    meter = PaletteMeter()
    meter.add(fitted(view.small, _SAMPLED))
    codes = [oklab_from_hex(item.colour) for item in meter.palette()]
    if not codes:
        planes = (view.light, view.a, view.b)
        codes = [type(oklab_from_hex("#000000"))(*(float(np.mean(plane)) for plane in planes))]
    names = list(dict.fromkeys(naming.colour_name(code) for code in codes))
    found: list[Sourced] = [(name, Source.MEASURED) for name in names[:_FOUND]]
    close = (name for name in naming.nearest_names(codes[0]) if name not in names)
    while len(found) < 3:
        found.append((f"close to {next(close)}", Source.ANY_PICTURE))
    return found


def setting(told: Told, light: Light, palette: list[Sourced]) -> Sourced:
    """As the scene says, else in measured words."""
    if told.setting:
        return told.setting, Source.SCENE
    shades = [name for name, source in palette if source is Source.MEASURED][:3]
    listed = " and ".join(filter(None, [", ".join(shades[:-1]), shades[-1]]))
    return f"a picture in {light.tone} light, mostly {listed}", Source.MEASURED


def location_type(told: Told, elements: list[Element]) -> Sourced:
    """Indoor or outdoor, with the venue where the scene names one."""
    side = "outdoor" if outdoors(told) else "indoor" if indoors(told) else ""
    venue = next((name for name in told.every(_VENUES) if name.startswith(side)), side)
    if venue:
        return venue, Source.SCENE
    wide = any(item.stuff is Stuff.SKY and item.box.width > 0.8 for item in elements)
    if wide:
        return "outdoor", Source.MEASURED
    return "indoor or outdoor, not certain", Source.ANY_PICTURE


def subjects(told: Told, elements: list[Element]) -> list[Sourced]:
    """Three to six: the pet, what was seen, what the scene names."""
    found: dict[str, Source] = {}
    if told.pet:
        found[told.pet] = Source.SCENE
    for item in elements:
        if item.source is Source.MEASURED and item.stuff in _SEEN and len(found) < 4:
            found.setdefault(_SEEN[item.stuff], Source.MEASURED)
    for word in told.every(_THINGS):
        if len(found) < 6:
            found.setdefault(word, Source.SCENE)
    for word in ("foreground", "background", "light and shade"):
        if len(found) < 3:
            found.setdefault(word, Source.ANY_PICTURE)
    return list(found.items())


def atmosphere(told: Told, light: Light) -> Sourced:
    """The chosen mood, else the mood that such light usually has."""
    measured = f"{light.tone} and {light.temperature}"
    if told.mood:
        return f"{told.mood}; the picture itself is {measured}", Source.SCENE
    calm = "calm" if light.busy < 0.12 else "lively"
    return f"{calm}, {measured}", Source.MEASURED


def environment(
    view: View, told: Told, light: Light, elements: list[Element]
) -> dict[str, Sourced | list[Sourced]]:
    """All eight values."""
    palette = colours(view)
    return {
        "setting": setting(told, light, palette),
        "time_of_day": hour.hour(light, told, elements),
        "weather": hour.weather(light, told, elements),
        "location_type": location_type(told, elements),
        "key_subjects": list(subjects(told, elements)),
        "dominant_colors": list(palette),
        "atmosphere": atmosphere(told, light),
        "lighting": (described(light), Source.MEASURED),
    }
