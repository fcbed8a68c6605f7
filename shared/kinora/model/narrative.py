"""What a video tells: words by category, each traced to the origins that it comes from."""

from __future__ import annotations

from enum import StrEnum

from kinora.model.base import Frozen
from kinora.model.taxonomy import Genre, Mood, Place, ShotSize, Tension


class Narrative(StrEnum):
    """The categories of the narrative registry."""

    GENRE = "genre"
    MOOD = "mood"
    THEMES = "themes"
    PLOTS = "plots"
    SETTINGS = "settings"
    STYLE = "style"
    SCENE_TYPE = "scene_type"


ORIGINS: dict[Narrative, tuple[str, ...]] = {
    Narrative.GENRE: tuple(Genre),
    Narrative.MOOD: tuple(Mood),
    Narrative.THEMES: (
        "nature", "water", "sky", "weather", "light", "time", "journey", "home", "people",
        "animals", "machine", "city", "dream", "memory", "music", "play",
    ),
    Narrative.PLOTS: (*Tension, "rest", "journey", "change", "struggle"),
    Narrative.SETTINGS: tuple(Place),
    Narrative.STYLE: (
        "cinematic", "documentary", "natural", "painterly", "graphic", "minimal", "dreamlike",
        "surreal", "retro", "noir",
    ),
    Narrative.SCENE_TYPE: (*ShotSize, "still", "turning", "travelling"),
}  # fmt: skip
"""The closed list of each category that its open values are traced to.

A plot is part tension, part what happens; a kind of scene is part size of shot, part camera.
"""


class Told(Frozen):
    """One value of one category, in lower-case letters, numerals and single spaces."""

    category: Narrative
    value: str
    origins: dict[str, float]
    """Shares of the category's origins (see ``ORIGINS``); they add up to 1."""
