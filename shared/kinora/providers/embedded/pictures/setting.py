"""Where and when a picture is: read from the words by the language of the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from kinora.colour.named import NAMED
from kinora.language.interpret import interpret
from kinora.model.errors import InvalidPrompt
from kinora.model.instruction import Instruction
from kinora.model.knowledge import Snapshot
from kinora.model.taxonomy import DARK_HOURS, Particles, Place, TimeOfDay, Weather
from kinora.picture.pets.look import Kind
from kinora.picture.stills.plan import Support
from kinora.providers.embedded.pictures.animal import ALL_KIND_WORDS
from kinora.providers.embedded.pictures.venues import Venue, venues_in
from kinora.providers.embedded.pictures.words import Words, any_of
from kinora.seeding import stream

_ROOMS = ("inside", "curtain", "rug", "carpet", "lamp", "shelf", "home", "wooden floor")
_INDOORS = ("indoors", "interior")
_SNOWED = frozenset({Support.GRASS, Support.MOSS, Support.SOIL, Support.BRICKS})
_SOFT = ("blanket", "cushion", "pillow", "basket", "quilt", "cozy", "cosy", "candle", "tea", "book")
_WEAK = frozenset(
    "window water light glow rays air moon stars star dust heat bubbles smoke clouds cloud sky car "
    "wood path rock stone field spring summer winter frost train bridge building boat den".split()
)
_OUTSIDE: dict[Place, tuple[Support, ...]] = {
    Place.SEA: (Support.SAND,), Place.LAKE: (Support.PLANKS, Support.GRASS),
    Place.FOREST: (Support.MOSS,), Place.MOUNTAINS: (Support.GRASS,),
    Place.MEADOW: (Support.GRASS,), Place.DESERT: (Support.SAND,),
    Place.SNOWFIELD: (Support.SNOW,), Place.AURORA: (Support.SNOW,), Place.CITY: (Support.PAVING,),
    Place.STREET: (Support.PAVING,), Place.SKY: (Support.CLOUD,), Place.CAVE: (Support.MOSS,),
}  # fmt: skip
_VIEWS = (Place.MEADOW, Place.LAKE, Place.MOUNTAINS, Place.FOREST)
_SEEN_FROM_INSIDE = frozenset({*_OUTSIDE, Place.SPACE, Place.UNDERWATER} - {Place.CAVE})
_WILD = {
    Kind.DUCKLING: (Place.LAKE, Place.MEADOW), Kind.HEDGEHOG: (Place.FOREST, Place.MEADOW),
    Kind.TURTLE: (Place.MEADOW, Place.SEA),
}  # fmt: skip
_CALM_TIMES = (TimeOfDay.DAY, TimeOfDay.GOLDEN_HOUR, TimeOfDay.GOLDEN_HOUR, TimeOfDay.DAWN)
_FIRM = {
    Support.SILL: ("windowsill", "window sill", "sill", "window seat", "ledge"),
    Support.BASKET: ("basket", "bed", "pet bed"),
    Support.CUSHION: ("cushion", "pillow", "pouf", "sofa", "couch"),
    Support.BLANKET: ("blanket", "quilt", "throw", "duvet", "wool blanket"),
    Support.RUG: ("rug", "carpet", "mat", "floor", "wooden floor"),
}


_THINGS = (
    "pet|fur|coat|eyes?|scar(?:f|ves)|collar|bandana|bow|ribbon|cushion|blanket|rug|carpet|curtains?|"
    "pillow|quilt|throw|sofa|bed|basket|ball|yarn|walls?|wallpaper|room|mug|cup|vase|pot|candle|lamp|"
    "flowers?|tulips?|roses?|bowl|feathers?|shell"
)
_OWN_COLOURS = re.compile(
    rf"\b(?:{'|'.join(sorted(NAMED, key=len, reverse=True))}|gray|ginger)\s+"
    rf"(?=(?:[\w-]+\s+)?(?:{_THINGS})\b)"
)
"""Colours of a thing or of the animal itself, which do not tint the landscape."""
_HOURS = (
    (TimeOfDay.DAWN, ("early in the morning", "early morning", "first light", "daybreak")),
    (TimeOfDay.GOLDEN_HOUR, ("golden hour", "golden-hour", "sunset", "golden light", "low sun",
                             "late in the afternoon", "honey-coloured", "long warm light")),
    (TimeOfDay.DUSK, ("lamps come on", "first lamp", "blue hour")),
    (TimeOfDay.NIGHT, ("neon", "gone to bed", "bedtime", "late at night", "large dark")),
    (TimeOfDay.DAY, ("morning",)),
)  # fmt: skip
_BRIGHT = {None, TimeOfDay.DAY, TimeOfDay.DAWN}
_WEATHERS = (
    (Weather.SNOW, ("snowlight",)),
    (Weather.RAIN, ("wet glass", "raindrop")),
    (Weather.FOG, ("light without shadows",)),
)


@dataclass(frozen=True)
class Setting:
    """Where a picture is."""

    inside: bool
    place: Place
    """Outdoors the place itself; indoors what the window shows."""
    time: TimeOfDay
    weather: Weather
    particles: tuple[Particles, ...]
    instruction: Instruction
    """What the prompt says to the engine."""
    venue: Venue | None = None
    """The kind of place, where a text names one."""


def setting_of(words: Words, kind: Kind) -> Setting:
    """Read the setting; what no text says is decided by the scene's facts."""
    read = [_interpreted(text) for text in words.nearest()]
    rng = stream(words.facts, "setting")
    inside, place, venue = _whereabouts(words, read)
    if inside is None:
        wild = _WILD.get(kind)
        inside = wild is None or rng.random() < 0.25
        place = rng.choice(wild) if wild and not inside else None
    refused = _interpreted(words.negative)
    weather = _weather(words, read)
    weather = venue.weather if venue and venue.weather else weather
    if weather is None or weather == refused.weather:
        weather = Weather.CLEAR
    time = _time(words, read)
    usual = [each for each in _CALM_TIMES if each != refused.time_of_day]
    time = time if time and time != refused.time_of_day else rng.choice(usual)
    if place is Place.AURORA and time not in DARK_HOURS:
        time = TimeOfDay.NIGHT
    particles = next((each.particles for each in read if each.particles), ())
    if place is None:
        place = Place.SNOWFIELD if weather is Weather.SNOW else rng.choice(_VIEWS)
    asked = _interpreted(words.prompt) if words.prompt else Instruction(prompt="a pet")
    return Setting(inside, place, time, weather, particles, asked, venue)


def _time(words: Words, read: list[Instruction]) -> TimeOfDay | None:
    """The first time that a text speaks of; "sunny" gives way to a nearer word beside it."""
    for text, meant in zip(words.nearest(), read, strict=True):
        said = meant.time_of_day
        for hour, names in _HOURS:
            if said in _BRIGHT and any_of(names).search(text):
                return hour
        if said is not None:
            return said
    return None


def _weather(words: Words, read: list[Instruction]) -> Weather | None:
    for text, meant in zip(words.nearest(), read, strict=True):
        told = next((weather for weather, names in _WEATHERS if any_of(names).search(text)), None)
        if found := meant.weather or told:
            return found
    return None


def support_of(setting: Setting, words: Words, seed: int) -> Support:
    """What the pet is on: as the words say, else by chance among what fits."""
    rng = stream(seed, "support")
    usual = setting.venue.supports if setting.venue else ()
    if setting.inside:
        return _indoor_support(words, usual, rng)
    if words.named("jetty", "pier", "dock", "boardwalk") and Support.DECK not in usual:
        return Support.PLANKS
    if words.named("beach", "sand", "dune") and not usual:
        return Support.SAND
    fitting = usual or _OUTSIDE[setting.place]
    support = fitting[0] if words.named("lake", "pond") else rng.choice(fitting)
    snowy = setting.weather is Weather.SNOW
    return Support.SNOW if snowy and support in _SNOWED else support


def _indoor_support(words: Words, usual: tuple[Support, ...], rng: Random) -> Support:
    """As the words say, unless the place allows one alone."""
    if len(usual) == 1 and usual[0] not in _FIRM:
        return usual[0]
    for text in words.affirmed():
        for support, names in _FIRM.items():
            allowed = support in usual or not usual or len(usual) > 2
            if allowed and any_of(names).search(text) and not words.denied(*names):
                return support
    return rng.choice(usual or (Support.RUG, Support.CUSHION, Support.BASKET, Support.BLANKET))


def _whereabouts(
    words: Words, read: list[Instruction]
) -> tuple[bool | None, Place | None, Venue | None]:
    """Indoors or not, the place behind, and its kind; None where no text tells."""
    texts = list(zip(words.affirmed(), read, strict=True))
    for text, meant in sorted(texts, key=lambda each: not _whole(each[0])):
        spoken = _spoken_place(meant)
        if found := _venue_of(text, spoken, words):
            return found
        if any_of(_ROOMS).search(text) and not words.denied(*_INDOORS):
            return True, spoken if spoken in _SEEN_FROM_INSIDE else None, None
        if spoken in _OUTSIDE:
            return False, spoken, None
        if spoken in {Place.SPACE, Place.UNDERWATER}:
            return True, spoken, None
        if any_of(_SOFT).search(text):
            return True, None, None
    return None, None, None


def _whole(text: str) -> bool:
    """Whether a text names a venue by a whole phrase."""
    found = venues_in(text)
    return bool(found) and found[0][1]


def _venue_of(
    text: str, spoken: Place | None, words: Words
) -> tuple[bool, Place | None, Venue] | None:
    """The first venue of a text; what a room's window shows is any that follows."""
    found = [venue for venue, _ in venues_in(text)]
    if words.denied(*_INDOORS):
        found = [venue for venue in found if not venue.inside]
    if not found:
        return None
    first = found[0]
    if not first.inside:
        return False, first.view, first
    # "A room with a window" is the room; what else is said of it comes with it.
    room = next((venue for venue in found if venue.inside and venue.backdrop), first)
    beyond = [venue.view for venue in found[1:] if not venue.inside]
    beyond += [spoken] if spoken in _SEEN_FROM_INSIDE else []
    return True, room.view or next(iter(beyond), None), room


def _spoken_place(meant: Instruction) -> Place | None:
    """A place that is spoken of by more than a word that any room could hold."""
    for field, place in (("place", meant.place), ("beyond", meant.beyond)):
        said = set(meant.because.get(field, "").lower().replace("-", " ").split())
        if place is not None and place is not Place.ROOM and not said <= _WEAK:
            return place
    return None


def _interpreted(text: str) -> Instruction:
    """What the engine understands of a text, without the animals in it."""
    dry = text.replace("rain forest", "rainforest")
    without = _OWN_COLOURS.sub("", ALL_KIND_WORDS.sub("pet", dry)).strip()
    try:
        return interpret(without, Snapshot())
    except InvalidPrompt:
        return Instruction(prompt="a pet")
