"""The time of day and the weather: from the pixels where they decide it, else from the scene."""

from __future__ import annotations

from kinora.model.region import Source, Stuff
from kinora.providers.embedded.vision.elements import Element
from kinora.providers.embedded.vision.light import Light
from kinora.providers.embedded.vision.told import Told

_HOURS = (
    ("dawn sunrise daybreak", "dawn"),
    ("morning breakfast", "morning"),
    ("noon midday lunchtime", "noon"),
    ("afternoon teatime", "afternoon"),
    ("dusk sunset evening twilight", "dusk"),
    ("night midnight moonlight moonlit moon starry nighttime", "night"),
)
_WEATHERS = (
    ("rain rainy raining raindrop drizzle storm thunder", "rain"),
    ("snow snowy snowing snowfall snowflake", "snow"),
    ("fog foggy mist misty", "fog"),
    ("cloud cloudy overcast", "cloudy"),
    ("sunny sun sunlight sunshine sunlit sunbeam", "sunny"),
    ("wind windy breeze", "windy"),
)
_NIGHT_DARK, _NIGHT_MEAN = 0.62, 0.34
_DAY_MEAN, _DAY_DARK = 0.6, 0.2


def hour(light: Light, told: Told, elements: list[Element]) -> tuple[str, Source]:
    """One of dawn, morning, noon, afternoon, dusk, night."""
    said = told.first(_HOURS)
    sky = next((item.name for item in elements if item.stuff is Stuff.SKY), "")
    if light.dark > _NIGHT_DARK and light.mean < _NIGHT_MEAN:
        return "night", Source.MEASURED
    if sky.startswith("night"):
        return "night", Source.MEASURED
    bright = light.mean > _DAY_MEAN and light.dark < _DAY_DARK
    if said and not (said == "night" and bright):
        return said, Source.SCENE
    if "warm glowing sky" in sky:
        return "dusk", Source.MEASURED
    return ("dusk" if light.mean < 0.4 else "afternoon"), Source.ANY_PICTURE


def weather(light: Light, told: Told, elements: list[Element]) -> tuple[str, Source]:
    """A word or two; what the scene says is left out where the picture is too dark for it."""
    said = told.first(_WEATHERS)
    if said == "sunny" and light.mean < 0.4:
        said = ""
    if said:
        return said, Source.SCENE
    sky = next((item for item in elements if item.stuff is Stuff.SKY), None)
    if sky is not None and not sky.name.startswith("night"):
        return (
            "pale sky" if sky.name.startswith("pale") else "clear or lightly clouded"
        ), Source.MEASURED
    return "cannot be seen", Source.ANY_PICTURE
