"""Which words mean which moving matter, in feedback and in the names of elements."""

from __future__ import annotations

import re

from kinora.model.region import Stuff

_WORDS: dict[Stuff, tuple[str, ...]] = {
    Stuff.FIRE: ("fire fireplace flame flames campfire candle candles hearth",),
    Stuff.GLOW: ("glow lamp lamps lantern lanterns sun moon bulb ember embers glowing",),
    Stuff.STEAM: ("steam smoke vapour vapor breath mist",),
    Stuff.PRECIPITATION: ("rain snow snowfall snowflakes raindrops drizzle sleet hail",),
    Stuff.DUST: ("dust specks speck motes mote particles pollen fur hair petals sparkles",),
    Stuff.FABRIC: (
        "curtain curtains cloth fabric blanket cushion bedding drape drapes canopy sofa",
        "rug folds ribbon veil tablecloth",
    ),
    Stuff.PLANT: (
        "leaf leaves plant plants grass tree trees flower flowers fern branch branches",
        "foliage meadow reeds bush",
    ),
    Stuff.WATER: (
        "water lake sea ocean river pond stream waves ripples puddle reflection reflections",
    ),
    Stuff.SKY: ("sky cloud clouds aurora stars",),
    Stuff.GRAIN: ("grain film",),
    Stuff.AIR: ("air haze fog atmosphere",),
    Stuff.LIGHT: (
        "light lights sunlight sunbeam sunbeams beam beams ray rays shimmer highlight highlights",
        "window moonlight shadow shadows",
    ),
}
_MEANING = {
    word: stuff for stuff, words in _WORDS.items() for line in words for word in line.split()
}
_DENIED = re.compile(
    r"\b(?:no|not|without|never|remove|drop|except|less|fewer|dont|don.t|instead of|rather than)\b"
)


def stuffs_in(text: str) -> list[Stuff]:
    """The matters that a text names, in the order of the words, each once."""
    found = (_MEANING.get(word) for word in re.findall(r"[a-z]+", text.lower()))
    return list(dict.fromkeys(stuff for stuff in found if stuff is not None))


def wanted_and_not(text: str) -> tuple[list[Stuff], list[Stuff]]:
    """What a wish asks for and what it asks to leave out: ``the lamp, but no rain``."""
    wanted: list[Stuff] = []
    denied: list[Stuff] = []
    for clause in re.split(r"[.,;:!?]|\bbut\b", text.lower()):
        against = _DENIED.search(clause)
        wanted += stuffs_in(clause[: against.start()] if against else clause)
        denied += stuffs_in(clause[against.end() :]) if against else []
    return list(dict.fromkeys(wanted)), [stuff for stuff in denied if stuff not in wanted]
